import { type BitSet, createBitSet, hasBit, setBit } from "./arrays/bit-set.ts";
import { IntStack } from "./arrays/int-stack.ts";
import type { HeapGraph } from "./heap-graph.ts";

/**
 * Nodes that edges lead to from some nodes, these included.
 * @param from - ordinals to start at.
 * @param allowed - bits per edge that may be followed, null for all edges, weak ones included.
 * @returns bits per node; O(nodes + edges).
 */
export function findReachedNodes(
  graph: HeapGraph,
  from: Iterable<number>,
  allowed: BitSet | null,
): BitSet {
  const { firstEdges, edgeTargets } = graph.data;
  const reached = createBitSet(graph.nodeCount);
  const pending = new IntStack();
  for (const node of from) {
    if (hasBit(reached, node)) continue;
    setBit(reached, node);
    pending.push(node);
  }
  while (pending.size > 0) {
    const node = pending.pop();
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      const target = edgeTargets[edge];
      if (hasBit(reached, target) || (allowed !== null && !hasBit(allowed, edge))) continue;
      setBit(reached, target);
      pending.push(target);
    }
  }
  return reached;
}
