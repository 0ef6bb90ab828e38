import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { type DominatorsResult, viewDominators } from "../../src/analysis/dominator-view.ts";
import { NotFoundError } from "../../src/errors.ts";
import { renderDominatorsFolded, renderDominatorsText } from "../../src/render/dominators-text.ts";
import { buildGraph, createGraph } from "../support/build-graph.ts";
import { graph } from "../support/graph-dsl.ts";

const HEAP = graph(`
  root -> a c:50
  a -> list:10 b:200
  list -> link1:10
  link1 -> link2:10
  link2 -> link3:200
  b -> b1:30 b2:20 b3:1
`);
const analyses = new Analyses(HEAP.graph);
const outline = ({ rows }: DominatorsResult): string[] =>
  rows.map((row) => "-".repeat(row.depth) + (row.name ?? row.class));

describe("viewDominators", () => {
  it("lists the biggest first and folds chains", () => {
    const result = viewDominators(analyses, { depth: 0, minSize: 0, limit: 0 });
    expect(outline(result)).toEqual(["", "-a", "--b", "---b1", "---b2", "---b3", "--list", "-c"]);
    const list = result.rows[6];
    expect(list.chain.map((link) => link.name)).toEqual(["link1", "link2", "link3"]);
    expect(list).toMatchObject({ chainCount: 3, retainedSize: 230, omitted: { count: 0 } });
  });

  it("says what limit, least size and depth leave out", () => {
    const limited = viewDominators(analyses, { depth: 0, minSize: 0, limit: 1 });
    expect(outline(limited)).toEqual(["", "-a", "--b", "---b1"]);
    expect(limited.rows[2].omitted).toEqual({ count: 2, retainedSize: 21 });
    const large = viewDominators(analyses, { depth: 0, minSize: 25, limit: 0 });
    expect(large.rows[2].omitted).toEqual({ count: 2, retainedSize: 21 });
    const flat = viewDominators(analyses, { depth: 1, minSize: 0, limit: 0 });
    expect(outline(flat)).toEqual(["", "-a", "-c"]);
    expect(flat.rows[1].omitted).toEqual({ count: 2, retainedSize: 481 });
    expect(flat.omitted.count).toBe(2);
  });

  it("starts at an object", () => {
    const id = 2 * HEAP.ordinalOf["b"] + 1;
    expect(outline(viewDominators(analyses, { id, minSize: 0 }))).toEqual([
      "b",
      "-b1",
      "-b2",
      "-b3",
    ]);
    expect(() => viewDominators(analyses, { id: 4 })).toThrow(NotFoundError);
  });

  it("says how each is held, by a name rather than by an internal edge", () => {
    const { graph: heap } = graph(`
      root -> owner
      owner -internal:properties-> table
      owner -internal:7-> value:5
      owner -property:name-> value
      table -> shared
      value -> shared
    `);
    const { rows } = viewDominators(new Analyses(heap), { minSize: 0, depth: 0 });
    expect(rows.map((row) => row.edge)).toEqual([null, ".name", "<properties>", null]);
  });

  it("merges the children of one class at every level", () => {
    const { graph: twins } = graph(`
      root -> s1:1 s2:2 s3:4
      s1 is "S" 1
      s2 is "S" 2
      s3 is "T" 4
      s1 -> x1
      s2 -> x2
      x1 is "X" 10
      x2 is "X" 20
    `);
    const result = viewDominators(new Analyses(twins), { byClass: true, minSize: 0 });
    const rows = result.rows.map((row) => [
      row.depth,
      row.class,
      row.count,
      row.shallowSize,
      row.retainedSize,
    ]);
    expect(rows).toEqual([
      [0, "(root)", 1, 0, 37],
      [1, "S", 2, 3, 33],
      [1, "T", 1, 4, 4],
    ]);
    expect(result.rows[1].chain).toMatchObject([{ class: "X", count: 2, id: null }]);
  });

  it("accounts for every byte in folded stacks", () => {
    for (const options of [
      { depth: 0, minSize: 0, limit: 0 },
      { depth: 1, limit: 1 },
      { byClass: true },
    ]) {
      const lines = [...renderDominatorsFolded(viewDominators(analyses, options))];
      const sum = lines.reduce((bytes, line) => bytes + Number(/ (\d+)\n$/.exec(line)?.[1]), 0);
      expect(sum).toBe(analyses.retainedSizes[0]);
    }
  });

  it("lets no name break a folded line", () => {
    const nodes = [{ size: 0 }, { name: "a;b\n c ", size: 5 }, { name: "d", size: 7 }];
    const heap = buildGraph({
      nodes,
      edges: [
        { from: 0, to: 1 },
        { from: 0, to: 2 },
      ],
    });
    const result = viewDominators(new Analyses(heap), { byClass: true });
    expect([...renderDominatorsFolded(result)]).toEqual([
      "(root);d 7\n",
      String.raw`(root);a\u003bb\n c\u0020 5` + "\n",
    ]);
  });

  it("merges folded lines of equal paths", () => {
    const { graph: twins } = graph(`
      root -> s1:1 s2:2
      s1 is "S" 1
      s2 is "S" 2
    `);
    const result = viewDominators(new Analyses(twins), { minSize: 0 });
    expect([...renderDominatorsFolded(result)].map((line) => line.split(";").at(-1))).toEqual([
      "S 3\n",
    ]);
  });

  it("cuts names, never ids, where there is little room", () => {
    const name = "a name that takes a lot of room";
    const heap = buildGraph({
      nodes: [{ size: 0 }, { name, id: 123_456_789, size: 5 }, { name, id: 987_654_321, size: 90 }],
      edges: [
        { from: 0, to: 1, name: "first" },
        { from: 1, to: 2, name: "second" },
        { from: 0, to: 2, name: "third" },
      ].slice(0, 2),
    });
    const result = viewDominators(new Analyses(heap), { minSize: 0 });
    for (let width = 60; width <= 140; width += 4) {
      const text = [...renderDominatorsText(result, width)].join("");
      expect(text.match(/@\d+/g)?.every((id) => /^@(1|123456789|987654321)$/.test(id))).toBe(true);
      expect(text).not.toMatch(/… …|@\d*…/);
    }
  });

  it("passes a chain of a million nodes", () => {
    const count = 1_000_000;
    const chain = createGraph({
      firstEdges: Uint32Array.from({ length: count + 1 }, (_, node) => Math.min(node, count - 1)),
      edgeTargets: Uint32Array.from({ length: count - 1 }, (_, edge) => edge + 1),
    });
    const { rows } = viewDominators(new Analyses(chain));
    // Down to one percent of the heap each link is nearly all of the one above.
    expect(rows).toHaveLength(1);
    expect(rows[0].chainCount).toBe(990_000);
    expect(rows[0].chain).toHaveLength(5);
  });

  it("draws a tree of 300 levels in lines of the width it is given", () => {
    const edges = Array.from({ length: 300 }, (_, at) => [
      { from: 2 * at, to: 2 * at + 1, name: "next" },
      { from: 2 * at, to: 2 * at + 2, name: "value" },
    ]).flat();
    const heap = buildGraph({ nodes: Array.from({ length: 601 }, () => ({ size: 8 })), edges });
    const result = viewDominators(new Analyses(heap), { depth: 0, minSize: 0, limit: 0 });
    const lines = [...renderDominatorsText(result, 80)].join("").trimEnd().split("\n");
    expect(Math.max(...result.rows.map((row) => row.depth))).toBe(300);
    expect(lines).toHaveLength(601 + 1);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });
});
