import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { reach } from "./edge-list.ts";
import { slowEssentialEdges } from "./slow-essential-edges.ts";

/**
 * Retained size by its definition: what vanishes when the node is taken away.
 * @param sizes - bytes by ordinal.
 * @returns bytes by ordinal; null where the root does not reach the node.
 */
export function slowRetainedSizes(graph: HeapGraph, sizes: ArrayLike<number>): (number | null)[] {
  const edges = slowEssentialEdges(graph);
  const all = reach(edges, [graph.rootOrdinal]);
  return Array.from({ length: graph.nodeCount }, (_, removed) => {
    if (!all.has(removed)) return null;
    const left = reach(edges, [graph.rootOrdinal], removed);
    let sum = 0;
    for (const node of all) if (!left.has(node)) sum += sizes[node];
    return sum;
  });
}
