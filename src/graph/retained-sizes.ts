import { ScratchPool } from "./arrays/scratch-pool.ts";
import type { DominatorTree } from "./dominators.ts";
import type { WideColumn } from "./heap-graph.ts";

/**
 * Retained size of every node: its own shallow size and those of all nodes it dominates.
 * @param shallowSizes - length nodeCount, by ordinal, bytes.
 * @returns length nodeCount, by position in the tree's order, bytes, exact below 2^53; O(nodes).
 */
export function sumRetainedByPosition(
  { order, parents }: DominatorTree,
  shallowSizes: WideColumn,
  scratch: ScratchPool = new ScratchPool(),
): Float64Array {
  const retained = scratch.takeFloat64(order.length);
  for (let at = 0; at < order.length; at++) retained[at] = shallowSizes[order[at]];
  for (let at = order.length - 1; at > 0; at--) retained[parents[at]] += retained[at];
  return retained;
}

/** The same by ordinal: length nodeCount, bytes. */
export function computeRetainedSizes(tree: DominatorTree, shallowSizes: WideColumn): Float64Array {
  const byPosition = sumRetainedByPosition(tree, shallowSizes);
  const retained = new Float64Array(byPosition.length);
  for (let at = 0; at < byPosition.length; at++) retained[tree.order[at]] = byPosition[at];
  return retained;
}
