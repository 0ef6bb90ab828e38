import { expect, it } from "vitest";
import { hasBit } from "../../src/graph/arrays/bit-set.ts";
import { findReachedNodes } from "../../src/graph/reached-nodes.ts";
import { reach } from "../oracle/edge-list.ts";
import { slowEssentialEdges } from "../oracle/slow-essential-edges.ts";
import { graph } from "../support/graph-dsl.ts";
import { forRandomGraphs } from "../support/random-runs.ts";

it("follows all edges, weak ones included, where none are named", () => {
  const g = graph(`
    root -> a
    a -weak-> b
    c -> a
  `);
  const reached = findReachedNodes(g.graph, [0], null);
  expect(g.where((node) => hasBit(reached, node))).toEqual(["root", "a", "b"]);
});

it("starts at several nodes at once", () => {
  const g = graph(`
    root -> a
    b -> c
    d -> a
  `);
  const reached = findReachedNodes(g.graph, [1, 2, 1], null);
  expect(g.where((node) => hasBit(reached, node))).toEqual(["a", "b", "c"]);
});

it("finds what the allowed edges lead to on random graphs", () => {
  forRandomGraphs(({ graph: built, essential }) => {
    const slow = reach(slowEssentialEdges(built), [0]);
    const reached = findReachedNodes(built, [0], essential);
    for (let node = 0; node < built.nodeCount; node++) {
      expect(hasBit(reached, node)).toBe(slow.has(node));
    }
  });
});
