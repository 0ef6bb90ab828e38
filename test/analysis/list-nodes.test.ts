import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import {
  countMatches,
  countNodes,
  LIST_SORTS,
  listNodes,
  type ListOptions,
} from "../../src/analysis/list-nodes.ts";
import { NODE_VOCABULARY, parseNodePredicate } from "../../src/analysis/node-fields.ts";
import { type NodeRow, nodeRow } from "../../src/analysis/node-rows.ts";
import { TopOrdinals } from "../../src/analysis/top-ordinals.ts";
import { NotFoundError } from "../../src/errors.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "../support/build-graph.ts";
import { forRandomGraphs } from "../support/random-runs.ts";

/** root -> List -> two items of one size, a string; a detached node; an orphan. */
const NODES: readonly NodeSpec[] = [
  { type: NodeType.synthetic, size: 0 },
  { name: "List", size: 100, id: 9 },
  { name: "pkg.Item", size: 40, id: 7, location: { scriptId: 5, line: 11, column: 2 } },
  { name: "pkg.Item", size: 40, id: 5 },
  { type: NodeType.string, name: "hello world", size: 2 ** 33, id: 3 },
  { type: NodeType.native, name: "<div id=x>", size: 8, id: 2, detachedness: 2 },
  { name: "Lost", size: 0, id: 11 },
];
const EDGES: readonly EdgeSpec[] = [
  { from: 0, to: 1, name: "list" },
  { from: 1, to: 2, name: "a" },
  { from: 1, to: 3, name: "b" },
  { from: 2, to: 4, name: "text" },
  { from: 3, to: 4, name: "text" },
  { from: 1, to: 5, name: "element" },
];
const analyses = new Analyses(buildGraph({ nodes: NODES, edges: EDGES }));

const idsOf = (options: ListOptions): number[] =>
  listNodes(analyses, options).objects.map(({ id }) => id);
const idsWhere = (where: string): number[] =>
  idsOf({ where: parseNodePredicate(where), sort: "id" });

describe("listNodes", () => {
  it("lists all nodes, those of size 0 too, the biggest first", () => {
    const { count, shallowSize, objects, omitted } = listNodes(analyses);
    expect(count).toBe(NODES.length);
    expect(shallowSize).toBe(2 ** 33 + 188);
    expect(objects.map(({ id }) => id)).toEqual([1, 9, 3, 5, 7, 2, 11]);
    expect(omitted).toEqual({ count: 0, shallowSize: 0 });
  });

  it("gives every field of a row", () => {
    expect(nodeRow(analyses, 2)).toEqual({
      id: 7,
      ordinal: 2,
      type: "object",
      name: "pkg.Item",
      class: "pkg.Item",
      shallowSize: 40,
      retainedSize: 40,
      distance: 2,
    });
    expect(nodeRow(analyses, 5)).toMatchObject({
      name: "Detached <div id=x>",
      class: "Detached <div>",
    });
    expect(nodeRow(analyses, 6)).toMatchObject({ distance: null });
  });

  it("sorts by each key, ties by id, never reached last", () => {
    expect(idsOf({ sort: "shallow" })).toEqual([3, 9, 5, 7, 2, 1, 11]);
    expect(idsOf({ sort: "distance" })).toEqual([9, 2, 5, 7, 3, 1, 11]);
    expect(idsOf({ sort: "id" })).toEqual([1, 2, 3, 5, 7, 9, 11]);
  });

  it("cuts at the limit and says what it cut", () => {
    const { objects, count, omitted } = listNodes(analyses, { sort: "shallow", limit: 2 });
    expect(objects.map(({ id }) => id)).toEqual([3, 9]);
    expect(count).toBe(7);
    expect(omitted).toEqual({ count: 5, shallowSize: 88 });
  });

  it("selects by any of several classes", () => {
    expect(idsOf({ type: ["Item", "List"], sort: "id" })).toEqual([5, 7, 9]);
    expect(idsOf({ type: ["(str*"] })).toEqual([3]);
  });

  it("names near classes when none matches", () => {
    expect(() => listNodes(analyses, { type: ["Lists"] })).toThrow(NotFoundError);
    expect(() => listNodes(analyses, { type: ["Lists"] })).toThrow(
      expect.objectContaining({
        code: "CLASS_NOT_FOUND",
        suggestions: expect.arrayContaining(["List"]),
      }),
    );
  });

  it("returns nothing when no object of the class is as wanted", () => {
    const where = parseNodePredicate("shallow > 1MB");
    expect(listNodes(analyses, { type: ["List"], where })).toMatchObject({ count: 0, objects: [] });
  });

  it.each([
    ["id = @7", [7]],
    ["ordinal < 2", [1, 9]],
    ["type = string", [3]],
    ["type ~ s", [1, 3]],
    ["name = 'hello world'", [3]],
    ["name ~ Detached", [2]],
    ["class = Item", [5, 7]],
    ["class != Item and type = object", [9, 11]],
    ["shallow > 4 GiB", [3]],
    ["retainedSize >= 8GB and shallowSize < 1kB", [1, 9]],
    ["distance = 2", [2, 5, 7]],
    ["distance >= 100000000", [1]],
    ["distance >= 0 or not distance >= 0", [1, 2, 3, 5, 7, 9, 11]],
    ["edges = 3", [9]],
    ["retainers = 2", [3]],
    ["detached", [2]],
    ["location ~ :12:3", [7]],
    ["location = ''", [1, 2, 3, 5, 9, 11]],
  ])("where %s", (where, ids) => {
    expect(idsWhere(where)).toEqual(ids);
  });

  it("knows every field that the vocabulary has", () => {
    for (const [spelling, { kind }] of Object.entries(NODE_VOCABULARY)) {
      // Property paths have a name of their own after the point.
      if (kind === "value") continue;
      const value = kind === "text" || kind === "pattern" ? "x" : kind === "flag" ? "true" : "1";
      expect(() => idsWhere(`${spelling} != ${value}`)).not.toThrow();
    }
  });

  it("agrees with filtering and sorting all rows", () => {
    forRandomGraphs((random) => {
      const all = Array.from({ length: random.graph.nodeCount }, (_, node) =>
        nodeRow(random, node),
      );
      const where = parseNodePredicate("shallow > 3 or type = native");
      const meant = all.filter((row) => row.shallowSize > 3 || row.type === "native");
      for (const sort of LIST_SORTS) {
        const sorted = meant.toSorted((a, b) => keyOf(a, sort) - keyOf(b, sort) || a.id - b.id);
        for (const limit of [0, 1, 3]) {
          const { objects, count } = listNodes(random, { where, sort, limit });
          expect(count).toBe(meant.length);
          expect(objects).toEqual(limit === 0 ? sorted : sorted.slice(0, limit));
        }
      }
    });
  });
});

