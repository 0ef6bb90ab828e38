import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { dominates, sumRetained } from "../../src/graph/dominance.ts";
import { forRandomHeaps } from "../support/arbitrary-heap.ts";
import { graph } from "../support/graph-dsl.ts";

const HEAP = graph(`
  root -> a:1 x:100
  a -> b:2 c:4
  b -> d:8
  c -> d
  d -> e:16
`);
const { dominance, retainedSizes } = new Analyses(HEAP.graph);
const { a, b, c, d, e, x, root } = HEAP.ordinalOf;

/** Labels of what dominates a node. */
const above = (node: number): string[] => HEAP.where((other) => dominates(dominance, other, node));

const sum = (...nodes: readonly number[]): number =>
  sumRetained(dominance, Uint32Array.from(nodes), retainedSizes);

describe("dominates", () => {
  it("holds for what all ways pass, and for a node itself", () => {
    expect(above(e)).toEqual(["root", "a", "d", "e"]);
    expect(above(d)).toEqual(["root", "a", "d"]);
    expect(above(x)).toEqual(["root", "x"]);
    expect(above(root)).toEqual(["root"]);
  });

  it("is what the chain of immediate dominators says", () => {
    forRandomHeaps((analyses) => {
      const { idoms } = analyses.dominators;
      const { nodeCount, rootOrdinal } = analyses.graph;
      for (let node = 0; node < nodeCount; node++) {
        const chain = new Set<number>([node]);
        for (const at of chain) if (at !== rootOrdinal) chain.add(idoms[at]);
        for (let other = 0; other < nodeCount; other++)
          expect(dominates(analyses.dominance, other, node)).toBe(chain.has(other));
      }
    });
  });
});

describe("sumRetained", () => {
  it("counts nothing twice, in any order and with repeats", () => {
    expect(sum()).toBe(0);
    expect(sum(b, c)).toBe(6);
    expect(sum(d, e, d)).toBe(24);
    expect(sum(e, d, c, b, a)).toBe(31);
    expect(sum(x, root)).toBe(131);
  });

  it("is the size of everything that one of the nodes dominates", () => {
    forRandomHeaps((analyses, draw) => {
      const { idoms } = analyses.dominators;
      const { nodeCount, rootOrdinal } = analyses.graph;
      const chosen = new Set(draw.map((at) => at % nodeCount));
      const isBelow = (node: number): boolean =>
        chosen.has(node) || (node !== rootOrdinal && isBelow(idoms[node]));
      let expected = 0;
      for (let node = 0; node < nodeCount; node++)
        if (isBelow(node)) expected += analyses.shallowSizes[node];
      const nodes = Uint32Array.from(draw, (at) => at % nodeCount);
      expect(sumRetained(analyses.dominance, nodes, analyses.retainedSizes)).toBe(expected);
    });
  });
});
