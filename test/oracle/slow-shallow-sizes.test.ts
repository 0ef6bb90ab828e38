import { expect, it } from "vitest";
import { graph } from "../support/graph-dsl.ts";
import { slowShallowSizes } from "./slow-shallow-sizes.ts";

it("gives a backing store and what only it leads to, to the owner", () => {
  const g = graph(`
    root -> a:10
    a -internal-> store
    store -hidden:0-> deep
    store is array 100
    deep is hidden 1000
  `);
  expect(g.byLabel(slowShallowSizes(g.graph))).toEqual({ root: 0, a: 1110, store: 0, deep: 0 });
});

it("leaves what two nodes own, and what is behind it, where it is", () => {
  const g = graph(`
    root -> a b
    a -> own shared
    b -> shared
    shared -> deep
    own is array 3
    shared is array 5
    deep is hidden 7
  `);
  const sizes = { root: 0, a: 4, b: 1, own: 0, shared: 5, deep: 7 };
  expect(g.byLabel(slowShallowSizes(g.graph))).toEqual(sizes);
});

it("moves nothing to the root or a synthetic node, nor over weak edges", () => {
  const g = graph(`
    root -> a s first
    s is synthetic 0
    s -> second
    a -weak-> third
    first is array 3
    second is array 5
    third is array 7
  `);
  expect(slowShallowSizes(g.graph)).toEqual([...g.graph.data.selfSizes]);
});

it("moves nothing when the root has no child of the program's", () => {
  const g = graph(`
    root -> s
    s is synthetic 0
    s -> a
    a -> store:9
    store is array
  `);
  expect(slowShallowSizes(g.graph)).toEqual([...g.graph.data.selfSizes]);
});
