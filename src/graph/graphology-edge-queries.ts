import { edgesFromTo } from "./graphology-cursors.ts";
import type { Direction } from "./graphology-edges.ts";
import { checkFunction, invalidArguments, notFound, unusable } from "./graphology-errors.ts";
import {
  DIRECTIONS,
  type HeapMethod,
  type HeapMethods,
  lowerFirst,
} from "./graphology-families.ts";
import type { ViewedHeap } from "./graphology-heap.ts";

/** Whether there is a node or an edge, what an edge's ends are, and how edges and nodes hang together. */
export function edgeQueries(): HeapMethods {
  const methods: HeapMethods = new Map([
    ...Object.entries(EXISTENCE),
    ...Object.entries(EXTREMITIES),
    ...Object.entries(ADJACENCY),
  ]);
  for (const [prefix, direction] of Object.entries(DIRECTIONS)) {
    const degree = lowerFirst(`${prefix}Degree`);
    methods.set(degree, degreeAt(direction, true));
    methods.set(`${degree}WithoutSelfLoops`, degreeAt(direction, false));
    methods.set(`are${prefix}Neighbors`, areNeighbors(direction));
  }
  return methods;
}

const EXISTENCE: Readonly<Record<string, HeapMethod>> = {
  hasNode: (heap, _, [node]) => heap.findNode(node) >= 0,
  hasEdge,
  hasDirectedEdge: hasEdge,
  hasUndirectedEdge: () => false,
  edge: refuseSingleEdge,
  directedEdge: refuseSingleEdge,
  undirectedEdge: () => undefined,
};

function hasEdge(heap: ViewedHeap, name: string, args: readonly unknown[]): boolean {
  if (args.length === 1) return heap.findEdge(args[0]) >= 0;
  if (args.length !== 2)
    throw invalidArguments(name, `expecting an edge, or source and target; got ${args.length}.`);
  const [source, target] = args.map((key) => heap.findNode(key));
  return source >= 0 && target >= 0 && edgesFromTo(heap.edges, source, target).next();
}

function refuseSingleEdge(_: ViewedHeap, name: string): never {
  throw unusable(
    name,
    `several edges may lead from one node to the other in a multigraph; see #.${name}s instead.`,
  );
}

const EXTREMITIES: Readonly<Record<string, HeapMethod>> = {
  source: (heap, name, [edge]) => String(heap.graph.edgeSource(heap.edge(name, edge))),
  target: (heap, name, [edge]) => String(targetOf(heap, heap.edge(name, edge))),
  extremities: (heap, name, [edge]) => extremities(heap, name, edge).map(String),
  opposite: (heap, name, [node, edge]) => String(opposite(heap, name, node, edge)),
  hasExtremity: (heap, name, [edge, node]) =>
    extremities(heap, name, edge).includes(heap.findNode(node)),
  isSelfLoop: (heap, name, [edge]) => {
    const [source, target] = extremities(heap, name, edge);
    return source === target;
  },
  isDirected: (heap, name, [edge]) => heap.edge(name, edge) >= 0,
  isUndirected: (heap, name, [edge]) => heap.edge(name, edge) < 0,
};

function targetOf(heap: ViewedHeap, edge: number): number {
  return heap.graph.data.edgeTargets[edge];
}

/** @throws {NotFoundGraphError} */
function extremities(heap: ViewedHeap, name: string, key: unknown): [number, number] {
  const edge = heap.edge(name, key);
  return [heap.graph.edgeSource(edge), targetOf(heap, edge)];
}

/**
 * The node at the other end of an edge.
 * @throws {NotFoundGraphError} also when the node is at neither end.
 */
export function opposite(heap: ViewedHeap, name: string, node: unknown, edge: unknown): number {
  const [source, target] = extremities(heap, name, edge);
  const ordinal = heap.findNode(node);
  if (ordinal === source) return target;
  if (ordinal === target) return source;
  throw notFound(
    name,
    node,
    `node at the ends (${source}, ${target}) of the "${String(edge)}" edge`,
  );
}

function degreeAt(direction: Direction | null, withSelfLoops: boolean): HeapMethod {
  return (heap, name, [key]) => {
    const node = heap.node(name, key);
    return direction === null ? 0 : heap.edges.degree(node, direction, withSelfLoops);
  };
}

function areNeighbors(direction: Direction | null): HeapMethod {
  return (heap, name, [key, otherKey]) => {
    const node = heap.node(name, key);
    const other = heap.findNode(otherKey);
    if (other < 0 || direction === null) return false;
    return (
      (direction !== "in" && edgesFromTo(heap.edges, node, other).next()) ||
      (direction !== "out" && edgesFromTo(heap.edges, other, node).next())
    );
  };
}

/** A heap has directed edges only, so the asymmetric ("assymetric") forms are the same as the others. */
const ADJACENCY: Readonly<Record<string, HeapMethod>> = {
  forEachAdjacencyEntry: forEachAdjacency,
  forEachAdjacencyEntryWithOrphans: forEachAdjacency,
  forEachAssymetricAdjacencyEntry: forEachAdjacency,
  forEachAssymetricAdjacencyEntryWithOrphans: forEachAdjacency,
};

/** Every edge from the view of its source; with orphans also the nodes that no edge leaves. */
function forEachAdjacency(heap: ViewedHeap, name: string, [callback]: readonly unknown[]): void {
  checkFunction(name, callback);
  const withOrphans = name.endsWith("WithOrphans");
  const { firstEdges, edgeTargets } = heap.graph.data;
  const { nodeAttributes, edgeAttributes } = heap;
  for (let node = 0; node < heap.graph.nodeCount; node++) {
    const key = String(node);
    const attributes = nodeAttributes.at(node);
    let hasEdges = false;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (!heap.edges.shows(edge)) continue;
      hasEdges = true;
      const target = edgeTargets[edge];
      callback(
        key,
        String(target),
        attributes,
        nodeAttributes.at(target),
        String(edge),
        edgeAttributes.at(edge),
        false,
      );
    }
    if (withOrphans && !hasEdges) callback(key, null, attributes, null, null, null, null);
  }
}
