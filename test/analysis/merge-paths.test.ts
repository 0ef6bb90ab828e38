import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { mergePaths, type MergedPathOptions } from "../../src/analysis/merge-paths.ts";
import type { MergedPathResult } from "../../src/analysis/path-result.ts";
import { graph } from "../support/graph-dsl.ts";

function merge(
  text: string,
  labels: readonly string[],
  options: MergedPathOptions = {},
): MergedPathResult {
  const heap = graph(text);
  const ordinals = Uint32Array.from(labels, (label) => heap.ordinalOf[label]);
  return mergePaths(new Analyses(heap.graph), ordinals, { count: 0 }, options);
}

/** Rows as text: indented code, class, objects, objects reached. */
function lines({ rows }: MergedPathResult): string[] {
  return rows.map(
    (row) =>
      `${"  ".repeat(row.depth)}${row.code} ${row.class} × ${row.count}, ${row.reachedCount}`,
  );
}

const CACHE = `
  root -> g
  g -> cache
  cache is "Map"
  cache -internal:table-> table
  table is array "" 152
  table -internal:6-> s1
  table -internal:9-> s2
  s1 is "Session"
  s2 is "Session"
  s1 -property:user-> u1
  s2 -property:user-> u2
  u1 is "User"
  u2 is "User"
`;

describe("mergePaths", () => {
  it("shares rows by class and reference, tables folded", () => {
    const result = merge(CACHE, ["u1", "u2", "s2"]);
    expect(lines(result)).toEqual([
      "globalThis g × 1, 3",
      "  .cache Map × 1, 3",
      "    .get(*) Session × 2, 3",
      "      .user User × 2, 2",
    ]);
    expect(result.rows.map(({ endCount }) => endCount)).toEqual([0, 0, 1, 2]);
    expect(result).toMatchObject({ count: 3, retainedSize: 3, unreachable: { count: 0 } });
  });

  it("names the one reference of a row exactly", () => {
    const heap = CACHE.replace("table -internal:6", "table -internal:5-> key\ntable -internal:6");
    const code = (label: string): string => merge(heap, [label]).rows[2].code;
    expect([code("u1"), code("u2")]).toEqual([".get(key @9)", ".get(*)"]);
  });

  it("counts what nothing leads to", () => {
    const result = merge(`${CACHE}\nlost -> g`, ["u1", "lost"]);
    expect(result.unreachable).toEqual({ count: 1 });
    expect(result.rows[0].reachedCount).toBe(1);
  });

  it("makes one row of equal steps", () => {
    const result = merge(
      `
      root -> g
      g -property:head-> a
      a -property:next-> b
      b -property:next-> c
      c -property:value-> v
      a is "N"
      b is "N"
      c is "N"
    `,
      ["v", "b"],
    );
    expect(lines(result)).toEqual([
      "globalThis g × 1, 2",
      "  .head N × 1, 2",
      "    .next N × 2, 2",
      "      .value v × 1, 1",
    ]);
    expect(result.rows[2]).toMatchObject({ repeat: 2, endCount: 1 });
  });

  it("counts in a row what is not shown below it", () => {
    const result = merge("root -> g\ng -> a b c", ["a", "b", "c"], { tooMany: 1 });
    expect(result.rows[0].omitted).toEqual({ count: 2, reachedCount: 2 });
    expect(merge("root -> g\ng -> a b c", ["a", "b"], { maxRows: 1 }).rows.length).toBe(1);
  });

  it("has a row for a part that was asked for", () => {
    const result = merge(CACHE, ["table"]);
    expect(result.rows.reduce((sum, { endCount }) => sum + endCount, 0)).toBe(1);
  });

  it("counts the roots that are not shown", () => {
    const result = merge("root -> a b\na -> x\nb -> y", ["x", "y"], { tooMany: 1 });
    const roots = result.rows.filter(({ depth }) => depth === 0);
    expect(roots.map(({ reachedCount }) => reachedCount)).toEqual([1]);
    expect(result.omittedRoots).toEqual({ count: 1, reachedCount: 1 });
  });

  it("keeps roots within the limit of rows", () => {
    expect(merge("root -> a b\na -> x\nb -> y", ["x", "y"], { maxRows: 1 }).rows.length).toBe(1);
  });
});
