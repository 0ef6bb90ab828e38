import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { compileClassPatterns } from "../../src/analysis/class-pattern.ts";
import { parseNodePredicate } from "../../src/analysis/node-fields.ts";
import { nodeRow } from "../../src/analysis/node-rows.ts";
import {
  type ObjectPick,
  type ObjectSelection,
  pickObjects,
  selectObjects,
} from "../../src/analysis/select-objects.ts";
import { EdgeType } from "../../src/graph/edge-type.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "../support/build-graph.ts";
import { forRandomGraphs } from "../support/random-runs.ts";
import { fixturePath } from "../support/real-files.ts";

/** root -> cache -> three sessions, whose sizes and ids are in different orders; an element with an address. */
const NODES: readonly NodeSpec[] = [
  { type: NodeType.synthetic, size: 0 },
  { name: "app.Cache", size: 100, id: 21 },
  { name: "Session", size: 40, id: 17, location: { scriptId: 5, line: 11, column: 2 } },
  { name: "Session", size: 70_000, id: 11 },
  { name: "Session", size: 2_000_000, id: 15 },
  { type: NodeType.native, name: "<div id=x>", size: 8, id: 90, detachedness: 2 },
  { type: NodeType.closure, name: "tick", size: 32, id: 13 },
];
const EDGES: readonly EdgeSpec[] = [
  { from: 0, to: 1, name: "cache" },
  ...[2, 3, 4].map((to) => ({ from: 1, to, type: EdgeType.element, name: to })),
  { from: 1, to: 5, name: "element" },
  { from: 2, to: 6, name: "onTick" },
];
const analyses = new Analyses(buildGraph({ nodes: NODES, edges: EDGES }));

const idsOf = (selection: ObjectSelection, from = analyses): number[] =>
  Array.from(pickObjects(from, selection).ordinals, (ordinal) => from.graph.data.nodeIds[ordinal]);

const SESSIONS = { type: ["Session"] };

describe("selectObjects", () => {
  it("finds by any of several classes all for which the predicate holds, the largest first", () => {
    expect(idsOf(SESSIONS)).toEqual([15, 11, 17]);
    expect(idsOf({ type: ["Session", "Cache"] })).toEqual([21, 15, 11, 17]);
    const where = parseNodePredicate("retained < 1MB");
    expect(idsOf({ ...SESSIONS, where })).toEqual([11, 17]);
  });

  it.each([
    ["retained>1MB", [1, 21, 15]],
    ["shallow>=64KB", [15, 11]],
    ["distance<2", [21]],
    ["detached", [90]],
    ["name~/^tick$/", [13]],
    ["name~/SESS/i", [15, 11, 17]],
    ["edges>3", [21]],
    ["location~/script/", [17]],
  ])("takes --where %s", (where, ids) => {
    expect(idsOf({ where: parseNodePredicate(where) })).toEqual(ids);
  });

  it("names objects by id in the order they are named, each once", () => {
    expect(idsOf({ ids: [17, 21, 17, 15] })).toEqual([17, 21, 15]);
    expect(idsOf({ ids: [17, 21, 15], maxObjects: 2 })).toEqual([21, 15]);
    expect(idsOf({ ids: [17, 11], pick: { by: "newest" } })).toEqual([17]);
  });

  it("picks one unless told how many, and counts the rest", () => {
    const { ordinals, omitted } = selectObjects(analyses, {
      ...SESSIONS,
      pick: { by: "largest" },
    });
    expect({ ordinals: [...ordinals], omitted }).toEqual({ ordinals: [4], omitted: { count: 2 } });
    expect(selectObjects(analyses, { ...SESSIONS, maxObjects: 2 })).toMatchObject({
      omitted: { count: 1 },
    });
    expect(idsOf({ ...SESSIONS, pick: { by: "largest" }, maxObjects: 0 })).toEqual([15, 11, 17]);
  });

  it("takes the newest by id, those whose ids are addresses last", () => {
    expect(idsOf({ ...SESSIONS, pick: { by: "newest" } })).toEqual([17]);
    expect(idsOf({ pick: { by: "newest" }, maxObjects: 0 })).toEqual([21, 17, 15, 13, 11, 1, 90]);
  });

  it("does not take an address for an age", () => {
    expect(() => pickObjects(analyses, { type: ["*div*"], pick: { by: "newest" } })).toThrow(
      expect.objectContaining({ code: "AGES_NOT_FOUND" }),
    );
  });

  it("says which ids there are not", () => {
    expect(() => selectObjects(analyses, { ids: [16] })).toThrow(
      expect.objectContaining({ code: "NODE_NOT_FOUND", message: "no object has the id @16" }),
    );
    expect(() => selectObjects(analyses, { ids: [8, 15, 16, 8] })).toThrow(
      "no object has the id @8 (2 of the 3 ids named are not there)",
    );
  });

  it("tells a class that does not exist from a predicate that holds for none", () => {
    expect(() => selectObjects(analyses, { type: ["Sesion"] })).toThrow(
      expect.objectContaining({
        code: "CLASS_NOT_FOUND",
        suggestions: expect.arrayContaining(["Session"]),
      }),
    );
    const where = parseNodePredicate("retained > 1GB");
    expect(() => selectObjects(analyses, { ...SESSIONS, where })).toThrow(
      expect.objectContaining({
        code: "OBJECTS_NOT_FOUND",
        message: "no object matches: the predicate holds for none of 3 of Session",
      }),
    );
    expect(() => selectObjects(analyses, { where })).toThrow("none of 7");
    expect(pickObjects(analyses, { where }).ordinals).toHaveLength(0);
  });

  it("computes no sizes that are not asked for", () => {
    const fresh = new Analyses(buildGraph({ nodes: NODES, edges: EDGES }));
    Object.defineProperty(fresh, "retainedSizes", {
      get: () => {
        throw new Error("computed");
      },
    });
    expect(idsOf({ ids: [15] }, fresh)).toEqual([15]);
    expect(idsOf({ ...SESSIONS, pick: { by: "newest" } }, fresh)).toEqual([17]);
    expect(idsOf({ ...SESSIONS, pick: { by: "random", seed: 1 } }, fresh)).toHaveLength(1);
  });

  it("agrees with filtering and sorting all rows", () => {
    const picks = [undefined, { by: "largest" }, { by: "newest" }, { by: "random", seed: 7 }];
    forRandomGraphs((random, spec) => {
      const rows = spec.nodes.map((_, node) => nodeRow(random, node));
      const isOfClass = compileClassPatterns(["Point", "*div*", "(*"]);
      const meant = rows.filter((row) => isOfClass(row.class) && row.shallowSize > 2);
      const where = parseNodePredicate("shallow > 2");
      const selection = { type: ["Point", "*div*", "(*"], where };
      if (!rows.some((row) => isOfClass(row.class))) {
        expect(() => pickObjects(random, selection)).toThrow("no class matches");
        return;
      }
      for (const pick of picks as (ObjectPick | undefined)[]) {
        const all = pickObjects(random, { ...selection, ...(pick && { pick }), maxObjects: 0 });
        const sorted = meant.toSorted(
          pick?.by === "newest"
            ? (a, b) => b.id - a.id
            : (a, b) => b.retainedSize - a.retainedSize || a.id - b.id,
        );
        const ordinals = sorted.map((row) => row.ordinal);
        if (pick?.by === "random")
          expect(all.ordinals.toSorted()).toEqual(Uint32Array.from(ordinals).toSorted());
        else expect([...all.ordinals]).toEqual(ordinals);
        for (const maxObjects of [1, 3]) {
          const some = pickObjects(random, { ...selection, ...(pick && { pick }), maxObjects });
          expect([...some.ordinals]).toEqual([...all.ordinals.subarray(0, maxObjects)]);
          expect(some.omitted.count + some.ordinals.length).toBe(meant.length);
        }
      }
    });
  });
});

