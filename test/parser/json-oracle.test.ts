import { describe, expect, it } from "vitest";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { buildSnapshot, type SnapshotFile } from "../support/snapshot-builder.ts";
import { compareWithFile, parseWithStreamJson } from "./json-oracle.ts";

const BYTES = buildSnapshot([
  { type: "synthetic", edges: [{ name: "a", to: 1 }] },
  { name: "A", selfSize: 16, edges: [{ type: "element", name: -6, to: 0 }] },
]);

describe("compareWithFile", () => {
  it("finds nothing between a graph and its own file", async () => {
    const file = JSON.parse(BYTES.toString()) as SnapshotFile;
    expect(compareWithFile(await readSnapshot(BYTES), file)).toEqual([]);
  });

  it.each<[string, (file: SnapshotFile) => void]>([
    ["nodeTypes[1] is object, expected code", (file) => (file.nodes[6] = 4)],
    ["nodeIds[1] is 3, expected 9", (file) => (file.nodes[8] = 9)],
    ["selfSizes[1] is 16, expected 17", (file) => (file.nodes[9] = 17)],
    ["detachedness[1] is 0, expected 1", (file) => (file.nodes[11] = 1)],
    ["edgeTypes[1] is element, expected weak", (file) => (file.edges[3] = 6)],
    ["edgeNames[1] is 4294967290, expected 4294967289", (file) => (file.edges[4] = -7)],
    ["edgeTargets[0] is 1, expected 0", (file) => (file.edges[2] = 0)],
    ["strings[3] is A, expected B", (file) => (file.strings[3] = "B")],
    ["locations.line has 0 values, expected 1", (file) => (file.locations = [0, 1, 2, 3])],
  ])("tells that %s", async (difference, change) => {
    const file = JSON.parse(BYTES.toString()) as SnapshotFile;
    change(file);
    expect(compareWithFile(await readSnapshot(BYTES), file)).toContain(difference);
  });
});

describe("parseWithStreamJson", () => {
  it("gives what JSON.parse gives", () => {
    expect(parseWithStreamJson(BYTES.toString())).toEqual(JSON.parse(BYTES.toString()));
  });
});
