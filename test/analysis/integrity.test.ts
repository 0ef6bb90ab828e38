import { describe, expect, it } from "vitest";
import { checkSnapshot } from "../../src/analysis/check-snapshot.ts";
import { assertGraphIntegrity, checkIntegrity } from "../../src/analysis/integrity.ts";
import { countDuplicateStrings } from "../../src/analysis/string-invariants.ts";
import { IntegrityError } from "../../src/errors.ts";
import type {
  HeapColumns,
  HeapGraph,
  HeapGraphData,
  RecordTable,
} from "../../src/graph/heap-graph.ts";
import { NO_NODE } from "../../src/graph/ids.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { createGraph, encodeStrings, encodeWrittenStrings } from "../support/build-graph.ts";
import { GOLDEN_NAMES, goldenSnapshotPath } from "../support/golden.ts";

/** A sound graph of three nodes and two edges, with what a test changes in it. */
function graphWith(
  columns: Partial<HeapColumns> = {},
  rest: Partial<HeapGraphData> = {},
): HeapGraph {
  const { object, synthetic } = NodeType;
  return createGraph(
    {
      nodeTypes: Uint8Array.of(synthetic, object, object),
      selfSizes: Uint32Array.of(0, 8, 8),
      firstEdges: Uint32Array.of(0, 1, 2, 2),
      edgeTargets: Uint32Array.of(1, 2),
      ...columns,
    },
    rest.strings ?? encodeStrings(["", "a"]),
    rest,
  );
}

const table = (fields: Record<string, number[]>): RecordTable => ({
  count: Object.values(fields)[0].length,
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [name, Float64Array.from(values)]),
  ),
});

const locations = (ordinals: number[], scripts?: number[]): HeapGraphData["locations"] => ({
  count: ordinals.length,
  ordinals: Uint32Array.from(ordinals),
  scriptIds: new Int32Array(ordinals.length),
  lines: new Int32Array(ordinals.length),
  columns: new Int32Array(ordinals.length),
  scriptOrdinals: scripts === undefined ? null : Uint32Array.from(scripts),
});

const traceTree = (parents: number[], functions: number[]): HeapGraphData["traceTree"] => ({
  count: parents.length,
  ids: Float64Array.from(parents, (_, at) => at + 1),
  parents: Uint32Array.from(parents),
  functions: Uint32Array.from(functions),
  counts: new Float64Array(parents.length),
  sizes: new Float64Array(parents.length),
});

const NO_FUNCTIONS = table({ name: [], script_name: [] });
const FUNCTIONS = table({ name: [0, 1], script_name: [1, 1] });

