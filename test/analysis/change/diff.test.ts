import { describe, expect, it } from "vitest";
import { DIFF_SORTS, type DiffOptions } from "../../../src/analysis/change/diff.ts";
import { NotFoundError } from "../../../src/errors.ts";
import { EdgeType } from "../../../src/graph/edge-type.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { buildGraph, type NodeSpec } from "../../support/build-graph.ts";
import { type ComparedGraphs, compareGraphs } from "../../support/compare-graphs.ts";

const STAYING: readonly NodeSpec[] = [
  { type: NodeType.synthetic, size: 0, id: 1 },
  { name: "global", size: 10, id: 3 },
  ...Array.from({ length: 10 }, (_, at) => ({ name: "Kept", size: 5, id: 101 + 2 * at })),
];

/** All objects hang on `global.all`. */
function compare(past: readonly NodeSpec[], later: readonly NodeSpec[]): ComparedGraphs {
  const [before, now] = [past, later].map((nodes) =>
    buildGraph({
      nodes: [...STAYING, ...nodes],
      edges: [
        { from: 0, to: 1, type: EdgeType.shortcut, name: "1" },
        ...[...STAYING, ...nodes]
          .map((_, to) => ({ from: 1, to, name: "all" }))
          .filter(({ to }) => to > 1),
      ],
    }),
  );
  return compareGraphs(before, now);
}

function some(name: string, firstId: number, count: number, size: number): NodeSpec[] {
  return Array.from({ length: count }, (_, at) => ({ name, id: firstId + 2 * at, size }));
}

/** Few and many, large and small, growing and shrinking. */
const CHANGE = compare(
  [
    ...some("Shrinks", 201, 5, 100),
    ...some("Churns", 301, 10, 10),
    ...some("Gone", 401, 2, 7),
    { type: NodeType.native, name: "Reissued", id: 500, size: 16 },
  ],
  [
    ...some("Shrinks", 201, 3, 100),
    ...some("Churns", 1301, 11, 10),
    ...some("Big", 1401, 1, 5000),
    ...some("Many", 1501, 50, 2),
    ...some("Even", 1701, 4, 25),
    { type: NodeType.native, name: "Reissued", id: 502, size: 16 },
  ],
);

function names(options: DiffOptions): string[] {
  return CHANGE.diff(options).classes.map(({ name }) => name);
}