/** Smaller comes first. */
function keyOf(row: NodeRow, sort: (typeof LIST_SORTS)[number]): number {
  switch (sort) {
    case "retained":
      return -row.retainedSize;
    case "shallow":
      return -row.shallowSize;
    case "distance":
      return row.distance ?? Number.MAX_SAFE_INTEGER;
    case "id":
      return row.id;
  }
}

describe("countNodes", () => {
  it("counts what one retains only once", () => {
    const where = parseNodePredicate("class = List or class = Item or type = string");
    expect(countNodes(analyses, { where })).toEqual({
      kind: "count",
      count: 4,
      shallowSize: 2 ** 33 + 180,
      retainedSize: 2 ** 33 + 188,
    });
  });

  it("finds none of a class that does not exist", () => {
    expect(countMatches(analyses, { type: ["Nope"] })).toBe(0);
    expect(countNodes(analyses, { type: ["Nope"] })).toMatchObject({ count: 0, retainedSize: 0 });
  });

  it("counts as listing does, and no more memory than there is", () => {
    forRandomGraphs((random) => {
      const selection = { where: parseNodePredicate("type = object or distance < 3") };
      const { count, shallowSize, retainedSize } = countNodes(random, selection);
      expect(countMatches(random, selection)).toBe(count);
      expect(listNodes(random, selection)).toMatchObject({ count, shallowSize });
      let total = 0;
      for (const size of random.shallowSizes) total += size;
      expect(retainedSize).toBeGreaterThanOrEqual(shallowSize);
      expect(retainedSize).toBeLessThanOrEqual(total);
    });
  });
});

describe("TopOrdinals", () => {
  it("keeps the first of an order", () => {
    const values = fc.uniqueArray(fc.nat(5000), { maxLength: 3000 });
    fc.assert(
      fc.property(values, fc.nat(50), (offered, limit) => {
        const top = new TopOrdinals((a, b) => b - a, limit);
        for (const value of offered) top.offer(value);
        const sorted = offered.toSorted((a, b) => b - a);
        expect(top.offered).toBe(offered.length);
        expect([...top.finish()]).toEqual(limit === 0 ? sorted : sorted.slice(0, limit));
      }),
      { numRuns: 50 },
    );
  });
});
