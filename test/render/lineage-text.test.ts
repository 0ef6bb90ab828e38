import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { LineageResult } from "../../src/analysis/lineage-picture.ts";
import { renderLineageText } from "../../src/render/lineage-text.ts";
import { layOutLineage } from "../../src/render/lineage-tree.ts";
import {
  lineageEdge,
  lineageResult,
  NOTHING_FOLDED,
  NOTHING_OMITTED,
  objectsBox,
} from "../support/lineage-result.ts";

/** 400 sessions in a cache of a server: one box for each kind of line. */
const SESSIONS = lineageResult(
  [
    objectsBox({
      class: "Session",
      isStart: true,
      depth: 0,
      count: 400,
      shallowSize: 28_800,
      retainedSize: 454_000,
      ids: [101, 103, 105],
      distance: 6,
    }),
    objectsBox({ class: "Map", retainedSize: 627_000, ids: [108_285], distance: 5 }),
    objectsBox({ class: "SessionCache", retainedSize: 629_000, ids: [108_283], distance: 4 }),
    objectsBox({
      class: "system / Context",
      type: "hidden",
      name: "system / Context",
      retainedSize: 4_200_000,
      ids: [7209],
      distance: 3,
    }),
    objectsBox({
      class: "Function",
      type: "closure",
      name: "onRequest",
      retainedSize: 1300,
      ids: [7301],
      location: "/app/server.js:48:9",
      distance: 2,
    }),
    objectsBox({ class: "WeakMap", retainedSize: 23_000, ids: [108_291], distance: 4 }),
    objectsBox({
      class: "Timeout",
      name: null,
      count: 1200,
      retainedSize: 96_000,
      ids: [9001, 9003, 9005],
      distance: 9,
      isCut: true,
      isHighlighted: true,
    }),
    { kind: "more", count: 3400, boxes: 12, depth: 1 },
    { kind: "steps", count: 1_199_938, depth: 2 },
    objectsBox({
      class: "(Stack roots)",
      type: "synthetic",
      name: "(Stack roots)",
      retainedSize: 12_000_000,
      ids: [19],
      distance: null,
      isRoot: true,
    }),
    objectsBox({ class: "WeakRef", retainedSize: 40, ids: [501], distance: 2 }),
  ],
  [
    lineageEdge(0, 0, ".parent", { count: 200, targetCount: 180 }),
    lineageEdge(1, 0, ".get(*)", { count: 400, targetCount: 400, retainedSize: 454_000 }),
    lineageEdge(2, 1, ".map"),
    lineageEdge(3, 2, "(sessionCache)"),
    lineageEdge(4, 3, "<context>"),
    lineageEdge(3, 4, "(onRequest)"),
    lineageEdge(5, 0, "<WeakMap entry, key Socket @991>", {
      count: 20,
      targetCount: 20,
      retainedSize: 23_000,
      hold: "together",
    }),
    lineageEdge(3, 5, "(sockets)"),
    lineageEdge(6, 0, "._timerArgs", {
      labels: ["._timerArgs", ".onTimeout", "[0]"],
      omittedLabels: 4,
      count: 1200,
      targetCount: 400,
      retainedSize: 300_000,
    }),
    lineageEdge(7, 0, ".session", { count: 3400, targetCount: 12 }),
    lineageEdge(8, 6, "._idleNext"),
    lineageEdge(9, 8, "[3]"),
    lineageEdge(10, 0, "<weak target>", { hold: "weak", count: 1, targetCount: 1 }),
    lineageEdge(9, 4, "[4]", { hold: "loose" }),
  ],
  {
    objects: {
      count: 400,
      shallowSize: 28_800,
      retainedSize: 454_000,
      retainedShare: 0.038,
      omitted: { count: 12 },
      prototypes: { count: 0 },
    },
    folded: { ...NOTHING_FOLDED, internals: 1204, weak: 3 },
    omitted: { ...NOTHING_OMITTED, tooMany: { boxes: 12, count: 3400 }, tooDeep: 1 },
  },
);

/** What a module of a Python process keeps alive. */
const MODULE = lineageResult(
  [
    objectsBox({
      class: "<module app.store>",
      isStart: true,
      isModule: true,
      ids: [5001],
      retainedSize: 5_000_000,
    }),
    objectsBox({ class: "dict", retainedSize: 4_000_000, ids: [5003] }),
    objectsBox({
      class: "pandas.core.frame.DataFrame",
      name: null,
      count: 3,
      retainedSize: 3_900_000,
      ids: [5005, 5007, 5009],
    }),
    { kind: "more", count: 7, boxes: 7, depth: 1 },
  ],
  [
    lineageEdge(0, 1, ".cache", { retainedSize: 4_000_000 }),
    lineageEdge(1, 2, "['frame 1']", {
      labels: ["['frame 1']", "['frame 2']"],
      count: 2,
      targetCount: 2,
      retainedSize: 2_600_000,
    }),
    lineageEdge(0, 3, "", { labels: [], count: 9, targetCount: 7, retainedSize: 700 }),
  ],
  { kind: "refs" },
);

