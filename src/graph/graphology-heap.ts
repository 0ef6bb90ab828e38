import { type BitSet, hasBit } from "./arrays/bit-set.ts";
import { NO_DISTANCE } from "./distances.ts";
import { AttributeObjects, type AttributeReaders } from "./graphology-attributes.ts";
import { ShownEdges, type GraphViewOptions } from "./graphology-edges.ts";
import { notFound, parseKey, unusable } from "./graphology-errors.ts";
import type { HeapGraph } from "./heap-graph.ts";
import type { Retainers } from "./retainers.ts";

/** What is computed from a heap; each is read when an attribute needs it, so getters may compute. */
export interface GraphFacts {
  /** All edges by target. */
  readonly retainers: Retainers;
  /** Bits per edge: what retains. */
  readonly essential: BitSet;
  /** By ordinal, bytes. */
  readonly shallowSizes: ArrayLike<number>;
  /** By ordinal, bytes. */
  readonly retainedSizes: ArrayLike<number>;
  /** By ordinal; NO_DISTANCE where never reached. */
  readonly distances: ArrayLike<number>;
  className(ordinal: number): string;
  nodeName(ordinal: number): string;
}

/** Columns and facts as a graphology graph's methods need them: found by key, limited to the shown edges. */
export class ViewedHeap {
  readonly graph: HeapGraph;
  readonly options: GraphViewOptions;
  readonly edges: ShownEdges;
  readonly nodeAttributes: AttributeObjects;
  readonly edgeAttributes: AttributeObjects;

  /** @throws {UsageGraphError} when only essential edges are wanted and there are no facts. */
  constructor(graph: HeapGraph, options: GraphViewOptions, facts: GraphFacts | undefined) {
    this.graph = graph;
    this.options = options;
    this.edges = new ShownEdges(
      graph,
      options,
      options.essentialOnly === true ? essentialEdges(facts) : null,
      facts && (() => facts.retainers),
    );
    this.nodeAttributes = new AttributeObjects(nodeReaders(graph, facts));
    this.edgeAttributes = new AttributeObjects(edgeReaders(graph, facts));
  }

  /** Ordinal of a node, -1 where there is none. */
  findNode(key: unknown): number {
    return parseKey(key, this.graph.nodeCount);
  }

  /** Index of an edge, -1 where there is none or it is not shown. */
  findEdge(key: unknown): number {
    const edge = parseKey(key, this.graph.edgeCount);
    return edge >= 0 && this.edges.shows(edge) ? edge : -1;
  }

  /**
   * @param method - for the message.
   * @throws {NotFoundGraphError}
   */
  node(method: string, key: unknown, what = "node"): number {
    const node = this.findNode(key);
    if (node < 0) throw notFound(method, key, what);
    return node;
  }

  /** @throws {NotFoundGraphError} */
  edge(method: string, key: unknown): number {
    const edge = this.findEdge(key);
    if (edge < 0) throw notFound(method, key, "edge");
    return edge;
  }
}

function essentialEdges(facts: GraphFacts | undefined): BitSet {
  if (facts === undefined)
    throw unusable("constructor", "which edges are essential is not known here; give the facts.");
  return facts.essential;
}

function nodeReaders(graph: HeapGraph, facts: GraphFacts | undefined): AttributeReaders {
  const { nodeIds } = graph.data;
  const plain = {
    id: (node: number) => nodeIds[node],
    type: (node: number) => graph.nodeTypeName(node),
  };
  if (facts === undefined) return { ...plain, name: (node: number) => graph.rawName(node) };
  return {
    ...plain,
    name: (node) => facts.nodeName(node),
    class: (node) => facts.className(node),
    shallowSize: (node) => facts.shallowSizes[node],
    retainedSize: (node) => facts.retainedSizes[node],
    distance: (node) => (facts.distances[node] === NO_DISTANCE ? null : facts.distances[node]),
  };
}

function edgeReaders(graph: HeapGraph, facts: GraphFacts | undefined): AttributeReaders {
  const plain = {
    type: (edge: number) => graph.edgeTypeName(edge),
    name: (edge: number) => graph.edgeName(edge),
  };
  if (facts === undefined) return plain;
  return { ...plain, essential: (edge) => hasBit(facts.essential, edge) };
}
