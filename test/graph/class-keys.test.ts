import { describe, expect, it } from "vitest";
import { createBitSet, setBit } from "../../src/graph/arrays/bit-set.ts";
import { type ClassKeys, groupByClass, indexLocations } from "../../src/graph/class-keys.ts";
import { NODE_TYPE_NAMES } from "../../src/graph/node-type.ts";
import { createGraph, encodeStrings } from "../support/build-graph.ts";
import { graph, type LabelledGraph } from "../support/graph-dsl.ts";

const classOf = (keys: ClassKeys, ordinal: number): string =>
  keys.keys[keys.keyOf[ordinal]].className;

const classes = ({ graph: built, ordinalOf }: LabelledGraph, renamed: string[] = []): string[] => {
  const bits = createBitSet(built.nodeCount);
  for (const label of renamed) setBit(bits, ordinalOf[label]);
  const keys = groupByClass(built, renamed.length > 0 ? bits : null);
  return Array.from({ length: built.nodeCount - 1 }, (_, index) => classOf(keys, index + 1));
};

describe("class names", () => {
  it.each(NODE_TYPE_NAMES.map((name, type) => [name, type] as const))(
    "of type %s",
    (name, type) => {
      const special: Readonly<Record<string, string>> = {
        hidden: "(system)",
        code: "(compiled code)",
        closure: "Function",
        regexp: "RegExp",
        object: "Thing",
        native: "Thing",
      };
      const one = createGraph(
        {
          firstEdges: Uint32Array.of(0, 0),
          edgeTargets: new Uint32Array(0),
          nodeTypes: Uint8Array.of(type),
        },
        encodeStrings(["Thing"]),
      );
      expect(classOf(groupByClass(one, null), 0)).toBe(special[name] ?? `(${name})`);
    },
  );

  it("of a type that only the file knows is that type", () => {
    const one = createGraph(
      {
        firstEdges: Uint32Array.of(0, 0, 0),
        edgeTargets: new Uint32Array(0),
        nodeTypes: Uint8Array.of(16, 17),
      },
      encodeStrings(["x"]),
      { nodeTypeNames: [...NODE_TYPE_NAMES, "js frame"] },
    );
    const keys = groupByClass(one, null);
    expect([classOf(keys, 0), classOf(keys, 1)]).toEqual(["(js frame)", "(type 17)"]);
  });

  it("cut markup to its tag", () => {
    const g = graph(`
      root -> a b c d e
      a is native "<div id=x class=y>"
      b is native "<br>"
      c is object "Detached <div id=x>"
      d is native "Detached Window x"
      e is native "a <b c>"
    `);
    expect(classes(g)).toEqual(["<div>", "<br>", "Detached <div>", "Detached Window x", "a <b c>"]);
  });

  it("show what is detached", () => {
    const g = graph(`
      root -> a b c
      a is native "<div id=x>"
      b is native "<div id=x>"
      c is native "Text"
    `);
    expect(classes(g, ["a", "c"])).toEqual(["Detached <div>", "<div>", "Detached Text"]);
  });

  it("meet when they read alike", () => {
    const g = graph(`
      root -> a b
      a is native "<div id=x>"
      b is native "<div id=y>"
    `);
    const { keyOf, keys } = groupByClass(g.graph, null);
    expect(keyOf[1]).toBe(keyOf[2]);
    expect(keys).toHaveLength(2);
  });
});

describe("class keys", () => {
  it("keep two constructors of one name at two places apart", () => {
    const g = graph(`
      root -> a b c d e
      a is object "Point" at 3:10:4
      b is object "Point" at 3:10:4
      c is object "Point" at 3:10:5
      d is object "Point" at 4:10:4
      e is object "Point"
    `);
    const { keyOf, keys } = groupByClass(g.graph, null);
    const places = [...keyOf].slice(1).map((key) => keys[key].location);
    expect(places).toEqual([
      { scriptId: 3, line: 10, column: 4 },
      { scriptId: 3, line: 10, column: 4 },
      { scriptId: 3, line: 10, column: 5 },
      { scriptId: 4, line: 10, column: 4 },
      null,
    ]);
    expect(new Set(keyOf).size).toBe(5);
    expect(keyOf[1]).toBe(keyOf[2]);
  });

  it("use locations of objects only", () => {
    const g = graph(`
      root -> a b
      a is closure at 3:10:4
      b is closure at 4:0:0
    `);
    const { keyOf, keys } = groupByClass(g.graph, null);
    expect(keyOf[1]).toBe(keyOf[2]);
    expect(keys[keyOf[1]]).toEqual({ className: "Function", location: null });
  });

  it("are numbered in order of first appearance", () => {
    const g = graph(`
      root -> b a
      a is object "x"
      b is object "y"
    `);
    expect(groupByClass(g.graph, null).keys.map((key) => key.className)).toEqual([
      "(synthetic)",
      "y",
      "x",
    ]);
  });

  it("take wider numbers when there are more than 65536", () => {
    const count = 70_000;
    const texts = Array.from({ length: count }, (_, index) => `Class${index}`);
    const many = createGraph(
      {
        firstEdges: new Uint32Array(count + 1),
        edgeTargets: new Uint32Array(0),
        nodeNames: Uint32Array.from(texts.keys()),
      },
      encodeStrings(texts),
    );
    const { keyOf, keys } = groupByClass(many, null);
    const names = Array.from(keyOf, (key) => keys[key].className);
    expect(names.findIndex((name, index) => name !== texts[index])).toBe(-1);
  });
});

describe("locations", () => {
  it("are found by ordinal", () => {
    const g = graph(`
      root -> a b
      b is object at 1:2:3
    `);
    expect([...(indexLocations(g.graph) ?? [])]).toEqual([0xffffffff, 0xffffffff, 0, 0xffffffff]);
  });

  it("are null where the file has none", () => {
    expect(indexLocations(graph("root -> a").graph)).toBeNull();
  });
});
