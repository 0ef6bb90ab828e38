import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import type { QueryRow } from "../../../src/analysis/query/query.ts";
import { runQuery } from "../../../src/analysis/query/run-query.ts";
import { EdgeType } from "../../../src/graph/edge-type.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { buildGraph, type EdgeSpec } from "../../support/build-graph.ts";
import { forRandomHeaps } from "../../support/arbitrary-heap.ts";

const internal = (from: number, name: string, to: number): EdgeSpec => ({
  from,
  to,
  name,
  type: EdgeType.internal,
});

/** A heap with values of all kinds, as V8 writes them when asked for numbers. */
const VALUES = new Analyses(
  buildGraph({
    nodes: [
      { type: NodeType.synthetic, size: 0 },
      { name: "User", size: 40 },
      { type: NodeType.string, name: "ada", size: 16 },
      { type: NodeType.number, name: "smi number", size: 0 },
      { type: NodeType.string, name: "-392", size: 0 },
      { type: NodeType.hidden, name: "system / Oddball", size: 0 },
      { type: NodeType.string, name: "null", size: 0 },
      { type: NodeType.hidden, name: "true", size: 0 },
      { type: NodeType.number, name: "heap number", size: 16 },
      { type: NodeType.closure, name: "f", size: 64 },
      { name: "system / Context", size: 32 },
      { name: "system / Context", size: 32 },
      { name: "Array", size: 16 },
      { type: NodeType.bigint, name: "bigint", size: 16 },
      { type: NodeType.concatenatedString, name: "(concatenated string)", size: 32 },
    ],
    edges: [
      { from: 0, to: 1, name: "user" },
      { from: 1, to: 2, name: "name" },
      { from: 1, to: 3, name: "score" },
      internal(3, "value", 4),
      { from: 1, to: 5, name: "parent" },
      { from: 5, to: 6, type: EdgeType.hidden, name: 0 },
      { from: 1, to: 7, name: "isNew" },
      { from: 1, to: 8, name: "ratio" },
      { from: 1, to: 9, name: "greet" },
      internal(9, "context", 10),
      internal(10, "previous", 11),
      { from: 11, to: 2, type: EdgeType.context, name: "who" },
      { from: 1, to: 12, name: "list" },
      { from: 12, to: 2, type: EdgeType.element, name: 0 },
      { from: 12, to: 3, type: EdgeType.element, name: 1 },
      { from: 12, to: 1, type: EdgeType.element, name: 4_294_967_290 },
      { from: 1, to: 13, name: "big" },
      { from: 1, to: 14, name: "two words" },
      internal(14, "first", 2),
      internal(14, "second", 4),
    ],
  }),
);

const rowOf = (text: string): QueryRow => {
  const { rows } = runQuery(VALUES, text);
  expect(rows).toHaveLength(1);
  return rows[0];
};

const orderBy = (way: string): unknown[] =>
  runQuery(VALUES, `class = User or class = Array order by .name ${way} show class`).rows.map(
    (row) => row["class"],
  );

const sum = (nodes: readonly number[], sizes: ArrayLike<number>): number =>
  nodes.reduce((total, node) => total + sizes[node], 0);

describe("a path", () => {
  it.each([
    [".name", "ada"],
    [".score", -392],
    [".parent", null],
    [".isNew", true],
    [".ratio", { id: 17, class: "(number)" }],
    [".big", { id: 27, class: "(bigint)" }],
    [".list", { id: 25, class: "Array" }],
    [".list[0]", "ada"],
    [".list[4294967290].name", "ada"],
    [".list[*]", { count: 3, values: ["ada", -392, { id: 3, class: "User" }] }],
    [".greet(who)", "ada"],
    [".greet<context>(who)", "ada"],
    ['["two words"]', "ada-392"],
    [".missing", undefined],
    [".name.missing", undefined],
    [".list[7]", undefined],
    [".list.get(*)", { count: 0, values: [] }],
  ])("%s reads what the graph has", (path, value) => {
    expect(rowOf(`class = User show ${path} as value`)).toEqual({ value });
  });

  it.each([
    [".name = ada", 1],
    [".score < -391", 1],
    [".score = -392 and .name != 'Ada'", 1],
    [".parent = null", 1],
    [".isNew = true", 1],
    [".list = @25", 1],
    [".list[*] = @3", 1],
    [".list[*] > 0", 0],
    [".ratio > 0 or .ratio < 1", 0],
    [".ratio", 1],
    ["class = User and .missing", 0],
    ["class = User and .missing = undefined", 1],
    ["class = User and .missing != 3", 1],
  ])("%s is met by so many", (text, count) => {
    expect(runQuery(VALUES, text).count).toBe(count);
  });

  it("is summed over all that it leads to", () => {
    expect(
      rowOf("class = User show count, sum(.list[*]), avg(.name), min(.list[*].score)"),
    ).toEqual({
      count: 1,
      "sum(.list[*])": -392,
      "avg(.name)": undefined,
      "min(.list[*].score)": -392,
    });
  });

  it("orders what is not there behind all else, whichever way", () => {
    expect(orderBy("asc")).toEqual(["User", "Array"]);
    expect(orderBy("desc")).toEqual(["User", "Array"]);
  });
});

describe("an answer", () => {
  it("is what filtering and sorting all nodes would give", () => {
    forRandomHeaps((analyses, [small, limit]) => {
      const { graph, shallowSizes, retainedSizes } = analyses;
      const size = small % 50;
      const all = Array.from({ length: graph.nodeCount }, (_, node) => node);
      const meant = all.filter(
        (node) => shallowSizes[node] > size && graph.nodeTypeName(node) !== "code",
      );
      const sorted = meant.toSorted(
        (a, b) =>
          shallowSizes[a] - shallowSizes[b] ||
          retainedSizes[b] - retainedSizes[a] ||
          graph.data.nodeIds[a] - graph.data.nodeIds[b],
      );
      const rows = 1 + (limit % 6);
      const result = runQuery(
        analyses,
        `shallow > ${size} and type != code order by shallow, retained desc limit ${rows} show ordinal`,
      );
      expect(result.rows.map((row) => row["ordinal"])).toEqual(sorted.slice(0, rows));
      expect(result).toMatchObject({
        count: meant.length,
        shallowSize: sum(meant, shallowSizes),
        omitted: { count: Math.max(0, meant.length - rows) },
      });
    });
  });

  it("says of a group what those retain that no other of it dominates", () => {
    forRandomHeaps((analyses) => {
      const { graph, shallowSizes, retainedSizes, dominators } = analyses;
      const { firstEdges } = graph.data;
      const { rows } = runQuery(
        analyses,
        "group by class show class, count, shallow, retained, max(edges)",
      );
      const all = Array.from({ length: graph.nodeCount }, (_, node) => node);
      expect(rows.reduce((total, row) => total + Number(row["count"]), 0)).toBe(graph.nodeCount);
      for (const row of rows) {
        const members = all.filter((node) => analyses.className(node) === row["class"]);
        const isBelow = (node: number): boolean => {
          const above = dominators.idoms[node];
          return above !== node && (members.includes(above) || isBelow(above));
        };
        expect(row).toEqual({
          class: row["class"],
          count: members.length,
          shallowSize: sum(members, shallowSizes),
          retainedSize: sum(
            members.filter((node) => !isBelow(node)),
            retainedSizes,
          ),
          "max(edges)": Math.max(...members.map((node) => firstEdges[node + 1] - firstEdges[node])),
        });
      }
    });
  });
});
