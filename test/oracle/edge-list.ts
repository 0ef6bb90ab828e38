import type { HeapGraph } from "../../src/graph/heap-graph.ts";

/** One edge in words, for oracles that know nothing of columns. */
export interface Edge {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly type: string;
  readonly name: string;
}

/** The edges in the order of the file. */
export function listEdges(graph: HeapGraph): Edge[] {
  const { firstEdges, edgeTargets } = graph.data;
  const edges: Edge[] = [];
  for (let from = 0; from < graph.nodeCount; from++) {
    for (let index = firstEdges[from]; index < firstEdges[from + 1]; index++) {
      const to = edgeTargets[index];
      edges.push({ index, from, to, type: graph.edgeTypeName(index), name: graph.edgeName(index) });
    }
  }
  return edges;
}

/** Everything that `from` leads to over the edges, itself included; `removed` is as if it were not there. */
export function reach(
  edges: readonly Pick<Edge, "from" | "to">[],
  from: Iterable<number>,
  removed = -1,
): Set<number> {
  const reached = new Set([...from].filter((node) => node !== removed));
  for (const node of reached) {
    for (const edge of edges) {
      if (edge.from === node && edge.to !== removed) reached.add(edge.to);
    }
  }
  return reached;
}
