import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import {
  type Removal,
  type RemovalResult,
  removeReferences,
} from "../../../src/analysis/cut/remove-references.ts";
import type { Runtime } from "../../../src/analysis/lineage/reference-kinds.ts";
import { NotFoundError, TextSyntaxError } from "../../../src/errors.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { graph } from "../../support/graph-dsl.ts";

function removeFrom(
  text: string,
  removal: Removal,
  runtime: Runtime = "javascript",
): RemovalResult {
  return removeReferences(new Analyses(asRuntime(graph(text).graph, runtime)), removal);
}

const ID = 15;

/** Bytes freed and edges removed without one reference of the object @15. */
function without(text: string, code: string, runtime?: Runtime): { size: number; edges: number } {
  const { freed, removedEdges, matched, removedNodes } = removeFrom(
    text,
    { edges: [{ id: ID, code }] },
    runtime,
  );
  expect({ matched, removedNodes }).toEqual({ matched: [], removedNodes: 0 });
  return { size: freed.size, edges: removedEdges };
}

const OBJECT = `
  root -> o
  o is object "Owner" @${ID}
  a is object "A" 100
  b is object "B" 20
  o -property:cache-> a
  o -property:k y-> b
`;

const LIST = `
  root -> o
  o is object "Array" @${ID}
  a is object "A" 100
  b is object "B" 20
  o -element:0-> a
  o -element:1-> b
  o -internal:elements-> store
  store is array "(object elements)"
  store -internal:0-> a
  store -internal:1-> b
`;

const MAP = `
  root -> o k1 k2
  o is object "Map" @${ID}
  o -internal:table-> table
  table is array "(table)" 96
  k1 is string "u17"
  k2 is object "Key"
  a is object "A" 100
  b is object "B" 20
  table -internal:4-> k1
  table -internal:5-> a
  table -internal:7-> k2
  table -internal:8-> b
`;

const SCOPE = `
  root -> f
  f is closure "f"
  f -internal:context-> o
  o is object "system / Context / f" @${ID}
  a is object "A" 100
  o -context:cache-> a
`;

const PYTHON_OBJECT = `
  root -> o
  o is object "__main__.Owner" @${ID}
  attributes is object "dict" 30
  o -internal:__dict__-> attributes
  a is object "A" 100
  attributes -property:cache-> a
`;

const PYTHON_DICT = `
  root -> o
  o is object "dict" @${ID}
  a is object "A" 100
  b is object "B" 20
  o -property:u17-> a
  o -property:[42]-> b
`;

const ask = (): unknown => without(OBJECT, ".cash");

describe("removing one reference", () => {
  it.each([
    ["a property", OBJECT, ".cache", { size: 100, edges: 1 }],
    ["a property whose name is no word", OBJECT, '["k y"]', { size: 20, edges: 1 }],
    ["an element, with its place in the backing store", LIST, "[1]", { size: 20, edges: 2 }],
    ["all elements", LIST, "[*]", { size: 120, edges: 4 }],
    ["the value of a Map's key", MAP, '.get("u17")', { size: 100, edges: 1 }],
    ["all values of a Map", MAP, ".get(*)", { size: 120, edges: 2 }],
    ["a variable", SCOPE, "(cache)", { size: 100, edges: 1 }],
  ])("works for %s", (_, heap, code, expected) => {
    expect(without(heap, code)).toEqual(expected);
  });

  it("names a Map's key that is an object by class and id", () => {
    expect(without(MAP, ".get(Key @7)")).toEqual({ size: 20, edges: 1 });
  });

  it("works for a Python object's attributes and a dictionary's items", () => {
    expect(without(PYTHON_OBJECT, ".cache", "python")).toEqual({ size: 100, edges: 1 });
    expect(without(PYTHON_DICT, '["u17"]', "python")).toEqual({ size: 100, edges: 1 });
    expect(without(PYTHON_DICT, "[42]", "python")).toEqual({ size: 20, edges: 1 });
  });

  it("works for the runtime's own references as show writes them", () => {
    expect(without(MAP, "<table>")).toEqual({ size: 120, edges: 1 });
    expect(without(LIST, "<elements>")).toMatchObject({ edges: 1 });
  });

  it("frees nothing that something else holds", () => {
    expect(without(`${OBJECT}\nroot -> a`, ".cache")).toEqual({ size: 0, edges: 1 });
  });

  it("finds a reference of an object to itself", () => {
    const text = `${OBJECT}  o -property:self-> o\n`;
    expect(without(text, ".self")).toEqual({ size: 0, edges: 1 });
    expect(without(`${OBJECT}  o -element:7-> o\n`, "[*]")).toEqual({ size: 0, edges: 1 });
  });

  it("takes several together", () => {
    const edges = [".cache", '["k y"]'].map((code) => ({ id: ID, code }));
    expect(removeFrom(OBJECT, { edges })).toMatchObject({ removedEdges: 2, freed: { size: 120 } });
  });

  it("refuses a reference that the object has not, and tells which it has", () => {
    expect(ask).toThrow(NotFoundError);
    expect(ask).toThrow(
      expect.objectContaining({
        code: "EDGE_NOT_FOUND",
        what: `@${ID}.cash`,
        suggestions: [".cache", '["k y"]'],
      }),
    );
    expect(() => without("root -> a", ".cache")).toThrow(
      expect.objectContaining({ code: "NODE_NOT_FOUND" }),
    );
  });

  it("does not take a weak reference for one", () => {
    expect(() => without(`${OBJECT}\no -weak:w-> a`, "<weak w>")).toThrow(NotFoundError);
  });
});

