import { inspect } from "node:util";
import {
  InvalidArgumentsGraphError,
  MultiDirectedGraph,
  NotFoundGraphError,
  UsageGraphError,
} from "graphology";
import { bidirectional } from "graphology-shortest-path/unweighted.js";
import { expect, expectTypeOf, test, vi } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { heapAsGraph } from "../../src/analysis/graphology-graph.ts";
import type { GraphFacts } from "../../src/graph/graphology-heap.ts";
import { type HeapGraphView, viewAsGraphology } from "../../src/graph/graphology-view.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { Snapshot } from "../../src/snapshot.ts";
import { createGraph } from "../support/build-graph.ts";
import { graph as write } from "../support/graph-dsl.ts";
import { callForms } from "../support/graphology-calls.ts";
import {
  buildReference,
  callMethod,
  EVENT_METHODS,
  MUTATORS,
  READ_METHODS,
} from "../support/graphology-reference.ts";
import { fixturePath } from "../support/real-files.ts";

const SMALL = `
  root -> a b
  a -weak:w-> b
  a -hidden:3-> c
  a -shortcut:s-> c
  b -> a b b
  c is "C" 40 @7
`;

const view = (text: string = SMALL): HeapGraphView => heapAsGraph(new Analyses(write(text).graph));

test("graphology takes the view for a graph, and has a class for each of its methods", () => {
  const heap = view();
  expect(READ_METHODS.length).toBeGreaterThan(180);
  const places = { node: 0, other: 1, edge: 0 };
  expect(READ_METHODS.filter((name) => callForms(name, places) === undefined)).toEqual([]);
  const methods = [...READ_METHODS, ...MUTATORS, ...EVENT_METHODS];
  const missing = methods.filter((name) => typeof heap[name as keyof HeapGraphView] !== "function");
  expect(missing).toEqual([]);
  expect(MUTATORS).toHaveLength(78);
  expect(heap).not.toBeInstanceOf(MultiDirectedGraph);
  expectTypeOf(heap.getNodeAttribute(0, "distance")).toEqualTypeOf<number | null>();
  expectTypeOf(heap.getEdgeAttributes(0).essential).toEqualTypeOf<boolean>();
});

test("everything that would change the heap throws and says what to do, and changes nothing", () => {
  const heap = view();
  const before = JSON.stringify(heap);
  for (const name of MUTATORS) {
    expect(() => callMethod(heap, name, [0, 1, {}])).toThrow(UsageGraphError);
    expect(() => callMethod(heap, name, [])).toThrow(
      `Graph.${name}: the heap is read-only; change a graph of your own, made with #.copy() or`,
    );
  }
  expect(() => Object.assign(heap.getNodeAttributes(0), { name: "x" })).toThrow(UsageGraphError);
  expect(() => Object.freeze(heap.getEdgeAttributes(0))).toThrow(UsageGraphError);
  expect(() => Reflect.deleteProperty(heap.getNodeAttributes(0), "name")).toThrow(UsageGraphError);
  expect(() => Object.assign(heap, { order: 0 })).toThrow(TypeError);
  expect(JSON.stringify(heap)).toBe(before);
});

test("listeners are taken and never called", () => {
  const heap = view();
  const listener = vi.fn<() => void>();
  for (const name of ["on", "once", "off", "addListener", "removeAllListeners"])
    expect(callMethod(heap, name, ["nodeAdded", listener])).toBe(heap);
  expect(callMethod(heap, "emit", ["nodeAdded"])).toBe(false);
  expect(heap.listenerCount("nodeAdded")).toBe(0);
  expect(heap.listeners("nodeAdded")).toEqual([]);
  expect(listener).not.toHaveBeenCalled();
});

const types = (...args: Parameters<typeof heapAsGraph>): string[] =>
  heapAsGraph(...args).mapEdges((_, { type }) => type);

test("weak edges are left out unless they are asked for; hidden and other kinds can be left out", () => {
  const analyses = new Analyses(write(SMALL).graph);
  const plain = ["property", "property", "hidden", "shortcut", "property", "property", "property"];
  expect(types(analyses)).toEqual(plain);
  expect(types(analyses, { weak: true })).toEqual(plain.toSpliced(2, 0, "weak"));
  expect(types(analyses, { hidden: false })).toEqual(plain.filter((type) => type !== "hidden"));
  expect(types(analyses, { essentialOnly: true })).toEqual([
    "property",
    "property",
    "hidden",
    "property",
  ]);
  const heap = heapAsGraph(analyses);
  expect([heap.hasEdge(2), heap.hasEdge(1, 2), heap.size]).toEqual([false, false, 7]);
  expect(() => heap.source(2)).toThrow(NotFoundGraphError);
});

