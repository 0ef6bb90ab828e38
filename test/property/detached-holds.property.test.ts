import { expect, it } from "vitest";
import { sortDetachedHolds } from "../../src/analysis/detached-holds.ts";
import { createBitSet, setBit } from "../../src/graph/arrays/bit-set.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { slowDetachedHolds } from "../oracle/slow-detached-holds.ts";
import { forRandomGraphs } from "../support/random-runs.ts";

it("tells how detached nodes are held as the definitions do", () => {
  const seen = { javascript: 0, tree: 0, runtime: 0 };
  forRandomGraphs((analyses) => {
    const { nodeTypes } = analyses.graph.data;
    // Every other native node, so that some hold what is detached from outside.
    const isDetached = (node: number): boolean =>
      nodeTypes[node] === NodeType.native && node % 2 === 1;
    const bits = createBitSet(analyses.graph.nodeCount);
    for (let node = 0; node < analyses.graph.nodeCount; node++)
      if (isDetached(node)) setBit(bits, node);
    const holdOf = sortDetachedHolds(analyses, bits);
    for (const [node, hold] of slowDetachedHolds(analyses, isDetached).entries()) {
      if (hold === null) continue;
      seen[hold]++;
      expect(holdOf(node)).toBe(hold);
    }
  });
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
});
