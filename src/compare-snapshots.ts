import { Analyses } from "./analysis/analyses.ts";
import { compareHeaps, type HeapComparison } from "./analysis/change/compare-heaps.ts";
import { type PastHeap, rememberHeap } from "./analysis/change/past-heap.ts";
import { signPaths } from "./analysis/change/sign-paths.ts";
import type { HeapGraph } from "./graph/heap-graph.ts";

/** Two snapshots side by side: of the earlier only what the comparison needs. */
export interface ComparedSnapshots {
  readonly past: PastHeap;
  readonly comparison: HeapComparison;
}

/**
 * Compares two snapshots with no more than one in memory at a time, but for what is needed of the earlier.
 * @param readPast - reads the earlier snapshot; called once more when ids mean nothing and objects have to be
 *   matched by the way to them. `canRepeat` says whether it can be.
 * @param readLater - reads the later one, all of it.
 */
export async function compareSnapshots(
  readPast: { readonly read: () => Promise<HeapGraph>; readonly canRepeat: boolean },
  readLater: () => Promise<Analyses>,
): Promise<ComparedSnapshots & { readonly analyses: Analyses }> {
  const past = remember(await readPast.read());
  const analyses = await readLater();
  const comparison = compareHeaps(past, analyses);
  if (comparison.matching === "ids" || !readPast.canRepeat) return { past, comparison, analyses };
  const signatures = {
    past: signPaths(new Analyses(await readPast.read())),
    later: signPaths(analyses),
  };
  return { past, comparison: compareHeaps(past, analyses, signatures), analyses };
}

/** In a function of its own, so that nothing holds the graph afterwards. */
function remember(graph: HeapGraph): PastHeap {
  return rememberHeap(new Analyses(graph, true));
}
