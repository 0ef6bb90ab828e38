import { expect, it } from "vitest";
import { NodeType } from "../../src/graph/node-type.ts";
import { buildGraph } from "./build-graph.ts";
import { graph } from "./graph-dsl.ts";

it("reads nodes, edges and all their facts", () => {
  const g = graph(`
    root -> a b:32   # a remark
    a -element:3-> b
    b is native "Detached <b> # -> x" 40 @7 detached at 1:2:3
  `);
  const { data } = g.graph;
  expect(g.ordinalOf).toEqual({ root: 0, a: 1, b: 2 });
  expect(g.byLabel(data.selfSizes)).toEqual({ root: 0, a: 1, b: 40 });
  expect([...data.nodeIds]).toEqual([1, 3, 7]);
  expect([...data.nodeTypes]).toEqual([NodeType.synthetic, NodeType.object, NodeType.native]);
  expect([...(data.detachedness ?? [])]).toEqual([0, 0, 2]);
  expect([0, 1, 2].map((node) => g.graph.rawName(node))).toEqual(["", "a", "Detached <b> # -> x"]);
  expect([0, 1, 2].map((edge) => g.graph.edgeName(edge))).toEqual(["a", "b", "3"]);
  expect(data.locations).toMatchObject({ count: 1, ordinals: Uint32Array.of(2) });
});

it("takes edge names with blanks and arrows in them", () => {
  const g = graph("root -internal:1 / a -> b-> c d");
  expect(g.ordinalOf).toEqual({ root: 0, c: 1, d: 2 });
  expect(g.graph.edgeName(0)).toBe("1 / a -> b");
});

it("refuses what it does not know", () => {
  expect(() => graph("root => a")).toThrow("neither edges nor a node: root => a");
  expect(() => graph("root -soft-> a")).toThrow("no edge type: soft");
  expect(() => graph("root is wood")).toThrow("not a fact of a node: wood");
});

it("keeps the edges of a node in the order they are given", () => {
  const built = buildGraph({
    nodes: [{}, {}],
    edges: [
      { from: 1, to: 0, name: "x" },
      { from: 0, to: 1, name: "y" },
      { from: 1, to: 1, name: "z" },
    ],
  });
  expect([0, 1, 2].map((edge) => built.edgeName(edge))).toEqual(["y", "x", "z"]);
  expect([0, 1, 2].map((edge) => built.edgeSource(edge))).toEqual([0, 1, 1]);
});
