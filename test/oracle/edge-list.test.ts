import { expect, it } from "vitest";
import { graph } from "../support/graph-dsl.ts";
import { listEdges, reach } from "./edge-list.ts";

it("lists edges in words and follows them around a removed node", () => {
  const g = graph(`
    root -> a b
    b -element:3-> c
    a -> c
    c -> d
  `);
  const edges = listEdges(g.graph);
  expect(edges.map(({ from, to, type, name }) => [from, to, type, name])).toEqual([
    [0, 1, "property", "a"],
    [0, 2, "property", "b"],
    [1, 3, "property", "c"],
    [2, 3, "element", "3"],
    [3, 4, "property", "d"],
  ]);
  expect([...reach(edges, [0])]).toEqual([0, 1, 2, 3, 4]);
  expect([...reach(edges, [0], 3)]).toEqual([0, 1, 2]);
  expect([...reach(edges, [3], 3)]).toEqual([]);
});
