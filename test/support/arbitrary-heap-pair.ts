import fc from "fast-check";
import { EdgeType } from "../../src/graph/edge-type.ts";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { asRuntime } from "./arbitrary-heap.ts";
import { arbitraryGraph, arbitraryPlainObjects } from "./arbitrary-graph.ts";
import { buildGraph, type EdgeSpec, type GraphSpec, type NodeSpec } from "./build-graph.ts";

/** An earlier heap and what became of it, as plain as can be printed. */
export interface HeapPairSpec {
  readonly past: GraphSpec;
  readonly later: GraphSpec;
}

const position = fc.nat(999);

/** Classes that an object may turn into; some are plain, or have their size moved to an owner. */
const TURNS: readonly NodeSpec[] = [
  { type: NodeType.object, name: "Point" },
  { type: NodeType.object, name: "Object" },
  { type: NodeType.native, name: "<div id=x>" },
  { type: NodeType.array, name: "" },
  { type: NodeType.closure, name: "f" },
];

const changes = fc.record({
  removed: fc.array(position, { maxLength: 3 }),
  resized: fc.array(fc.tuple(position, fc.constantFrom(0, 0, 1, 7, 2 ** 33)), { maxLength: 4 }),
  turned: fc.array(fc.tuple(position, fc.constantFrom(...TURNS)), { maxLength: 3 }),
  added: fc.array(
    fc.tuple(fc.constantFrom(...TURNS), fc.nat(9), position, fc.constantFrom("a", "b", "c")),
    { maxLength: 5 },
  ),
  /** Properties that come and go: shapes change. */
  properties: fc.array(fc.tuple(position, position, fc.constantFrom("a", "b", "c", "d")), {
    maxLength: 5,
  }),
  lostEdges: fc.array(position, { maxLength: 3 }),
});

/** Random heaps, each with a later state of the same process: ids of what stayed are kept. */
export const arbitraryHeapPair: fc.Arbitrary<HeapPairSpec> = fc
  .record({
    past: fc.oneof(
      { weight: 2, arbitrary: arbitraryGraph },
      { weight: 1, arbitrary: arbitraryPlainObjects },
    ),
    changes,
  })
  .map(({ past, changes: drawn }) => {
    const count = past.nodes.length;
    const nodes: NodeSpec[] = Array.from(past.nodes, (node, at) => ({ ...node, id: 2 * at + 1 }));
    const edges: EdgeSpec[] = past.edges.filter(
      (_, at) => !drawn.lostEdges.some((lost) => lost % past.edges.length === at),
    );
    // The root stays as it is.
    const chosen = (at: number): number => 1 + (at % Math.max(1, count - 1));
    for (const [at, size] of drawn.resized)
      if (count > 1) nodes[chosen(at)] = { ...nodes[chosen(at)], size };
    for (const [at, turn] of drawn.turned)
      if (count > 1) nodes[chosen(at)] = { ...nodes[chosen(at)], ...turn };
    for (const [spec, size, from, name] of drawn.added) {
      const to = nodes.push({ ...spec, size, id: 2 * nodes.length + 1 }) - 1;
      edges.push({ from: from % to, to, name });
    }
    for (const [from, to, name] of drawn.properties)
      edges.push({ from: from % nodes.length, to: to % nodes.length, name });
    const gone = new Set(drawn.removed.filter(() => count > 1).map(chosen));
    return { past, later: withoutNodes({ ...past, nodes, edges }, gone) };
  });

function withoutNodes(spec: GraphSpec, gone: ReadonlySet<number>): GraphSpec {
  const places = new Map<number, number>();
  for (const at of spec.nodes.keys()) if (!gone.has(at)) places.set(at, places.size);
  return {
    ...spec,
    nodes: spec.nodes.filter((_, at) => !gone.has(at)),
    edges: spec.edges.flatMap((edge) => {
      const [from, to] = [places.get(edge.from), places.get(edge.to)];
      return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
    }),
  };
}

/** Both heaps as Python writes them, whose ids are compared come what may. */
export function buildPythonPair({ past, later }: HeapPairSpec): [HeapGraph, HeapGraph] {
  return [asRuntime(buildGraph(past), "python"), asRuntime(buildGraph(later), "python")];
}

/** Even ids but for one object that is the same in both, so that ids are found to agree. */
export function buildEmbedderPair({ past, later }: HeapPairSpec): [HeapGraph, HeapGraph] {
  return [buildEmbedderHeap(past), buildEmbedderHeap(later)];
}

function buildEmbedderHeap({ nodes, edges, ...rest }: GraphSpec): HeapGraph {
  const renumbered = Array.from(nodes, (node, at) => ({
    ...node,
    id: (node.id ?? 2 * at + 1) * 2,
  }));
  const anchor = { type: NodeType.object, name: "Anchor", size: 8, id: 999_999 };
  return buildGraph({
    ...rest,
    nodes: [...renumbered, anchor],
    edges: [...edges, { from: 0, to: nodes.length, type: EdgeType.element }],
  });
}

/** The later heap as a process of its own would number it; no object is large. */
export function buildForeignPair({ past, later }: HeapPairSpec): [HeapGraph, HeapGraph] {
  return [buildNumbered(past, 1), buildNumbered(later, 100_001)];
}

function buildNumbered(spec: GraphSpec, firstId: number): HeapGraph {
  return buildGraph({
    ...spec,
    nodes: Array.from(spec.nodes, (node, at) => ({
      ...node,
      size: Math.min(node.size ?? 1, 1000),
      id: firstId + 2 * at,
    })),
  });
}
