import { NO_DISTANCE } from "../graph/distances.ts";
import type { Analyses } from "./analyses.ts";
import { compileClassPatterns, noSuchClass } from "./class-pattern.ts";
import { compilePredicate, type SubjectTest } from "./compile-predicate.ts";
import { type NodeField, nodeFieldReader } from "./node-fields.ts";
import { nodeRow, type NodeRow } from "./node-rows.ts";
import type { Predicate } from "./predicate.ts";
import { type OrdinalOrder, TopOrdinals } from "./top-ordinals.ts";

export const LIST_SORTS = ["retained", "shallow", "distance", "id"] as const;
export type ListSort = (typeof LIST_SORTS)[number];

/** Which nodes are meant; nothing means all, those of size 0 included. */
export interface NodeSelection {
  /** Class patterns, any of which the class must match. */
  readonly type?: readonly string[];
  readonly where?: Predicate<NodeField>;
}

export interface ListOptions extends NodeSelection {
  readonly sort?: ListSort;
  /** Rows to return, 0 for all. */
  readonly limit?: number;
}

export interface ListResult {
  readonly kind: "list";
  readonly sort: ListSort;
  /** Nodes that are meant. */
  readonly count: number;
  /** Sum over them, bytes. */
  readonly shallowSize: number;
  readonly objects: readonly NodeRow[];
  /** What the limit cut off. */
  readonly omitted: { readonly count: number; readonly shallowSize: number };
}

/** A list before its rows are made: integers only. */
export interface NodeList {
  readonly sort: ListSort;
  readonly count: number;
  /** Sum over all nodes that are meant, bytes. */
  readonly shallowSize: number;
  /** The nodes to show, in order. */
  readonly ordinals: Uint32Array;
  readonly omitted: ListResult["omitted"];
}

export interface CountResult {
  readonly kind: "count";
  readonly count: number;
  /** Sum, bytes. */
  readonly shallowSize: number;
  /** What they keep alive together, bytes: what one of them retains is not counted again for another above it. */
  readonly retainedSize: number;
}

/**
 * Objects with their ids: by retained or shallow size the biggest first, by distance the nearest first and
 * the unreached last, by id ascending; ties by id.
 * @throws {NotFoundError} CLASS_NOT_FOUND when a class pattern matches no class.
 */
export function listNodes(analyses: Analyses, options: ListOptions = {}): ListResult {
  return withRows(analyses, selectNodes(analyses, options));
}

/** Adds the rows; one object a row. */
export function withRows(analyses: Analyses, list: NodeList): ListResult {
  const { sort, count, shallowSize, omitted } = list;
  const objects = Array.from(list.ordinals, (ordinal) => nodeRow(analyses, ordinal));
  return { kind: "list", sort, count, shallowSize, objects, omitted };
}

/**
 * Finds the nodes of a list. O(nodes log limit), 4 bytes for each node to show.
 * @throws {NotFoundError} CLASS_NOT_FOUND when a class pattern matches no class.
 */
export function selectNodes(analyses: Analyses, options: ListOptions = {}): NodeList {
  const { type = [] } = options;
  if (type.length > 0) requireClass(analyses, type);
  const isMeant = compileSelection(analyses, options);
  const list = new ListBuilder(analyses, options);
  for (let node = 0; node < analyses.graph.nodeCount; node++) if (isMeant(node)) list.add(node);
  return list.finish();
}

/** A list of nodes that were chosen before; each is meant. */
export function listOrdinals(
  analyses: Analyses,
  ordinals: Uint32Array,
  options: Pick<ListOptions, "sort" | "limit"> = {},
): NodeList {
  const list = new ListBuilder(analyses, options);
  for (const ordinal of ordinals) list.add(ordinal);
  return list.finish();
}

/** Takes one node after the other and keeps those to show. */
class ListBuilder {
  readonly #sort: ListSort;
  readonly #shallowSizes: Analyses["shallowSizes"];
  readonly #top: TopOrdinals;
  #shallowSize = 0;

