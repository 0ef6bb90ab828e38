import { NotFoundError } from "../errors.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import type { Analyses } from "./analyses.ts";
import { orderByAge, requireAge } from "./id-ages.ts";
import {
  compileSelection,
  countMatches,
  type NodeSelection,
  orderNodes,
  requireClass,
} from "./list-nodes.ts";
import { type OrdinalOrder, TopOrdinals } from "./top-ordinals.ts";

/** How a part of the objects that are meant is chosen. */
export type ObjectPick =
  /** By retained size. */
  | { readonly by: "largest" }
  /** By id, see {@link orderByAge}. */
  | { readonly by: "newest" }
  /** A sample, the same for the same seed and file; bigger samples contain the smaller. */
  | { readonly by: "random"; readonly seed: number };

/** How many objects to take, and which. */
export interface Picking {
  /** Default the largest. */
  readonly pick?: ObjectPick;
  /** Objects to take, 0 for all; default 1 with `pick` and 0 without. */
  readonly maxObjects?: number;
}

/** Objects by name. */
export interface NamedObjects extends Picking {
  /** Without `pick` and `maxObjects` they stay in this order; what is named twice is meant once. */
  readonly ids: readonly number[];
}

/** Objects by what they are: all nodes for which everything given holds. */
export interface MatchingObjects extends Picking, NodeSelection {
  readonly ids?: undefined;
}

/** Which objects a question is asked of. */
export type ObjectSelection = NamedObjects | MatchingObjects;

export interface SelectedObjects {
  /** Each once; the largest first unless `pick` or the order of `ids` says otherwise. */
  readonly ordinals: Uint32Array;
  /** Objects that are meant and were not taken. */
  readonly omitted: { readonly count: number };
}

/**
 * Finds the objects that a question is asked of: at least one. See {@link pickObjects}.
 * @throws {NotFoundError} as there, and OBJECTS_NOT_FOUND when no node of the classes is as wanted.
 */
export function selectObjects(analyses: Analyses, selection: ObjectSelection): SelectedObjects {
  const selected = pickObjects(analyses, selection);
  if (selected.ordinals.length === 0) throw noObjects(analyses, selection);
  return selected;
}

/**
 * Finds the objects that a selection means, perhaps none. O(nodes log maxObjects), 4 bytes for each object
 * taken; computes only what the selection asks for.
 * @throws {NotFoundError} NODE_NOT_FOUND for an id that no node has, CLASS_NOT_FOUND when no pattern matches a
 * class, AGES_NOT_FOUND when the newest are asked for and ids do not tell.
 */
export function pickObjects(analyses: Analyses, selection: ObjectSelection): SelectedObjects {
  const { pick, maxObjects = pick === undefined ? 0 : 1 } = selection;
  if (selection.ids !== undefined) {
    const named = findObjects(analyses.graph, selection.ids);
    if (pick === undefined && maxObjects === 0) return { ordinals: named, omitted: { count: 0 } };
    const top = new TopOrdinals(pickOrder(analyses, pick), maxObjects);
    for (const ordinal of named) top.offer(ordinal);
    return finish(analyses.graph, top, pick);
  }
  const { type = [] } = selection;
  if (type.length > 0) requireClass(analyses, type);
  const isMeant = compileSelection(analyses, selection);
  const top = new TopOrdinals(pickOrder(analyses, pick), maxObjects);
  for (let node = 0; node < analyses.graph.nodeCount; node++) if (isMeant(node)) top.offer(node);
  return finish(analyses.graph, top, pick);
}

function finish(graph: HeapGraph, top: TopOrdinals, pick: ObjectPick | undefined): SelectedObjects {
  const ordinals = top.finish();
  if (pick?.by === "newest" && ordinals.length > 0) requireAge(graph, ordinals[0]);
  return { ordinals, omitted: { count: top.offered - ordinals.length } };
}

/**
 * Ordinals of nodes by id, in the order of the ids, each once; one pass over all nodes.
 * @throws {NotFoundError} NODE_NOT_FOUND
 */
function findObjects(graph: HeapGraph, ids: readonly number[]): Uint32Array {
  const places = new Map<number, number>();
  for (const id of ids) if (!places.has(id)) places.set(id, places.size);
  const ordinals = new Uint32Array(places.size);
  const isFound = new Uint8Array(places.size);
  const { nodeIds } = graph.data;
  for (let node = 0; node < graph.nodeCount; node++) {
    const place = places.get(nodeIds[node]);
    // Broken files may hold an id twice: the first counts.
    if (place === undefined || isFound[place] === 1) continue;
    ordinals[place] = node;
    isFound[place] = 1;
  }
  const missing = [...places.keys()].filter((_, place) => isFound[place] === 0);
  if (missing.length > 0) throw noSuchIds(missing, places.size);
  return ordinals;
}

function noSuchIds(missing: readonly number[], named: number): NotFoundError {
  const [first] = missing;
  const all = named === 1 ? "" : ` (${missing.length} of the ${named} ids named are not there)`;
  return new NotFoundError("NODE_NOT_FOUND", `@${first}`, `no object has the id @${first}${all}`);
}

function noObjects(analyses: Analyses, selection: ObjectSelection): NotFoundError {
  const { type = [] } = selection.ids === undefined ? selection : {};
  const classes = type.join(", ");
  const what = type.length === 0 ? "" : ` of ${classes}`;
  const count = type.length === 0 ? analyses.graph.nodeCount : countMatches(analyses, { type });
  return new NotFoundError(
    "OBJECTS_NOT_FOUND",
    classes,
    `no object matches: the predicate holds for none of ${count}${what}`,
  );
}

function pickOrder(analyses: Analyses, pick: ObjectPick | undefined): OrdinalOrder {
  switch (pick?.by) {
    case "newest":
      return orderByAge(analyses.graph);
    case "random":
      return orderAtRandom(analyses.graph, pick.seed);
    case "largest":
    case undefined:
      return orderNodes(analyses, "retained");
  }
}

/** By a hash of seed and id: objects that a later snapshot of the process still has are drawn again there. */
function orderAtRandom(graph: HeapGraph, seed: number): OrdinalOrder {
  const { nodeIds } = graph.data;
  const start = hashNumber(seed, 0);
  return (a, b) => hashNumber(nodeIds[a], start) - hashNumber(nodeIds[b], start) || a - b;
}

/** 32 bits that look random, of a whole number up to 2^53 and a start. */
function hashNumber(value: number, start: number): number {
  return mixBits(mixBits(start ^ (value >>> 0)) ^ Math.floor(value / 2 ** 32));
}

/** MurmurHash3's last step: every bit of the input changes about half of the output's. */
function mixBits(bits: number): number {
  let mixed = (bits + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
