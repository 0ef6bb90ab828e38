import { MultiDirectedGraph } from "graphology";
import { describe, expect, it } from "vitest";
import { DOT_MARK, type DotOptions, renderLineageDot } from "../../src/render/lineage-dot.ts";
import {
  type BoxAttributes,
  type EdgeAttributes,
  toLineageGraph,
} from "../../src/render/lineage-graph.ts";
import type { ObjectsBox } from "../../src/analysis/lineage-picture.ts";
import {
  busyPicture,
  makeBox,
  makeEdge,
  moreBox,
  sessionsPicture,
  stepsBox,
} from "../support/lineage-pictures.ts";

const CAPTION = {
  title: "Who holds 400 Session",
  source: "after.heapsnapshot",
  command: 'heapgraph backrefs after.heapsnapshot --type "Session"',
  notes: ["3 weak references not drawn; --weak draws them"],
};

/** The line of the only box. */
function drawBox(box: BoxAttributes, options: DotOptions = {}): string {
  const dot = renderLineageDot(toLineageGraph({ boxes: [box], edges: [] }), options);
  return dot.split("\n").find((line) => line.startsWith("  n0 ")) ?? "";
}

/** Texts of the only box, from top to bottom. */
function textsOf(box: Partial<ObjectsBox>, options: DotOptions = {}): string[] {
  const label = /label=<(.*)>, tooltip=/.exec(drawBox(makeBox(box), options))?.[1] ?? "";
  return [...label.matchAll(/<TD>(?:<[^>]*>)?([^<]*)/g)].map(([, text]) => text);
}

function classesOf(box: BoxAttributes): string {
  return /class="([^"]*)"/.exec(drawBox(box))?.[1] ?? "";
}

/** The line of the only reference. */
function drawEdge(edge: Partial<EdgeAttributes>): string {
  const boxes = [makeBox(), makeBox({ class: "Other" })];
  const dot = renderLineageDot(toLineageGraph({ boxes, edges: [makeEdge(0, 1, edge)] }));
  return dot.split("\n").find((line) => line.includes("->")) ?? "";
}

describe("renderLineageDot", () => {
  it("draws all kinds of boxes and references", async () => {
    const dot = renderLineageDot(toLineageGraph(sessionsPicture()), { caption: CAPTION });
    await expect(dot).toMatchFileSnapshot("../golden/lineage/sessions.dot");
    expect(dot.startsWith(DOT_MARK)).toBe(true);
  });

  it("draws a graph of graphology that the user made", () => {
    const graph = new MultiDirectedGraph<BoxAttributes, EdgeAttributes>();
    graph.addNode('my "key"', makeBox({ class: "Mine" }));
    graph.addNode("", makeBox({ class: "Yours" }));
    const { from: _, to: __, ...attributes } = makeEdge(0, 0);
    graph.addEdge('my "key"', "", attributes);
    const dot = renderLineageDot(graph);
    expect(dot).toContain("n0 -> n1 [");
    expect(dot).toContain("<B>Mine</B>");
    expect(dot).not.toContain("key");
  });

  it("draws a graph of nothing", () => {
    expect(renderLineageDot(toLineageGraph({ boxes: [], edges: [] }))).toContain("digraph");
  });
});

