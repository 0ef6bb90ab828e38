import { expect, it } from "vitest";
import { graph } from "../support/graph-dsl.ts";
import { slowDetachedness } from "./slow-detachedness.ts";

it("spreads to unknown natives, attached first", () => {
  const g = graph(`
    root -> a d o
    a is native attached
    d is native detached
    o is object detached
    both is native
    only is native
    weak is native
    behind is native
    a -> both
    d -> both only script
    d -weak-> weak
    script -> behind
    o -> weak
  `);
  expect(g.byLabel(slowDetachedness(g.graph))).toEqual({
    root: 0,
    a: 1,
    d: 2,
    o: 0,
    both: 1,
    only: 2,
    weak: 0,
    behind: 0,
    script: 0,
  });
});

it("goes by the names of natives where the file has no states", () => {
  const g = graph(`
    root -> a b
    a is native "Detached <div>"
    b is object "Detached <div>"
    a -> c
    c is native
  `);
  expect(g.byLabel(slowDetachedness(g.graph))).toEqual({ root: 0, a: 2, b: 0, c: 0 });
});
