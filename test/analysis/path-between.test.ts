import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { findPathBetween } from "../../src/analysis/path-between.ts";
import { NotFoundError } from "../../src/errors.ts";
import { listEdges } from "../oracle/edge-list.ts";
import { forRandomHeaps } from "../support/arbitrary-heap.ts";
import { graph } from "../support/graph-dsl.ts";

const HEAP = graph(`
  root -> g
  g -> a b
  a -> x
  a -weak:w-> lost
  b -> c
  c -> x
  a -internal:map-> x
  x -> a
`);
const analyses = new Analyses(HEAP.graph);
const { a, b, g, lost, x } = HEAP.ordinalOf;

const codeOf = (from: number, to: number): string =>
  findPathBetween(analyses, from, to).objects[0].paths[0].code;

describe("findPathBetween", () => {
  it("finds the shortest way, and of parallel references the one that reads best", () => {
    expect(codeOf(g, x)).toBe("globalThis.a.x");
    expect(codeOf(b, x)).toBe("b @7.c.x");
    expect(codeOf(x, a)).toBe("x @9.a");
  });

  it("throws where only a weak reference leads on, or none", () => {
    for (const [from, to] of [
      [a, lost],
      [x, b],
    ]) {
      expect(() => findPathBetween(analyses, from, to)).toThrow(NotFoundError);
      expect(() => findPathBetween(analyses, from, to)).toThrow(
        expect.objectContaining({ code: "PATH_NOT_FOUND" }),
      );
    }
  });

  it("has as few steps as a search in all directions", () => {
    forRandomHeaps((heap, [from, to], { runtime }) => {
      const { nodeCount } = heap.graph;
      const ends = { from: from % nodeCount, to: to % nodeCount };
      // Where parts are folded there are fewer steps.
      if (runtime !== "javascript") return;
      const edges = listEdges(heap.graph).filter(({ type }) => type !== "weak");
      const steps = new Map([[ends.from, 0]]);
      for (const [node, count] of steps)
        for (const edge of edges)
          if (edge.from === node && !steps.has(edge.to)) steps.set(edge.to, count + 1);
      const expected = steps.get(ends.to);
      if (expected === undefined) {
        expect(() => findPathBetween(heap, ends.from, ends.to)).toThrow("nothing leads from");
        return;
      }
      const [path] = findPathBetween(heap, ends.from, ends.to).objects[0].paths;
      expect(path.length).toBeLessThanOrEqual(expected);
      expect(path.steps[0].ordinal).toBe(ends.from);
      expect(path.steps.at(-1)?.ordinal).toBe(ends.to);
    });
  });
});
