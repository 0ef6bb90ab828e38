import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import type { LineageResult } from "../../src/analysis/lineage-picture.ts";
import { type LineageOptions, traceBackrefs, traceRefs } from "../../src/analysis/trace-lineage.ts";
import { graph } from "../support/graph-dsl.ts";

const trace = { up: traceBackrefs, down: traceRefs } as const;

/** The lineage of objects by label. */
function lineage(
  text: string,
  labels: readonly string[],
  options: LineageOptions = {},
  direction: "up" | "down" = "up",
): LineageResult {
  const heap = graph(text);
  const starts = Uint32Array.from(labels, (label) => heap.ordinalOf[label]);
  return trace[direction](new Analyses(heap.graph), starts, { count: 0 }, options);
}

/** Boxes as `class × count`, `more × count` for what was left out. */
function boxes({ boxes: all }: LineageResult): string[] {
  return all.map((box) => `${box.kind === "objects" ? box.class : box.kind} × ${box.count}`);
}

/** References as `class → class label × count`. */
function edges({ boxes: all, edges: between }: LineageResult): string[] {
  const nameOf = (at: number): string => {
    const box = all[at];
    return box.kind === "objects" ? box.class : box.kind;
  };
  return between.map(
    ({ from, to, labels, count }) =>
      `${nameOf(from)} → ${nameOf(to)} ${labels.join(" ")} × ${count}`,
  );
}

