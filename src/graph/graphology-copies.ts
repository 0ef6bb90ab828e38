import { MultiDirectedGraph, MultiGraph } from "graphology";
import type { AbstractGraph, GraphOptions, SerializedGraph } from "graphology-types";
import { graphAttributes } from "./graphology-attribute-queries.ts";
import { AllEdgesCursor } from "./graphology-cursors.ts";
import { checkCopySize, COPY_LIMIT, unusable } from "./graphology-errors.ts";
import type { HeapMethod, HeapMethods } from "./graphology-families.ts";
import type { ViewedHeap } from "./graphology-heap.ts";

/** What a heap is as a graph. */
export const GRAPH_OPTIONS: Readonly<Required<GraphOptions>> = {
  type: "directed",
  multi: true,
  allowSelfLoops: true,
};

/** Everything that puts the whole heap, or what is not nodes and edges of it, into other objects. */
export function copyMethods(): HeapMethods {
  return new Map<string, HeapMethod>([
    ["export", serializeHeap],
    ["toJSON", serializeHeap],
    ["nullCopy", (heap, name, [options]) => nullCopy(heap, name, options)],
    ["emptyCopy", (heap, name, [options]) => emptyCopy(heap, name, options)],
    ["copy", (heap, name, [options]) => copyHeap(heap, name, options)],
    ["toString", () => "[object Graph]"],
    ["inspect", (heap) => inspectHeap(heap)],
  ]);
}

/** @throws {UsageGraphError} above COPY_LIMIT nodes or edges. */
function serializeHeap(heap: ViewedHeap, name: string): SerializedGraph {
  const { nodeCount } = heap.graph;
  checkCopySize(name, nodeCount, "nodes");
  checkCopySize(name, heap.edges.counts.size, "edges");
  const nodes: SerializedGraph["nodes"] = [];
  for (let node = 0; node < nodeCount; node++)
    nodes.push({ key: String(node), attributes: { ...heap.nodeAttributes.at(node) } });
  const edges: SerializedGraph["edges"] = [];
  const cursor = new AllEdgesCursor(heap.edges);
  while (cursor.next()) {
    edges.push({
      key: String(cursor.edge),
      source: String(cursor.source),
      target: String(cursor.target),
      attributes: { ...heap.edgeAttributes.at(cursor.edge) },
    });
  }
  return { options: { ...GRAPH_OPTIONS }, attributes: graphAttributes(heap), nodes, edges };
}

/** A graph of the heap's kind without nodes. */
function nullCopy(heap: ViewedHeap, name: string, options: unknown): AbstractGraph {
  const wanted = { ...GRAPH_OPTIONS, ...(options as Partial<GraphOptions> | undefined) };
  if (!wanted.multi)
    throw unusable(name, "a heap has parallel edges, which a simple graph cannot hold.");
  const copy = wanted.type === "directed" ? new MultiDirectedGraph(wanted) : new MultiGraph(wanted);
  copy.replaceAttributes(graphAttributes(heap));
  return copy;
}

/** @throws {UsageGraphError} above COPY_LIMIT nodes. */
function emptyCopy(heap: ViewedHeap, name: string, options: unknown): AbstractGraph {
  const { nodeCount } = heap.graph;
  checkCopySize(name, nodeCount, "nodes");
  const copy = nullCopy(heap, name, options);
  for (let node = 0; node < nodeCount; node++)
    copy.addNode(node, { ...heap.nodeAttributes.at(node) });
  return copy;
}

/** @throws {UsageGraphError} above COPY_LIMIT nodes or edges, or when the copy could not hold the edges. */
function copyHeap(heap: ViewedHeap, name: string, options: unknown): AbstractGraph {
  const wanted = { ...GRAPH_OPTIONS, ...(options as Partial<GraphOptions> | undefined) };
  if (wanted.type === "undirected" || !wanted.allowSelfLoops)
    throw unusable(name, "the edges of a heap are directed and may lead back to their node.");
  checkCopySize(name, heap.edges.counts.size, "edges");
  const copy = emptyCopy(heap, name, options);
  const cursor = new AllEdgesCursor(heap.edges);
  while (cursor.next()) {
    copy.addDirectedEdgeWithKey(cursor.edge, cursor.source, cursor.target, {
      ...heap.edgeAttributes.at(cursor.edge),
    });
  }
  return copy;
}

/** What the graph as a whole is, without its nodes and edges. */
export function describeGraph(heap: ViewedHeap): object {
  const { size, selfLoopCount } = heap.edges.counts;
  return {
    order: heap.graph.nodeCount,
    size,
    directedSize: size,
    undirectedSize: 0,
    selfLoopCount,
    directedSelfLoopCount: selfLoopCount,
    undirectedSelfLoopCount: 0,
    ...GRAPH_OPTIONS,
    implementation: "heapgraph",
    attributes: graphAttributes(heap),
  };
}

/** As graphology describes a graph; nodes and edges are left out above COPY_LIMIT, since nobody reads them. */
function inspectHeap(heap: ViewedHeap): object {
  const { nodeCount } = heap.graph;
  const description = describeGraph(heap);
  if (nodeCount > COPY_LIMIT || heap.edges.counts.size > COPY_LIMIT) return description;
  const nodes: Record<string, object> = {};
  for (let node = 0; node < nodeCount; node++) nodes[node] = heap.nodeAttributes.at(node);
  const edges: Record<string, object> = {};
  const cursor = new AllEdgesCursor(heap.edges);
  while (cursor.next()) {
    const { edge, source, target } = cursor;
    edges[`[${edge}]: (${source})->(${target})`] = heap.edgeAttributes.at(edge);
  }
  return { ...description, nodes, edges };
}
