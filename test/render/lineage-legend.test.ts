import { describe, expect, it } from "vitest";
import type { LineagePicture } from "../../src/analysis/lineage-picture.ts";
import { toLineageGraph } from "../../src/render/lineage-graph.ts";
import { describeGraph, legendEntries, pictureNotes } from "../../src/render/lineage-legend.ts";
import { makeBox, makeEdge, sessionsPicture } from "../support/lineage-pictures.ts";
import { lineageResult, NOTHING_FOLDED } from "../support/lineage-result.ts";

function legendOf(picture: LineagePicture): string[] {
  return legendEntries(toLineageGraph(picture)).map(({ text }) => text);
}

describe("legendEntries", () => {
  it("explains all that occurs", () => {
    expect(legendOf(sessionsPicture())).toMatchInlineSnapshot(`
      [
        "objects asked for",
        "root, or module of Python",
        "highlighted",
        "shade: steps from the objects asked for",
        "not followed further",
        "equal steps drawn as one",
        "more objects that are left out",
        "points from the holder to what it holds; the label is code",
        "WeakMap entry: holds only while key and map both live",
        "not counted for retained sizes",
        "weak: does not keep alive",
        "the wider, the more it retains",
      ]
    `);
  });

  it("explains nothing that does not occur", () => {
    expect(legendOf({ boxes: [], edges: [] })).toEqual([]);
    expect(legendOf({ boxes: [makeBox({ isModule: true })], edges: [] })).toEqual([
      "module of Python: ways end here",
    ]);
    const boxes = [makeBox({ isStart: true }), makeBox({ depth: 1, isRoot: true })];
    expect(legendOf({ boxes, edges: [makeEdge(1, 0)] })).toEqual([
      "objects asked for",
      "root",
      "points from the holder to what it holds; the label is code",
    ]);
  });
});

describe("pictureNotes", () => {
  it("says what was folded, not what the legend shows", () => {
    const { boxes, edges } = sessionsPicture();
    const folded = { ...NOTHING_FOLDED, plumbing: 96, weak: 3 };
    expect(pictureNotes(lineageResult(boxes, edges, { folded }))).toEqual([
      expect.stringContaining("96"),
      expect.stringContaining("--weak"),
    ]);
    expect(pictureNotes(lineageResult(boxes, edges))).toEqual([]);
  });
});

describe("describeGraph", () => {
  it("reads the picture out", () => {
    expect(describeGraph(toLineageGraph(sessionsPicture()))).toMatchInlineSnapshot(
      `"13 boxes and 13 references. Asked for: Session (400 objects). Map holds Session by .get(*) (retained 454 kB); SessionCache holds Map by .map (retained 480 kB); scope holds SessionCache by (cache) (retained 481 kB); handleRequest() holds scope by <context> (retained 481 kB); (Global handles) holds handleRequest() by [17] (retained 481 kB); AdminSession holds Session by .parent (retained 13.6 kB); WeakMap holds, as half of a WeakMap entry, Session by <WeakMap entry, key User @4243>, <WeakMap entry, key User @4245>, +38 more (retained 45.0 kB); WeakRef refers weakly to Session by <weak target> (retained 3.4 kB); FinalizationRegistry refers to Session by <internal> (retained 1.2 kB); 12 more holds AdminSession (retained 9.4 kB); … 1,199,938 steps holds AdminSession by .next, ["k y"], [3], +4 more (retained 4.0 kB); AdminSession holds AdminSession by .peer (retained 1.2 kB); <module app.sessions> holds handleRequest() by .handler (retained 481 kB)."`,
    );
  });

  it("reads no more than a listener can take", () => {
    const edges = Array.from({ length: 50 }, () => makeEdge(0, 0));
    const text = describeGraph(toLineageGraph({ boxes: [makeBox()], edges }));
    expect(text.match(/ holds /g)).toHaveLength(20);
    expect(text).toContain("; and 30 more.");
  });
});
