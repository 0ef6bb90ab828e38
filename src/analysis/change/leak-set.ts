import { compareTexts } from "../compare-texts.ts";
import { hasBit, setBit, createBitSet } from "../../graph/arrays/bit-set.ts";
import { IdIndex } from "../../graph/id-index.ts";
import { sumRetainedOfGroups } from "../class-totals.ts";
import type { Analyses } from "../analyses.ts";
import { mergePaths } from "../merge-paths.ts";
import type { MergedPathResult } from "../path-result.ts";
import { TopOrdinals } from "../top-ordinals.ts";
import type { HeldBy } from "./held-by.ts";
import type { Identities } from "./past-heap.ts";

/** Objects of one class in a {@link LeakSet}. */
export interface LeakRow {
  readonly name: string;
  /** `script:line:column`, 1-based; null where the file has none. */
  readonly location: string | null;
  readonly count: number;
  /** Sum, bytes. */
  readonly shallowSize: number;
  /** What they retain together in the last file, bytes. */
  readonly retainedSize: number;
  /** Ids of those that retain most, at most {@link LEAK_SAMPLE_IDS}. */
  readonly sampleIds: readonly number[];
  /** What most of them hang on; null where it was not looked for or no root leads to them. */
  readonly heldBy: HeldBy | null;
}

/** Objects that came between two snapshots and were still there in the last one. */
export interface LeakSet {
  /** Positions of the two files, from 1. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Sums, bytes; of the last file. */
  readonly shallowSize: number;
  readonly retainedSize: number;
  /** The class that retains most first. */
  readonly classes: readonly LeakRow[];
  /** The runtime's own objects that came as code warmed up, which are not in any of the other numbers. */
  readonly artefacts: { readonly count: number; readonly shallowSize: number };
  /** Objects of the last file whose even ids are new in every snapshot: those outside of V8's heap. */
  readonly unfollowed: { readonly count: number; readonly shallowSize: number };
  /** The ways to them from the roots, as one tree. */
  readonly paths: MergedPathResult;
  /** Classes that the limit cut off. */
  readonly omitted: { readonly count: number };
}

/** Ids that a row of a leak set names. */
export const LEAK_SAMPLE_IDS = 3;

/** Classes, from the first, for which what holds them is looked for. */
const HELD_BY_ROWS = 25;

/** Rows of the tree of ways. */
const PATH_ROWS = 20;
const PATH_CHILDREN = 5;

/** Some objects of a file by id; 10 to 16 bytes each. */
interface KnownObjects {
  readonly ids: Float64Array;
  readonly index: IdIndex;
  /** Number of each one's class. */
  readonly classes: Uint32Array;
}

/**
 * Follows the objects that came between two files to the last one; keeps ids, never a graph. Files are given in
 * their order, and only where ids mean the same in all of them.
 */
export class SurvivorSearch {
  #before: KnownObjects | null = null;
  #born: KnownObjects | null = null;

  /** The file before any of them came. O(nodes). */
  begin(file: Identities, classOf: Uint32Array): void {
    this.#before = collect(file, classOf, () => true);
  }

  /** The file in which all of them must be. O(nodes). */
  keepBorn(file: Identities, classOf: Uint32Array): void {
    const before = this.#before;
    this.#born = collect(file, classOf, (node) => !isAmong(before, file, classOf, node));
    this.#before = null;
  }

  /** Ordinals of those that are in the last file, which may be the one of {@link keepBorn}. O(nodes). */
  findIn(last: Identities, classOf: Uint32Array): Uint32Array {
    const born = this.#born;
    const found = new Uint32Array(born?.ids.length ?? 0);
    let count = 0;
    for (let node = 0; node < last.nodeCount; node++)
      if (isStable(last, node) && isAmong(born, last, classOf, node)) found[count++] = node;
    return found.slice(0, count);
  }
}

/** V8 gives its own objects odd ids; even ones are the embedder's and new in every snapshot. */
function isStable({ nodeIds, shallowSizes }: Identities, node: number): boolean {
  return nodeIds[node] % 2 === 1 && shallowSizes[node] > 0;
}

function collect(
  file: Identities,
  classOf: Uint32Array,
  isWanted: (node: number) => boolean,
): KnownObjects {
  const nodes = new Uint32Array(file.nodeCount);
  let count = 0;
  for (let node = 0; node < file.nodeCount; node++)
    if (isStable(file, node) && isWanted(node)) nodes[count++] = node;
  const ids = new Float64Array(count);
  const classes = new Uint32Array(count);
  for (let at = 0; at < count; at++) {
    ids[at] = file.nodeIds[nodes[at]];
    classes[at] = classOf[nodes[at]];
  }
  return { ids, classes, index: new IdIndex(ids) };
}

