import { describe, expect, it } from "vitest";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { fixturePath, readFixture, REAL_FILE_NAMES } from "../support/real-files.ts";
import type { SnapshotFile } from "../support/snapshot-builder.ts";
import { compareWithFile, parseWithStreamJson } from "./json-oracle.ts";

describe("readSnapshot on real files", () => {
  it.each(REAL_FILE_NAMES)("reads every column of %s as JSON.parse does", async (name) => {
    const graph = await readSnapshot(fixturePath(name));
    const file = JSON.parse(readFixture(name).toString()) as SnapshotFile;
    expect(compareWithFile(graph, file)).toEqual([]);
  });

  it.each(REAL_FILE_NAMES)("reads every column of %s as stream-json does", async (name) => {
    const bytes = readFixture(name);
    const graph = await readSnapshot(bytes);
    expect(compareWithFile(graph, parseWithStreamJson(bytes.toString()))).toEqual([]);
  });
});
