import { describe, expect, it } from "vitest";
import type { GrowthOptions, GrowthResult } from "../../../src/analysis/change/growth-result.ts";
import { listGrowth, type SeriesClass } from "../../../src/analysis/change/growth-rows.ts";
import type { HeapGraph } from "../../../src/graph/heap-graph.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { buildGraph, type NodeSpec } from "../../support/build-graph.ts";
import { heapOf, heapsOf, measureGraphs } from "../../support/measure-graphs.ts";

const namesOf = (result: Pick<GrowthResult, "classes">): string[] =>
  result.classes.map(({ name }) => name);

/** A result of counts alone; each object retains 10 bytes. */
function grow(
  counts: Readonly<Record<string, readonly number[]>>,
  options: GrowthOptions = {},
): ReturnType<typeof listGrowth> {
  const classes = Object.entries(counts).map(([name, values]): SeriesClass => ({
    name,
    location: null,
    isArtefact: name === "(system)",
    counts: values,
    retainedSizes: values.map((value) => value * 10),
  }));
  return listGrowth(classes, options);
}

describe("a class grows", () => {
  it("when its last count is above every earlier one", () => {
    const { classes, omitted, totals } = grow({
      Up: [1, 2, 3, 4],
      Late: [0, 0, 0, 1],
      Dip: [5, 2, 5, 6],
      Wave: [1, 2, 1, 2],
      Back: [4, 9, 5, 6],
      Same: [7, 7, 7, 7],
      Down: [4, 3, 2, 1],
    });
    expect(classes.map(({ name, overPeak }) => [name, overPeak])).toEqual([
      ["Up", 1],
      ["Dip", 1],
      ["Late", 1],
    ]);
    expect(omitted).toEqual({ count: 0, retainedDelta: 0, notGrowing: 4, fewSteps: 0 });
    expect(totals).toEqual({ classCount: 7, growingCount: 3, growingArtefactCount: 0 });
  });

  it("in some of the steps, by so much a step", () => {
    expect(grow({ Dip: [5, 2, 5, 6] }).classes).toEqual([
      {
        name: "Dip",
        location: null,
        counts: [5, 2, 5, 6],
        retainedSizes: [50, 20, 50, 60],
        countDelta: 1,
        retainedDelta: 10,
        peak: 5,
        overPeak: 1,
        isGrowing: true,
        grewIn: 2,
        steps: 3,
        isMonotone: false,
        slope: 0.6,
      },
    ]);
    expect(grow({ Line: [10, 13, 16] }).classes[0].slope).toBe(3);
    expect(grow({ Pair: [10, 17] }).classes[0].slope).toBe(7);
  });

  it("by bytes only when asked so", () => {
    const fat: SeriesClass = {
      name: "Fat",
      location: null,
      isArtefact: false,
      counts: [3, 3, 3],
      retainedSizes: [100, 300, 500],
    };
    expect(listGrowth([fat]).classes).toEqual([]);
    expect(listGrowth([fat], { by: "retained" }).classes).toMatchObject([
      { peak: 300, overPeak: 200, slope: 200, grewIn: 2, countDelta: 0, retainedDelta: 400 },
    ]);
  });
});

describe("the rows of a growth", () => {
  const counts = { A: [0, 9, 10], B: [1, 2, 4], C: [0, 0, 30], D: [2, 1, 2] };

  it("are sorted by growth", () => {
    expect(namesOf(grow(counts))).toEqual(["C", "A", "B"]);
    expect(namesOf(grow(counts, { sort: "count" }))).toEqual(["C", "A", "B"]);
    expect(namesOf(grow(counts, { sort: "slope" }))).toEqual(["C", "A", "B"]);
    expect(namesOf(grow(counts, { sort: "name" }))).toEqual(["A", "B", "C"]);
  });

  it("can be those that grew in many steps", () => {
    const { classes, omitted } = grow(counts, { minSteps: 2 });
    expect([namesOf({ classes }), omitted.fewSteps]).toEqual([["A", "B"], 1]);
  });

  it("are cut by a limit, and what is cut is summed up", () => {
    const { classes, omitted } = grow(counts, { limit: 1 });
    expect([namesOf({ classes }), omitted.count, omitted.retainedDelta]).toEqual([["C"], 2, 130]);
  });

  it("are chosen by name, and can be all", () => {
    expect(namesOf(grow(counts, { filter: ["B", "D"], all: true }))).toEqual(["B", "D"]);
    expect(grow(counts, { all: true }).omitted.notGrowing).toBe(0);
  });

  it("do not mix with the runtime's own", () => {
    const { classes, artefacts, totals } = grow({ ...counts, "(system)": [1, 2, 3] });
    expect([namesOf({ classes }), namesOf({ classes: artefacts })]).toEqual([
      ["C", "A", "B"],
      ["(system)"],
    ]);
    expect(totals).toEqual({ classCount: 5, growingCount: 3, growingArtefactCount: 1 });
  });
});