function isAmong(
  known: KnownObjects | null,
  file: Identities,
  classOf: Uint32Array,
  node: number,
): boolean {
  if (known === null) return false;
  const at = known.index.find(file.nodeIds[node]);
  return at >= 0 && known.classes[at] === classOf[node];
}

/** Classes of the last file as the rows of a leak set name them. */
export interface LeakClasses {
  /** Length nodeCount; number of each node's class. */
  readonly classOf: Uint32Array;
  readonly names: readonly Pick<LeakRow, "name" | "location">[];
  /** By number: the runtime's own. */
  isArtefact(number: number): boolean;
  /** By number: asked for. */
  isWanted(number: number): boolean;
}

/**
 * Sums survivors up by class, with what holds them.
 * @param survivors - ordinals of the last file.
 * @param between - positions of the two files they came between, from 1.
 * @param limit - classes to return, 0 for all.
 */
export function describeLeakSet(
  analyses: Analyses,
  survivors: Uint32Array,
  between: Pick<LeakSet, "from" | "to">,
  classes: LeakClasses,
  limit: number,
): LeakSet {
  const { shallowSizes } = analyses;
  const artefacts = { count: 0, shallowSize: 0 };
  const byClass = new Map<number, number[]>();
  let shallowSize = 0;
  const own = survivors.filter((ordinal) => {
    const number = classes.classOf[ordinal];
    if (!classes.isWanted(number)) return false;
    if (classes.isArtefact(number)) {
      artefacts.count++;
      artefacts.shallowSize += shallowSizes[ordinal];
      return false;
    }
    shallowSize += shallowSizes[ordinal];
    const list = byClass.get(number);
    if (list === undefined) byClass.set(number, [ordinal]);
    else list.push(ordinal);
    return true;
  });
  const retained = sumRetainedOfSome(analyses, own, classes);
  const sorted = [...byClass].toSorted(
    ([a], [b]) =>
      retained[b] - retained[a] || compareTexts(classes.names[a].name, classes.names[b].name),
  );
  const shown = limit > 0 ? sorted.slice(0, limit) : sorted;
  const holders = shown.length > 0 ? analyses.holders : null;
  const rows = shown.map(([number, ordinals], at): LeakRow => ({
    ...classes.names[number],
    count: ordinals.length,
    shallowSize: ordinals.reduce((sum, ordinal) => sum + shallowSizes[ordinal], 0),
    retainedSize: retained[number],
    sampleIds: sampleIds(analyses, ordinals),
    heldBy: at < HELD_BY_ROWS ? (holders?.find(Uint32Array.from(ordinals)) ?? null) : null,
  }));
  const paths = mergePaths(
    analyses,
    own,
    { count: 0 },
    { maxRows: PATH_ROWS, tooMany: PATH_CHILDREN },
  );
  return {
    ...between,
    count: own.length,
    shallowSize,
    retainedSize: paths.retainedSize,
    classes: rows,
    artefacts,
    unfollowed: sumUnfollowed(analyses, classes),
    paths,
    omitted: { count: sorted.length - shown.length },
  };
}

function sumUnfollowed(
  { graph, shallowSizes }: Analyses,
  classes: LeakClasses,
): LeakSet["unfollowed"] {
  const { nodeIds } = graph.data;
  const sum = { count: 0, shallowSize: 0 };
  for (let node = 0; node < graph.nodeCount; node++) {
    if (nodeIds[node] % 2 === 1 || shallowSizes[node] === 0) continue;
    if (!classes.isWanted(classes.classOf[node])) continue;
    sum.count++;
    sum.shallowSize += shallowSizes[node];
  }
  return sum;
}

/** What some objects retain together, by the number of their class. */
function sumRetainedOfSome(
  { graph, shallowSizes, dominators, scratch }: Analyses,
  ordinals: Uint32Array,
  { classOf, names }: LeakClasses,
): Float64Array {
  const isMeant = createBitSet(graph.nodeCount);
  for (const ordinal of ordinals) setBit(isMeant, ordinal);
  const others = names.length;
  const groupOf = classOf.map((number, node) => (hasBit(isMeant, node) ? number : others));
  return sumRetainedOfGroups(groupOf, others + 1, shallowSizes, dominators, scratch);
}

function sampleIds({ graph, retainedSizes }: Analyses, ordinals: readonly number[]): number[] {
  const { nodeIds } = graph.data;
  const biggest = new TopOrdinals(
    (a, b) => retainedSizes[b] - retainedSizes[a] || nodeIds[a] - nodeIds[b] || a - b,
    LEAK_SAMPLE_IDS,
  );
  for (const ordinal of ordinals) biggest.offer(ordinal);
  return Array.from(biggest.finish(), (ordinal) => nodeIds[ordinal]);
}
