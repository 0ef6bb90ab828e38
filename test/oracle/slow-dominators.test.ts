import { expect, it } from "vitest";
import { graph } from "../support/graph-dsl.ts";
import { slowDominators } from "./slow-dominators.ts";

it("finds the nearest node that all ways lead through", () => {
  const g = graph(`
    root -> a
    a -> b c
    b -> d
    c -> d
    d -> e
  `);
  expect(g.labels(slowDominators(g.graph))).toEqual({
    root: "root",
    a: "root",
    b: "a",
    c: "a",
    d: "a",
    e: "d",
  });
});

it("hangs what nothing retains under the root, which takes part in sharing", () => {
  const g = graph(`
    root -> a
    a -> shared
    orphan -> shared own
    own -> own2
  `);
  expect(g.labels(slowDominators(g.graph))).toMatchObject({
    orphan: "root",
    shared: "root",
    own: "orphan",
    own2: "own",
  });
});

it("gives loops that nothing holds to the root and ignores what they hold", () => {
  const g = graph(`
    root -> a
    a -> b
    x -> y b
    y -> x z
  `);
  expect(g.labels(slowDominators(g.graph))).toMatchObject({
    b: "a",
    x: "root",
    y: "root",
    z: "root",
  });
});
