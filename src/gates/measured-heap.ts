import { sumRetained } from "../graph/dominance.ts";
import type { Analyses } from "../analysis/analyses.ts";
import type { ClassTest } from "../analysis/class-pattern.ts";
import type { HeapComparison } from "../analysis/change/compare-heaps.ts";
import { stripId } from "../analysis/change/series-classes.ts";
import { sumGroups } from "../analysis/class-totals.ts";

/** A class in every file; objects of size 0 left out, as in a summary. */
export interface ClassSeries {
  readonly name: string;
  /** Objects, one element a file. */
  readonly counts: readonly number[];
  /** Bytes; nothing counted twice within the class. */
  readonly retainedSizes: readonly number[];
}

/** What gates are asked of: the last file, and its classes in all of them. */
export interface MeasuredHeap {
  readonly fileCount: number;
  /** Bytes of the last file. */
  readonly totalSize: number;
  readonly classes: readonly ClassSeries[];
  /** What all objects of some classes retain together in the last file; bytes, nothing counted twice. */
  readonly retainedBy: (isMeant: ClassTest) => number;
}

/** One file alone. O(nodes). */
export function measureOne(analyses: Analyses): MeasuredHeap {
  const { classKeys, shallowSizes, distances, dominators, scratch } = analyses;
  const { keyOf, keys } = classKeys;
  const sums = sumGroups(keyOf, keys.length, shallowSizes, distances, dominators, scratch);
  const classes = keys.map(({ className }, key) => ({
    name: stripId(className),
    counts: [sums.counts[key]],
    retainedSizes: [sums.retainedSizes[key]],
  }));
  return measured(analyses, 1, classes);
}

/** Two files that were compared. */
export function measureTwo(analyses: Analyses, { classes }: HeapComparison): MeasuredHeap {
  return measured(
    analyses,
    2,
    classes.map((change) => ({
      name: stripId(change.key.className),
      counts: [change.count - change.newCount + change.deletedCount, change.count],
      retainedSizes: [change.pastRetainedSize, change.retainedSize],
    })),
  );
}

/**
 * A series.
 * @param classes - all of them, those that do not grow included; one row a file at least.
 * @param last - its last file.
 */
export function measureMany(
  classes: readonly ClassSeries[],
  fileCount: number,
  last: Analyses,
): MeasuredHeap {
  return measured(
    last,
    fileCount,
    classes.map(({ name, counts, retainedSizes }) => ({
      name: stripId(name),
      counts,
      retainedSizes,
    })),
  );
}

function measured(
  analyses: Analyses,
  fileCount: number,
  classes: readonly ClassSeries[],
): MeasuredHeap {
  const { graph, retainedSizes } = analyses;
  return {
    fileCount,
    totalSize: retainedSizes[graph.rootOrdinal],
    classes: joinNames(classes),
    retainedBy: (isMeant) =>
      sumRetained(analyses.dominance, gather(analyses, isMeant), retainedSizes),
  };
}

/** Classes of one name in two places are one for a pattern; those that no file has are left out. */
function joinNames(classes: readonly ClassSeries[]): ClassSeries[] {
  const joined = new Map<string, ClassSeries>();
  for (const { name, counts, retainedSizes } of classes) {
    if (!counts.some((count) => count > 0)) continue;
    const known = joined.get(name);
    joined.set(name, {
      name,
      counts: counts.map((count, at) => count + (known?.counts[at] ?? 0)),
      retainedSizes: retainedSizes.map((size, at) => size + (known?.retainedSizes[at] ?? 0)),
    });
  }
  return [...joined.values()];
}

/** Objects of some classes; those of size 0 count for no class. O(objects). */
function gather({ classKeys, members, shallowSizes }: Analyses, isMeant: ClassTest): Uint32Array {
  const meant = classKeys.keys.flatMap(({ className }, key) =>
    isMeant(stripId(className)) ? [members.of(key)] : [],
  );
  const all = new Uint32Array(meant.reduce((sum, { length }) => sum + length, 0));
  let count = 0;
  for (const ordinals of meant)
    for (const ordinal of ordinals) if (shallowSizes[ordinal] > 0) all[count++] = ordinal;
  return all.subarray(0, count);
}
