import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { type FreedObjects, simulateCut } from "../../../src/analysis/cut/simulate-cut.ts";
import { createBitSet, setBit } from "../../../src/graph/arrays/bit-set.ts";
import { graph } from "../../support/graph-dsl.ts";

/** What is free without the edges `holder.name` and the objects without a dot. */
function free(text: string, ...without: string[]): FreedObjects {
  const { graph: heap, ordinalOf } = graph(text);
  const labels = Object.keys(ordinalOf);
  const removed = createBitSet(heap.edgeCount);
  const isGone = createBitSet(heap.nodeCount);
  for (const label of without) if (!label.includes(".")) setBit(isGone, ordinalOf[label]);
  for (let edge = 0; edge < heap.edgeCount; edge++)
    if (without.includes(`${labels[heap.edgeSource(edge)]}.${heap.edgeName(edge)}`))
      setBit(removed, edge);
  return simulateCut(new Analyses(heap), removed, isGone);
}

const classes = (freed: FreedObjects): string[] =>
  freed.classes.map((row) => `${row.count} ${row.class} ${row.size}`);

const ENTRY = "part of key (Key @5) -> value (Value @9) pair in WeakMap (table @7)";

/** A WeakMap with one entry; the ids in its name are 2 * ordinal + 1. */
const WEAK_MAP = `
  root -> map key
  map -internal:table-> table
  key -internal:1 / ${ENTRY}-> value
  table -internal:2 / ${ENTRY}-> value
  table is array "(table)"
  value is object "Value" 100
`;

describe("simulateCut", () => {
  it("frees nothing when nothing is removed, or what else is held", () => {
    const heap = "root -> a b\na -> x\nb -> x";
    expect(free(heap)).toEqual({ count: 0, size: 0, classes: [] });
    expect(free(heap, "a.x")).toMatchObject({ count: 0 });
  });

  it("frees what only the removed references held, the biggest class first", () => {
    const heap = "root -> a\na -> x:10 y:30\nx -> z:5\ny -> z";
    expect(classes(free(heap, "a.x"))).toEqual(["1 x 10"]);
    expect(classes(free(heap, "a.x", "a.y"))).toEqual(["1 y 30", "1 x 10", "1 z 5"]);
  });

  it("counts a removed object and what it alone held", () => {
    const heap = "root -> a b\na:10 -> x:20\na -> y\nb -> y";
    expect(free(heap, "a")).toMatchObject({ count: 2, size: 30 });
  });

  it("does not count what was free before", () => {
    expect(free("root -> a\nlost:100 -> a", "a", "lost")).toMatchObject({ count: 1, size: 1 });
  });

  it("frees a ring that holds but itself", () => {
    expect(free("root -> a\na -> b\nb -> a", "root.a")).toMatchObject({ count: 2 });
  });

  it("frees a WeakMap's value with its key, with the table, and with either half of the entry", () => {
    for (const without of ["root.key", "root.map", "map.table", "key", "table"])
      expect(free(WEAK_MAP, without).classes).toContainEqual({
        class: "Value",
        count: 1,
        size: 100,
      });
    for (const half of [`key.1 / ${ENTRY}`, `table.2 / ${ENTRY}`])
      expect(classes(free(WEAK_MAP, half))).toEqual(["1 Value 100"]);
  });

  it("keeps a WeakMap's value that something else holds", () => {
    expect(free(`${WEAK_MAP}\nroot -> value`, "key").count).toBe(1);
  });
});
