import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { findPaths } from "../../src/analysis/find-paths.ts";
import type { LineagePicture } from "../../src/analysis/lineage-picture.ts";
import { mergePaths } from "../../src/analysis/merge-paths.ts";
import { pictureMergedPaths, picturePaths } from "../../src/analysis/path-picture.ts";
import { graph } from "../support/graph-dsl.ts";

const HEAP = graph(`
  root -> g
  g -> a b
  a -> x
  b -> x y
  x is "X"
  y is "X"
  b -property:list-> n1
  n1 -property:next-> n2
  n2 -property:next-> n3
  n3 -property:next-> n4
  n4 -property:next-> n5
  n1 is "N"
  n2 is "N"
  n3 is "N"
  n4 is "N"
  n5 is "N"
`);
const analyses = new Analyses(HEAP.graph);
const ordinals = (...labels: readonly string[]): Uint32Array =>
  Uint32Array.from(labels, (label) => HEAP.ordinalOf[label]);
const NONE = { count: 0 };

/** Boxes as `class × count` with their roles. */
function describeBoxes({ boxes }: LineagePicture): string[] {
  return boxes.map((box) => {
    if (box.kind !== "objects") return `${box.kind} × ${box.count}`;
    const roles = `${box.isRoot ? " root" : ""}${box.isStart ? " start" : ""}`;
    return `${box.class} × ${box.count}${roles}`;
  });
}

const describeEdges = ({ edges }: LineagePicture): string[] =>
  edges.map(({ from, to, labels, count }) => `${from} → ${to} ${labels.join()} × ${count}`);

describe("picturePaths", () => {
  it("draws objects that several ways pass once", () => {
    const picture = picturePaths(findPaths(analyses, ordinals("x", "y"), NONE, { count: 3 }));
    expect(describeBoxes(picture)).toEqual([
      "g × 1 root",
      "b × 1",
      "X × 1 start",
      "a × 1",
      "X × 1 start",
    ]);
    expect(describeEdges(picture)).toEqual([
      "0 → 1 .b × 1",
      "1 → 2 .x × 1",
      "0 → 3 .a × 1",
      "3 → 2 .x × 1",
      "1 → 4 .y × 1",
    ]);
  });

  it("draws the steps of a row before its last as one box", () => {
    const picture = picturePaths(findPaths(analyses, ordinals("n5"), NONE));
    expect(describeBoxes(picture).toSorted()).toEqual([
      "N × 1",
      "N × 1 start",
      "b × 1",
      "g × 1 root",
      "steps × 3",
    ]);
    const steps = picture.boxes.findIndex(({ kind }) => kind === "steps");
    expect(picture.edges.filter(({ to }) => to === steps)).toMatchObject([
      { labels: [".next"], count: 3 },
    ]);
    expect(picture.edges.filter(({ from }) => from === steps)).toMatchObject([
      { labels: [".next"], count: 1 },
    ]);
  });

  it("draws an object that is a root alone", () => {
    const picture = picturePaths(findPaths(analyses, ordinals("g"), NONE));
    expect(describeBoxes(picture)).toEqual(["g × 1 root start"]);
    expect(picture.edges).toEqual([]);
  });

  it("draws nothing where nothing leads", () => {
    const lost = graph("root -> g\nx -> g");
    const result = findPaths(new Analyses(lost.graph), Uint32Array.of(2), NONE);
    expect(picturePaths(result)).toEqual({ boxes: [], edges: [] });
  });

  it("marks objects asked for that lie on the way to others", () => {
    const picture = picturePaths(findPaths(analyses, ordinals("y", "b"), NONE));
    expect(describeBoxes(picture)).toContain("b × 1 start");
  });
});

describe("pictureMergedPaths", () => {
  it("draws a box for each row, and one for what is not shown", () => {
    const result = mergePaths(analyses, ordinals("x", "y", "n1"), NONE, { tooMany: 1 });
    const picture = pictureMergedPaths(result);
    expect(describeBoxes(picture)).toEqual(["g × 1 root", "b × 1", "more × 2", "X × 1 start"]);
    expect(describeEdges(picture)).toEqual(["0 → 1 .b × 1", "1 → 2  × 0", "1 → 3 .x × 1"]);
  });
});