describe("a random pick", () => {
  const crowd = new Analyses(
    buildGraph({
      nodes: Array.from({ length: 4000 }, (_, at) => ({ id: at % 2 === 0 ? at : at + 2 ** 40 })),
      edges: [],
    }),
  );
  const sample = (seed: number, maxObjects: number): number[] =>
    idsOf({ pick: { by: "random", seed }, maxObjects }, crowd);

  it("is the same for the same seed, and part of a bigger one", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 50 }), (seed, count) => {
        const ids = sample(seed, count);
        expect(new Set(ids).size).toBe(count);
        expect(sample(seed, count)).toEqual(ids);
        expect(sample(seed, count + 9).slice(0, count)).toEqual(ids);
      }),
      { numRuns: 30 },
    );
  });

  it("is fair to all objects", () => {
    // Tenths of the file, in each of which about a tenth of every sample lies.
    const tenths = new Uint32Array(10);
    for (let seed = 0; seed < 40; seed++)
      for (const id of sample(seed, 100)) tenths[Math.floor((id % 2 ** 40) / 400)]++;
    for (const count of tenths) expect(Math.abs(count - 400)).toBeLessThan(100);
    expect(sample(1, 20)).not.toEqual(sample(2, 20));
  });
});

describe("the newest", () => {
  const newest: ObjectSelection = { pick: { by: "newest" } };
  let files: Record<string, Analyses>;

  beforeAll(async () => {
    const names = ["node24-1", "bun-1", "py-mini_a"] as const;
    const read = await Promise.all(
      names.map((name) => readSnapshot(fixturePath(name), { threads: 1 })),
    );
    files = Object.fromEntries(names.map((name, at) => [name, new Analyses(read[at])]));
  });

  it("are known where V8 counted ids up", () => {
    const { data } = files["node24-1"].graph;
    expect(idsOf(newest, files["node24-1"])).toEqual([
      Array.from(data.nodeIds).reduce((most, id) => (id % 2 === 1 ? Math.max(most, id) : most)),
    ]);
  });

  it.each([
    ["py-mini_a", "its ids are addresses"],
    ["bun-1", "Bun numbers all objects anew for every snapshot"],
  ])("are not known in %s", (name, reason) => {
    expect(() => pickObjects(files[name], newest)).toThrow(
      expect.objectContaining({
        code: "AGES_NOT_FOUND",
        message: `this file does not tell which objects are newest: ${reason}`,
      }),
    );
  });
});
