import { describe, expect, it } from "vitest";
import {
  findTableLayout,
  slotOf,
  targetOfSlot,
} from "../../../src/analysis/lineage/table-layout.ts";
import { EdgeType } from "../../../src/graph/edge-type.ts";
import type { HeapGraph } from "../../../src/graph/heap-graph.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { buildGraph } from "../../support/build-graph.ts";

/** A table of a size whose given slots hold an object each; the table is node 1, the objects follow. */
function table(size: number, slots: readonly number[]): HeapGraph {
  return buildGraph({
    nodes: [{}, { type: NodeType.array, size }, ...slots.map(() => ({}))],
    edges: [
      { from: 1, to: 0, type: EdgeType.internal, name: "map" },
      ...slots.map((slot, at) => ({
        from: 1,
        to: at + 2,
        type: EdgeType.internal,
        name: String(slot),
      })),
    ],
  });
}

/** Bytes of a table: header of the array, three counts, buckets, two entries for each bucket. */
function sizeOf(buckets: number, entrySize: number, slot = 8): number {
  return 2 * slot + slot * (3 + buckets + 2 * buckets * entrySize);
}

describe("findTableLayout", () => {
  it.each([1, 2, 4, 64, 2 ** 20])("knows a Map and a Set of %i buckets", (buckets) => {
    for (const slot of [8, 4]) {
      const map = table(sizeOf(buckets, 3, slot), []);
      expect(findTableLayout(map, 1, true)).toEqual({
        isMap: true,
        start: 3 + buckets,
        entrySize: 3,
        capacity: 2 * buckets,
      });
      const set = table(sizeOf(buckets, 2, slot), []);
      expect(findTableLayout(set, 1, false)).toEqual({
        isMap: false,
        start: 3 + buckets,
        entrySize: 2,
        capacity: 2 * buckets,
      });
    }
  });

  it("has the sizes of V8's smallest tables", () => {
    // `new Map()` of Node 22: an array of 17 words behind a header of 2; a Set's has 13.
    expect(sizeOf(2, 3)).toBe(16 + 17 * 8);
    expect(sizeOf(2, 2)).toBe(16 + 13 * 8);
  });

  it("tries both for a subclass", () => {
    expect(findTableLayout(table(sizeOf(2, 3), []), 1, null)).toMatchObject({ isMap: true });
    expect(findTableLayout(table(sizeOf(2, 2), []), 1, null)).toMatchObject({ isMap: false });
  });

  it.each([0, 8, 16, 44, 153, 2 ** 40])("knows none of %i bytes", (size) => {
    expect(findTableLayout(table(size, []), 1, null)).toBeNull();
  });

  it("knows none whose size is the other kind's", () => {
    expect(findTableLayout(table(sizeOf(2, 3), []), 1, false)).toBeNull();
    expect(findTableLayout(table(sizeOf(2, 2), []), 1, true)).toBeNull();
  });

  it("knows none in which a slot of the file does not lie", () => {
    const last = 3 + 2 + 2 * 2 * 3 - 1;
    expect(findTableLayout(table(sizeOf(2, 3), [5, last]), 1, true)).not.toBeNull();
    expect(findTableLayout(table(sizeOf(2, 3), [5, last + 1]), 1, true)).toBeNull();
  });
});

describe("slotOf", () => {
  it("tells keys, values and chains of a Map", () => {
    const layout = { isMap: true, start: 5, entrySize: 3, capacity: 4 } as const;
    const slots = Array.from({ length: 11 }, (_, index) => slotOf(layout, index));
    expect(slots.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => "unknown"));
    expect(slots.slice(5)).toEqual(["key", "value", "unknown", "key", "value", "unknown"]);
  });

  it("tells members and chains of a Set", () => {
    const layout = { isMap: false, start: 5, entrySize: 2, capacity: 4 } as const;
    const slots = [4, 5, 6, 7, 8].map((index) => slotOf(layout, index));
    expect(slots).toEqual(["unknown", "member", "unknown", "member", "unknown"]);
  });
});

describe("targetOfSlot", () => {
  const graph = table(sizeOf(2, 3), [5, 6, 8, 9]);

  // Edge 0 leads to the map, edges 1 to 4 stand for the slots.
  it("finds the key before a value", () => {
    expect(targetOfSlot(graph, 1, 5, 2)).toBe(2);
    expect(targetOfSlot(graph, 1, 8, 4)).toBe(4);
  });

  it("finds none where the slot holds a number", () => {
    expect(targetOfSlot(graph, 1, 7, 3)).toBe(-1);
    expect(targetOfSlot(table(sizeOf(2, 3), [6]), 1, 5, 1)).toBe(-1);
  });
});
