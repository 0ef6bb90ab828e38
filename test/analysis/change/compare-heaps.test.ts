import { describe, expect, it } from "vitest";
import type { ClassChange } from "../../../src/analysis/change/compare-heaps.ts";
import type { SourceLocation } from "../../../src/graph/class-keys.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { buildGraph, type GraphSpec, type NodeSpec } from "../../support/build-graph.ts";
import { type ComparedGraphs, compareGraphs } from "../../support/compare-graphs.ts";

const ROOT: NodeSpec = { type: NodeType.synthetic, size: 0, id: 1 };

/** Objects that stay, so that ids are found to mean the same. */
const STAYING: readonly NodeSpec[] = Array.from({ length: 20 }, (_, at) => ({
  name: "Anchor",
  id: 1001 + 2 * at,
}));

function heap(nodes: readonly NodeSpec[], edges: GraphSpec["edges"] = []): GraphSpec {
  return { nodes: [ROOT, ...nodes, ...STAYING], edges };
}

function compare(past: GraphSpec, later: GraphSpec): ComparedGraphs {
  return compareGraphs(buildGraph(past), buildGraph(later));
}

function changeOf({ comparison }: ComparedGraphs, name: string): Partial<ClassChange> {
  const found = comparison.classes.filter(({ key }) => key.className === name);
  expect(found).toHaveLength(1);
  return found[0];
}

const plain = (id: number): NodeSpec => ({ name: "Object", id, size: 10 });
const property = (from: number, name: string): GraphSpec["edges"][number] => ({
  from,
  to: 4,
  name,
});

const onLine = (line: number): SourceLocation => ({ scriptId: 7, line, column: 2 });

describe("two heaps of one process", () => {
  it("compare class by class: what changed its class is gone there and new here", () => {
    const compared = compare(
      heap([{ name: "Point", id: 11, size: 30 }]),
      heap([{ name: "<div id=x>", type: NodeType.native, id: 11, size: 50 }]),
    );
    expect(changeOf(compared, "Point")).toMatchObject({
      newCount: 0,
      deletedCount: 1,
      deletedSize: 30,
      count: 0,
    });
    expect(changeOf(compared, "<div>")).toMatchObject({
      newCount: 1,
      newSize: 50,
      deletedCount: 0,
      count: 1,
    });
  });

  it("do not count a changed size as a change", () => {
    const compared = compare(
      heap([{ name: "P", id: 11, size: 8 }]),
      heap([{ name: "P", id: 11, size: 80 }]),
    );
    expect(changeOf(compared, "P")).toMatchObject({
      newCount: 0,
      newSize: 0,
      deletedCount: 0,
      pastRetainedSize: 8,
      retainedSize: 80,
    });
  });

  it.each([
    [0, 16, { newCount: 1, newSize: 16, deletedCount: 0, count: 1 }],
    [16, 0, { newCount: 0, deletedCount: 1, deletedSize: 16, count: 0 }],
    [0, 0, { newCount: 0, deletedCount: 0, count: 0 }],
  ])("leave out objects of size 0: from %i to %i bytes", (before, now, change) => {
    const compared = compare(
      heap([{ name: "P", id: 11, size: before }]),
      heap([{ name: "P", id: 11, size: now }]),
    );
    expect(changeOf(compared, "P")).toMatchObject(change);
  });

  it("name plain objects of the earlier by the shapes of the later", () => {
    const compared = compare(
      // {a} alone is frequent here.
      heap(
        [plain(11), plain(13), plain(15)],
        [property(1, "a"), property(2, "a"), property(3, "a")],
      ),
      // {a, b} here: the one that stayed {a} has no shape any more.
      heap(
        [plain(11), plain(13), plain(15)],
        [property(1, "a"), property(1, "b"), property(2, "a"), property(2, "b"), property(3, "a")],
      ),
    );
    const names = compared.comparison.classes.map(({ key }) => key.className);
    expect(names).not.toContain("{a}");
    expect(changeOf(compared, "{a, b}")).toMatchObject({ newCount: 2, deletedCount: 0 });
    expect(changeOf(compared, "Object")).toMatchObject({ newCount: 0, deletedCount: 2, count: 1 });
  });

  it("keep classes of one name from two places apart", () => {
    const { comparison } = compare(
      heap([{ name: "Job", id: 11, location: onLine(1) }]),
      heap([
        { name: "Job", id: 11, location: onLine(1) },
        { name: "Job", id: 2001, location: onLine(9) },
        { name: "Job", id: 2003 },
      ]),
    );
    const jobs = comparison.classes.filter(({ key }) => key.className === "Job");
    expect(jobs.map(({ key, newCount, count }) => [key.location?.line, newCount, count])).toEqual([
      [1, 0, 1],
      [9, 1, 1],
      [undefined, 1, 1],
    ]);
  });

  it("have no surprises where one is empty", () => {
    const nothing = { nodes: [ROOT], edges: [] };
    expect(compare(nothing, nothing).comparison.matching).toBe("classes");
    expect(changeOf(compare(nothing, heap([])), "Anchor")).toMatchObject({
      newCount: 20,
      deletedCount: 0,
    });
    expect(changeOf(compare(heap([]), nothing), "Anchor")).toMatchObject({
      newCount: 0,
      deletedCount: 20,
    });
  });
});

