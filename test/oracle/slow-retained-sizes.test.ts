import { expect, it } from "vitest";
import { graph } from "../support/graph-dsl.ts";
import { slowRetainedSizes } from "./slow-retained-sizes.ts";

it("charges a shared node to the nearest common dominator", () => {
  const g = graph(`
    root -> a b
    a -> c:32
    b -> c
  `);
  const sizes = g.graph.data.selfSizes;
  expect(slowRetainedSizes(g.graph, sizes)).toEqual([34, 1, 1, 32]);
});

it("knows nothing of what the root does not reach", () => {
  const g = graph(`
    root -> a:5
    a -weak-> b
    b -> a
  `);
  expect(slowRetainedSizes(g.graph, g.graph.data.selfSizes)).toEqual([5, 5, null]);
});
