import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type {
  HeapPath,
  MergedPathResult,
  MergedPathRow,
  PathResult,
  PathStep,
} from "../../src/analysis/path-result.ts";
import { renderMergedPathText } from "../../src/render/merged-path-text.ts";
import { renderPathText } from "../../src/render/path-text.ts";
import { splitCode, wrapPieces } from "../../src/render/wrap.ts";

function step(code: string, className: string, fields: Partial<PathStep> = {}): PathStep {
  return {
    code,
    id: 17,
    ordinal: 8,
    type: "object",
    name: className,
    class: className,
    shallowSize: 40,
    retainedSize: 629_000,
    repeat: 1,
    ...fields,
  };
}

/** A way whose code is that of its steps. */
function way(root: string, steps: readonly PathStep[]): HeapPath {
  return {
    root,
    code: root + steps.map(({ code }) => code).join(""),
    length: steps.reduce((sum, { repeat }) => sum + repeat, -1),
    steps,
  };
}

function found(
  paths: readonly HeapPath[],
  fields: Partial<PathResult["objects"][number]> = {},
): PathResult["objects"][number] {
  const about = { id: 41, class: "Session", name: "Session", type: "object", retainedSize: 1200 };
  return { ...about, ...fields, paths };
}

function resultOf(objects: PathResult["objects"], omitted = 0): PathResult {
  return { kind: "path", from: null, objects, omitted: { count: omitted } };
}

const LONG_WAY = way("global", [
  step("", "global", { shallowSize: 24, retainedSize: 12_000_000, id: 3 }),
  step(".server", "Server", { retainedSize: 4_200_000, id: 5 }),
  step(".onRequest", "Function", { type: "closure", name: "onRequest", id: 7301 }),
  step(" → sessionCache", "SessionCache", { id: 108_283 }),
  step(".map", "Map", { id: 108_285 }),
  step('.get("user. 1[2]")', "Session", { id: 41, retainedSize: 1200 }),
  step(".next", "Node", { repeat: 1_199_998, retainedSize: 40, id: 2_600_001 }),
]);

const SHORT_WAY = way("Handle scope", [step("", "Array"), step("[0]", "Session", { id: 41 })]);

const HOSTILE_WAY: HeapPath = {
  ...way("\u001b[31mroot", [
    step("", "(string)", { type: "string", name: "line\nbreak".repeat(500) }),
    step(`["${"k\t".repeat(300)}"]`, "漢字".repeat(80), { id: Number.MAX_SAFE_INTEGER }),
    step(" → \u202eevil(", "", { type: "native", name: "" }),
  ]),
};

const MANY = resultOf(
  [
    found([SHORT_WAY, LONG_WAY]),
    found([SHORT_WAY], { id: 43 }),
    found([], { id: 45 }),
    found([SHORT_WAY], { id: 47, class: "Map", name: "Map" }),
  ],
  380,
);

const textOf = (result: PathResult, width: number): string =>
  [...renderPathText(result, width)].join("");

describe("renderPathText", () => {
  it.each<[string, PathResult, number]>([
    ["ways", resultOf([found([SHORT_WAY, LONG_WAY]), found([], { id: 43 })]), 100],
    ["ways-narrow", resultOf([found([LONG_WAY])]), 56],
    ["many", MANY, 100],
    ["hostile", resultOf([found([HOSTILE_WAY], { name: "a\u0007b", class: "a\u0007b" })]), 80],
  ])("prints %s", async (name, result, width) => {
    await expect(textOf(result, width)).toMatchFileSnapshot(`../golden/path-text/${name}.txt`);
  });

  it("cuts no code", () => {
    for (const width of [30, 56, 80, 300]) {
      const text = textOf(resultOf(Array.from({ length: 4 }, () => found([LONG_WAY]))), width);
      expect(text.replaceAll(/\s/g, "")).toContain(LONG_WAY.code.replaceAll(/\s/g, ""));
    }
  });

  it.each([56, 80, 100])("is no wider than %i columns", (width) => {
    for (const result of [MANY, resultOf([found([LONG_WAY, HOSTILE_WAY])])])
      for (const line of textOf(result, width).split("\n"))
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });

  it("lists both ends of a way of very many steps", () => {
    const steps = Array.from({ length: 5000 }, (_, at) => step(`.s${at}`, "Node", { id: at }));
    const lines = textOf(resultOf([found([way("global", steps)])]), 100).split("\n");
    const middle = lines.findIndex((line) => line.includes("… 4,940 steps; --json has all"));
    expect(lines[middle - 1]).toMatch(/\.s29 {2}Node @29$/);
    expect(lines[middle + 1]).toMatch(/\.s4970 {2}Node @4970$/);
  });
});

