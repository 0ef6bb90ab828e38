import { describe, expect, it } from "vitest";
import { groupByClass } from "../../src/graph/class-keys.ts";
import type { Shape } from "../../src/graph/object-shapes.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "../support/build-graph.ts";
import { EdgeType } from "../../src/graph/edge-type.ts";
import { NodeType } from "../../src/graph/node-type.ts";

/** Shapes of plain objects with these properties; `shapeOf` is by position in the list. */
function infer(objects: readonly (readonly string[])[], later?: readonly Shape[]) {
  const nodes: NodeSpec[] = [{ type: NodeType.synthetic }];
  const edges: EdgeSpec[] = [];
  for (const names of objects) {
    const from = nodes.push({ name: "Object" }) - 1;
    for (const name of names) edges.push({ from, to: 0, name });
  }
  const graph = buildGraph({ nodes, edges });
  const { shapes, keys, keyOf } = groupByClass(graph, null, later === undefined ? {} : { later });
  const names = shapes.map((shape) => shape.name);
  const shapeNames = objects.map((_, index) => {
    const { className } = keys[keyOf[index + 1]];
    return className === "Object" ? null : className;
  });
  return { shapes, names, shapeNames };
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe("which shapes are kept", () => {
  it("keeps what at least two objects have", () => {
    expect(infer([["a"], ["a"], ["b"]]).names).toEqual(["{a}"]);
  });

  it("asks for a thousandth of the plain objects where that is more", () => {
    const few = [...times(2996, []), ["a"], ["a"], ["a"]];
    expect(infer(few).names).toEqual(["{a}"]);
    expect(infer([...few, [], []]).names).toEqual([]);
  });

  it("puts the most frequent first, then what appeared first", () => {
    const objects = [["a"], ["b"], ["c"], ["b"], ["a"], ["c"], ["c"]];
    expect(infer(objects).names).toEqual(["{c}", "{a}", "{b}"]);
  });

  it("counts orders of the same names apart", () => {
    const objects = [
      ["a", "b"],
      ["b", "a"],
      ["b", "a"],
      ["a", "b"],
      ["b", "a"],
    ];
    expect(infer(objects).names).toEqual(["{b, a}", "{a, b}"]);
    expect(new Set(infer(objects).shapeNames)).toEqual(new Set(["{b, a}"]));
  });

  it("makes none of objects without properties, or with __proto__ alone", () => {
    expect(infer([[], [], ["__proto__"], ["__proto__"]]).names).toEqual([]);
  });

  it("takes property edges only", () => {
    const nodes = [{ type: NodeType.synthetic }, { name: "Object" }, { name: "Object" }];
    const edges = [1, 2].flatMap((from) => [
      { from, to: 0, type: EdgeType.internal, name: "map" },
      { from, to: 0, type: EdgeType.element, name: 3 },
      { from, to: 0, name: "a" },
    ]);
    const graph = buildGraph({ nodes, edges });
    expect(groupByClass(graph, null).shapes.map((shape) => shape.name)).toEqual(["{a}"]);
  });
});

describe("the text of a shape", () => {
  it("leaves __proto__ out", () => {
    expect(infer(times(2, ["a", "__proto__", "b"])).names).toEqual(["{a, b}"]);
  });

  it("writes names with , ' \" { } as JSON", () => {
    expect(infer(times(2, ["a,b", "c'", 'd"', "{", "}", "e f"])).names).toEqual([
      String.raw`{"a,b", "c'", "d\"", "{", "}", e f}`,
    ]);
  });

  it("stops before the name that makes it longer than 120 characters", () => {
    const long = "x".repeat(60);
    // "{" and 60 letters leave room for 59 more; the comma, the blank and the brace are not counted.
    expect(infer(times(2, [long, "y".repeat(59), "z"])).names).toEqual([
      `{${long}, ${"y".repeat(59)}}`,
    ]);
    expect(infer(times(2, [long, "y".repeat(60), "z"])).names).toEqual([`{${long}}`]);
  });

  it("always has the first name", () => {
    const long = "x".repeat(500);
    expect(infer(times(2, [long, "y"])).names).toEqual([`{${long}}`]);
  });

  it("shows no comma behind an empty first name", () => {
    expect(infer(times(2, ["", "a"])).names).toEqual(["{a}"]);
  });
});

describe("which shape an object takes", () => {
  it("takes the one with most properties that it all has", () => {
    const objects = [...times(5, ["a"]), ...times(2, ["a", "b"]), ["c", "b", "a"], ["b"]];
    expect(infer(objects).shapeNames).toEqual([...times(5, "{a}"), ...times(3, "{a, b}"), null]);
  });

  it("takes the earlier of two with equally many", () => {
    const objects = [...times(2, ["b"]), ...times(3, ["a"]), ["a", "b"]];
    expect(infer(objects).shapeNames.at(-1)).toBe("{a}");
  });

  it("matches properties that the text had no room for", () => {
    const wide = ["x".repeat(119), "a", "b"];
    const objects = [...times(3, ["a", "b"]), ...times(2, wide)];
    expect(infer(objects).shapeNames.at(-1)).toBe("{a, b}");
  });

  it("takes a later snapshot's shapes where these are given", () => {
    const later = [
      { name: "{b}", properties: ["b"] },
      { name: "{a, c}", properties: ["a", "c"] },
    ];
    expect(infer([["a"], ["a"], ["a", "b"], ["c", "a"]], later).shapeNames).toEqual([
      null,
      null,
      "{b}",
      "{a, c}",
    ]);
  });
});
