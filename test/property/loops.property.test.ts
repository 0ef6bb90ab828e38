import { describe, expect, it } from "vitest";
import { chooseLoopEdges, createLoopTest } from "../../src/analysis/cycles/loop-edges.ts";
import { findLoopThrough } from "../../src/analysis/cycles/loop-through.ts";
import { LoopFinder } from "../../src/analysis/cycles/shortest-loop.ts";
import { type Components, findComponents, NO_COMPONENT } from "../../src/graph/components.ts";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { type Edge, listEdges } from "../oracle/edge-list.ts";
import { slowComponents, slowLoopLength } from "../oracle/slow-loops.ts";
import { arbitraryFlowGraph } from "../support/arbitrary-graph.ts";
import { forRandomHeaps } from "../support/arbitrary-heap.ts";
import { forRandomGraphs } from "../support/random-runs.ts";

const all = (): boolean => true;

function listComponents({ first, nodes }: Components): number[][] {
  return Array.from({ length: first.length - 1 }, (_, at) => [
    ...nodes.subarray(first[at], first[at + 1]),
  ]).toSorted((a, b) => a[0] - b[0]);
}

/** That edges lead from one node to the next and back to the first, through no node twice. */
function expectLoop(graph: HeapGraph, edges: readonly number[]): void {
  const sources = edges.map((edge) => graph.edgeSource(edge));
  expect(edges.map((edge) => graph.data.edgeTargets[edge])).toEqual([
    ...sources.slice(1),
    ...sources.slice(0, 1),
  ]);
  expect(new Set(sources).size).toBe(edges.length);
}

function expectComponents(graph: HeapGraph, edges: readonly Edge[]): void {
  const kept = new Set(edges.map(({ index }) => index));
  const found = findComponents(graph, (_, edge) => kept.has(edge));
  const expected = slowComponents(edges, graph.nodeCount);
  expect(listComponents(found)).toEqual(expected);
  const isWrong = (component: number, node: number): boolean =>
    component === NO_COMPONENT
      ? found.nodes.includes(node)
      : !found.nodes.subarray(found.first[component], found.first[component + 1]).includes(node);
  expect([...found.componentOf].findIndex((component, node) => isWrong(component, node))).toBe(-1);
}

describe("findComponents", () => {
  it("finds the nodes that lead to each other", () => {
    forRandomGraphs(({ graph }) => {
      const strong = listEdges(graph).filter(({ type }) => type !== "weak");
      expectComponents(graph, strong);
    });
    forRandomGraphs(({ graph }) => expectComponents(graph, listEdges(graph)), arbitraryFlowGraph);
  });
});

describe("LoopFinder", () => {
  it("finds a shortest loop of each component, and of those through chosen nodes", () => {
    forRandomGraphs(({ graph }) => {
      const edges = listEdges(graph).filter(({ from, to }) => from !== to);
      const components = findComponents(graph, all);
      const finder = new LoopFinder(graph, components, all);
      const { first, nodes } = components;
      for (let component = 0; component + 1 < first.length; component++) {
        const own = nodes.subarray(first[component], first[component + 1]);
        const lengths = Array.from(own, (node) => slowLoopLength(edges, node));
        const loop = finder.find(component);
        expectLoop(graph, [...loop]);
        expect(loop.length).toBe(Math.min(...lengths));
        for (const through of [own.subarray(own.length - 1), own.filter((_, at) => at % 3 === 0)]) {
          const found = finder.find(component, through);
          expectLoop(graph, [...found]);
          const sources = Array.from(found, (edge) => graph.edgeSource(edge));
          expect(sources.some((node) => through.includes(node))).toBe(true);
          const shortest = Array.from(through, (node) => lengths[own.indexOf(node)]);
          expect(found.length).toBe(Math.min(...shortest));
        }
      }
    }, arbitraryFlowGraph);
  });
});

describe("chooseLoopEdges", () => {
  it("follows what its test does not refuse and counts the rest by reason", () => {
    forRandomHeaps((analyses, [a, b]) => {
      const options = { all: a % 4 === 0, scopes: b % 2 === 0 };
      const { follows, filtered } = chooseLoopEdges(analyses, options);
      const judge = createLoopTest(analyses, options);
      const counts = { plumbing: 0, scopes: 0, loose: 0 };
      for (const { from, index, type } of listEdges(analyses.graph)) {
        const verdict = judge(from, index);
        expect(follows(from, index)).toBe(verdict === null);
        expect(verdict === "weak").toBe(type === "weak");
        if (verdict !== null && verdict !== "weak") counts[verdict]++;
      }
      expect(filtered).toEqual(counts);
      if (options.all) expect(filtered).toEqual({ plumbing: 0, scopes: 0, loose: 0 });
    });
  });
});

describe("findLoopThrough", () => {
  it("finds the shortest loop through every object", () => {
    forRandomGraphs((analyses) => {
      const { graph } = analyses;
      const judge = createLoopTest(analyses);
      const edges = listEdges(graph).filter(({ from, index }) => judge(from, index) === null);
      for (let node = 0; node < graph.nodeCount; node += 3) {
        const loop = findLoopThrough(analyses, node);
        expect(loop?.length ?? Infinity).toBe(slowLoopLength(edges, node));
        if (loop !== null) expect(loop.code.split(" -> ")).toHaveLength(loop.length + 1);
      }
    }, arbitraryFlowGraph);
  });

  it("finds one wherever there is one, parts or not", () => {
    forRandomHeaps((analyses) => {
      const { graph } = analyses;
      const judge = createLoopTest(analyses);
      const edges = listEdges(graph).filter(({ from, index }) => judge(from, index) === null);
      for (let node = 0; node < graph.nodeCount; node++) {
        const loop = findLoopThrough(analyses, node);
        const expected = slowLoopLength(edges, node);
        if (loop === null) expect(expected).toBe(Infinity);
        else {
          expect(loop.length).toBeGreaterThan(0);
          expect(loop.length).toBeLessThanOrEqual(expected);
        }
      }
    });
  });
});