describe("the classes of a diff", () => {
  it("are all in which something is new or gone", () => {
    const { classes, totals, omitted, kind, matching, sort } = CHANGE.diff();
    expect({ kind, matching, sort }).toEqual({ kind: "diff", matching: "ids", sort: "retained" });
    expect(classes.map(({ name }) => name)).not.toContain("Kept");
    expect(totals).toEqual({
      before: { nodeCount: 30, size: 10 + 50 + 500 + 100 + 14 + 16 },
      after: { nodeCount: 82, size: 10 + 50 + 300 + 110 + 5000 + 100 + 100 + 16 },
      newCount: 67,
      newSize: 5326,
      deletedCount: 15,
      deletedSize: 330,
      classCount: 7,
    });
    expect(classes).toHaveLength(totals.classCount);
    expect(omitted).toEqual({ count: 0, sizeDelta: 0, shrinking: 0 });
  });

  it("tell what is new, gone and left", () => {
    const row = CHANGE.diff({ filter: ["Churns"] }).classes[0];
    expect(row).toEqual({
      name: "Churns",
      location: null,
      newCount: 11,
      deletedCount: 10,
      countDelta: 1,
      newSize: 110,
      deletedSize: 100,
      sizeDelta: 10,
      count: 11,
      retainedSize: 110,
      retainedDelta: 10,
      reissuedCount: 0,
      sampleIds: [1301, 1303, 1305],
      heldBy: {
        code: "global.all",
        share: 1,
        lookedAt: 11,
        holder: { id: 3, class: "global" },
      },
    });
  });

  it.each([
    ["retained", ["Big", "Even", "Many", "Churns", "Reissued", "Gone", "Shrinks"]],
    ["size", ["Big", "Even", "Many", "Churns", "Reissued", "Gone", "Shrinks"]],
    ["count", ["Many", "Even", "Big", "Churns", "Reissued", "Gone", "Shrinks"]],
    ["new", ["Many", "Churns", "Even", "Big", "Reissued", "Gone", "Shrinks"]],
    ["name", ["Big", "Churns", "Even", "Gone", "Many", "Reissued", "Shrinks"]],
  ] as const)("are sorted by %s, equal ones by name", (sort, expected) => {
    expect(names({ sort })).toEqual(expected);
  });

  it("have a test for every sort", () => {
    expect(DIFF_SORTS).toEqual(["retained", "size", "count", "new", "name"]);
  });

  it.each([0, 1, 3, 7, 100])("are cut off at a limit of %i, the rest is summed", (limit) => {
    const all = CHANGE.diff().classes;
    const { classes, omitted, totals } = CHANGE.diff({ limit });
    const shown = limit === 0 ? all.length : Math.min(limit, all.length);
    expect(classes).toEqual(all.slice(0, shown));
    const rest = all.slice(shown);
    expect(omitted).toEqual({
      count: rest.length,
      sizeDelta: rest.reduce((sum, { sizeDelta }) => sum + sizeDelta, 0),
      shrinking: 0,
    });
    expect(totals).toEqual(CHANGE.diff().totals);
  });

  it("may be the growing ones alone: what merely got new ids is none of them", () => {
    const { classes, omitted } = CHANGE.diff({ growingOnly: true, limit: 3 });
    expect(classes.map(({ name }) => name)).toEqual(["Big", "Even", "Many"]);
    expect(omitted).toEqual({ count: 1, sizeDelta: 10, shrinking: 3 });
  });

  it("grow when one of objects, bytes and retained bytes does", () => {
    const { classes } = compare(
      [...some("Fewer", 201, 4, 10), ...some("Lighter", 301, 2, 50), ...some("Same", 401, 2, 8)],
      [...some("Fewer", 1201, 2, 90), ...some("Lighter", 1301, 3, 5), ...some("Same", 1401, 2, 8)],
    ).diff({ growingOnly: true, sort: "name" });
    expect(classes.map(({ name }) => name)).toEqual(["Fewer", "Lighter"]);
  });

  it("are filtered by patterns, any of which will do", () => {
    expect(names({ filter: ["Big", "/^s/i"] })).toEqual(["Big", "Shrinks"]);
    expect(names({ filter: ["*n*"], sort: "name" })).toEqual([
      "Churns",
      "Even",
      "Gone",
      "Many",
      "Shrinks",
    ]);
    expect(CHANGE.diff({ filter: ["Shrinks"], growingOnly: true })).toMatchObject({
      classes: [],
      omitted: { shrinking: 1 },
    });
  });

  it("are none where the class is there but did not change", () => {
    expect(CHANGE.diff({ filter: ["Kept"] })).toMatchObject({
      classes: [],
      omitted: { count: 0, shrinking: 0 },
    });
  });

  it("are none where one object only grew", () => {
    const { classes, totals } = compare(some("P", 201, 1, 10), some("P", 201, 1, 1000)).diff();
    expect(classes).toEqual([]);
    expect(totals).toMatchObject({ classCount: 0, before: { size: 70 }, after: { size: 1060 } });
  });

  it("must be there at all", () => {
    expect(() => CHANGE.diff({ filter: ["Shrink"] })).toThrow(NotFoundError);
    expect(() => CHANGE.diff({ filter: ["Shrink"] })).toThrow("no class matches Shrink");
  });

  it("say what holds the new objects of the first rows only", () => {
    const { classes } = CHANGE.diff({ heldByRows: 2 });
    expect(classes.map(({ heldBy }) => heldBy?.code ?? null).slice(0, 3)).toEqual([
      "global.all",
      "global.all",
      null,
    ]);
    expect(CHANGE.diff({ heldByRows: 0 }).classes.every(({ heldBy }) => heldBy === null)).toBe(
      true,
    );
    const gone = CHANGE.diff().classes.find(({ name }) => name === "Gone");
    expect(gone).toMatchObject({ heldBy: null, sampleIds: [] });
  });

  it("name the ids of the new objects that retain most", () => {
    const { classes } = compare(some("P", 201, 1, 999), [
      ...some("P", 201, 1, 999),
      ...[5, 40, 7, 40, 3].map((size, at) => ({ name: "P", id: 1201 + 2 * at, size })),
    ]).diff();
    expect(classes[0].sampleIds).toEqual([1203, 1207, 1205]);
  });

  it("say where their constructor is", () => {
    const location = { scriptId: 4, line: 11, column: 2 };
    const { classes } = compare([], [{ name: "Job", id: 2001, size: 9, location }]).diff();
    expect(classes[0].location).toBe("script 4:12:3");
  });
});