/** A scope as V8 15 names it. */
function scope(id: number): NodeSpec {
  return { name: `system / Context / f @${id}` };
}

function nodeAt(line: number): NodeSpec {
  return { name: "Node", location: { scriptId: 1, line, column: 0 } };
}

/** Some objects `{user}`, each its own. */
function plainHeap(count: number): HeapGraph {
  return buildGraph({
    nodes: [
      { type: NodeType.synthetic, size: 0 },
      ...Array.from({ length: count }, () => ({ name: "Object", size: 8 })),
    ],
    edges: Array.from({ length: count }, (_, at) => [
      { from: 0, to: at + 1, name: "v" },
      { from: at + 1, to: at + 1, name: "user" },
    ]).flat(),
  });
}

describe("a series of heaps", () => {
  it("never shows a class that oscillates", () => {
    const graphs = heapsOf({
      Leak: [1, 2, 3, 4, 5],
      Cache: [9, 2, 9, 2, 9],
      Keep: [50, 50, 50, 50, 50],
    });
    const result = measureGraphs(graphs);
    expect(result.classes.map(({ name, counts }) => [name, counts])).toEqual([
      ["Leak", [1, 2, 3, 4, 5]],
    ]);
  });

  it("takes names with an id for one class", () => {
    const keep = { 3: { name: "Keep" } };
    const result = measureGraphs([
      heapOf({ ...keep, 5: scope(5) }),
      heapOf({ ...keep, 5: scope(5), 7: scope(7), 9: scope(9) }),
    ]);
    expect(result.classes).toMatchObject([{ name: "system / Context / f", counts: [1, 3] }]);
    expect(result.artefacts).toEqual([]);
  });

  it("sets the runtime's own apart, in the leak set, too", () => {
    const own = [
      { type: NodeType.hidden, name: "system / Map" },
      { type: NodeType.code, name: "(bytecode)" },
      { name: "system / ScopeInfo" },
      { type: NodeType.objectShape, name: "system / Map" },
    ];
    const alive = Object.fromEntries(own.map((node, at) => [2 * at + 101, node]));
    const keep = { 3: { name: "Keep" } };
    const leak = { 201: { name: "Leak" } };
    const result = measureGraphs([heapOf(keep), heapOf({ ...keep, ...alive, ...leak })]);
    expect(namesOf({ classes: result.artefacts })).toEqual([
      "(compiled code)",
      "(object shape)",
      "(system)",
      "system / ScopeInfo",
    ]);
    expect(result.leakSet).toMatchObject({
      count: 1,
      artefacts: { count: 4, shallowSize: 40 },
      classes: [{ name: "Leak", sampleIds: [201] }],
    });
  });

  it("counts no objects of size 0", () => {
    const keep = { 3: { name: "Keep" } };
    const result = measureGraphs([heapOf(keep), heapOf({ ...keep, 5: { name: "None", size: 0 } })]);
    expect([result.classes, result.totals.classCount]).toEqual([[], 1]);
  });

  it("tells constructors of one name apart by their place, in one process alone", () => {
    const first = { 3: nodeAt(4), 5: nodeAt(8) };
    const second = { ...first, 7: nodeAt(8) };
    const graphs = [heapOf(first), heapOf(second)];
    expect(measureGraphs(graphs)).toMatchObject({
      classesBy: "location",
      classes: [{ name: "Node", location: "script 1:9:1", counts: [1, 2] }],
    });
    const foreign = { 3: { name: "Other" }, 1005: nodeAt(4), 1007: nodeAt(8), 1009: nodeAt(4) };
    expect(measureGraphs([graphs[0], heapOf(foreign)])).toMatchObject({
      classesBy: "name",
      idSpace: { verdict: "different" },
      leakSet: null,
      classes: [
        { name: "Node", location: null, counts: [2, 3] },
        { name: "Other", location: null, counts: [0, 1] },
      ],
    });
  });

  it("names plain objects by the shapes of the last file", () => {
    // A shape needs two objects: by its own shapes, the one of the first file would be an Object.
    expect(measureGraphs([plainHeap(1), plainHeap(3)]).classes).toMatchObject([
      { name: "{user}", counts: [1, 3] },
    ]);
  });

  it("needs two files, and positions among them", () => {
    expect(() => measureGraphs(heapsOf({ A: [1] }))).toThrow(RangeError);
    for (const between of [
      [0, 1],
      [2, 2],
      [2, 1],
      [1, 3],
    ] as const)
      expect(() => measureGraphs(heapsOf({ A: [1, 2] }), { between })).toThrow(RangeError);
  });

  it("says near names when a filter matches nothing in any file", () => {
    const graphs = heapsOf({ Gone: [1, 0], Session: [1, 2] });
    expect(() => measureGraphs(graphs, { filter: ["Sesion"] })).toThrow(
      expect.objectContaining({
        code: "CLASS_NOT_FOUND",
        suggestions: ["Session", "Gone", "(synthetic)"],
      }),
    );
    expect(measureGraphs(graphs, { filter: ["Gone"] }).classes).toEqual([]);
  });
});
