import { beforeAll, describe, expect, it } from "vitest";
import { EdgeType } from "../../src/graph/edge-type.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { readFixture } from "../support/real-files.ts";
import { buildSnapshot, LAYOUTS, TEXTS } from "../support/snapshot-builder.ts";
import { RealGraphs } from "./real-graphs.ts";

let real: RealGraphs;

beforeAll(async () => {
  real = await RealGraphs.load();
}, 30_000);

describe("rule 1: fields by name", () => {
  it.each([
    ["node12-1", false, false],
    ["node24-1", true, false],
    ["node24-alloc", true, true],
    ["hermes-0.7.2", false, false],
    ["hermes-0.11.0", true, false],
  ] as const)("knows which optional columns %s has", (name, detachedness, traced) => {
    const { data } = real.graph(name);
    expect(data.detachedness !== null).toBe(detachedness);
    expect(data.traceNodeIds !== null).toBe(traced);
  });

  it("reads detachedness at index 5 and at index 6", async () => {
    for (const layout of [LAYOUTS.node22, LAYOUTS.node24]) {
      const bytes = buildSnapshot([{}, { fields: { detachedness: 2, trace_node_id: 7 } }], {
        layout,
      });
      expect((await readSnapshot(bytes)).data.detachedness).toEqual(Uint8Array.of(0, 2));
    }
  });

  it("reads locations of four and of five fields", () => {
    expect(real.graph("node24-1").data.locations.scriptOrdinals).toBeNull();
    const { locations, nodeNames } = real.graph("detached-1").data;
    const script = locations.scriptOrdinals?.[0] ?? 0;
    expect(real.graph("detached-1").strings.get(nodeNames[script])).toMatch(/^system \/ Script/);
  });
});

describe("rule 2: only the first entry of the type lists is an enumeration", () => {
  it.each(["node12-1", "node24-1", "hermes-0.7.2"] as const)("reads the types of %s", (name) => {
    const graph = real.graph(name);
    const [types] = real.file(name).snapshot.meta["node_types"] as [string[]];
    expect(graph.nodeTypeName(graph.rootOrdinal)).toBe("synthetic");
    expect(graph.data.nodeTypeNames.slice(0, types.length)).toEqual(types);
  });

  it("reads a file whose node_types has one entry more than node_fields", () => {
    const { meta } = real.file("node12-1").snapshot;
    expect(meta["node_types"]).toHaveLength((meta["node_fields"] as string[]).length + 1);
    const { data } = real.graph("node12-1");
    expect(data.nodeTypes.every((type) => type <= NodeType.bigint)).toBe(true);
  });
});

describe("rule 3: header counts are hints", () => {
  it("reads a file whose header counts nothing", () => {
    const graph = real.graph("hermes-0.7.2");
    expect(graph.data.header.statedNodeCount).toBe(0);
    expect(graph.data.header.statedEdgeCount).toBe(0);
    expect(graph.nodeCount).toBe(real.file("hermes-0.7.2").nodes.length / 6);
    expect(graph.edgeCount).toBe(real.file("hermes-0.7.2").edges.length / 3);
  });

  it("reads more trace functions than the header counts", () => {
    expect(real.file("node24-alloc").snapshot["trace_function_count"]).toBe(51);
    expect(real.graph("node24-alloc").data.traceFunctions.count).toBe(54);
  });

  it.each([0, 1, 2.5, 1e6, 1e15, -4, "3", null])(
    "reads three nodes when told %s",
    async (count) => {
      const bytes = buildSnapshot([{ edges: [{ name: "a", to: 2 }] }, {}, {}], {
        change: (file) => {
          file.snapshot["node_count"] = count;
          file.snapshot["edge_count"] = count;
          file.snapshot["trace_function_count"] = count;
        },
      });
      const graph = await readSnapshot(bytes);
      expect([graph.nodeCount, graph.edgeCount]).toEqual([3, 1]);
    },
  );
});

