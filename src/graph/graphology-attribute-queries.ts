import type { AttributeObjects } from "./graphology-attributes.ts";
import { opposite } from "./graphology-edge-queries.ts";
import { unusable } from "./graphology-errors.ts";
import type { HeapMethod, HeapMethods } from "./graphology-families.ts";
import type { ViewedHeap } from "./graphology-heap.ts";

/** What a method's first arguments name: whose attributes, and where. */
interface Owner {
  readonly objects: AttributeObjects;
  /** Ordinal or edge index. */
  readonly position: number;
}

type FindOwner = (heap: ViewedHeap, method: string, keys: readonly unknown[]) => Owner;

/** How the owner is named in a method, how many keys name it, and how it is found. */
const OWNERS: readonly (readonly [noun: string, keyCount: number, find: FindOwner])[] = [
  ["Node", 1, (heap, method, [node]) => ownerNode(heap, heap.node(method, node))],
  ["Source", 1, (heap, method, [edge]) => ownerNode(heap, sourceOf(heap, method, edge))],
  ["Target", 1, (heap, method, [edge]) => ownerNode(heap, targetOf(heap, method, edge))],
  [
    "Opposite",
    2,
    (heap, method, [node, edge]) => ownerNode(heap, opposite(heap, method, node, edge)),
  ],
  [
    "Edge",
    1,
    (heap, method, [edge]) => ({
      objects: heap.edgeAttributes,
      position: heap.edge(method, edge),
    }),
  ],
];

/** The root's key, the one attribute that the graph as a whole has. */
export function graphAttributes(heap: ViewedHeap): { root: string } {
  return { root: String(heap.graph.rootOrdinal) };
}

/** Everything that reads attributes of the graph, a node or an edge. */
export function attributeQueries(): HeapMethods {
  const methods: HeapMethods = new Map<string, HeapMethod>([
    ["getAttributes", (heap) => graphAttributes(heap)],
    [
      "getAttribute",
      (heap, _, [name]) => (name === "root" ? graphAttributes(heap).root : undefined),
    ],
    ["hasAttribute", (_, __, [name]) => name === "root"],
  ]);
  for (const [noun, keyCount, find] of OWNERS) {
    const isEdge = noun === "Edge";
    methods.set(`get${noun}Attributes`, (heap, method, args) => {
      if (isEdge) refusePath(method, args, 1);
      const { objects, position } = find(heap, method, args);
      return objects.at(position);
    });
    methods.set(`get${noun}Attribute`, (heap, method, args) => {
      if (isEdge) refusePath(method, args, 2);
      const { objects, position } = find(heap, method, args);
      return objects.value(position, args[keyCount]);
    });
    methods.set(`has${noun}Attribute`, (heap, method, args) => {
      if (isEdge) refusePath(method, args, 2);
      return find(heap, method, args).objects.has(args[keyCount]);
    });
  }
  for (const noun of ["DirectedEdge", "UndirectedEdge"]) {
    for (const name of [`get${noun}Attributes`, `get${noun}Attribute`, `has${noun}Attribute`])
      methods.set(name, refuseTyped);
  }
  return methods;
}

function ownerNode(heap: ViewedHeap, position: number): Owner {
  return { objects: heap.nodeAttributes, position };
}

function sourceOf(heap: ViewedHeap, method: string, edge: unknown): number {
  return heap.graph.edgeSource(heap.edge(method, edge));
}

function targetOf(heap: ViewedHeap, method: string, edge: unknown): number {
  return heap.graph.data.edgeTargets[heap.edge(method, edge)];
}

/** A path names an edge only where there can be but one. */
function refusePath(method: string, args: readonly unknown[], most: number): void {
  if (args.length > most)
    throw unusable(
      method,
      "source and target do not name one edge in a multigraph; give the edge's key, see #.edges.",
    );
}

/** Graphology has these for paths only, which do not name one edge in a multigraph. */
function refuseTyped(_: ViewedHeap, method: string): never {
  throw unusable(
    method,
    `this cannot tell one of several edges; use #.${method.replace(/Directed|Undirected/, "")} with a key.`,
  );
}