describe("traceBackrefs", () => {
  it("draws the ways from the roots", () => {
    const result = lineage("root -> g\ng -> cache\ncache -property:x-> x", ["x"]);
    expect(boxes(result)).toEqual(["x × 1", "cache × 1", "g × 1"]);
    expect(edges(result)).toEqual(["cache → x .x × 1", "g → cache .cache × 1"]);
    expect(result.boxes.map((box) => box.kind === "objects" && box.isRoot)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("puts objects that are met alike into one box", () => {
    const heap = `
      root -> g
      g -> p1 p2
      p1 is "P"
      p2 is "P"
      p1 -property:child-> c1
      p2 -property:child-> c2
      c1 is "C"
      c2 is "C"
    `;
    const merged = lineage(heap, ["c1", "c2"]);
    expect(boxes(merged)).toEqual(["C × 2", "P × 2", "g × 1"]);
    expect(edges(merged)).toEqual(["P → C .child × 2", "g → P .p1 .p2 × 2"]);
    expect(boxes(lineage(heap, ["c1", "c2"], { isMerged: false }))).toEqual([
      "C × 1",
      "C × 1",
      "P × 1",
      "g × 1",
      "P × 1",
    ]);
  });

  it.each([
    ["a root", "root -> x", ["x × 1"]],
    ["an orphan", "root -> g\nx -> g", ["x × 1"]],
    ["a self loop that nothing holds", "root -> g\nx -> x", ["x × 1"]],
    ["an object that refers to itself", "root -> g\ng -> x\nx -> x", ["x × 1", "g × 1"]],
    ["a loop", "root -> g\ng -> y\ny -> x\nx -> y", ["x × 1", "y × 1", "g × 1"]],
    ["a loop that nothing holds", "root -> g\ny -> x\nx -> y", ["x × 1", "y × 1"]],
  ])("draws %s", (_, heap, expected) => {
    expect(boxes(lineage(heap, ["x"]))).toEqual(expected);
  });

  it("counts parallel references one by one", () => {
    const heap = "root -> g\ng -property:a-> x\ng -property:b-> x\ng -element:0-> x";
    const [edge] = lineage(heap, ["x"]).edges;
    expect(edge).toMatchObject({ count: 3, targetCount: 1, labels: ["[*]", ".a", ".b"] });
  });

  it("ends at classes to cull, leaves out classes to ignore, and says both", () => {
    const heap = "root -> g\ng -> a b\na -> x\nb -> x";
    const culled = lineage(heap, ["x"], { cull: ["a"], ignore: ["b"] });
    expect(boxes(culled)).toEqual(["x × 1", "a × 1"]);
    expect(culled.folded.ignored).toBe(1);
    expect(culled.boxes[1]).toMatchObject({ isCut: true, isRoot: false });
    expect(culled.omitted.culled).toBe(1);
  });

  it("follows as many steps as are wanted", () => {
    const result = lineage("root -> g\ng -> a\na -> b\nb -> x", ["x"], { maxDepth: 2 });
    expect(boxes(result)).toEqual(["x × 1", "b × 1", "a × 1"]);
    expect(result.omitted.tooDeep).toBe(1);
    expect(result.boxes[2]).toMatchObject({ isCut: true });
  });

  it("says what it left out beside a box", () => {
    const heap = "root -> a\na -> x b c\nb -> x\nc -> x";
    const result = lineage(heap, ["x"], { tooMany: 1 });
    expect(boxes(result)).toEqual(["x × 1", "a × 1", "more × 2"]);
    expect(result.omitted.tooMany).toEqual({ boxes: 2, count: 2 });
    expect(result.edges[1]).toMatchObject({ from: 2, to: 0, count: 0, retainedSize: 0 });
  });

  it("says what it had no room for", () => {
    const heap = "root -> g\ng -> a b\na -> x\nb -> x";
    const result = lineage(heap, ["x"], { maxBoxes: 2 });
    expect(boxes(result)).toEqual(["x × 1", "b × 1", "more × 1"]);
    expect(result.omitted).toMatchObject({ noRoom: { boxes: 1, count: 1 }, unexplored: 1 });
    expect(result.boxes.slice(0, 2)).toMatchObject([{ isCut: true }, { isCut: true }]);
  });

  it("says which of the objects asked for it had no room for", () => {
    const heap = "root -> g\ng -> x y z";
    const result = lineage(heap, ["x", "y", "z"], { isMerged: false, maxBoxes: 2 });
    expect(boxes(result)).toEqual(["x × 1", "y × 1"]);
    expect(result.omitted.starts).toBe(1);
  });

  it("draws one way on beyond the holders of a single object, and says what is beside it", () => {
    const heap = "root -> g\ng -> d e\nd -> c\ne -> c\nc -> a\na -> x";
    const result = lineage(heap, ["x"]);
    expect(boxes(result)).toEqual(["x × 1", "a × 1", "c × 1", "e × 1", "g × 1", "more × 1"]);
    expect(result.omitted.besides).toEqual({ boxes: 1, count: 1 });
    expect(boxes(lineage(heap, ["x"], { maxDepth: 9 }))).toContain("d × 1");
  });

  it("leaves out prototypes among instances", () => {
    const heap = `
      root -> g
      g -> x p
      x is "C"
      p is "C"
      p -property:constructor-> f
      f -property:prototype-> p
    `;
    expect(lineage(heap, ["x", "p"]).objects.prototypes).toEqual({ count: 1 });
    expect(lineage(heap, ["p"], { isMerged: true }).objects.prototypes).toEqual({ count: 0 });
  });

  // Of two objects each is held by the other under a better name than by what keeps both alive.
  it("leads to a root beyond two objects that hold each other", () => {
    const result = lineage(
      `
      root -> g
      g -property:__proto__-> x
      g -property:constructor-> y
      x -> y
      y -> x
    `,
      ["x"],
    );
    expect(result.boxes.some((box) => box.kind === "objects" && box.isRoot)).toBe(true);
  });

  it("draws a root apart from the list that it begins", () => {
    const result = lineage(
      `
      root -> x0
      x0 -property:next-> x1
      x1 -property:next-> x
      x0 is "N"
      x1 is "N"
    `,
      ["x"],
      { isMerged: true },
    );
    expect(result.boxes.some((box) => box.kind === "objects" && box.isRoot)).toBe(true);
  });

  it("does not count as left out what is drawn", () => {
    const result = lineage(
      `
      root -> g
      g -> p1 p2 r
      r -> q
      p1 -> x
      p2 -> x
      q -> x p2
    `,
      ["x"],
      { tooMany: 2 },
    );
    expect(boxes(result)).toContain("q × 1");
    expect(edges(result)).toContain("q → x .x × 1");
    expect(result.omitted.tooMany).toEqual({ boxes: 0, count: 0 });
  });

  it("draws the start alone where one box is wanted", () => {
    const result = lineage("root -> g\ng -> a\na -> x", ["x"], { maxBoxes: 1 });
    expect(boxes(result)).toEqual(["x × 1"]);
    expect(result.omitted.unexplored).toBe(1);
  });
});

describe("traceRefs", () => {
  it("draws what the objects keep alive, what retains most first", () => {
    const heap = "root -> x s\nx -> a:10 b:100 s\nb -> c\nc -> s";
    const result = lineage(heap, ["x"], {}, "down");
    expect(boxes(result)).toEqual(["x × 1", "b × 1", "a × 1", "s × 1", "c × 1"]);
    expect(result.objects).toMatchObject({ count: 1, retainedSize: 112 });
  });

  it("follows nothing that others hold too", () => {
    const result = lineage("root -> x s\nx -> s\ns -> deep", ["x"], {}, "down");
    expect(boxes(result)).toEqual(["x × 1", "s × 1"]);
    expect(result.boxes[1]).toMatchObject({ isCut: true });
    expect(result.omitted.shared).toBe(1);
  });

  it("marks what others hold too only where it would lead on, and folds nothing of it", () => {
    const heap = `
      root -> x s
      x -> s t
      x -property:t-> t
      s -internal:map-> m
      m is hidden "system / Map"
    `;
    const result = lineage(heap, ["x"], {}, "down");
    expect(result.boxes).toMatchObject([{ isCut: false }, { isCut: false }, { isCut: false }]);
    expect(result.omitted.shared).toBe(0);
    expect(result.folded.plumbing).toBe(0);
  });

  it("tells what the rest beside a box retains", () => {
    const heap = "root -> x\nx -> a:10 b:100 c:20\nb -> d:5\nc -> e:3";
    const result = lineage(heap, ["x"], { maxDepth: 1, tooMany: 1 }, "down");
    expect(boxes(result)).toEqual(["x × 1", "b × 1", "more × 2"]);
    expect(result.edges[1]).toMatchObject({ from: 0, to: 2, count: 0, retainedSize: 33 });
  });

  it("draws a list as one box", () => {
    const heap = `
      root -> x
      x -property:head-> a
      a -property:next-> b
      b -property:next-> c
      c -property:next-> d
      a is "N"
      b is "N"
      c is "N"
      d is "N"
    `;
    const result = lineage(heap, ["x"], { isMerged: true }, "down");
    expect(boxes(result)).toEqual(["x × 1", "N × 1", "N × 3"]);
  });
});
