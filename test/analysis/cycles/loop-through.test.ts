import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { findLoopThrough, type ObjectLoop } from "../../../src/analysis/cycles/loop-through.ts";
import { graph } from "../../support/graph-dsl.ts";

function loopThrough(text: string, label: string): ObjectLoop | null {
  const { graph: heap, ordinalOf } = graph(text);
  return findLoopThrough(new Analyses(heap), ordinalOf[label]);
}

const TREE = `
  root -> parent
  parent is object "Parent"
  child is object "Child"
  parent -property:children-> list
  list is object "Array"
  list -element:0-> child
  list -internal:elements-> store
  store is array "(object elements)"
  store -internal:0-> child
  child -property:parent-> parent
`;

describe("findLoopThrough", () => {
  it("writes the loop from the object back to it", () => {
    expect(loopThrough(TREE, "child")).toEqual({
      code: "Child.parent -> Parent.children -> Array[*] -> Child",
      length: 3,
    });
    expect(loopThrough(TREE, "parent")?.code).toBe(
      "Parent.children -> Array[*] -> Child.parent -> Parent",
    );
  });

  it("is null for an object that lies in none, though it leads to one or hangs on one", () => {
    expect(loopThrough(`${TREE}\nroot -> f\nf -> child`, "f")).toBeNull();
    expect(loopThrough(`${TREE}\nchild -> g`, "g")).toBeNull();
  });

  it("finds an object's reference to itself", () => {
    expect(loopThrough("root -> a\na -> b\nb -> a\na -property:self-> a", "a")).toEqual({
      code: "a.self -> a",
      length: 1,
    });
  });

  it("follows neither weak references nor the runtime's", () => {
    expect(loopThrough("root -> a\na -> b\nb -weak:w-> a", "a")).toBeNull();
    expect(loopThrough("root -> a\na -> b\nb -property:__proto__-> a", "a")).toBeNull();
    expect(loopThrough("root -> a\na -> b\nb -internal:elements-> a", "a")).toBeNull();
  });

  it("folds the table of a Map into it", () => {
    const text = `
      root -> cache
      cache is object "Map"
      cache -internal:table-> table
      table is array "(table)" 96
      table -internal:5-> value
      value is object "Entry"
      value -property:cache-> cache
    `;
    expect(loopThrough(text, "value")?.code).toMatch(
      /^Entry\.cache -> Map(\.get\(\*\)|\[\*\]) -> Entry$/,
    );
    expect(loopThrough(text, "value")?.length).toBe(2);
  });
});
