import { describe, expect, it } from "vitest";
import type { Analyses } from "../../src/analysis/analyses.ts";
import { type RawPath, searchPath, searchPaths } from "../../src/analysis/lineage/path-search.ts";
import { growPathTree, NO_EDGE } from "../../src/analysis/lineage/path-tree.ts";
import { createRootTest } from "../../src/analysis/lineage/root-test.ts";
import { dominates } from "../../src/graph/dominance.ts";
import { NO_NODE } from "../../src/graph/ids.ts";
import {
  type CostlyStep,
  slowCosts,
  slowRoots,
  slowSteps,
  slowWays,
} from "../oracle/slow-paths.ts";
import { forRandomHeaps } from "../support/arbitrary-heap.ts";

/** Steps that the search looks at: not from what lives only thanks to the step's target. */
function searchedSteps(analyses: Analyses): CostlyStep[] {
  return slowSteps(analyses).filter(({ from, to }) => !dominates(analyses.dominance, to, from));
}

function costOf(analyses: Analyses, steps: readonly CostlyStep[], path: RawPath): number {
  const costs = new Map(steps.map(({ index, cost }) => [index, cost]));
  const first = analyses.referenceKinds.isSynthetic(path.start) ? 1600 : 0;
  return [...path.edges].reduce((sum, edge) => sum + (costs.get(edge) ?? NaN), first);
}

/**
 * Whether the distances guide the search right to a node: all roots it can come to are equally far, and along
 * no step the distance falls by more than one. Steps that distances leave out may break this.
 */
function isGuided(analyses: Analyses, steps: readonly CostlyStep[], node: number): boolean {
  const { distances } = analyses;
  const roots = new Set(slowRoots(analyses));
  const far = (at: number): number => (distances[at] < 0 ? 300_000_000 : distances[at]);
  const seen = new Set([node]);
  const ends = new Set<number>();
  for (const at of seen) {
    if (roots.has(at)) {
      ends.add(far(at));
      continue;
    }
    for (const { from, to } of steps) {
      if (to !== at) continue;
      if (far(at) > far(from) + 1) return false;
      seen.add(from);
    }
  }
  return ends.size <= 1;
}

function expectWay(
  { graph }: Analyses,
  steps: readonly CostlyStep[],
  roots: readonly number[],
  node: number,
  { start, edges }: RawPath,
): void {
  const allowed = new Set(steps.map(({ index }) => index));
  expect(roots).toContain(start);
  let at = start;
  for (const edge of edges) {
    expect(graph.edgeSource(edge)).toBe(at);
    expect(allowed).toContain(edge);
    at = graph.data.edgeTargets[edge];
  }
  expect(at).toBe(node);
}

describe("searchPath", () => {
  it("finds a way wherever one leads, and nothing else", () => {
    forRandomHeaps((analyses) => {
      const steps = searchedSteps(analyses);
      const roots = slowRoots(analyses);
      const costs = slowCosts(analyses, steps, false);
      const isRoot = createRootTest(analyses);
      for (let node = 0; node < analyses.graph.nodeCount; node++) {
        const path = searchPath(analyses, node, isRoot);
        expect(path !== null).toBe(costs[node] < Infinity);
        if (path !== null) expectWay(analyses, steps, roots, node, path);
      }
    });
  });

  it("finds the cheapest where distances guide it right", () => {
    let compared = 0;
    forRandomHeaps((analyses) => {
      const steps = searchedSteps(analyses);
      const costs = slowCosts(analyses, steps, false);
      const isRoot = createRootTest(analyses);
      for (let node = 0; node < analyses.graph.nodeCount; node++) {
        const path = searchPath(analyses, node, isRoot);
        if (path === null || !isGuided(analyses, steps, node)) continue;
        compared += path.edges.length > 1 ? 1 : 0;
        expect(costOf(analyses, steps, path)).toBe(costs[node]);
      }
    });
    expect(compared).toBeGreaterThan(20);
  });
});

describe("searchPaths", () => {
  it("finds simple and different ways, each of which exists", () => {
    forRandomHeaps((analyses, [draw, passes]) => {
      const node = draw % analyses.graph.nodeCount;
      const steps = searchedSteps(analyses);
      const roots = slowRoots(analyses);
      const found = [...searchPaths(analyses, node, 1 + (passes % 5), createRootTest(analyses))];
      expect(new Set(found.map(({ edges }) => edges.join(","))).size).toBe(found.length);
      for (const path of found) {
        expectWay(analyses, steps, roots, node, path);
        const passed = [
          path.start,
          ...Array.from(path.edges, (edge) => analyses.graph.data.edgeTargets[edge]),
        ];
        expect(new Set(passed).size).toBe(passed.length);
      }
    });
  });

  it("finds them in order of cost, the cheapest first, where distances guide it right", () => {
    let compared = 0;
    forRandomHeaps((analyses, [draw, passes]) => {
      const node = draw % analyses.graph.nodeCount;
      const steps = searchedSteps(analyses);
      if (!isGuided(analyses, steps, node)) return;
      const ways = slowWays(analyses, steps, node);
      const found = [...searchPaths(analyses, node, 2 + (passes % 30), createRootTest(analyses))];
      const costs = found.map((path) => costOf(analyses, steps, path));
      expect(costs).toEqual(costs.toSorted((a, b) => a - b));
      expect(costs.slice(0, 1)).toEqual(ways.slice(0, 1).map(({ cost }) => cost));
      const known = new Set(ways.map(({ edges }) => edges.join(",")));
      for (const { edges } of found) expect(known).toContain(edges.join(","));
      if (found.length > 1) compared++;
    });
    expect(compared).toBeGreaterThan(5);
  });
});

describe("growPathTree", () => {
  it("gives every node the cheapest way, behind the node it comes from", () => {
    forRandomHeaps((analyses) => {
      const steps = slowSteps(analyses);
      const costs = slowCosts(analyses, steps, true);
      const { order, lastEdges, parents } = growPathTree(analyses);
      const places = new Map([...order].map((node, place) => [node, place]));
      const reached = [...costs.keys()].filter((node) => costs[node] < Infinity);
      expect([...order].toSorted((a, b) => a - b)).toEqual(reached);
      const roots = new Set(slowRoots(analyses));
      for (let node = 0; node < analyses.graph.nodeCount; node++) {
        if (parents[node] === NO_NODE) {
          expect(lastEdges[node]).toBe(NO_EDGE);
          expect(roots.has(node)).toBe(places.has(node));
          continue;
        }
        const step = steps.find(({ index }) => index === lastEdges[node]);
        expect(step).toMatchObject({ from: parents[node], to: node });
        expect(costs[parents[node]] + (step?.cost ?? NaN)).toBe(costs[node]);
        expect(places.get(parents[node])).toBeLessThan(places.get(node) ?? -1);
      }
    });
  });
});
