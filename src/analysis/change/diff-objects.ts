import { hasBit } from "../../graph/arrays/bit-set.ts";
import { computeRetainedSizes } from "../../graph/retained-sizes.ts";
import type { Analyses } from "../analyses.ts";
import { compileClassPatterns, noSuchClass } from "../class-pattern.ts";
import type { HeapComparison } from "./compare-heaps.ts";
import type { IdSpace } from "./id-space.ts";
import type { PastHeap } from "./past-heap.ts";

export const OBJECT_CHANGES = ["new", "deleted", "persisting"] as const;
export type ObjectChange = (typeof OBJECT_CHANGES)[number];

/** One object of a comparison; sizes in bytes, of a deleted one those it had. */
export interface ChangedObject {
  readonly change: ObjectChange;
  readonly id: number;
  readonly class: string;
  readonly shallowSize: number;
  readonly retainedSize: number;
}

export interface DiffObjectsResult {
  readonly kind: "diff-objects";
  readonly idSpace: IdSpace;
  readonly matching: HeapComparison["matching"];
  /** How many of each there are, those that the limit cut off included. */
  readonly counts: Readonly<Record<ObjectChange, number>>;
  /** New ones first, then deleted, then persisting; of each the biggest first. */
  readonly objects: readonly ChangedObject[];
  readonly omitted: { readonly count: number };
}

export interface DiffObjectsOptions {
  /** Class patterns, any of which must match. */
  readonly type: readonly string[];
  /** Which to list. Default all. */
  readonly changes?: readonly ObjectChange[];
  /** Objects of each to return, 0 (the default) for all. */
  readonly limit?: number;
}

/**
 * The objects of some classes that are new, gone, or in both snapshots. Objects of size 0 take no part.
 * @throws {NotFoundError} CLASS_NOT_FOUND when no class of either file matches.
 */
export function listChangedObjects(
  past: PastHeap,
  analyses: Analyses,
  comparison: HeapComparison,
  { type, changes = OBJECT_CHANGES, limit = 0 }: DiffObjectsOptions,
): DiffObjectsResult {
  const { classes, classOf, pastClassOf, isNew, isDeleted, idSpace, matching } = comparison;
  const test = compileClassPatterns(type);
  const names = classes.map(({ key }) => key.className);
  if (!names.some(test)) throw noSuchClass(type, names);
  const isMeant = names.map((name) => test(name));
  const now = { ids: analyses.graph.data.nodeIds, sizes: analyses.shallowSizes };
  const before = { ids: past.nodeIds, sizes: past.shallowSizes };
  const found: Record<ObjectChange, number[]> = { new: [], deleted: [], persisting: [] };
  for (let node = 0; node < analyses.graph.nodeCount; node++) {
    if (now.sizes[node] === 0 || !isMeant[classOf[node]]) continue;
    found[hasBit(isNew, node) ? "new" : "persisting"].push(node);
  }
  for (let node = 0; node < past.nodeCount; node++)
    if (hasBit(isDeleted, node) && isMeant[pastClassOf[node]]) found.deleted.push(node);
  const pastRetained =
    found.deleted.length > 0 && changes.includes("deleted")
      ? computeRetainedSizes(past.dominators, past.shallowSizes)
      : new Float64Array();
  const objects: ChangedObject[] = [];
  let omitted = 0;
  for (const change of OBJECT_CHANGES) {
    if (!changes.includes(change)) continue;
    const [side, retained, numbers] =
      change === "deleted"
        ? [before, pastRetained, pastClassOf]
        : [now, analyses.retainedSizes, classOf];
    const sorted = found[change].toSorted(
      (a, b) => retained[b] - retained[a] || side.ids[a] - side.ids[b],
    );
    const shown = limit > 0 ? sorted.slice(0, limit) : sorted;
    omitted += sorted.length - shown.length;
    for (const node of shown)
      objects.push({
        change,
        id: side.ids[node],
        class: names[numbers[node]],
        shallowSize: side.sizes[node],
        retainedSize: retained[node],
      });
  }
  return {
    kind: "diff-objects",
    idSpace,
    matching,
    counts: {
      new: found.new.length,
      deleted: found.deleted.length,
      persisting: found.persisting.length,
    },
    objects,
    omitted: { count: omitted },
  };
}
