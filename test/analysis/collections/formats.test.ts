import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { Collections } from "../../../src/analysis/collections/collections.ts";
import { PythonFormat } from "../../../src/analysis/collections/python-format.ts";
import { EdgeType } from "../../../src/graph/edge-type.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "../../support/build-graph.ts";

/** A collection (ordinal 1) with a backing store (2) and as many strings as it needs. */
function heapOf(
  owner: NodeSpec,
  store: { readonly name: string; readonly size: number; readonly slots?: readonly number[] },
  own: readonly Pick<EdgeSpec, "type" | "name">[] = [],
): Collections {
  const nodes: NodeSpec[] = [
    { type: NodeType.synthetic, size: 0 },
    owner,
    { type: NodeType.array, name: "(backing store)", size: store.size },
  ];
  const edges: EdgeSpec[] = [
    { from: 0, to: 1, type: EdgeType.element, name: 1 },
    { from: 1, to: 2, type: EdgeType.internal, name: store.name },
  ];
  const add = (from: number, edge: Pick<EdgeSpec, "type" | "name">): void => {
    edges.push({ ...edge, from, to: nodes.length });
    nodes.push({ type: NodeType.string, name: `text ${nodes.length}` });
  };
  for (const edge of own) add(1, edge);
  for (const slot of store.slots ?? []) add(2, { type: EdgeType.internal, name: String(slot) });
  return new Collections(new Analyses(buildGraph({ nodes, edges })));
}

const element = (name: number): Pick<EdgeSpec, "type" | "name"> => ({
  type: EdgeType.element,
  name,
});

describe("an Array", () => {
  it("is as long as its last element says, and as roomy as its elements", () => {
    const array = heapOf({ name: "Array", size: 32 }, { name: "elements", size: 16 + 8 * 20 }, [
      element(0),
      element(12),
    ]);
    expect(array.sizeOf(1, "Array")).toEqual({ entryCount: 13, isAtLeast: false, capacity: 20 });
  });

  it("of numbers has no elements in the file: half of its room is used at least", () => {
    const array = heapOf({ name: "Array", size: 32 }, { name: "elements", size: 16 + 8 * 1016 });
    expect(array.sizeOf(1, "Array")).toEqual({ entryCount: 500, isAtLeast: true, capacity: 1016 });
  });

  it("that is sparse has a table: its elements are counted", () => {
    const array = heapOf({ name: "Array", size: 32 }, { name: "elements", size: 144 }, [
      element(7),
      element(900_000),
    ]);
    expect(array.sizeOf(1, "Array")).toMatchObject({ entryCount: 2, capacity: null });
  });

  it("has slots of four bytes where pointers are compressed", () => {
    const array = heapOf({ name: "Array", size: 16 }, { name: "elements", size: 8 + 4 * 10 });
    expect(array.sizeOf(1, "Array").capacity).toBe(10);
  });
});

describe("an object", () => {
  const plain = { name: "Object", size: 24 };

  it("is used as a map when V8 keeps its properties in a table", () => {
    // Five slots in front, room for four; keys at 5 and 11, the value of the second is a number.
    const size = 16 + 8 * (5 + 3 * 4);
    const map = heapOf(plain, { name: "properties", size, slots: [5, 6, 11] });
    expect(map.typeOf(1)).toBe("object");
    expect(map.sizeOf(1, "object")).toEqual({ entryCount: 2, isAtLeast: false, capacity: 4 });
    expect(map.keysOf(1, "object", 9)).toEqual(['"text 3"', '"text 5"']);
  });

  it("is none with a plain list of values, unless it has very many", () => {
    const size = 16 + 8 * (5 + 3 * 4);
    expect(heapOf(plain, { name: "properties", size, slots: [0, 1, 2] }).typeOf(1)).toBeNull();
    const many = Array.from({ length: 64 }, (_, at) => ({
      type: EdgeType.property,
      name: `p${at}`,
    }));
    const large = heapOf(plain, { name: "properties", size: 16 + 8 * 64 }, many);
    expect(large.typeOf(1)).toBe("object");
    expect(large.sizeOf(1, "object")).toMatchObject({ entryCount: 64, capacity: null });
  });
});

describe("Python's collections", () => {
  it.each([
    // sys.getsizeof() of CPython 3.11, with the collector's header.
    ["dict", 64, 0],
    ["dict", 184, 5],
    ["dict", 272, 10],
    ["dict", 832, 42],
    ["dict", 3328, 170],
    ["list", 56, 0],
    ["list", 120, 8],
    ["set", 216, 8],
    ["set", 8408, 512],
    ["collections.OrderedDict", 777, null],
  ] as const)("%s of %i bytes has room for %s", (name, size, capacity) => {
    const graph = buildGraph({ nodes: [{ type: NodeType.synthetic }, { name, size }], edges: [] });
    const format = new PythonFormat(graph);
    expect(format.sizeOf(1, format.typeOf(1) ?? "dict").capacity).toBe(capacity);
  });
});
