import { describe, expect, it } from "vitest";
import { hasBit } from "../../src/graph/arrays/bit-set.ts";
import { ScratchPool } from "../../src/graph/arrays/scratch-pool.ts";
import { computeDominators } from "../../src/graph/dominators.ts";
import { createRetentionRules } from "../../src/graph/essential-edges.ts";
import { findPageOwned } from "../../src/graph/page-ownership.ts";
import { slowClassNames } from "../oracle/slow-class-names.ts";
import { slowDetachedness } from "../oracle/slow-detachedness.ts";
import { slowDistances, slowUserRoots } from "../oracle/slow-distances.ts";
import { slowDominators } from "../oracle/slow-dominators.ts";
import { slowEssentialEdges } from "../oracle/slow-essential-edges.ts";
import { slowPageOwned } from "../oracle/slow-page-ownership.ts";
import { slowShallowSizes } from "../oracle/slow-shallow-sizes.ts";
import { arbitraryFlowGraph, arbitraryPlainObjects } from "../support/arbitrary-graph.ts";
import { forRandomGraphs } from "../support/random-runs.ts";

describe("on random graphs the fast twin agrees with the definition of", () => {
  it("user roots", () => {
    forRandomGraphs(({ graph, userRoots }) => {
      expect([...userRoots]).toEqual(slowUserRoots(graph));
    });
  });

  it("page ownership", () => {
    forRandomGraphs(({ graph }) => {
      const owned = findPageOwned(graph);
      const slow = slowPageOwned(graph);
      for (let node = 0; node < graph.nodeCount; node++) {
        expect(owned !== null && hasBit(owned, node)).toBe(slow.has(node));
      }
    });
  });

  it("essential edges", () => {
    forRandomGraphs(({ graph, essential }) => {
      const slow = new Set(slowEssentialEdges(graph).map(({ index }) => index));
      for (let edge = 0; edge < graph.edgeCount; edge++) {
        expect(hasBit(essential, edge), `edge ${edge}`).toBe(slow.has(edge));
      }
    });
  });

  it("dominators", () => {
    forRandomGraphs(({ graph, dominators }) => {
      expect([...dominators.idoms]).toEqual(slowDominators(graph));
    });
  });

  it("dominators, where chains are long", () => {
    forRandomGraphs(({ graph, dominators }) => {
      expect([...dominators.idoms]).toEqual(slowDominators(graph));
    }, arbitraryFlowGraph);
  });

  it("dominators, in memory that holds other things", () => {
    forRandomGraphs(({ graph, ephemerons }) => {
      const scratch = new ScratchPool();
      for (const length of [100, 30, 7]) scratch.give(new Uint32Array(length).fill(1));
      const rules = createRetentionRules(graph, ephemerons, null);
      const { idoms } = computeDominators(rules, scratch);
      expect([...idoms]).toEqual(slowDominators(graph));
    });
  });

  it("shallow sizes", () => {
    forRandomGraphs(({ graph, shallowSizes }) => {
      expect([...shallowSizes]).toEqual(slowShallowSizes(graph));
    });
  });

  it("distances", () => {
    forRandomGraphs(({ graph, distances }) => {
      expect([...distances]).toEqual(slowDistances(graph));
    });
  });

  it("detachedness", () => {
    forRandomGraphs(({ graph, detached }) => {
      expect([...detached.states]).toEqual(slowDetachedness(graph));
    });
  });

  it("class names", () => {
    forRandomGraphs((analyses) => {
      const names = Array.from({ length: analyses.graph.nodeCount }, (_, n) =>
        analyses.className(n),
      );
      expect(names).toEqual(slowClassNames(analyses.graph));
    });
  });

  it("inferred shapes", () => {
    forRandomGraphs((analyses) => {
      const names = Array.from({ length: analyses.graph.nodeCount }, (_, n) =>
        analyses.className(n),
      );
      expect(names).toEqual(slowClassNames(analyses.graph));
    }, arbitraryPlainObjects);
  });
});
