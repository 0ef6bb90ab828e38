import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EDGE_TYPE_NAMES } from "../../src/graph/edge-type.ts";
import { arbitraryGraph } from "../support/arbitrary-graph.ts";
import { buildGraph, createGraph } from "../support/build-graph.ts";
import { graph } from "../support/graph-dsl.ts";

describe("edgeSource", () => {
  it("passes over nodes without edges at both ends and in between", () => {
    const g = createGraph({
      firstEdges: Uint32Array.of(0, 0, 0, 2, 2, 2, 3, 3),
      edgeTargets: Uint32Array.of(0, 0, 0),
    });
    expect([0, 1, 2].map((edge) => g.edgeSource(edge))).toEqual([2, 2, 5]);
  });

  it("finds the node whose range the edge lies in", () => {
    fc.assert(
      fc.property(arbitraryGraph, (spec) => {
        const g = buildGraph(spec);
        for (let edge = 0; edge < g.edgeCount; edge++) {
          const source = g.edgeSource(edge);
          expect(g.data.firstEdges[source]).toBeLessThanOrEqual(edge);
          expect(g.data.firstEdges[source + 1]).toBeGreaterThan(edge);
        }
      }),
    );
  });
});

describe("names", () => {
  it("of edges are texts, or indexes for element and hidden edges", () => {
    const g = graph(`
      root -> a
      root -element:4294967290-> a
      root -hidden:7-> a
      root -weak:7-> a
    `).graph;
    expect([0, 1, 2, 3].map((edge) => g.edgeName(edge))).toEqual(["a", "4294967290", "7", "7"]);
    expect([0, 1, 2, 3].map((edge) => g.isWeak(edge))).toEqual([false, false, false, true]);
  });

  it("of types come from the file, then from V8, else are numbers", () => {
    const g = createGraph(
      {
        firstEdges: Uint32Array.of(0, 2, 2, 2),
        edgeTargets: Uint32Array.of(1, 2),
        edgeTypes: Uint8Array.of(8, 9),
        nodeTypes: Uint8Array.of(0, 3, 99),
      },
      undefined,
      { nodeTypeNames: ["system"], edgeTypeNames: [...EDGE_TYPE_NAMES, "alias"] },
    );
    expect([0, 1, 2].map((node) => g.nodeTypeName(node))).toEqual(["system", "object", "type 99"]);
    expect([0, 1].map((edge) => g.edgeTypeName(edge))).toEqual(["alias", "type 9"]);
  });
});

it("knows whether another thread can share its columns", () => {
  const own = createGraph({ firstEdges: Uint32Array.of(0, 0), edgeTargets: new Uint32Array(0) });
  const shared = createGraph({
    firstEdges: Uint32Array.of(0, 0),
    edgeTargets: new Uint32Array(new SharedArrayBuffer(0)),
  });
  expect([own.isShared, shared.isShared]).toEqual([false, true]);
});
