import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { hasBit } from "../../src/graph/arrays/bit-set.ts";
import { EdgeType } from "../../src/graph/edge-type.ts";
import { reach } from "../oracle/edge-list.ts";
import { adoptOrphans } from "../oracle/slow-dominators.ts";
import { arbitraryGraph } from "../support/arbitrary-graph.ts";
import { buildGraph, type EdgeSpec, type GraphSpec } from "../support/build-graph.ts";
import { forRandomGraphs, RANDOM_RUNS } from "../support/random-runs.ts";

/** Everything that is known of each node, in the order of the nodes; ordinals as `label` has them. */
function describeNodes(spec: GraphSpec, label = (ordinal: number): number => ordinal): object[] {
  const analyses = new Analyses(buildGraph(spec));
  return spec.nodes.map((_, node) => ({
    shallow: analyses.shallowSizes[node],
    retained: analyses.retainedSizes[node],
    dominator: label(analyses.dominators.idoms[node]),
    distance: analyses.distances[node],
    state: analyses.detached.states[node],
    className: analyses.className(node),
  }));
}

/** Tries a statement on random graphs, each with random numbers to change it by. */
function forChangedGraphs(
  check: (spec: GraphSpec, draw: readonly number[]) => void,
  graphs = arbitraryGraph,
): void {
  const draws = fc.array(fc.nat(0x7fffffff), { minLength: 14, maxLength: 14 });
  fc.assert(fc.property(graphs, draws, check), RANDOM_RUNS);
}

const isEntryEdge = ({ name }: EdgeSpec): boolean =>
  String(name ?? "").includes(" / part of key (");

/** A copy whose nodes carry their ids, so that ordinals can change and entry names stay true. */
function withFixedIds(spec: GraphSpec): GraphSpec {
  return { ...spec, nodes: spec.nodes.map((node, index) => ({ id: 2 * index + 1, ...node })) };
}

const isProperty = ({ type }: EdgeSpec): boolean =>
  type === undefined || type === EdgeType.property;

const toContext = (edge: EdgeSpec): EdgeSpec => ({ ...edge, type: EdgeType.context });

/** Without plain objects: ties between their shapes go by first appearance, which renumbering changes. */
const withoutPlainObjects = arbitraryGraph.map((spec) => ({
  ...spec,
  nodes: spec.nodes.map((node) => (node.name === "Object" ? { ...node, name: "Point" } : node)),
}));

/** Without two things that count edges: shapes are texts of all properties, WeakMap entries go in pairs. */
const withoutCountedEdges = arbitraryGraph.map(leaveOutCountedEdges);

function leaveOutCountedEdges(spec: GraphSpec): GraphSpec {
  const edges = spec.edges.filter((edge) => !isEntryEdge(edge));
  return { ...spec, edges: edges.map((edge) => (isProperty(edge) ? toContext(edge) : edge)) };
}

describe("renumbering the nodes", () => {
  it("renumbers the results and changes nothing else", () => {
    forChangedGraphs((spec, draw) => {
      const fixed = withFixedIds(spec);
      const others = fixed.nodes.map((_, node) => node).slice(1);
      const order = [0, ...others.toSorted((a, b) => draw[a] - draw[b])];
      const place = new Map(order.map((node, index) => [node, index]));
      const moved = (node: number): number => place.get(node) ?? -1;
      const renumbered: GraphSpec = {
        ...fixed,
        hasDetachedness: spec.hasDetachedness ?? false,
        nodes: order.map((node) => fixed.nodes[node]),
        edges: fixed.edges.map((edge) => ({ ...edge, from: moved(edge.from), to: moved(edge.to) })),
      };
      const before = describeNodes(fixed);
      const after = describeNodes(renumbered, (node) => order[node]);
      expect(order.map((node) => before[node])).toEqual(after);
    }, withoutPlainObjects);
  });

  it("lets the root stand anywhere", () => {
    forChangedGraphs((spec, [draw]) => {
      const count = spec.nodes.length;
      const shift = draw % count;
      const fixed = withFixedIds(spec);
      const moved = (node: number): number => (node + shift) % count;
      const back = (node: number): number => (node - shift + count) % count;
      const turned: GraphSpec = {
        ...fixed,
        rootOrdinal: shift,
        nodes: fixed.nodes.map((_, node) => fixed.nodes[back(node)]),
        edges: fixed.edges.map((edge) => ({ ...edge, from: moved(edge.from), to: moved(edge.to) })),
      };
      const after = describeNodes(turned, back);
      expect(fixed.nodes.map((_, node) => after[moved(node)])).toEqual(describeNodes(fixed));
    }, withoutPlainObjects);
  });
});

describe("adding an unreachable part", () => {
  it("changes nothing for the others", () => {
    forChangedGraphs((spec, draw) => {
      const count = spec.nodes.length;
      const added = draw.slice(0, 3).map(() => ({ name: "Added" }));
      const edges = draw.slice(3, 9).map((value) => ({
        from: count + (value % 3),
        to: count + ((value % 7) % 3),
      }));
      const larger = {
        ...spec,
        nodes: [...spec.nodes, ...added],
        edges: [...spec.edges, ...edges],
      };
      const before = describeNodes(spec).slice(1);
      expect(describeNodes(larger).slice(1, count)).toEqual(before);
    });
  });
});

describe("writing an edge twice", () => {
  it("changes nothing", () => {
    forChangedGraphs((spec, [draw]) => {
      if (spec.edges.length === 0) return;
      const at = draw % spec.edges.length;
      const edges = spec.edges.toSpliced(at, 0, spec.edges[at]);
      expect(describeNodes({ ...spec, edges })).toEqual(describeNodes(spec));
    }, withoutCountedEdges);
  });
});

describe("an immediate dominator", () => {
  it("is above every essential retainer that is reached", () => {
    forRandomGraphs(({ graph, essential, dominators, retainers }) => {
      const reached = reach(adoptOrphans(graph), [0]);
      const { idoms } = dominators;
      const isAbove = (top: number, node: number): boolean =>
        node === top || (node !== 0 && isAbove(top, idoms[node]));
      for (let node = 1; node < graph.nodeCount; node++) {
        for (let at = retainers.first[node]; at < retainers.first[node + 1]; at++) {
          const edge = retainers.edges[at];
          const source = graph.edgeSource(edge);
          if (!hasBit(essential, edge) || !reached.has(source)) continue;
          expect(isAbove(idoms[node], source)).toBe(true);
        }
      }
    });
  });
});

describe("distances", () => {
  it("grow by at most one along an edge that is followed", () => {
    forRandomGraphs(({ graph, distances, retainers }) => {
      const { edgeTypes, edgeTargets } = graph.data;
      for (const edge of retainers.edges) {
        const source = graph.edgeSource(edge);
        // The kinds with exceptions of their own are left out.
        const isPlain = ![EdgeType.weak, EdgeType.internal].some(
          (type) => type === edgeTypes[edge],
        );
        const hasExceptions = ["hidden", "array"].includes(graph.nodeTypeName(source));
        const target = edgeTargets[edge];
        // The root's distance is set, not found.
        const isSet = target === graph.rootOrdinal;
        if (!isPlain || hasExceptions || isSet || distances[source] < 0) continue;
        const distance = distances[target];
        expect(distance).toBeGreaterThan(-1);
        expect(distance).toBeLessThanOrEqual(distances[source] + 1);
      }
    });
  });
});