describe("a box", () => {
  it("names its class, count and sizes", () => {
    expect(textsOf({ class: "Session", count: 400, shallowSize: 28_800 })).toEqual([
      "Session",
      "400 × · 28.8 kB",
      "retained 1.2 kB",
    ]);
  });

  it("names the id of a single object", () => {
    expect(textsOf({ ids: [9001] })).toEqual(["Thing", "@9001 · 64 B", "retained 1.2 kB"]);
  });

  it("says what else was asked for", () => {
    const box = { count: 4, ids: [1, 3, 5], location: "/srv/app/server.js:12:3" };
    expect(textsOf(box, { extra: ["id", "location"] })).toEqual([
      "Thing",
      "4 ×",
      "@1 @3 @5 …",
      "/srv/app/server.js:12:3",
    ]);
    expect(textsOf(box, { extra: [] })).toEqual(["Thing", "4 ×"]);
  });

  it.each<[Partial<ObjectsBox>, string, string]>([
    [{ class: "pandas.core.frame.DataFrame" }, "DataFrame", "pandas.core.frame.DataFrame"],
    [
      { class: "<function>", name: "<function app.store.load>" },
      "&lt;function load&gt;",
      "&lt;function app.store.load&gt;",
    ],
    [{ class: "Intl.Locale" }, "Intl.Locale", "Intl.Locale"],
    [
      { class: "system / Context / scope @5", name: "system / Context / scope @5" },
      "scope",
      "system / Context / scope @5",
    ],
    [{ class: "Function", type: "closure", name: "handle" }, "handle()", "handle()"],
    [{ class: "(string)", type: "string", name: "it's" }, "&quot;it's&quot;", "&quot;it's&quot;"],
    [{ class: "C".repeat(60) }, `${"C".repeat(31)}…`, "C".repeat(60)],
    [{ class: " " }, "(no name)", "(no name)"],
  ])("of %o is called %s, or %s in full", (box, name, longName) => {
    expect(textsOf(box)[0]).toBe(name);
    expect(textsOf(box, { longNames: true })[0]).toBe(longName);
  });

  it("is red, green, blue or grey by what it is", () => {
    expect(classesOf(makeBox({ isStart: true, depth: 3 }))).toBe("depth-0 start");
    expect(classesOf(makeBox({ isRoot: true, depth: 2 }))).toBe("depth-2 root");
    expect(classesOf(makeBox({ isModule: true, isHighlighted: true }))).toBe(
      "depth-0 module highlight",
    );
    expect(classesOf(makeBox({ depth: 40 }))).toBe("depth-6");
    expect(classesOf(moreBox(12, 3, 1))).toBe("more");
    expect(classesOf(stepsBox(5, 1))).toBe("depth-1 steps");
  });

  it("has a dashed border where the way is not followed", () => {
    expect(drawBox(makeBox({ isCut: true }))).toContain("dashed");
    expect(drawBox(makeBox())).not.toContain("dashed");
  });
});

describe("a reference", () => {
  it("carries its labels as code, and how many it stands for", () => {
    const edge = { labels: [".a", '["b c"]', "[3]"], omittedLabels: 7, count: 500 };
    const [, label] = /label="([^"]*)"/.exec(drawEdge(edge)) ?? [];
    const lines = label.replaceAll("\u00a0", "").split(String.raw`\n`);
    expect(lines).toEqual([".a", "[&quot;b c&quot;]", "[3]", "+7 more", "500×"]);
  });

  it("has no label when there is nothing to say", () => {
    expect(drawEdge({ labels: [] })).not.toContain("label=");
  });

  it("is dashed, dotted or begins in a diamond by how it holds", () => {
    expect(drawEdge({ hold: "weak" })).toContain("style=dashed");
    expect(drawEdge({ hold: "loose" })).toContain("style=dotted");
    expect(drawEdge({ hold: "together" })).toContain("arrowtail=odiamond");
    expect(drawEdge({ hold: "strong" })).not.toMatch(/style=|arrowtail=/);
  });

  it("is the wider the more it retains, from 1 to 6", () => {
    const boxes = [makeBox(), makeBox()];
    const sizes = [0, 10_000, 250_000, 1_000_000];
    const edges = sizes.map((retainedSize) => makeEdge(0, 1, { retainedSize }));
    const dot = renderLineageDot(toLineageGraph({ boxes, edges }));
    const widths = [...dot.matchAll(/-> .*penwidth=([\d.]+)/g)].map(([, width]) => Number(width));
    expect(widths).toEqual([1, 1.5, 3.5, 6]);
  });

  it("has one short label where there are many", () => {
    const edges = Array.from({ length: 5 }, () =>
      makeEdge(0, 1, { labels: [".a", ".b"], omittedLabels: 3 }),
    );
    const dot = renderLineageDot(toLineageGraph({ boxes: [makeBox(), makeBox()], edges }));
    expect(dot.replaceAll("\u00a0", "")).toContain('xlabel=".a +4"');
  });
});

it("writes 300 boxes in no time", () => {
  expect(renderLineageDot(toLineageGraph(busyPicture(300))).split("\n").length).toBeGreaterThan(
    600,
  );
});
