import { describe, expect, it } from "vitest";
import { layOutPreorder, listDominatorChildren } from "../../src/graph/dominator-children.ts";
import { reach } from "../oracle/edge-list.ts";
import { slowClassTotals } from "../oracle/slow-class-totals.ts";
import { slowEssentialEdges } from "../oracle/slow-essential-edges.ts";
import { slowRetainedSizes } from "../oracle/slow-retained-sizes.ts";
import { arbitraryFlowGraph, arbitraryGraph } from "../support/arbitrary-graph.ts";
import { buildGraph, type GraphSpec } from "../support/build-graph.ts";
import { forRandomGraphs } from "../support/random-runs.ts";
import { sumClasses } from "../support/sum-classes.ts";

/** The graph with an edge from the root to all that it does not reach. */
function withoutOrphans(spec: GraphSpec): GraphSpec {
  const reached = reach(slowEssentialEdges(buildGraph(spec)), [0]);
  const missing = spec.nodes.flatMap((_, to) => (reached.has(to) ? [] : [{ from: 0, to }]));
  return { ...spec, edges: [...spec.edges, ...missing] };
}

describe("retained sizes", () => {
  it("are what vanishes when the node is taken away", () => {
    forRandomGraphs(({ graph, retainedSizes, shallowSizes }) => {
      expect([...retainedSizes]).toEqual(slowRetainedSizes(graph, shallowSizes));
    }, arbitraryGraph.map(withoutOrphans));
  });

  it("are what vanishes, where chains are long", () => {
    forRandomGraphs(({ graph, retainedSizes, shallowSizes }) => {
      expect([...retainedSizes]).toEqual(slowRetainedSizes(graph, shallowSizes));
    }, arbitraryFlowGraph.map(withoutOrphans));
  });

  it("of what the root dominates and the root itself add up to the whole", () => {
    forRandomGraphs(({ graph, retainedSizes, shallowSizes, dominators }) => {
      const total = [...graph.data.selfSizes].reduce((sum, size) => sum + size, 0);
      let sum = shallowSizes[0];
      for (let node = 1; node < graph.nodeCount; node++) {
        if (dominators.idoms[node] === 0) sum += retainedSizes[node];
      }
      expect(sum).toBe(total);
      expect(retainedSizes[0]).toBe(total);
    });
  });

  it("are at least the shallow size", () => {
    forRandomGraphs(({ graph, retainedSizes, shallowSizes }) => {
      for (let node = 0; node < graph.nodeCount; node++) {
        expect(retainedSizes[node]).toBeGreaterThanOrEqual(shallowSizes[node]);
      }
    });
  });
});

describe("class totals", () => {
  it("count each subtree once per class", () => {
    forRandomGraphs((analyses) => {
      const { classKeys, shallowSizes, retainedSizes, distances, dominators } = analyses;
      const totals = sumClasses(analyses);
      const slow = slowClassTotals({
        groupOf: classKeys.keyOf,
        shallow: shallowSizes,
        retained: retainedSizes,
        distances,
        idoms: dominators.idoms,
      });
      const fast = new Map(
        classKeys.keys.map((_, group) => [
          group,
          {
            count: totals.counts[group],
            shallow: totals.shallowSizes[group],
            retained: totals.retainedSizes[group],
            distance: totals.distances[group],
            emptyCount: totals.emptyCounts[group],
          },
        ]),
      );
      expect(fast).toEqual(slow);
    });
  });
});

describe("the dominator tree downwards", () => {
  it("lists every node but the root once, under its dominator", () => {
    forRandomGraphs(({ graph, dominators }) => {
      const { first, nodes } = listDominatorChildren(dominators, 0);
      for (let node = 0; node < graph.nodeCount; node++) {
        const children = [...nodes.subarray(first[node], first[node + 1])];
        const expected = [...dominators.idoms.keys()].filter(
          (child) => child !== 0 && dominators.idoms[child] === node,
        );
        expect(children).toEqual(expected);
      }
    });
  });

  it("has each subtree in one piece behind its top when laid out", () => {
    forRandomGraphs(({ graph, dominators }) => {
      const { positions, subtreeCounts } = layOutPreorder(dominators);
      const nodes = positions.map((position) => dominators.order[position]);
      expect([...nodes].toSorted((a, b) => a - b)).toEqual([...dominators.idoms.keys()]);
      const isBelow = (node: number, top: number): boolean =>
        node === top || (node !== 0 && isBelow(dominators.idoms[node], top));
      for (let place = 0; place < graph.nodeCount; place++) {
        const piece = nodes.subarray(place, place + subtreeCounts[positions[place]]);
        const expected = [...nodes].filter((node) => isBelow(node, nodes[place]));
        expect([...piece]).toEqual(expected);
      }
    });
  });

  it("has every dominator in front of what it dominates in its order", () => {
    forRandomGraphs(({ graph, dominators }) => {
      const places = new Map([...dominators.order].map((node, place) => [node, place]));
      expect(places.size).toBe(graph.nodeCount);
      expect(dominators.order[0]).toBe(0);
      for (let node = 1; node < graph.nodeCount; node++) {
        const above = places.get(dominators.idoms[node]);
        expect(dominators.parents[places.get(node) ?? -1]).toBe(above);
        expect(above).toBeLessThan(places.get(node) ?? -1);
      }
    });
  });
});
