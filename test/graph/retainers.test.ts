import fc from "fast-check";
import { expect, it } from "vitest";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { indexRetainers } from "../../src/graph/retainers.ts";
import { arbitraryGraph } from "../support/arbitrary-graph.ts";
import { buildGraph, createGraph } from "../support/build-graph.ts";
import { graph } from "../support/graph-dsl.ts";

it("lists all edges to a node, weak, parallel and self edges included", () => {
  const g = graph(`
    root -> a a
    root -weak-> a
    a -> a
    b -> a
  `);
  const { first, edges } = indexRetainers(g.graph);
  const a = g.ordinalOf["a"];
  const found = [...edges.subarray(first[a], first[a + 1])];
  expect(found.map((edge) => g.graph.edgeSource(edge))).toEqual([0, 0, 0, a, g.ordinalOf["b"]]);
});

/** The graph with every edge turned round. */
function reverse(forth: HeapGraph): HeapGraph {
  const { first, edges } = indexRetainers(forth);
  return createGraph({
    firstEdges: first,
    edgeTargets: edges.map((edge) => forth.edgeSource(edge)),
  });
}

it("turned round twice gives every node its targets in ascending order", () => {
  fc.assert(
    fc.property(arbitraryGraph, (spec) => {
      const forth = buildGraph(spec);
      const again = reverse(reverse(forth));
      expect(again.data.firstEdges).toEqual(forth.data.firstEdges);
      for (let node = 0; node < forth.nodeCount; node++) {
        const [from, to] = [forth.data.firstEdges[node], forth.data.firstEdges[node + 1]];
        const targets = forth.data.edgeTargets.slice(from, to).toSorted();
        expect(again.data.edgeTargets.slice(from, to)).toEqual(targets);
      }
      // From then on the order is the same each time.
      expect(reverse(reverse(again)).data.edgeTargets).toEqual(again.data.edgeTargets);
    }),
    { numRuns: 200 },
  );
});
