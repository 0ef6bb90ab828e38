import type { MultiDirectedGraph } from "graphology";
import type { GraphViewOptions } from "../graph/graphology-edges.ts";
import {
  type HeapEdgeAttributes,
  type HeapGraphAttributes,
  type HeapGraphView,
  type HeapNodeAttributes,
  viewAsGraphology,
} from "../graph/graphology-view.ts";
import { subgraph } from "../graph/subgraph.ts";
import { NotFoundError } from "../errors.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import type { Analyses } from "./analyses.ts";

/** A part of a heap, copied: an ordinary graph that can be changed. */
export type HeapSubgraph = MultiDirectedGraph<
  HeapNodeAttributes,
  HeapEdgeAttributes,
  HeapGraphAttributes
>;

/** The whole heap as a read-only graphology graph; what its attributes need is computed when they are read. */
export function heapAsGraph(analyses: Analyses, options: GraphViewOptions = {}): HeapGraphView {
  return viewAsGraphology(analyses.graph, options, analyses);
}

/**
 * Copies some objects and the edges between them into a graphology graph; its node keys are ordinals, as in
 * the whole heap's.
 *
 * O(nodes + ids + edges of the objects).
 *
 * @param ids - as in `@id`.
 * @throws {NotFoundError} NODE_NOT_FOUND
 * @throws {UsageGraphError} above SUBGRAPH_LIMIT nodes and edges.
 */
export function objectsAsGraph(
  analyses: Analyses,
  ids: Iterable<number>,
  options: GraphViewOptions = {},
): HeapSubgraph {
  return subgraph(heapAsGraph(analyses, options), findObjects(analyses.graph, [...ids]));
}

/** Ordinals of many ids, in their order: one scan, however many they are. */
function findObjects({ data, nodeCount }: HeapGraph, ids: readonly number[]): number[] {
  const ordinals = new Map(ids.map((id) => [id, -1]));
  for (let node = 0; node < nodeCount; node++)
    if (ordinals.has(data.nodeIds[node])) ordinals.set(data.nodeIds[node], node);
  return ids.map((id) => {
    const ordinal = ordinals.get(id) ?? -1;
    if (ordinal < 0)
      throw new NotFoundError("NODE_NOT_FOUND", `@${id}`, `no object has the id @${id}`);
    return ordinal;
  });
}