test("nodes and edges that are not there are named in the error", () => {
  const heap = view();
  expect(() => heap.neighbors("x")).toThrow(
    new NotFoundGraphError('Graph.neighbors: could not find the "x" node in the graph.'),
  );
  expect(() => heap.edges("0", 17)).toThrow('could not find the "17" target node in the graph.');
  expect(() => heap.extremities("1e0")).toThrow('could not find the "1e0" edge in the graph.');
  expect(() => heap.opposite(3, 0)).toThrow(NotFoundGraphError);
  expect(() => heap.forEachNode(undefined as never)).toThrow(InvalidArgumentsGraphError);
  expect(() => heap.nullCopy({ multi: false })).toThrow(UsageGraphError);
  const none = ["00", "+1", " 1", "1 ", "", "1.0", "-0", "4", "4294967296", null, undefined, {}];
  expect(none.filter((key) => heap.hasNode(key))).toEqual([]);
  expect(["0", 0, -0, "3", 3n].filter((key) => !heap.hasNode(key))).toEqual([]);
});

test("attributes are computed when they are read, not when nodes are looked at", () => {
  const analyses = new Analyses(write(SMALL).graph);
  const read: string[] = [];
  const facts = new Proxy(analyses, {
    get: (target, name) => {
      read.push(String(name));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  const heap = viewAsGraphology(analyses.graph, {}, facts as GraphFacts);
  heap.forEachNode((_, attributes) => {
    expect(attributes.type).toBeTypeOf("string");
    expect(Object.keys(attributes)).toHaveLength(7);
    expect("retainedSize" in attributes && Object.hasOwn(attributes, "retainedSize")).toBe(true);
  });
  heap.forEachOutEdge(0, (_, { name }) => expect(["a", "b"]).toContain(name));
  expect(heap.outNeighbors(0)).toEqual(["1", "2"]);
  expect(read).toEqual([]);
  expect(heap.getNodeAttribute(3, "retainedSize")).toBe(40);
  expect(new Set(read)).toEqual(new Set(["retainedSizes"]));
});

test("attribute objects behave as plain objects", () => {
  const attributes = view().getNodeAttributes("3");
  const plain = {
    id: 7,
    type: "object",
    name: "C",
    class: "C",
    shallowSize: 40,
    retainedSize: 40,
    distance: 2,
  };
  expect({ ...attributes }).toEqual(plain);
  expect(JSON.stringify(attributes)).toBe(JSON.stringify(plain));
  expect(inspect(attributes)).toBe(inspect(plain));
  expect(Object.prototype.toString.call(attributes)).toBe("[object Object]");
  expect(Object.hasOwn(attributes, "nothing")).toBe(false);
  expect(view("root -> a\nb is @9").getNodeAttribute(2, "distance")).toBeNull();
});

test("without facts there is what the columns tell", () => {
  const { graph } = write(SMALL);
  const heap = viewAsGraphology(graph);
  expect({ ...heap.getNodeAttributes(3) }).toEqual({ id: 7, type: "object", name: "C" });
  expect({ ...heap.getEdgeAttributes(3) }).toEqual({ type: "hidden", name: "3" });
  expect(heap.inNeighbors(1)).toEqual(["0", "2"]);
  expect(() => viewAsGraphology(graph, { essentialOnly: true })).toThrow(UsageGraphError);
});

test("copies are graphs of graphology's own", () => {
  const heap = view();
  const copy = heap.copy();
  expect(copy).toBeInstanceOf(MultiDirectedGraph);
  expect(copy.export()).toEqual(heap.export());
  copy.setNodeAttribute(1, "name", "changed");
  copy.dropNode(2);
  expect([heap.order, heap.getNodeAttribute(1, "name")]).toEqual([4, "a"]);
  expect(MultiDirectedGraph.from(heap.export()).size).toBe(heap.size);
  expect(inspect(heap)).toContain("order: 4");
  expect(inspect(heap)).not.toContain("nodes");
});

test("a callback may ask for neighbours of its own", () => {
  const heap = view();
  const met: string[] = [];
  heap.forEachNeighbor(2, (node) => {
    heap.forEachNeighbor(node, (other) => {
      met.push(`${node}${other}:${heap.neighbors(other).length}`);
    });
  });
  const slow = heap
    .neighbors(2)
    .flatMap((node) =>
      heap.neighbors(node).map((other) => `${node}${other}:${heap.neighbors(other).length}`),
    );
  expect(met).toEqual(slow);
  const entries = heap.neighborEntries(2);
  entries.next();
  expect(heap.neighbors(2)).toHaveLength([...entries].length + 1);
});

test("edges between nodes of many edges are found as those of few", () => {
  const lines = Array.from({ length: 200 }, (_, at) => `hub -> n${at % 150}\nn${at % 90} -> hub`);
  const analyses = new Analyses(write(`root -> hub\n${lines.join("\n")}\nhub -> hub`).graph);
  const heap = heapAsGraph(analyses);
  const reference = buildReference(analyses);
  for (const [node, other] of [0, 1, 2, 60, 140, 151].flatMap((a) => [
    [a, 1],
    [1, a],
    [a, a],
  ])) {
    expect(heap.edges(node, other).toSorted()).toEqual(reference.edges(node, other).toSorted());
    expect(heap.hasEdge(node, other)).toBe(reference.hasEdge(node, other));
    expect(heap.outEdges(node, other).length).toBe(reference.outEdges(node, other).length);
    expect(heap.inEdges(node, other).length).toBe(reference.inEdges(node, other).length);
    expect(heap.areNeighbors(node, other)).toBe(reference.areNeighbors(node, other));
  }
});

/** A root with an edge to each of the other nodes. */
function star(edgeCount: number): HeapGraphView {
  const firstEdges = new Uint32Array(edgeCount + 2).fill(edgeCount);
  firstEdges[0] = 0;
  const edgeTargets = Uint32Array.from({ length: edgeCount }, (_, at) => at + 1);
  return heapAsGraph(new Analyses(createGraph({ firstEdges, edgeTargets })));
}

test("copies of more than two million nodes or edges are refused, and walks are not", () => {
  const heap = star(2_100_000);
  for (const name of ["nodes", "edges", "inEdges", "export", "toJSON", "copy", "emptyCopy"])
    expect(() => callMethod(heap, name, [])).toThrow(UsageGraphError);
  for (const name of ["mapNodes", "mapEdges", "filterNodes"])
    expect(() => callMethod(heap, name, [() => true])).toThrow(UsageGraphError);
  expect(() => heap.nodes()).toThrow(
    "Graph.nodes: more than 2000000 nodes are too many to copy; use #.forEachNode, #.nodeEntries or,",
  );
  expect(heap.nullCopy().order).toBe(0);
  expect(heap.inspect()).not.toHaveProperty("nodes");
  expect(heap.findEdge((edge) => edge === "2099999")).toBe("2099999");
  expect(heap.edgeEntries().next().value).toMatchObject({ edge: "0", source: "0", target: "1" });
});

test("all neighbours of a hub of millions are given", () => {
  const heap = star(2_400_000);
  const begin = performance.now();
  let count = 0;
  heap.forEachNeighbor(0, () => count++);
  expect(count).toBe(2_400_000);
  // Some 0.5 s; a busy machine must not fail this.
  expect(performance.now() - begin).toBeLessThan(15_000);
  expect(heap.degree(0)).toBe(2_400_000);
});

test("a small node beside a big graph costs little", () => {
  const heap = star(2_000_000);
  const begin = performance.now();
  for (let node = 1; node <= 20_000; node++) expect.assert(heap.neighbors(node).length === 1);
  // Some 20 ms; with a bit set of its own each, these would have written 5 GB.
  expect(performance.now() - begin).toBeLessThan(2000);
});

test("a path through a real heap is one that a graph built edge by edge has too", async () => {
  const analyses = new Analyses(await readSnapshot(fixturePath("hermes-0.11.0")));
  const snapshot = new Snapshot(analyses);
  const heap = snapshot.graphology({ hidden: false });
  const reference = buildReference(analyses, { hidden: false });
  expect([heap.order, heap.size]).toEqual([reference.order, reference.size]);

  const root = heap.getAttribute("root");
  const far = analyses.distances.findIndex((distance) => distance % 100_000_000 === 9);
  const path = bidirectional(heap, root, far) ?? [];
  expect(path).toHaveLength(bidirectional(reference, root, far)?.length ?? -1);
  expect(path.slice(1).every((key, at) => reference.hasEdge(path[at], key))).toBe(true);
  expect({ ...heap.getNodeAttributes(far) }).toEqual(reference.getNodeAttributes(far));

  const part = snapshot.subgraph(path.map((key) => heap.getNodeAttribute(key, "id")));
  expect(part.nodes()).toEqual(path);
  expect(bidirectional(part, root, far)).toEqual(path);
});
