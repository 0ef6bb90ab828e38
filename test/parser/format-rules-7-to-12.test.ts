import { beforeAll, describe, expect, it } from "vitest";
import { EdgeType } from "../../src/graph/edge-type.ts";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { readFixture, REAL_FILE_NAMES } from "../support/real-files.ts";
import { buildSnapshot, LAYOUTS, type SnapshotLayout } from "../support/snapshot-builder.ts";
import { RealGraphs } from "./real-graphs.ts";

let real: RealGraphs;

beforeAll(async () => {
  real = await RealGraphs.load();
}, 30_000);

/** Nodes that no path from the root reaches. */
function countUnreachable({ data, nodeCount, rootOrdinal }: HeapGraph): number {
  const seen = new Uint8Array(nodeCount);
  const stack = [rootOrdinal as number];
  seen[rootOrdinal] = 1;
  let reached = 0;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    reached++;
    for (let edge = data.firstEdges[node]; edge < data.firstEdges[node + 1]; edge++) {
      const target = data.edgeTargets[edge];
      if (seen[target]++ === 0) stack.push(target);
    }
  }
  return nodeCount - reached;
}

describe("rule 7: the root", () => {
  it.each(REAL_FILE_NAMES)("is the first node of %s", (name) => {
    const graph = real.graph(name);
    expect(graph.rootOrdinal).toBe(0);
    expect(graph.nodeTypeName(0)).toBe("synthetic");
    expect(graph.data.selfSizes[0]).toBe(0);
    expect(graph.rawName(0)).toBe(name === "hermes-0.7.2" ? "(GC Roots)" : "");
  });

  it("may have the id 0", async () => {
    const graph = await readSnapshot(buildSnapshot([{ id: 0 }, { id: 1 }]));
    expect([graph.rootOrdinal, graph.data.nodeIds[0]]).toEqual([0, 0]);
  });
});

describe("rule 8: no shortcut edge is needed", () => {
  it("reads real files without one", () => {
    for (const name of ["hermes-0.7.2", "py-mini_a"] as const) {
      expect(real.graph(name).data.edgeTypes.includes(EdgeType.shortcut)).toBe(false);
      expect(real.graph(name).data.firstEdges[1]).toBeGreaterThan(0);
    }
  });
});

describe("rule 9: unreachable nodes", () => {
  it("are kept, a quarter of them in bun-1", () => {
    const graph = real.graph("bun-1");
    expect(graph.nodeCount).toBe(48_483);
    expect(countUnreachable(graph) / graph.nodeCount).toBeGreaterThan(0.2);
  });
});

