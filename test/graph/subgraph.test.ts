import { MultiDirectedGraph, NotFoundGraphError, UsageGraphError } from "graphology";
import { expect, test } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { heapAsGraph, objectsAsGraph } from "../../src/analysis/graphology-graph.ts";
import { NotFoundError } from "../../src/errors.ts";
import { viewAsGraphology } from "../../src/graph/graphology-view.ts";
import { subgraph } from "../../src/graph/subgraph.ts";
import { createGraph } from "../support/build-graph.ts";
import { graph as write } from "../support/graph-dsl.ts";
import { forRandomGraphs } from "../support/random-runs.ts";

const HEAP = `
  root -> a b c
  a -> b b
  a -weak:w-> b
  b -hidden:3-> a
  b -> b c
  c is "C" 40 @77
`;

test("a subgraph has the nodes asked for and the edges between them", () => {
  const heap = heapAsGraph(new Analyses(write(HEAP).graph));
  const part = subgraph(heap, [1, 2, 1]);
  expect(part).toBeInstanceOf(MultiDirectedGraph);
  expect(part.nodes()).toEqual(["1", "2"]);
  expect(part.edges()).toEqual(["3", "4", "6", "7"]);
  expect(part.getNodeAttributes(1)).toEqual({ ...heap.getNodeAttributes(1) });
  expect(part.getEdgeAttributes(6)).toEqual({ type: "hidden", name: "3", essential: true });
  expect(part.getAttributes()).toEqual({ root: "0" });
});

test("a subgraph can be changed, and the heap does not notice", () => {
  const heap = heapAsGraph(new Analyses(write(HEAP).graph));
  const part = subgraph(heap, [1, 2]);
  part.setNodeAttribute(1, "name", "changed");
  part.dropEdge(3);
  part.addNode("another");
  expect([part.order, part.size, heap.getNodeAttribute(1, "name"), heap.size]).toEqual([
    3,
    3,
    "a",
    8,
  ]);
});

test("objects are found by their ids, and options choose the edges", () => {
  const analyses = new Analyses(write(HEAP).graph);
  const sizes = [{}, { weak: true }, { hidden: false }, { essentialOnly: true }].map(
    (options) => objectsAsGraph(analyses, [3, 5, 77], options).size,
  );
  expect(sizes).toEqual([5, 6, 4, 4]);
  expect(objectsAsGraph(analyses, [77, 3]).nodes()).toEqual(["3", "1"]);
  expect(() => objectsAsGraph(analyses, [3, 4])).toThrow(NotFoundError);
  expect(() => subgraph(heapAsGraph(analyses), [4])).toThrow(NotFoundGraphError);
});

test("all nodes together are the copy of the heap", () => {
  forRandomGraphs((analyses) => {
    const heap = heapAsGraph(analyses);
    expect(subgraph(heap, analyses.graph.data.nodeIds.keys()).export()).toEqual(
      heap.copy().export(),
    );
  });
});

test("a hub among the nodes costs its edges, and too much is refused", () => {
  const edgeCount = 1_000_000;
  const firstEdges = new Uint32Array(edgeCount + 2).fill(edgeCount);
  firstEdges[0] = 0;
  const edgeTargets = Uint32Array.from({ length: edgeCount }, (_, at) => at + 1);
  const hub = viewAsGraphology(createGraph({ firstEdges, edgeTargets }));
  expect(subgraph(hub, [0, 1, 1_000_000]).size).toBe(2);

  const parallel = createGraph({
    firstEdges: Uint32Array.of(0, edgeCount),
    edgeTargets: new Uint32Array(edgeCount),
  });
  expect(() => subgraph(viewAsGraphology(parallel), [0])).toThrow(UsageGraphError);
});
