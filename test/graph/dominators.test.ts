import { expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { findPageOwned } from "../../src/graph/page-ownership.ts";
import { graph, type LabelledGraph } from "../support/graph-dsl.ts";
import { forRandomGraphs } from "../support/random-runs.ts";

const idoms = (g: LabelledGraph): Record<string, string> =>
  g.labels(new Analyses(g.graph).dominators.idoms);

it("solves the example of Lengauer and Tarjan", () => {
  const g = graph(`
    R -> A B C
    A -> D
    B -> A D E
    C -> F G
    D -> L
    E -> H
    F -> I
    G -> I J
    H -> E K
    I -> K
    J -> I
    K -> I R
    L -> H
  `);
  expect(idoms(g)).toEqual({
    R: "R",
    A: "R",
    B: "R",
    C: "R",
    D: "R",
    E: "R",
    F: "C",
    G: "C",
    H: "R",
    I: "R",
    J: "G",
    K: "R",
    L: "D",
  });
});

it("is right where the semidominator is not the dominator", () => {
  const g = graph(`
    root -> a
    a -> b c
    b -> d
    c -> e
    d -> f
    e -> d g
    f -> e
    g -> c
  `);
  expect(idoms(g)).toMatchObject({ d: "a", e: "a", f: "d", g: "e" });
});

it("lets an orphan share with the reachable part, and a loop that nothing holds not", () => {
  const g = graph(`
    root -> a
    a -> b c
    orphan -> b
    x -> y c
    y -> x
  `);
  expect(idoms(g)).toMatchObject({ b: "root", c: "a", orphan: "root", x: "root", y: "root" });
});

it("hangs under the root what only a weak edge leads to", () => {
  const g = graph(`
    root -> a
    a -weak-> b
    b -> c a
  `);
  expect(idoms(g)).toMatchObject({ a: "root", b: "root", c: "b" });
});

it("takes a single node", () => {
  expect(idoms(graph("root ->"))).toEqual({ root: "root" });
});

it("finds on its way what pages own", () => {
  let owners = 0;
  forRandomGraphs((analyses) => {
    const { pageOwned } = analyses.dominators;
    expect(pageOwned).toEqual(findPageOwned(analyses.graph));
    if (pageOwned !== null) owners++;
  });
  expect(owners).toBeGreaterThan(20);
});
