import { hasBit } from "../../graph/arrays/bit-set.ts";
import { NotFoundError } from "../../errors.ts";
import type { Analyses } from "../analyses.ts";
import { compileClassPatterns, noSuchClass } from "../class-pattern.ts";
import { describeLocation } from "../script-names.ts";
import { TopOrdinals } from "../top-ordinals.ts";
import type { ClassChange, HeapComparison } from "./compare-heaps.ts";
import type { HeldBy } from "./held-by.ts";
import type { IdSpace } from "./id-space.ts";
import type { PastHeap } from "./past-heap.ts";

export const DIFF_SORTS = ["retained", "size", "count", "new", "name"] as const;
export type DiffSort = (typeof DIFF_SORTS)[number];

export interface DiffOptions {
  /** Default `retained`: what the class retains more than before. */
  readonly sort?: DiffSort;
  /** Rows to return, 0 (the default) for all. */
  readonly limit?: number;
  /** Class patterns, any of which must match. */
  readonly filter?: readonly string[];
  /** Only classes that grew: more objects, more bytes, or more retained. Default false. */
  readonly growingOnly?: boolean;
  /** Rows, from the first, for which what holds the new objects is looked for. Default 25. */
  readonly heldByRows?: number;
}

/** One class whose objects changed; sizes in bytes, deltas are later minus earlier. */
export interface DiffRow {
  readonly name: string;
  /** `script:line:column`, 1-based; null where the file has none. */
  readonly location: string | null;
  readonly newCount: number;
  readonly deletedCount: number;
  readonly countDelta: number;
  readonly newSize: number;
  readonly deletedSize: number;
  readonly sizeDelta: number;
  /** Objects in the later file, those of size 0 left out. */
  readonly count: number;
  readonly retainedSize: number;
  readonly retainedDelta: number;
  /** New objects that are probably deleted ones under other ids. */
  readonly reissuedCount: number;
  /** Ids of the new objects that retain most, at most {@link SAMPLE_IDS}. */
  readonly sampleIds: readonly number[];
  /** What most of the new objects hang on; null where it was not looked for or no root leads to them. */
  readonly heldBy: HeldBy | null;
}

/** Sums of one snapshot, or of a change. */
interface HeapSums {
  readonly nodeCount: number;
  /** Bytes. */
  readonly size: number;
}

export interface DiffResult {
  readonly kind: "diff";
  readonly idSpace: IdSpace;
  /** How objects of the two files were matched: by id, or by class, size and the way to them. */
  readonly matching: HeapComparison["matching"];
  readonly sort: DiffSort;
  readonly totals: {
    readonly before: HeapSums;
    readonly after: HeapSums;
    readonly newCount: number;
    readonly newSize: number;
    readonly deletedCount: number;
    readonly deletedSize: number;
    /** Classes in which anything is new or deleted. */
    readonly classCount: number;
  };
  readonly classes: readonly DiffRow[];
  readonly omitted: {
    /** Classes that the limit cut off. */
    readonly count: number;
    /** Sum of their deltas, bytes. */
    readonly sizeDelta: number;
    /** Classes that do not grow, where only growing ones were asked for. */
    readonly shrinking: number;
  };
}

/** Ids of new objects that a row names. */
export const SAMPLE_IDS = 3;
export const DEFAULT_HELD_BY_ROWS = 25;

/**
 * What changed from an earlier snapshot to a later one, by class. DevTools' rows: classes without a new or
 * deleted object are not among them.
 * @throws {NotFoundError} CLASS_NOT_FOUND when a filter matches no class of either file.
 */
export function diffHeaps(
  past: PastHeap,
  analyses: Analyses,
  comparison: HeapComparison,
  options: DiffOptions = {},
): DiffResult {
  const { sort = "retained", limit = 0, filter = [], growingOnly = false } = options;
  const { heldByRows = DEFAULT_HELD_BY_ROWS } = options;
  const changed = comparison.classes
    .map((change, number) => ({ change, number }))
    .filter(({ change }) => change.newCount > 0 || change.deletedCount > 0);
  const wanted = filterByName(comparison.classes, changed, filter);
  const growing = growingOnly ? wanted.filter(({ change }) => isGrowing(change)) : wanted;
  const sorted = growing.toSorted((a, b) => compareBy(sort, a.change, b.change));
  const shown = limit > 0 ? sorted.slice(0, limit) : sorted;
  const cut = sorted.slice(shown.length);
  const found = collectNew(analyses, comparison, new Set(shown.map(({ number }) => number)));
  const searched = shown.slice(0, heldByRows).filter(({ change }) => change.newCount > 0);
  const holders = searched.length > 0 ? analyses.holders : null;
  const heldBy = new Map(
    searched.map(({ number }) => [number, holders?.find(found.get(number) ?? NONE) ?? null]),
  );
  return {
    kind: "diff",
    idSpace: comparison.idSpace,
    matching: comparison.matching,
    sort,
    totals: sumTotals(past, analyses, comparison.classes),
    classes: shown.map(({ change, number }) =>
      describeRow(analyses, change, found.get(number) ?? NONE, heldBy.get(number) ?? null),
    ),
    omitted: {
      count: cut.length,
      sizeDelta: cut.reduce((sum, { change }) => sum + change.newSize - change.deletedSize, 0),
      shrinking: wanted.length - growing.length,
    },
  };
}

export interface GrownOptions {
  /** Class patterns: the new objects of all that match; none for those of the class that grew most. */
  readonly type: readonly string[];
  /** Class patterns that limit which class that is. */
  readonly filter: readonly string[];
  readonly sort: DiffSort;
}

