import { Analyses } from "../../src/analysis/analyses.ts";
import { compareHeaps, type HeapComparison } from "../../src/analysis/change/compare-heaps.ts";
import { type DiffOptions, type DiffResult, diffHeaps } from "../../src/analysis/change/diff.ts";
import { type PastHeap, rememberHeap } from "../../src/analysis/change/past-heap.ts";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";

/** Two heaps and how they compare. */
export interface ComparedGraphs {
  readonly past: PastHeap;
  readonly later: Analyses;
  readonly comparison: HeapComparison;
  diff(options?: DiffOptions): DiffResult;
}

export function compareGraphs(before: HeapGraph, now: HeapGraph): ComparedGraphs {
  const past = rememberHeap(new Analyses(before));
  const later = new Analyses(now);
  const comparison = compareHeaps(past, later);
  return {
    past,
    later,
    comparison,
    diff: (options) => diffHeaps(past, later, comparison, options),
  };
}
