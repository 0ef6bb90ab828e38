import fc from "fast-check";
import { Analyses } from "../../src/analysis/analyses.ts";
import type { Runtime } from "../../src/analysis/lineage/reference-kinds.ts";
import { EdgeType } from "../../src/graph/edge-type.ts";
import { HeapGraph } from "../../src/graph/heap-graph.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { arbitraryGraph } from "./arbitrary-graph.ts";
import { buildGraph, type EdgeSpec, type GraphSpec, type NodeSpec } from "./build-graph.ts";
import { RANDOM_RUNS } from "./random-runs.ts";

/** The graph as if a process of another kind had written it. */
export function asRuntime(graph: HeapGraph, runtime: Runtime): HeapGraph {
  const { data } = graph;
  const { header } = data;
  if (runtime === "javascript") return graph;
  const changes =
    runtime === "python"
      ? { raw: { heapgraph: { runtime: "cpython" } } }
      : { statedNodeCount: 0, statedEdgeCount: 0 };
  return new HeapGraph({ ...data, header: { ...header, ...changes } });
}

/** Nodes that the lineage rules tell apart; plain objects are the most. */
const NODES: readonly NodeSpec[] = [
  { name: "Point", size: 16 },
  { name: "Node", size: 32 },
  { name: "Map", size: 32 },
  { type: NodeType.closure, name: "f", size: 64 },
  { type: NodeType.array, name: "(object elements)", size: 40 },
  // A Map's table of one bucket: 16 + 8 * (3 + 1 + 2 * 3).
  { type: NodeType.array, name: "(table)", size: 96 },
  { type: NodeType.hidden, name: "system / PropertyCell", size: 8 },
  { type: NodeType.hidden, name: "system / Map", size: 40 },
  { type: NodeType.hidden, name: "system / NativeContext", size: 4 },
  { type: NodeType.object, name: "system / Context / f", size: 24 },
  { type: NodeType.code, name: "f", size: 4 },
  { type: NodeType.synthetic, name: "(Strong roots)", size: 0 },
  { type: NodeType.object, name: "HashMapEntry", size: 24 },
  { type: NodeType.object, name: "HiddenClass", size: 24 },
  { type: NodeType.object, name: "dict", size: 64 },
  { type: NodeType.object, name: "cell", size: 40 },
  { type: NodeType.object, name: "tuple", size: 48 },
  { type: NodeType.object, name: "<module m>", size: 48 },
];

const PROPERTIES = ["a", "next", "__proto__", "constructor", "__dict__", "globalThis", "3", "key"];
const INTERNALS = [
  "table",
  "elements",
  "properties",
  "map",
  "shared",
  "global_object",
  "4",
  "5",
  "8 / field",
  "__dict__",
  "__closure__",
  "storage",
  "cell_contents",
];

const position = fc.nat(999);

const edge: fc.Arbitrary<EdgeSpec> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      from: position,
      to: position,
      type: fc.constant(EdgeType.property),
      name: fc.constantFrom(...PROPERTIES),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      from: position,
      to: position,
      type: fc.constant(EdgeType.internal),
      name: fc.constantFrom(...INTERNALS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      from: position,
      to: position,
      type: fc.constantFrom(EdgeType.weak, EdgeType.context, EdgeType.shortcut),
      name: fc.constant("v"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      from: position,
      to: position,
      type: fc.constant(EdgeType.element),
      name: fc.nat(3),
    }),
  },
);

/** Random heaps of the nodes and edges that the lineage rules speak of; most of them hang on the root. */
const arbitraryHeapGraph: fc.Arbitrary<GraphSpec> = fc
  .record({
    nodes: fc.array(
      fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom(...NODES.slice(0, 4)) },
        { weight: 3, arbitrary: fc.constantFrom(...NODES) },
      ),
      { minLength: 1, maxLength: 12, size: "max" },
    ),
    edges: fc.array(edge, { maxLength: 30, size: "max" }),
    rootEdges: fc.array(position, { maxLength: 3 }),
    /** A row of equal steps, by the ends. */
    row: fc.tuple(position, position),
  })
  .map(({ nodes, edges, rootEdges, row }) => {
    const count = nodes.length + 1;
    const [first, last] = row.map((at) => at % count).toSorted((a, b) => a - b);
    return {
      nodes: [{ type: NodeType.synthetic, size: 0 }, ...nodes],
      edges: [
        ...rootEdges.map((to) => ({ from: 0, to: to % count, type: EdgeType.element })),
        ...Array.from({ length: last - first }, (_, at) => ({
          from: first + at,
          to: first + at + 1,
          name: "next",
        })),
        ...edges.map((one) => ({ ...one, from: one.from % count, to: one.to % count })),
      ],
    };
  });

/** A heap to try statements on, as plain as can be printed. */
export interface HeapSpec {
  readonly spec: GraphSpec;
  readonly runtime: Runtime;
}

const arbitraryHeap: fc.Arbitrary<HeapSpec> = fc.record({
  spec: fc.oneof(
    { weight: 3, arbitrary: arbitraryHeapGraph },
    { weight: 1, arbitrary: arbitraryGraph },
  ),
  runtime: fc.constantFrom("javascript", "javascript", "hermes", "python"),
});

/**
 * Tries a statement on random heaps of all runtimes, half as many as on graphs.
 * @param check - is given numbers to choose by, 0 to 999.
 */
export function forRandomHeaps(
  check: (analyses: Analyses, draw: readonly number[], heap: HeapSpec) => void,
): void {
  const draws = fc.array(position, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(arbitraryHeap, draws, (heap, draw) => {
      check(new Analyses(asRuntime(buildGraph(heap.spec), heap.runtime)), draw, heap);
    }),
    { ...RANDOM_RUNS, numRuns: RANDOM_RUNS.numRuns / 2 },
  );
}