describe("removing objects", () => {
  it("counts them as freed, each once", () => {
    expect(removeFrom(OBJECT, { nodes: [ID, ID] })).toMatchObject({
      removedEdges: 0,
      removedNodes: 1,
      freed: { count: 3, size: 121 },
    });
  });

  it("refuses an id that no object has", () => {
    expect(() => removeFrom(OBJECT, { nodes: [4711] })).toThrow(
      expect.objectContaining({ code: "NODE_NOT_FOUND" }),
    );
  });
});

const EMITTERS = `
  root -> global
  global -> e1 e2 other
  e1 is object "EventEmitter"
  e2 is object "EventEmitter"
  other is object "Other"
  v1 is object "Events" 10
  v2 is object "Events" 20
  v3 is object "Events" 40
  e1 -property:_events-> v1
  e2 -property:_events-> v2
  other -property:_events-> v3
`;

describe("removing what reads like a pattern", () => {
  it("takes a glob over the whole text", () => {
    expect(removeFrom(EMITTERS, { matching: ["EventEmitter._events -> *"] })).toMatchObject({
      removedEdges: 2,
      matched: [{ text: "EventEmitter._events -> Events", count: 2 }],
      freed: { count: 2, size: 30 },
    });
    expect(removeFrom(EMITTERS, { matching: ["*._events -> *"] })).toMatchObject({
      matched: [
        { text: "EventEmitter._events -> Events", count: 2 },
        { text: "Other._events -> Events", count: 1 },
      ],
      freed: { size: 70 },
    });
  });

  it("takes regular expressions, and any of several patterns", () => {
    const matching = ["/^Other\\./", "global.e1 -> *"];
    expect(removeFrom(EMITTERS, { matching })).toMatchObject({
      removedEdges: 2,
      matched: [
        { text: "Other._events -> Events", count: 1 },
        { text: "global.e1 -> EventEmitter", count: 1 },
      ],
    });
  });

  it("takes elements and entries as their owners' references, with the backing store's", () => {
    expect(removeFrom(LIST, { matching: ["Array[*] -> A"] })).toMatchObject({
      removedEdges: 2,
      matched: [{ text: "Array[*] -> A", count: 1 }],
      freed: { size: 100 },
    });
    expect(removeFrom(MAP, { matching: ["/^Map\\.get/"] })).toMatchObject({
      matched: [
        { text: "Map.get(*) -> A", count: 1 },
        { text: "Map.get(*) -> B", count: 1 },
      ],
      freed: { size: 120 },
    });
  });

  it("leaves weak references alone", () => {
    const heap = `${EMITTERS}\nroot -> v1\ne1 -weak:w-> v1`;
    expect(removeFrom(heap, { matching: ["EventEmitter*"] })).toMatchObject({ removedEdges: 2 });
  });

  it("refuses what matches nothing and what is no expression", () => {
    expect(() => removeFrom(EMITTERS, { matching: ["Emitter.* -> *"] })).toThrow(
      expect.objectContaining({ code: "EDGE_NOT_FOUND", what: "Emitter.* -> *" }),
    );
    expect(() => removeFrom(EMITTERS, { matching: ["/(/"] })).toThrow(TextSyntaxError);
  });
});
