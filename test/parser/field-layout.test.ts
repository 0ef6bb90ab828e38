import { describe, expect, it } from "vitest";
import { SnapshotFormatError } from "../../src/errors.ts";
import { readFieldLayout, readHeader } from "../../src/parser/field-layout.ts";
import { readFixture, type RealFileName } from "../support/real-files.ts";
import { LAYOUTS, type SnapshotFile, toSnapshotFile } from "../support/snapshot-builder.ts";

const PRODUCERS: readonly RealFileName[] = [
  "node12-1",
  "huge-buffer-node22",
  "node24-1",
  "node24-alloc",
  "detached-1",
  "bun-1",
  "hermes-0.7.2",
  "hermes-0.11.0",
  "py-mini_a",
];

function layoutOf(file: SnapshotFile) {
  return readFieldLayout(readHeader(file.snapshot, Object.keys(file)));
}

function faultOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
}

describe("readFieldLayout", () => {
  it.each(PRODUCERS)("decodes the meta of %s in full", async (name) => {
    const file = JSON.parse(readFixture(name).toString()) as SnapshotFile;
    await expect(`${JSON.stringify(layoutOf(file), null, 2)}\n`).toMatchFileSnapshot(
      `../golden/parser/field-layout-${name}.json`,
    );
  });

  it("finds fields by name in any order", () => {
    const file = toSnapshotFile([{}], {
      ...LAYOUTS.node24,
      nodeFields: ["later", "edge_count", "self_size", "id", "name", "type"],
      edgeFields: ["to_node", "later", "name_or_index", "type"],
    });
    expect(layoutOf(file)).toMatchObject({
      nodeStride: 6,
      nodeType: 5,
      nodeName: 4,
      nodeId: 3,
      nodeSelfSize: 2,
      nodeEdgeCount: 1,
      nodeTraceNodeId: -1,
      nodeDetachedness: -1,
      edgeStride: 4,
      edgeType: 3,
      edgeName: 2,
      edgeToNode: 0,
    });
  });

  it("maps a foreign enumeration to the known names and keeps the rest behind them", () => {
    const file = toSnapshotFile([{ type: "object" }], {
      ...LAYOUTS.node24,
      nodeTypes: ["object", "Core.Module", "hidden"],
      edgeTypes: ["weak", "julia edge"],
    });
    const layout = layoutOf(file);
    expect(layout.nodeTypeMap).toEqual([3, 16, 0]);
    expect(layout.nodeTypeNames[16]).toBe("Core.Module");
    expect(layout.edgeTypeMap).toEqual([6, 8]);
    expect(layout.edgeTypeNames[8]).toBe("julia edge");
  });

  it.each([
    ["node_fields", "edge_count", "type, name, id, self_size, edge_count"],
    ["edge_fields", "to_node", "type, name_or_index, to_node"],
  ])("says which field of %s is missing", (key, field, expected) => {
    const file = toSnapshotFile([{}]);
    const fields = (file.snapshot.meta[key] as string[]).filter((name) => name !== field);
    file.snapshot.meta[key] = fields;
    const error = faultOf(() => layoutOf(file));
    expect(error).toBeInstanceOf(SnapshotFormatError);
    expect(error).toMatchObject({
      code: "FORMAT_META",
      section: "snapshot",
      expected,
      found: fields.join(", "),
    });
  });

  it("says that the meta has no list at all", () => {
    const error = faultOf(() => readFieldLayout(readHeader({}, [])));
    expect(error).toBeInstanceOf(SnapshotFormatError);
    expect(error).toMatchObject({ code: "FORMAT_META", found: "no such list" });
  });

  it("uses V8's fields where the meta lists none", () => {
    const file = toSnapshotFile([{}]);
    file.snapshot.meta["sample_fields"] = [];
    delete file.snapshot.meta["location_fields"];
    expect(layoutOf(file).tables).toMatchObject({
      samples: ["timestamp_us", "last_assigned_id"],
      locations: ["object_index", "script_id", "line", "column"],
    });
  });
});

describe("readHeader", () => {
  it.each([-1, 2.5, "7", null, Number.NaN, undefined])(
    "takes a count of %s for a whole hint",
    (count) => {
      const { statedNodeCount } = readHeader({ node_count: count }, []);
      expect(Number.isInteger(statedNodeCount) && statedNodeCount >= 0).toBe(true);
    },
  );
});