function row(depth: number, code: string, fields: Partial<MergedPathRow>): MergedPathRow {
  return {
    depth,
    code,
    root: null,
    class: "Object",
    type: "object",
    name: "Object",
    count: 1,
    shallowSize: 40,
    repeat: 1,
    reachedCount: 400,
    retainedSize: 454_000,
    ids: [17],
    endCount: 0,
    omitted: { count: 0, reachedCount: 0 },
    ...fields,
  };
}

const MERGED: MergedPathResult = {
  kind: "merged-path",
  count: 500,
  retainedSize: 600_000,
  rows: [
    row(0, "", { root: "global", class: "global", name: "global", reachedCount: 470, ids: [3] }),
    row(1, ".server", { class: "Server", omitted: { count: 3, reachedCount: 70 } }),
    row(2, ".sessions", { class: "Map", ids: [19] }),
    row(3, ".get(*)", {
      class: "Session",
      name: null,
      count: 390,
      endCount: 390,
      ids: [41, 43, 45],
    }),
    row(4, ".parent", { class: "Session", count: 10, reachedCount: 10, endCount: 10, ids: [51] }),
    row(2, ".queue", { class: "Node", repeat: 1_199_998, reachedCount: 1, ids: [61] }),
    row(0, "", {
      root: "Handle scope",
      class: "(Handle scope)",
      type: "synthetic",
      name: "(Handle scope)",
      reachedCount: 18,
      omitted: { count: 2, reachedCount: 18 },
    }),
  ],
  omittedRoots: { count: 2, reachedCount: 30 },
  unreachable: { count: 12 },
  omitted: { count: 1000 },
};

const HOSTILE_MERGED: MergedPathResult = {
  ...MERGED,
  rows: [
    row(0, "", { root: "we\u001b[31mird\n", ids: [] }),
    row(1, `["${"key\t".repeat(9000)}"]`, { class: "漢".repeat(99), name: "\u202e" }),
  ],
};

const mergedText = (result: MergedPathResult, width: number): string =>
  [...renderMergedPathText(result, width)].join("");

describe("renderMergedPathText", () => {
  it.each<[string, MergedPathResult, number]>([
    ["merged", MERGED, 100],
    ["merged-narrow", MERGED, 64],
    ["merged-hostile", HOSTILE_MERGED, 80],
  ])("prints %s", async (name, result, width) => {
    await expect(mergedText(result, width)).toMatchFileSnapshot(`../golden/path-text/${name}.txt`);
  });

  it("is no wider than the terminal", () => {
    for (const width of [60, 80, 120])
      for (const result of [MERGED, HOSTILE_MERGED])
        for (const line of mergedText(result, width).split("\n"))
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });

  it("says that nothing leads to any", () => {
    const none = {
      ...MERGED,
      rows: [],
      count: 2,
      omittedRoots: { count: 0, reachedCount: 0 },
      unreachable: { count: 2 },
    };
    expect(mergedText({ ...none, omitted: { count: 0 } }, 80)).toBe(
      "2 objects, 600 kB retained\n\nnothing leads to any of them\n",
    );
  });
});

describe("splitCode", () => {
  it.each([
    ['global.cache.get("u17").user', ["global", ".cache", '.get("u17")', ".user"]],
    ['a[3]["x.y]"].z → scope.w', ["a", "[3]", '["x.y]"]', ".z", " → scope", ".w"]],
    ['a["\\""].b', ["a", '["\\""]', ".b"]],
    ["a<WeakMap entry, key B @1>.c", ["a", "<WeakMap entry, key B @1>", ".c"]],
    ['a["never closed.b', ["a", '["never closed.b']],
    ["", [""]],
  ])("splits %s", (code, pieces) => {
    expect(splitCode(code)).toEqual(pieces);
  });

  it("joins into what was split", () => {
    expect(splitCode(LONG_WAY.code).join("")).toBe(LONG_WAY.code);
  });
});

describe("wrapPieces", () => {
  it("breaks between pieces, and within one that has no line to itself", () => {
    expect(wrapPieces(["abc", "def", "ghijklmno", "p"], 6, " ")).toEqual([
      "abcdef",
      " ghijk",
      " lmnop",
    ]);
  });

  it("keeps no blanks at ends of lines", () => {
    expect(wrapPieces(["one ", "two ", "three"], 8, "")).toEqual(["one two", "three"]);
    expect(wrapPieces([], 8, "")).toEqual([""]);
  });
});
