import { describe, expect, it } from "vitest";
import { findAllocationInterval } from "../../src/analysis/allocation-interval.ts";
import { HeapGraph } from "../../src/graph/heap-graph.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { buildGraph } from "../support/build-graph.ts";

function timeline(): HeapGraph {
  const ids = [1, 5, 11, 21, 99, 12];
  const nodes = ids.map((id) => (id === 1 ? { id, type: NodeType.synthetic } : { id }));
  return new HeapGraph({
    ...buildGraph({ nodes, edges: [] }).data,
    samples: {
      count: 3,
      fields: {
        timestamp_us: Float64Array.of(0, 50_000, 100_000),
        last_assigned_id: Float64Array.of(10, 20, 30),
      },
    },
  });
}

describe("findAllocationInterval", () => {
  it("puts an object before the first sample whose last id is not below its own", () => {
    const graph = timeline();
    expect(findAllocationInterval(graph, 1)).toEqual({ fromMicroseconds: null, toMicroseconds: 0 });
    expect(findAllocationInterval(graph, 2)).toEqual({
      fromMicroseconds: 0,
      toMicroseconds: 50_000,
    });
    expect(findAllocationInterval(graph, 4)).toEqual({
      fromMicroseconds: 100_000,
      toMicroseconds: null,
    });
  });

  it("says nothing of roots, of even ids and of files without samples", () => {
    const graph = timeline();
    expect(findAllocationInterval(graph, 0)).toBeNull();
    expect(findAllocationInterval(graph, 5)).toBeNull();
    expect(findAllocationInterval(buildGraph({ nodes: [{}, {}], edges: [] }), 1)).toBeNull();
  });
});