/** Names that terminals and tables trip over, in every place where a name can stand. */
const HOSTILE = lineageResult(
  [
    objectsBox({ class: "we\u001b[31mird\n漢字\u202e", isStart: true }),
    objectsBox({
      class: "(string)",
      type: "string",
      name: `"quoted"\r\n\ud800 ${"long ".repeat(1000)}`,
      ids: [Number.MAX_SAFE_INTEGER],
    }),
    objectsBox({ class: " ", type: "native", name: "", location: "a\nb.js:1:1" }),
    objectsBox({ class: "漢".repeat(300), ids: [] }),
  ],
  [
    lineageEdge(0, 0, "\u001b]0;title\u0007"),
    lineageEdge(1, 0, `["${"key\t".repeat(90_000)}"]`),
    lineageEdge(2, 1, ".\u200b\u2028x"),
    lineageEdge(3, 2, `.${"漢".repeat(300)}`, { omittedLabels: 3 }),
  ],
);

const textOf = (result: LineageResult, width: number): string =>
  [...renderLineageText(result, width)].join("");

describe("renderLineageText", () => {
  it.each<[string, LineageResult, number]>([
    ["sessions", SESSIONS, 100],
    ["sessions-wide", SESSIONS, 140],
    ["sessions-narrow", SESSIONS, 60],
    ["module", MODULE, 100],
    ["hostile", HOSTILE, 100],
  ])("draws %s", async (name, result, width) => {
    await expect(textOf(result, width)).toMatchFileSnapshot(`../golden/lineage-text/${name}.txt`);
  });

  it.each([46, 60, 80, 100, 200])("is no wider than %i columns", (width) => {
    for (const result of [SESSIONS, MODULE, HOSTILE])
      for (const line of textOf(result, width).split("\n"))
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });

  it("lets nothing through that a terminal obeys", () => {
    const text = textOf(HOSTILE, 500);
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u200b\u2028\u202e]/u);
    expect(text).toContain("\\u001b");
  });

  it("says that nothing is drawn beside the objects themselves", () => {
    const session = objectsBox({ class: "Session", isStart: true });
    const alone = lineageResult([session], []);
    expect(textOf(alone, 80)).toContain("\n\nnothing that is drawn holds it\n");
    const objects = { ...alone.objects, count: 3 };
    const refs = lineageResult([session], [], { kind: "refs", objects });
    expect(textOf(refs, 80)).toContain("\n\nthey refer to nothing that is drawn\n");
  });

  it("draws a chain that is deeper than any terminal is wide", () => {
    const boxes = Array.from({ length: 3000 }, (_, at) =>
      objectsBox({ class: "Node", isStart: at === 0, ids: [2 * at + 1] }),
    );
    const edges = boxes.slice(1).map((_, at) => lineageEdge(at + 1, at, ".next"));
    const lines = textOf(lineageResult(boxes, edges), 80).split("\n");
    expect(lines).toHaveLength(3004);
    expect(lines[3002]).toMatch(/⋯2999 \.next {2}Node @5999$/);
  });
});

/** Random pictures: any references between some boxes of which at least one was asked for. */
const arbitraryPicture = fc
  .record({
    count: fc.integer({ min: 1, max: 12 }),
    starts: fc.integer({ min: 1, max: 3 }),
    edges: fc.array(
      fc.record({
        from: fc.nat(999),
        to: fc.nat(999),
        retainedSize: fc.nat(5),
        hold: fc.constantFrom("strong" as const, "weak" as const),
      }),
      { maxLength: 30 },
    ),
    kind: fc.constantFrom("backrefs" as const, "refs" as const),
  })
  .map(({ count, starts, edges, kind }) =>
    lineageResult(
      Array.from({ length: count }, (_, at) =>
        objectsBox({ class: `C${at}`, isStart: at < starts, ids: [at] }),
      ),
      edges.map(({ from, to, ...fields }) => lineageEdge(from % count, to % count, ".x", fields)),
      { kind },
    ),
  );

describe("layOutLineage", () => {
  it("has every box and every reference once, on the shortest way from a start", () => {
    fc.assert(
      fc.property(arbitraryPicture, (result) => {
        const rows = [...layOutLineage(result)];
        const homes = rows.filter((row) => row.shown === "here");
        expect(new Set(homes.map((row) => row.box))).toEqual(new Set(result.boxes));
        expect(homes).toHaveLength(result.boxes.length);
        const edges = rows.flatMap(({ edge, loops }) => [
          ...(edge === null ? [] : [edge]),
          ...loops,
        ]);
        expect(edges).toHaveLength(result.edges.length);
        expect(new Set(edges)).toEqual(new Set(result.edges));
        const isShown = new Set<unknown>();
        const depths = new Map(homes.map((row) => [row.box, row.depth]));
        let isFromStart = true;
        for (const { box, shown, depth } of rows) {
          if (depth === 0) isFromStart = box.kind === "objects" && box.isStart;
          if (shown === "above") expect(isShown.has(box)).toBe(true);
          if (shown === "below") expect(isShown.has(box)).toBe(false);
          if (isFromStart) expect(depths.get(box)).toBeLessThanOrEqual(depth);
          if (shown === "here") isShown.add(box);
        }
      }),
    );
  });
});