const embedder = (id: number, size = 24, name = "Blob"): NodeSpec => ({
  type: NodeType.native,
  name,
  id,
  size,
});

describe("objects under new ids", () => {
  it("are counted where they have even ids, equal names and sizes", () => {
    const compared = compare(
      heap([embedder(100), embedder(102), embedder(104, 32)]),
      heap([embedder(200), embedder(202), embedder(204, 40)]),
    );
    expect(changeOf(compared, "Blob")).toMatchObject({
      newCount: 3,
      deletedCount: 3,
      reissuedCount: 2,
    });
  });

  it("are counted one to one", () => {
    const few = heap([embedder(100)]);
    const many = heap([embedder(200), embedder(202), embedder(204)]);
    expect(changeOf(compare(few, many), "Blob").reissuedCount).toBe(1);
    expect(changeOf(compare(many, few), "Blob").reissuedCount).toBe(1);
  });

  it("have equal names within the class, too", () => {
    const compared = compare(
      heap([embedder(100, 24, "<div id=a>"), embedder(102, 24, "<div id=b>")]),
      heap([embedder(200, 24, "<div id=b>"), embedder(202, 24, "<div id=c>")]),
    );
    expect(changeOf(compared, "<div>")).toMatchObject({ newCount: 2, reissuedCount: 1 });
  });

  it("are none with odd ids, on either side", () => {
    expect(
      changeOf(compare(heap([embedder(101)]), heap([embedder(200)])), "Blob").reissuedCount,
    ).toBe(0);
    expect(
      changeOf(compare(heap([embedder(100)]), heap([embedder(2001)])), "Blob").reissuedCount,
    ).toBe(0);
  });

  it("are not looked for among addresses and where ids mean nothing", () => {
    const [past, later] = [heap([embedder(100)]), heap([embedder(200)])].map((spec) =>
      asRuntime(buildGraph(spec), "python"),
    );
    expect(changeOf(compareGraphs(past, later), "Blob")).toMatchObject({
      newCount: 1,
      deletedCount: 1,
      reissuedCount: 0,
    });
    const others = Array.from(STAYING, (node) => ({ ...node, name: "Other" }));
    const foreign = compare(heap([embedder(100)]), {
      nodes: [ROOT, embedder(200), ...others],
      edges: [],
    });
    expect(foreign.comparison.matching).toBe("classes");
    expect(changeOf(foreign, "Blob")).toMatchObject({
      newCount: 0,
      deletedCount: 0,
      reissuedCount: 0,
    });
  });
});
