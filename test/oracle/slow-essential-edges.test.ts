import { describe, expect, it } from "vitest";
import { graph, type LabelledGraph } from "../support/graph-dsl.ts";
import { slowEssentialEdges, splitEntryName } from "./slow-essential-edges.ts";

const essentialPairs = ({ graph: built, ordinalOf }: LabelledGraph): string[] => {
  const labels = Object.keys(ordinalOf);
  return slowEssentialEdges(built).map(({ from, to }) => `${labels[from]} ${labels[to]}`);
};

it("leaves out weak edges, self edges and shortcuts but the root's", () => {
  const g = graph(`
    root -shortcut-> a
    a -> b a
    a -weak-> c
    a -shortcut-> d
    a -hidden-> e
  `);
  expect(essentialPairs(g)).toEqual(["root a", "a b", "a e"]);
});

it("leaves out edges into the page from outside, but the root's", () => {
  const g = graph(`
    root -shortcut-> window
    root -> outside inside
    window -> inside
    outside -> inside
    inside -> outside2
    outside2 -> inside
  `);
  expect(essentialPairs(g)).toEqual([
    "root window",
    "root outside",
    "root inside",
    "window inside",
    "inside outside2",
    "outside2 inside",
  ]);
});

it("leaves out the table's half of a WeakMap entry", () => {
  const g = graph(`
    root -> key table
    key is object @11
    table is array @13
    value is object @15
    key -internal:7 / part of key (K @11) -> value (V @15) pair in WeakMap (table @13)-> value
    table -internal:8 / part of key (K @11) -> value (V @15) pair in WeakMap (table @13)-> value
  `);
  expect(essentialPairs(g)).toEqual(["root key", "root table", "key value"]);
});

describe("names of WeakMap entries", () => {
  it.each([
    ["1 / part of key (K @1) -> value (V @2) pair in WeakMap (table @3)", 3],
    ["12 / part of key (a (b) @1) -> value ( @2) pair in WeakMap (table @40)", 40],
    ["/ part of key (K @1) -> value (V @2) pair in WeakMap (table @3)", null],
    ["x1 / part of key (K @1) -> value (V @2) pair in WeakMap (table @3)", null],
    ["1 / part of key (K @1) -> value (V @2) pair in WeakMap (table @3) ", null],
    ["1 / part of key (K) -> value (V @2) pair in WeakMap (table @3)", null],
    ["1 / part of key (K @1) -> value (V @2)", null],
  ])("%s", (name, tableId) => {
    expect(splitEntryName(name)?.tableId ?? null).toBe(tableId);
  });
});
