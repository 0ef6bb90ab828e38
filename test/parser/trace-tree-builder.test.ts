import { jsonParser } from "stream-json/core/parser.js";
import { describe, expect, it } from "vitest";
import type { TraceTree } from "../../src/graph/heap-graph.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { TraceTreeBuilder } from "../../src/parser/trace-tree-builder.ts";
import { fixturePath, readFixture } from "../support/real-files.ts";
import type { SnapshotFile } from "../support/snapshot-builder.ts";

function build(tree: unknown, fields: readonly string[] = []): TraceTree {
  const builder = new TraceTreeBuilder();
  builder.setFields(fields);
  feed(builder, JSON.stringify(tree));
  return builder.finish();
}

function feed(builder: TraceTreeBuilder, text: string): void {
  const result = jsonParser({ streamValues: false })(text);
  if (typeof result !== "object" || result === null || !("values" in result)) return;
  for (const token of result.values) builder.token(token);
}

/** The rows of a tree whose children are flattened, five values each, in preorder. */
function flatten(children: readonly unknown[], parent: number, rows: number[][] = []): number[][] {
  for (let at = 0; at < children.length; at += 5) {
    const row = rows.length;
    rows.push([...(children.slice(at, at + 4) as number[]), parent < 0 ? row : parent]);
    flatten(children[at + 4] as unknown[], row, rows);
  }
  return rows;
}

function rowsOf(tree: TraceTree): number[][] {
  return Array.from({ length: tree.count }, (_, row) => [
    tree.ids[row],
    tree.functions[row],
    tree.counts[row],
    tree.sizes[row],
    tree.parents[row],
  ]);
}

describe("TraceTreeBuilder", () => {
  it("flattens nested children into rows, parents first", () => {
    const tree = build([1, 0, 9, 90, [2, 5, 3, 30, [3, 6, 1, 10, []], 4, 7, 2, 20, []]]);
    expect(rowsOf(tree)).toEqual([
      [1, 0, 9, 90, 0],
      [2, 5, 3, 30, 0],
      [3, 6, 1, 10, 1],
      [4, 7, 2, 20, 0],
    ]);
  });

  it("builds nothing from an empty tree", () => {
    expect(build([]).count).toBe(0);
  });

  it("finds the fields by name, children not last", () => {
    const fields = ["id", "children", "size", "count", "later", "function_info_index"];
    const tree = build([1, [2, [], 20, 1, 0, 8], 90, 9, 0, 7], fields);
    expect(rowsOf(tree)).toEqual([
      [1, 7, 9, 90, 0],
      [2, 8, 1, 20, 0],
    ]);
  });

  it("takes 100000 levels without recursion", () => {
    const levels = 100_000;
    const builder = new TraceTreeBuilder();
    feed(builder, "[1,0,1,1,".repeat(levels) + "[]" + "]".repeat(levels));
    const tree = builder.finish();
    expect(tree.count).toBe(levels);
    expect(tree.parents[levels - 1]).toBe(levels - 2);
  });

  it("reads the tree of a real timeline as JSON.parse does", async () => {
    const graph = await readSnapshot(fixturePath("node24-alloc"));
    const file = JSON.parse(readFixture("node24-alloc").toString()) as SnapshotFile;
    expect(rowsOf(graph.data.traceTree)).toEqual(flatten(file.trace_tree, -1));
    expect(graph.data.traceTree.count).toBe(129);
  });

  it("puts parents before children in a real timeline", async () => {
    const { data } = await readSnapshot(fixturePath("node24-alloc"));
    const { parents, count } = data.traceTree;
    const misplaced = Array.from({ length: count }, (_, row) => row).filter(
      (row) => row > 0 && parents[row] >= row,
    );
    expect(misplaced).toEqual([]);
  });

  it("joins nodes, tree and functions of a real timeline", async () => {
    const { data } = await readSnapshot(fixturePath("node24-alloc"));
    const known = new Set(data.traceTree.ids);
    const tracked = (data.traceNodeIds ?? []).filter((id: number) => id !== 0);
    expect(tracked.length).toBeGreaterThan(1000);
    expect(Array.from(tracked).filter((id) => !known.has(id))).toEqual([]);
    expect(Math.max(...data.traceTree.functions)).toBeLessThan(data.traceFunctions.count);
  });

  it("reads samples in ascending order from a real timeline", async () => {
    const { data } = await readSnapshot(fixturePath("node24-alloc"));
    const { timestamp_us: times, last_assigned_id: ids } = data.samples.fields;
    expect(data.samples.count).toBe(16);
    expect(times[0]).toBe(0);
    expect(Array.from(times)).toEqual(Array.from(times).toSorted((a, b) => a - b));
    expect(Array.from(ids)).toEqual(Array.from(ids).toSorted((a, b) => a - b));
  });
});
