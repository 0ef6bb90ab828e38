import type { DominatorTree } from "./dominators.ts";

/**
 * Retained size of every node: its own shallow size and those of all nodes it dominates.
 * @param shallowSizes - length nodeCount, bytes.
 * @returns length nodeCount, bytes, exact below 2^53; O(nodes).
 */
export function computeRetainedSizes(
  tree: DominatorTree,
  shallowSizes: Uint32Array | Float64Array,
  shared = false,
): Float64Array {
  const { idoms, order } = tree;
  const { length } = shallowSizes;
  const retained = shared
    ? new Float64Array(new SharedArrayBuffer(length * 8))
    : new Float64Array(length);
  retained.set(shallowSizes);
  for (let at = order.length - 1; at > 0; at--) {
    const node = order[at];
    retained[idoms[node]] += retained[node];
  }
  return retained;
}