  constructor(analyses: Analyses, { sort = "retained", limit = 0 }: ListOptions) {
    this.#sort = sort;
    this.#shallowSizes = analyses.shallowSizes;
    this.#top = new TopOrdinals(orderNodes(analyses, sort), limit);
  }

  add(ordinal: number): void {
    this.#shallowSize += this.#shallowSizes[ordinal];
    this.#top.offer(ordinal);
  }

  finish(): NodeList {
    const ordinals = this.#top.finish();
    const count = this.#top.offered;
    let shown = 0;
    for (const ordinal of ordinals) shown += this.#shallowSizes[ordinal];
    return {
      sort: this.#sort,
      count,
      shallowSize: this.#shallowSize,
      ordinals,
      omitted: { count: count - ordinals.length, shallowSize: this.#shallowSize - shown },
    };
  }
}

/** How many nodes are meant; computes only what the selection asks for. */
export function countMatches(analyses: Analyses, selection: NodeSelection): number {
  const isMeant = compileSelection(analyses, selection);
  let count = 0;
  for (let node = 0; node < analyses.graph.nodeCount; node++) if (isMeant(node)) count++;
  return count;
}

/** How many nodes are meant and what they weigh. A class that does not exist has none. */
export function countNodes(analyses: Analyses, selection: NodeSelection): CountResult {
  const isMeant = compileSelection(analyses, selection);
  const { shallowSizes, retainedSizes, dominators } = analyses;
  const { idoms, order } = dominators;
  // 1 for nodes that are meant and for all that they dominate.
  const isCovered = new Uint8Array(analyses.graph.nodeCount);
  let count = 0;
  let shallowSize = 0;
  let retainedSize = 0;
  for (const node of order) {
    const isBelow = isCovered[idoms[node]] === 1;
    if (isBelow) isCovered[node] = 1;
    if (!isMeant(node)) continue;
    count++;
    shallowSize += shallowSizes[node];
    if (!isBelow) retainedSize += retainedSizes[node];
    isCovered[node] = 1;
  }
  return { kind: "count", count, shallowSize, retainedSize };
}

/** Turns a selection into a test of ordinals; a class that does not exist has none. */
export function compileSelection(
  analyses: Analyses,
  { type = [], where }: NodeSelection,
): SubjectTest<number> {
  const tests: SubjectTest<number>[] = [];
  if (type.length > 0) {
    const reader = nodeFieldReader(analyses, { field: "class" });
    if (reader.kind === "text") tests.push(reader.select(compileClassPatterns(type)));
  }
  if (where !== undefined)
    tests.push(compilePredicate(where, (_, comparison) => nodeFieldReader(analyses, comparison)));
  if (tests.length === 1) return tests[0];
  return (node) => tests.every((test) => test(node));
}

/** @throws {NotFoundError} CLASS_NOT_FOUND when none of the patterns matches a class. */
export function requireClass(analyses: Analyses, patterns: readonly string[]): void {
  const names = analyses.classKeys.keys.map((key) => key.className);
  if (!names.some(compileClassPatterns(patterns))) throw noSuchClass(patterns, names);
}

/** The order that a list is sorted by. */
export function orderNodes(analyses: Analyses, sort: ListSort): OrdinalOrder {
  const { nodeIds } = analyses.graph.data;
  // Broken files may hold an id twice.
  const byId: OrdinalOrder = (a, b) => nodeIds[a] - nodeIds[b] || a - b;
  switch (sort) {
    case "retained": {
      const { retainedSizes } = analyses;
      return (a, b) => retainedSizes[b] - retainedSizes[a] || byId(a, b);
    }
    case "shallow": {
      const { shallowSizes } = analyses;
      return (a, b) => shallowSizes[b] - shallowSizes[a] || byId(a, b);
    }
    case "distance": {
      const { distances } = analyses;
      const far = (node: number): number =>
        distances[node] === NO_DISTANCE ? Infinity : distances[node];
      return (a, b) => (distances[a] === distances[b] ? byId(a, b) : far(a) - far(b));
    }
    case "id":
      return byId;
  }
}