describe("checkIntegrity", () => {
  it("finds nothing wrong with a sound graph", () => {
    const graph = graphWith();
    expect(checkIntegrity(graph).violations).toEqual([]);
    expect(() => assertGraphIntegrity(graph)).not.toThrow();
  });

  it.each<[string, HeapGraph, (string | RegExp)[]]>([
    [
      "root",
      graphWith({ nodeTypes: new Uint8Array(3).fill(NodeType.object) }),
      ["node 0: expected a root of type synthetic, found object"],
    ],
    [
      "root",
      graphWith({ selfSizes: Uint32Array.of(4, 8, 8) }),
      ["node 0: expected a root of size 0, found 4"],
    ],
    ["root", graphWith({}, { rootOrdinal: 7 }), ["node 7: expected a root below 3, found 7"]],
    [
      "unique-ids",
      graphWith({ nodeIds: Uint32Array.of(5, 5, 5) }),
      [
        "node 1: expected an id of its own, found 5, which node 0 has",
        "node 2: expected an id of its own, found 5, which node 0 has",
      ],
    ],
    [
      "positive-ids",
      graphWith({ nodeIds: Float64Array.of(0, 0.5, 2 ** 54) }),
      [/^node 1: .* found 0\.5$/, /^node 2: /],
    ],
    [
      "self-sizes",
      graphWith({ selfSizes: Float64Array.of(0, -8, 2 ** 54) }),
      ["node 1: expected a size from 0 up to 2^53, found -8", /^node 2: /],
    ],
    [
      "node-names",
      graphWith({ nodeNames: Uint32Array.of(0, 2, 1) }),
      ["node 1: expected a string index below 2, found 2"],
    ],
    [
      "edge-offsets",
      graphWith({ firstEdges: Uint32Array.of(0, 2, 1, 2) }),
      [/^node 1: expected its edges to end behind 2/],
    ],
    [
      "edge-offsets",
      graphWith({ firstEdges: Uint32Array.of(1, 1, 2, 3) }),
      [/^node 0: /, "nodes: expected 3 edges, found 2"],
    ],
    [
      "detachedness",
      graphWith({ detachedness: Uint8Array.of(0, 2, 3) }),
      ["node 2: expected a state below 3, found 3"],
    ],
    [
      "edge-targets",
      graphWith({ edgeTargets: Uint32Array.of(1, 3) }),
      ["edge 1: expected an ordinal below 3, found 3"],
    ],
    [
      "edge-names",
      graphWith({ edgeNames: Uint32Array.of(1, 9) }),
      ["edge 1: expected a string index below 2, found 9"],
    ],
    [
      "string-encoding",
      graphWith(
        {},
        {
          strings: encodeWrittenStrings([
            String.raw`"\x41"`,
            String.raw`"\u00g1"`,
            String.raw`"a\u12"`,
            '"\n"',
            Buffer.from([0x22, 0xc3, 0x22]),
            String.raw`"é\ud800\/\u00Ff"`,
          ]),
        },
      ),
      [
        String.raw`string 0: expected a valid JSON string, found escape \x41`,
        /^string 1: .*escape \\u00g1$/,
        /^string 2: .*escape \\u12$/,
        /^string 3: .*byte 0x0a$/,
        /^string 4: .*no UTF-8$/,
      ],
    ],
    [
      "location-objects",
      graphWith({}, { locations: locations([1, NO_NODE]) }),
      ["location 1: expected the index of a node as object_index, found none"],
    ],
    [
      "unique-locations",
      graphWith({}, { locations: locations([1, 2, 1]) }),
      ["location 2: expected a node of its own, found node 1 again"],
    ],
    [
      "location-scripts",
      graphWith({}, { locations: locations([1, 2], [0, NO_NODE]) }),
      ["location 1: expected the index of a node as script_object_index, found none"],
    ],
    [
      "samples-ascending",
      graphWith({}, { samples: table({ timestamp_us: [0, 5, 4], last_assigned_id: [1, 2, 2] }) }),
      ["sample 2: expected timestamp_us from 5 on, found 4"],
    ],
    [
      "function-names",
      graphWith({}, { traceFunctions: table({ name: [0, 5], script_name: [0, 0] }) }),
      ["function 1: expected a string index as name below 2, found 5"],
    ],
    [
      "trace-tree-order",
      graphWith({}, { traceTree: traceTree([0, 2, 1], [0, 0, 0]), traceFunctions: FUNCTIONS }),
      ["trace node 1: expected a parent before it, found 2"],
    ],
    [
      "trace-tree-functions",
      graphWith({}, { traceTree: traceTree([0, 0], [0, 0]), traceFunctions: NO_FUNCTIONS }),
      [/^trace node 0: expected a row of trace_function_infos below 0/, /^trace node 1: /],
    ],
    [
      "trace-node-ids",
      graphWith(
        { traceNodeIds: Uint32Array.of(0, 2, 3) },
        { traceTree: traceTree([0, 0], [0, 1]), traceFunctions: FUNCTIONS },
      ),
      ["node 2: expected an id of the trace tree, found 3"],
    ],
    [
      "scope-counts",
      graphWith(
        {},
        {
          scopes: table({ scope_context_vars_count: [1, 1], scope_uses_count: [0, 1] }),
          scopeContextVars: table({ name: [0, 1] }),
          scopeUses: table({ slot_index: [0, 0] }),
        },
      ),
      ["scopes: expected 2 as the sum of scope_uses_count, found 1"],
    ],
    [
      "scope-variable-names",
      graphWith(
        {},
        {
          scopes: table({ scope_context_vars_count: [1] }),
          scopeContextVars: table({ name: [2] }),
        },
      ),
      ["variable 0: expected a string index below 2, found 2"],
    ],
  ])("%s", (invariant, graph, messages) => {
    const { violations, invariants } = checkIntegrity(graph);
    expect(new Set(violations.map((each) => each.invariant))).toEqual(new Set([invariant]));
    expect(violations.map(({ message }) => message)).toEqual(
      messages.map((message) =>
        typeof message === "string" ? message : expect.stringMatching(message),
      ),
    );
    expect(invariants.find((each) => each.invariant === invariant)?.violationCount).toBe(
      messages.length,
    );
  });

  it("finds scripts of scopes that are no nodes", () => {
    const sound = graphWith();
    const header = { ...sound.data.header, nodeFields: ["type", "name"] };
    const scopes = table({ script_node_index: [4, 5, 6, -1] });
    const { violations } = checkIntegrity(graphWith({}, { header, scopes }));
    expect(violations.map(({ position, found }) => [position, found])).toEqual([
      [1, "5"],
      [2, "6"],
      [3, "-1"],
    ]);
  });

  it("keeps the first violations of each invariant and counts the rest", () => {
    const graph = graphWith({ nodeIds: Uint32Array.of(5, 5, 5), edgeNames: Uint32Array.of(8, 9) });
    const { violations, omitted, invariants } = checkIntegrity(graph, 1);
    expect(violations.map(({ invariant, position }) => [invariant, position])).toEqual([
      ["unique-ids", 1],
      ["edge-names", 0],
    ]);
    expect(omitted).toEqual({ count: 2 });
    expect(invariants.filter(({ violationCount }) => violationCount === 2)).toHaveLength(2);
  });

  it.each(GOLDEN_NAMES)("holds for %s", async (name) => {
    const graph = await readSnapshot(goldenSnapshotPath(name));
    expect(() => assertGraphIntegrity(graph)).not.toThrow();
  });
});