describe("rule 4: lines mean nothing", () => {
  it("reads a record a line and everything on one line", () => {
    expect(readFixture("node12-1").filter((byte) => byte === 0x0a).length).toBeGreaterThan(100_000);
    expect(readFixture("hermes-0.11.0").includes("\n")).toBe(false);
    expect(real.graph("node12-1").nodeCount).toBe(74_074);
    expect(real.graph("hermes-0.11.0").nodeCount).toBe(real.file("hermes-0.11.0").nodes.length / 7);
  });

  it("reads white space between any two tokens", async () => {
    const nodes = [
      { name: "r", edges: [{ name: "a", to: 1 }] },
      { name: "x y", selfSize: 8 },
    ];
    const texts = [TEXTS.lines, TEXTS.oneLine, TEXTS.hermes, { blank: () => " \n\t\r " }];
    for (const text of texts) {
      const graph = await readSnapshot(buildSnapshot(nodes, { text }));
      expect([graph.rawName(1), graph.data.selfSizes[1], graph.edgeName(0)]).toEqual([
        "x y",
        8,
        "a",
      ]);
    }
  });

  it("reads what JSON.stringify indents", async () => {
    const file = JSON.parse(buildSnapshot([{ name: "r" }, { name: "x" }]).toString());
    const graph = await readSnapshot(Buffer.from(JSON.stringify(file, null, 4)));
    expect(graph.rawName(1)).toBe("x");
  });
});

describe("rule 6: large and negative numbers", () => {
  it("reads an element index above 2^31", () => {
    const { data } = real.graph("node12-1");
    const edge = data.edgeNames.indexOf(4294967290);
    expect(data.edgeTypes[edge]).toBe(EdgeType.element);
    expect(real.graph("node12-1").edgeName(edge)).toBe("4294967290");
  });

  it("reads the same index written as -6", () => {
    const graph = real.graph("node24-1");
    const edge = real.file("node24-1").edges.indexOf(-6);
    expect(graph.edgeName((edge - 1) / 3)).toBe("4294967290");
  });

  it("reads ids of 47 bits", () => {
    const ids = real.graph("py-mini_a").data.nodeIds;
    expect(ids).toBeInstanceOf(Float64Array);
    expect(ids.includes(70_368_745_226_249)).toBe(true);
  });

  it("reads a size above 2^32", () => {
    expect(real.graph("huge-buffer-node22").data.selfSizes.includes(5_000_000_000)).toBe(true);
  });

  it("keeps ids and sizes to 2^53 exact behind many small ones", async () => {
    const small = Array.from({ length: 40_000 }, () => ({ selfSize: 8 }));
    const large = { id: 2 ** 53 - 1, selfSize: 2 ** 53 - 1, fields: { trace_node_id: 2 ** 40 } };
    const bytes = buildSnapshot([...small, large, { id: 5 }], { layout: LAYOUTS.node12 });
    const { data } = await readSnapshot(bytes);
    expect(Array.from(data.nodeIds.slice(-3))).toEqual([79_999, 2 ** 53 - 1, 5]);
    expect(Array.from(data.selfSizes.slice(-3))).toEqual([8, 2 ** 53 - 1, 0]);
    expect(Array.from(data.traceNodeIds?.slice(-3) ?? [])).toEqual([0, 2 ** 40, 0]);
  });

  it("reads ids just around 2^31 and 2^32", async () => {
    const ids = [1, 2 ** 31 - 1, 2 ** 31, 2_726_114_304, 2 ** 32 - 1, 2 ** 32];
    const { data } = await readSnapshot(buildSnapshot(ids.map((id) => ({ id }))));
    expect(Array.from(data.nodeIds)).toEqual(ids);
  });

  it("reads negative scope ids", async () => {
    const bytes = buildSnapshot([{}], {
      change: (file) => {
        file.snapshot.meta["scope_fields"] = ["script_node_index", "scope_id"];
        file["scopes"] = [0, -2, 0, 5];
      },
    });
    expect((await readSnapshot(bytes)).data.scopes.fields["scope_id"]).toEqual(
      Int32Array.of(-2, 5),
    );
  });
});