/**
 * The new objects that stand for the growth between two snapshots.
 * @returns ordinals of the later heap, ascending, never none.
 * @throws {NotFoundError} CLASS_NOT_FOUND; NOTHING_GREW when nothing is new.
 */
export function findGrown(
  analyses: Analyses,
  comparison: HeapComparison,
  { type, filter, sort }: GrownOptions,
): Uint32Array {
  const { classes, classOf, isNew } = comparison;
  const all = classes.map((change, number) => ({ change, number }));
  const meant = filterByName(classes, all, type.length > 0 ? type : filter).filter(
    ({ change }) => change.newCount > 0 && (type.length > 0 || isGrowing(change)),
  );
  const sorted = meant.toSorted((a, b) => compareBy(sort, a.change, b.change));
  const chosen = new Set(
    (type.length > 0 ? sorted : sorted.slice(0, 1)).map(({ number }) => number),
  );
  const found: number[] = [];
  for (let node = 0; node < analyses.graph.nodeCount; node++)
    if (hasBit(isNew, node) && chosen.has(classOf[node])) found.push(node);
  if (found.length > 0) return Uint32Array.from(found);
  const what = [...type, ...filter].join(", ");
  const fact = type.length > 0 ? "no object is new" : "no class grew";
  throw new NotFoundError("NOTHING_GREW", what, `${fact}: there is nothing to draw`);
}

const NONE = new Uint32Array();

interface Numbered {
  readonly change: ClassChange;
  readonly number: number;
}

function filterByName(
  classes: readonly ClassChange[],
  changed: readonly Numbered[],
  filter: readonly string[],
): readonly Numbered[] {
  if (filter.length === 0) return changed;
  const test = compileClassPatterns(filter);
  const names = classes.map(({ key }) => key.className);
  if (!names.some(test)) throw noSuchClass(filter, names);
  return changed.filter(({ change }) => test(change.key.className));
}

function isGrowing(change: ClassChange): boolean {
  // What merely got new ids has not changed.
  const isReissued =
    change.newCount === change.deletedCount && change.reissuedCount === change.newCount;
  if (isReissued) return false;
  return (
    change.newCount > change.deletedCount ||
    change.newSize > change.deletedSize ||
    change.retainedSize > change.pastRetainedSize
  );
}

function compareBy(sort: DiffSort, a: ClassChange, b: ClassChange): number {
  const value = ({
    newCount,
    deletedCount,
    newSize,
    deletedSize,
    ...rest
  }: ClassChange): number => {
    switch (sort) {
      case "retained":
        return rest.retainedSize - rest.pastRetainedSize;
      case "size":
        return newSize - deletedSize;
      case "count":
        return newCount - deletedCount;
      case "new":
        return newCount;
      case "name":
        return 0;
    }
  };
  return (
    value(b) - value(a) ||
    (a.key.className < b.key.className ? -1 : a.key.className > b.key.className ? 1 : 0)
  );
}

/** New objects of some classes, by class number. */
function collectNew(
  { graph }: Analyses,
  { classOf, isNew, classes }: HeapComparison,
  wanted: ReadonlySet<number>,
): Map<number, Uint32Array> {
  const found = new Map<number, Uint32Array>();
  const counts = new Map<number, number>();
  for (const number of wanted) found.set(number, new Uint32Array(classes[number].newCount));
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!hasBit(isNew, node)) continue;
    const list = found.get(classOf[node]);
    if (list === undefined) continue;
    const at = counts.get(classOf[node]) ?? 0;
    list[at] = node;
    counts.set(classOf[node], at + 1);
  }
  return found;
}

function describeRow(
  analyses: Analyses,
  change: ClassChange,
  found: Uint32Array,
  heldBy: HeldBy | null,
): DiffRow {
  const { retainedSizes, graph, scripts } = analyses;
  const { nodeIds } = graph.data;
  const biggest = new TopOrdinals(
    (a, b) => retainedSizes[b] - retainedSizes[a] || nodeIds[a] - nodeIds[b] || a - b,
    SAMPLE_IDS,
  );
  for (const ordinal of found) biggest.offer(ordinal);
  const { location } = change.key;
  return {
    name: change.key.className,
    location: location === null ? null : describeLocation(location, scripts),
    newCount: change.newCount,
    deletedCount: change.deletedCount,
    countDelta: change.newCount - change.deletedCount,
    newSize: change.newSize,
    deletedSize: change.deletedSize,
    sizeDelta: change.newSize - change.deletedSize,
    count: change.count,
    retainedSize: change.retainedSize,
    retainedDelta: change.retainedSize - change.pastRetainedSize,
    reissuedCount: change.reissuedCount,
    sampleIds: Array.from(biggest.finish(), (ordinal) => nodeIds[ordinal]),
    heldBy,
  };
}

function sumTotals(
  past: PastHeap,
  { graph, retainedSizes }: Analyses,
  classes: readonly ClassChange[],
): DiffResult["totals"] {
  let [newCount, newSize, deletedCount, deletedSize, classCount] = [0, 0, 0, 0, 0];
  for (const change of classes) {
    newCount += change.newCount;
    newSize += change.newSize;
    deletedCount += change.deletedCount;
    deletedSize += change.deletedSize;
    if (change.newCount > 0 || change.deletedCount > 0) classCount++;
  }
  return {
    before: { nodeCount: past.nodeCount, size: past.totalSize },
    after: { nodeCount: graph.nodeCount, size: retainedSizes[graph.rootOrdinal] },
    newCount,
    newSize,
    deletedCount,
    deletedSize,
    classCount,
  };
}