describe("assertGraphIntegrity", () => {
  it("throws what does not hold first", () => {
    const graph = graphWith({ edgeTargets: Uint32Array.of(1, 3) });
    expect(() => assertGraphIntegrity(graph)).toThrow(IntegrityError);
    expect(() => assertGraphIntegrity(graph)).toThrow(
      expect.objectContaining({
        code: "INTEGRITY_EDGE_TARGETS",
        section: "edges",
        position: 1,
        found: "3",
        message: "edge 1: expected an ordinal below 3, found 3",
      }),
    );
  });
});

describe("checkSnapshot", () => {
  it("notes what is unusual and right", () => {
    const sound = graphWith();
    const { data } = sound;
    const graph = graphWith(
      {
        nodeTypes: Uint8Array.of(NodeType.synthetic, 20, 21),
        nodeIds: Uint32Array.of(1, 2, 3),
        firstEdges: Uint32Array.of(0, 0, 1, 2),
        edgeTypes: Uint8Array.of(8, 8),
      },
      {
        strings: encodeStrings(["a", "b", "a", "a"]),
        header: {
          ...data.header,
          statedNodeCount: 0,
          sections: ["snapshot", "extra"],
          nodeFields: ["type", "mood"],
        },
        nodeTypeNames: [...data.nodeTypeNames, "x", "x", "x", "x", "Dict"],
        edgeTypeNames: [...data.edgeTypeNames, "via"],
      },
    );
    const { ok, notes } = checkSnapshot(graph);
    expect(ok).toBe(true);
    expect(notes.map(({ note, count }) => [note, count])).toEqual([
      ["header-counts", 1],
      ["even-ids", 1],
      ["unreachable-nodes", 2],
      ["duplicate-strings", 2],
      ["unknown-node-type", 1],
      ["unknown-node-type", 1],
      ["unknown-edge-type", 2],
      ["unknown-sections", 1],
      ["unknown-node-fields", 1],
    ]);
    expect(notes.map(({ message }) => message)).toContain(
      '1 node is of type "Dict", which V8 does not have',
    );
  });

  it("does not walk along edges that lead nowhere", () => {
    const { ok, notes } = checkSnapshot(graphWith({ edgeTargets: Uint32Array.of(1, 3) }));
    expect(ok).toBe(false);
    expect(notes).toEqual([]);
  });
});

describe("countDuplicateStrings", () => {
  it("compares texts of equal hash byte by byte", () => {
    const texts = Array.from({ length: 5000 }, (_, at) => `s${at % 4000}`);
    expect(
      countDuplicateStrings(
        createGraph(
          { firstEdges: Uint32Array.of(0), edgeTargets: new Uint32Array(0) },
          encodeStrings(texts),
        ).strings,
      ),
    ).toBe(1000);
  });
});
