import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { graph } from "../support/graph-dsl.ts";

const distances = (text: string): Record<string, number> => {
  const g = graph(text);
  return g.byLabel(new Analyses(g.graph).distances);
};

const ENTRY = "part of key (K @1) -> value (V @2) pair in WeakMap (table @3)";

describe("WeakMap entries", () => {
  it("lead to the value one step behind the later of key and table", () => {
    const text = `
      root -> table far
      far -> key
      table -internal:1 / ${ENTRY}-> value
      key -internal:2 / ${ENTRY}-> value
    `;
    expect(distances(text)).toMatchObject({ table: 1, key: 2, value: 3 });
  });

  it("lead nowhere while only one half is reached", () => {
    const text = `
      root -> table
      table -internal:1 / ${ENTRY}-> value
      key -internal:2 / ${ENTRY}-> value
    `;
    expect(distances(text)).toMatchObject({ key: -5, value: -5 });
  });

  it("may have their halves in different searches", () => {
    const text = `
      root -> window roots
      roots is synthetic
      roots -> key
      window -internal:1 / ${ENTRY}-> value
      key -internal:2 / ${ENTRY}-> value
    `;
    expect(distances(text)).toMatchObject({ window: 1, key: 100_000_002, value: 100_000_003 });
  });

  it("go in pairs where more than two edges share a name", () => {
    const text = `
      root -> a
      a -internal:1 / ${ENTRY}-> one
      a -internal:2 / ${ENTRY}-> two
      a -internal:3 / ${ENTRY}-> three
      a -internal:4 / ${ENTRY}-> four
    `;
    expect(distances(text)).toMatchObject({ one: -5, two: 2, three: -5, four: 2 });
  });

  it("are internal edges only", () => {
    const text = `
      root -> a
      a -property:1 / ${ENTRY}-> value
    `;
    expect(distances(text)).toMatchObject({ value: 2 });
  });
});

describe("descriptors", () => {
  it("lead on by all indexes but every second of three, from the fourth on", () => {
    const text = `
      root -> window
      window -> d
      d is array "(map descriptors)"
      d -element:1-> one
      d -element:2-> two
      d -element:3-> three
      d -element:4-> four
      d -hidden:7-> seven
      d -internal:10-> ten
      d -internal:11 x-> eleven
      d -internal:map-> map
      d -element:4294967290-> minusSix
    `;
    const found = distances(text);
    const reached = Object.keys(found).filter((label) => found[label] === 3);
    expect(reached).toEqual(["one", "two", "three", "eleven", "map", "minusSix"]);
  });

  it("are arrays of that name only", () => {
    const text = `
      root -> a b
      a is array "(map)"
      b is object "(map descriptors)"
      a -element:4-> one
      b -element:4-> two
    `;
    expect(distances(text)).toMatchObject({ one: 2, two: 2 });
  });
});

describe("the map of sloppy functions", () => {
  it("is not reached from a native context", () => {
    const text = `
      root -> a b
      a is hidden "system / NativeContext"
      b is hidden "system / Context"
      a -internal:sloppy_function_map-> one
      a -internal:strict_function_map-> two
      b -internal:sloppy_function_map-> three
    `;
    expect(distances(text)).toMatchObject({ one: -5, two: 2, three: 2 });
  });
});

describe("indexes", () => {
  it("are never taken for names", () => {
    // One of the edges has the index at which the name stands in the string table.
    const indexes = Array.from({ length: 20 }, (_, index) => index);
    const text = `
      root -> context
      context is hidden "system / NativeContext"
      context -internal:sloppy_function_map-> map
      ${indexes.map((index) => `context -element:${index + 10}-> e${index}`).join("\n")}
    `;
    const found = distances(text);
    expect(indexes.filter((index) => found[`e${index}`] !== 2)).toEqual([]);
  });
});

describe("without anything that stands for the program", () => {
  it("counts from the root at 0", () => {
    const text = `
      root -> roots
      roots is synthetic
      roots -> a
      a -weak-> b
    `;
    expect(distances(text)).toEqual({ root: 0, roots: 1, a: 2, b: -5 });
  });

  it("counts documents as the program, though they are synthetic", () => {
    const text = `
      root -element:1-> documents
      documents is synthetic "(Document DOM trees)"
      documents -> a
    `;
    expect(distances(text)).toEqual({ root: 100_000_000, documents: 1, a: 2 });
  });
});
