import type { HeapGraph } from "./heap-graph.ts";

/** All edges by target: the retainers of node n stand at [first[n], first[n + 1]). */
export interface Retainers {
  /** Length nodeCount + 1. */
  readonly first: Uint32Array;
  /** Length edgeCount; edge indexes, ascending for each target. */
  readonly edges: Uint32Array;
}

/** Turns the edge table round; O(nodes + edges), 4 bytes an edge. The source is `graph.edgeSource(edge)`. */
export function indexRetainers(graph: HeapGraph): Retainers {
  const { edgeTargets } = graph.data;
  const { nodeCount, edgeCount } = graph;
  const first = new Uint32Array(nodeCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) first[edgeTargets[edge] + 1]++;
  for (let node = 0; node < nodeCount; node++) first[node + 1] += first[node];
  const edges = new Uint32Array(edgeCount);
  const next = first.slice(0, nodeCount);
  for (let edge = 0; edge < edgeCount; edge++) edges[next[edgeTargets[edge]]++] = edge;
  return { first, edges };
}