describe("rule 10: ids", () => {
  it.each(REAL_FILE_NAMES)("are unique within %s", (name) => {
    const ids = real.graph(name).data.nodeIds;
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("that stand twice are kept as they are", async () => {
    const { data } = await readSnapshot(buildSnapshot([{ id: 1 }, { id: 7 }, { id: 7 }]));
    expect(Array.from(data.nodeIds)).toEqual([1, 7, 7]);
  });
});

describe("rule 11: the unknown", () => {
  it("reads the scopes of a file with eleven sections", () => {
    const { data } = real.graph("detached-1");
    expect(data.header.sections).toHaveLength(11);
    expect(data.scopes.count).toBeGreaterThan(0);
    expect(Object.keys(data.scopeUses.fields)).toEqual(["declaring_scope_id", "slot_index"]);
  });

  it("skips unknown sections of any kind", async () => {
    const bytes = buildSnapshot([{ name: "r" }], {
      change: (file) => {
        file["later"] = { nodes: [1, 2], deep: [[{ strings: ["]", '"'] }]] };
        file["flag"] = true;
        file["none"] = null;
        file["ratio"] = -1.5e-9;
        file["texts"] = ["nodes", "\\", "[", "{"];
        file["\u00fcber"] = "\u{1f600}";
      },
      text: { order: ["later", "texts", "flag", "\u00fcber", "none", "ratio"] },
    });
    const graph = await readSnapshot(bytes);
    expect([graph.nodeCount, graph.rawName(0)]).toEqual([1, "r"]);
    expect(graph.data.header.sections).toContain("\u00fcber");
  });

  it("skips unknown keys of the header and keeps them raw", () => {
    const { header } = real.graph("py-mini_a").data;
    expect(header.raw["heapgraph"]).toMatchObject({ runtime: "cpython" });
  });

  it("keeps unknown node and edge types by name", async () => {
    const layout: SnapshotLayout = {
      ...LAYOUTS.node24,
      nodeTypes: ["synthetic", "Core.Module", "object"],
      edgeTypes: ["julia edge", "property", "weak"],
    };
    const edges = [
      { type: "julia edge", name: "to", to: 1 },
      { type: "weak", name: "w", to: 1 },
    ];
    const bytes = buildSnapshot([{ type: "synthetic", edges }, { type: "Core.Module" }], {
      layout,
    });
    const graph = await readSnapshot(bytes);
    expect([graph.nodeTypeName(0), graph.nodeTypeName(1)]).toEqual(["synthetic", "Core.Module"]);
    expect([graph.edgeTypeName(0), graph.edgeTypeName(1)]).toEqual(["julia edge", "weak"]);
    expect(graph.isWeak(1)).toBe(true);
    expect(graph.edgeName(0)).toBe("to");
  });

  it.each([250, 600])("keeps %i unknown node types apart", async (count) => {
    const nodeTypes = Array.from({ length: count }, (_, index) => `T${index}`);
    const nodes = nodeTypes.map((type) => ({ type }));
    const graph = await readSnapshot(
      buildSnapshot(nodes, { layout: { ...LAYOUTS.node24, nodeTypes } }),
    );
    expect(nodeTypes.map((_, ordinal) => graph.nodeTypeName(ordinal))).toEqual(nodeTypes);
  });

  it("names a type that the file does not list by its code", async () => {
    const graph = await readSnapshot(
      buildSnapshot([{ type: 77, edges: [{ type: 99, name: "x", to: 0 }] }]),
    );
    expect([graph.nodeTypeName(0), graph.edgeTypeName(0)]).toEqual(["type 77", "type 99"]);
  });
});

describe("rule 12: internal nodes of type native", () => {
  it("are read with their type and name", () => {
    const graph = real.graph("detached-1");
    const { nodeTypes, nodeNames } = graph.data;
    const internals = nodeTypes.filter(
      (type, ordinal) =>
        type === NodeType.native && graph.strings.startsWith(nodeNames[ordinal], "system / "),
    );
    expect(internals.length).toBeGreaterThan(1000);
    expect(nodeTypes.includes(NodeType.hidden)).toBe(false);
  });
});

describe("strings of real files", () => {
  it("may stand twice", () => {
    const { strings } = real.graph("node24-1");
    const texts = real.file("node24-1").strings;
    const seen = new Set<string>();
    const twice = texts.filter((text) => seen.size === seen.add(text).size);
    expect(twice).toHaveLength(1);
    expect(strings.findAll(twice[0] ?? "")).toHaveLength(2);
  });

  it("may hold lone surrogates and characters written raw", () => {
    const texts = real.file("bun-1").strings;
    const { strings } = real.graph("bun-1");
    const lone = texts.findIndex((text) => /[\ud800-\udfff]/u.test(text));
    expect(strings.get(lone)).toBe(texts[lone]);
    expect(readFixture("bun-1").some((byte) => byte >= 0x80)).toBe(true);
  });

  it("may have any text at index 0", () => {
    expect(real.graph("node24-1").strings.get(0)).toBe("<dummy>");
    expect(real.graph("bun-1").strings.get(0)).toBe("");
    expect(real.graph("hermes-0.7.2").strings.get(0)).toBe("(GC Roots)");
  });
});
