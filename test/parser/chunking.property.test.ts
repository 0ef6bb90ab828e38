import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { readFixture } from "../support/real-files.ts";
import {
  encodeSnapshot,
  type NodeInput,
  type SnapshotFile,
  type SnapshotLayout,
  toSnapshotFile,
} from "../support/snapshot-builder.ts";
import { inPieces } from "./error-of.ts";
import { compareWithFile, parseWithStreamJson } from "./json-oracle.ts";

const NODE_FIELDS = ["type", "name", "id", "self_size", "edge_count"];
const EDGE_FIELDS = ["type", "name_or_index", "to_node"];

function shuffled(items: readonly string[]): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}

function withSome(fixed: readonly string[], extra: readonly string[]): fc.Arbitrary<string[]> {
  return fc.subarray([...extra]).chain((some) => shuffled([...fixed, ...some]));
}

const layout: fc.Arbitrary<SnapshotLayout> = fc.record({
  nodeFields: withSome(NODE_FIELDS, ["trace_node_id", "detachedness", "later", "much later"]),
  edgeFields: withSome(EDGE_FIELDS, ["from_node", "later"]),
  nodeTypes: withSome(["object", "synthetic"], ["hidden", "native", "Core.Module", "wasm object"]),
  edgeTypes: withSome(["property", "element"], ["weak", "hidden", "context", "julia edge"]),
  locationFields: withSome(["object_index", "script_id", "line", "column"], ["later"]),
});

const size = fc.oneof(
  fc.nat({ max: 1000 }),
  fc.nat({ max: 2 ** 33 }),
  fc.nat({ max: 2 ** 53 - 1 }),
);
const text = fc.oneof(fc.string(), fc.string({ unit: "binary", maxLength: 12 }));

/** Nodes and edges of types that the layout has; a code names the type. */
function nodes({ nodeTypes, edgeTypes }: SnapshotLayout): fc.Arbitrary<NodeInput[]> {
  const edge = fc.record({
    type: fc.nat({ max: edgeTypes.length - 1 }),
    name: fc.oneof(fc.integer({ min: -10, max: 2 ** 31 - 1 }), fc.constant(4294967290)),
    text,
    to: fc.nat(),
    fields: fc.record({ later: fc.integer(), from_node: fc.nat() }, { requiredKeys: [] }),
  });
  const node = fc.record({
    type: fc.nat({ max: nodeTypes.length - 1 }),
    name: text,
    id: size,
    selfSize: size,
    edges: fc.array(edge, { maxLength: 6 }),
    fields: fc.record(
      { trace_node_id: fc.nat(), detachedness: fc.nat({ max: 2 }), later: fc.integer() },
      { requiredKeys: [] },
    ),
  });
  return fc.array(node, { minLength: 1, maxLength: 30 }).map((list) =>
    list.map((item) => ({
      ...item,
      edges: item.edges.map((each) => ({
        type: each.type,
        name: ["element", "hidden"].includes(edgeTypes[each.type] ?? "") ? each.name : each.text,
        to: each.to % list.length,
        fields: each.fields,
      })),
    })),
  );
}

/** Sections a reader does not know, and header counts that may lie. */
const change = fc.record({
  nodeCount: fc.constantFrom<unknown>(undefined, 0, 1, 7.5, 1e15, "many"),
  unknown: fc.option(fc.jsonValue(), { nil: undefined }),
  samples: fc.array(fc.tuple(size, size), { maxLength: 5 }),
  scopes: fc.array(fc.integer({ min: -2 }), { maxLength: 5 }),
});

const file = layout.chain((fields) =>
  fc.tuple(nodes(fields), change).map(([list, changes]): SnapshotFile => {
    const made = toSnapshotFile(list, fields);
    if (changes.nodeCount !== undefined) {
      made.snapshot["node_count"] = changes.nodeCount;
      made.snapshot["edge_count"] = changes.nodeCount;
    }
    made.samples = changes.samples.flat();
    made["scopes"] = changes.scopes;
    made.snapshot.meta["scope_fields"] = ["scope_id"];
    made.locations = fields.locationFields.map((name) =>
      name === "object_index" ? 0 : name.length,
    );
    if (changes.unknown !== undefined) made["unknown"] = changes.unknown;
    return made;
  }),
);

const style = fc.record({
  order: shuffled(["snapshot", "nodes", "edges", "strings", "locations", "samples", "unknown"]),
  recordSeparator: fc.constantFrom(",", "\n,", ",\n", " , "),
  separator: fc.constantFrom(",", ",\n", " ,\r\n"),
  blanks: fc.array(fc.constantFrom("", "", "", " ", "\n", "\t\r\n  "), { minLength: 1 }),
});

const encoded = fc.tuple(file, style).map(([made, { blanks, ...texts }]) => {
  let turn = 0;
  const blank = (): string => blanks[turn++ % blanks.length] ?? "";
  return { made, bytes: encodeSnapshot(made, { ...texts, blank }), order: texts.order };
});

describe("readSnapshot on generated snapshots", () => {
  it("reads every column as JSON.parse does, in any layout, order, style and cut", async () => {
    await fc.assert(
      fc.asyncProperty(encoded, fc.integer({ min: 1, max: 3000 }), async ({ bytes }, pieces) => {
        const parsed = JSON.parse(bytes.toString()) as SnapshotFile;
        expect(compareWithFile(await readSnapshot(bytes), parsed)).toEqual([]);
        expect(compareWithFile(await readSnapshot(inPieces(bytes, pieces)), parsed)).toEqual([]);
      }),
      { numRuns: 80 },
    );
  }, 20_000);

  it("reads every column as stream-json does", async () => {
    await fc.assert(
      fc.asyncProperty(encoded, async ({ bytes }) => {
        const parsed = parseWithStreamJson(bytes.toString());
        expect(compareWithFile(await readSnapshot(bytes), parsed)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("writes what JSON.parse gives back", () => {
    fc.assert(
      fc.property(encoded, ({ made, bytes }) => {
        expect(JSON.parse(bytes.toString())).toEqual(JSON.parse(JSON.stringify(made)));
      }),
      { numRuns: 50 },
    );
  });

  it.each([1, 7, 63, 65, 4099])("reads a real file in pieces of %i bytes", async (pieces) => {
    const bytes = readFixture("hermes-0.11.0");
    const graph = await readSnapshot(inPieces(bytes, pieces));
    expect(compareWithFile(graph, JSON.parse(bytes.toString()) as SnapshotFile)).toEqual([]);
  });
});
