import { EdgeType } from "../graph/edge-type.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";

/** The node that the first internal edge of a name leads to; null for none. O(edges of the node). */
export function followInternal(graph: HeapGraph, node: number, name: string): number | null {
  return follow(graph, node, EdgeType.internal, name);
}

/** The node that the first property of a name leads to; null for none. O(edges of the node). */
export function followProperty(graph: HeapGraph, node: number, name: string): number | null {
  return follow(graph, node, EdgeType.property, name);
}

function follow(graph: HeapGraph, node: number, type: number, name: string): number | null {
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
    if (edgeTypes[edge] === type && graph.edgeName(edge) === name) return edgeTargets[edge];
  return null;
}
