import { type BitSet, createBitSet, hasBit, setBit } from "../graph/arrays/bit-set.ts";
import { IntStack } from "../graph/arrays/int-stack.ts";
import { EdgeType } from "../graph/edge-type.ts";
import type { HeapGraph, WideColumn } from "../graph/heap-graph.ts";

/** All that a node leads to, itself included; parts may be shared with others. */
export interface Reachable {
  readonly count: number;
  /** Sum of shallow sizes, bytes. */
  readonly size: number;
}

/**
 * Measures what can be reached from a node. Not what would be freed with it: that is the retained size,
 * which is never larger.
 *
 * @param essential - bits per edge to follow; without them every edge that is not weak is followed.
 * @param visited - length nodeCount bits, all unset; filled with what was reached. Passed where the
 *   caller asks many times and clears it himself.
 * @returns O(nodes + edges reached), one bit a node.
 */
export function measureReachable(
  graph: HeapGraph,
  shallowSizes: WideColumn,
  start: number,
  essential: BitSet | null = null,
  visited: BitSet = createBitSet(graph.nodeCount),
): Reachable {
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  const pending = new IntStack();
  let count = 0;
  let size = 0;
  setBit(visited, start);
  pending.push(start);
  while (pending.size > 0) {
    const node = pending.pop();
    count++;
    size += shallowSizes[node];
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      const target = edgeTargets[edge];
      if (hasBit(visited, target)) continue;
      const follows =
        essential === null ? edgeTypes[edge] !== EdgeType.weak : hasBit(essential, edge);
      if (!follows) continue;
      setBit(visited, target);
      pending.push(target);
    }
  }
  return { count, size };
}
