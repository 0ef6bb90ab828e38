import { expect, it } from "vitest";
import { graph } from "../support/graph-dsl.ts";
import { slowDistances, slowUserRoots } from "./slow-distances.ts";

it("counts from the user roots, then from the root", () => {
  const g = graph(`
    root -> roots window
    roots is synthetic "(GC roots)"
    roots -> a late
    window -> a
    late -weak-> lost
  `);
  expect(g.byLabel(slowDistances(g.graph))).toEqual({
    root: 100_000_000,
    window: 1,
    a: 2,
    roots: 100_000_001,
    late: 100_000_002,
    lost: -5,
  });
  expect(slowUserRoots(g.graph)).toEqual([g.ordinalOf["window"]]);
});

it("counts from 0 without user roots", () => {
  const g = graph(`
    root -> roots
    roots is synthetic
    roots -> a
  `);
  expect(slowDistances(g.graph)).toEqual([0, 1, 2]);
});

it("reaches the value of a WeakMap entry by the later half", () => {
  const g = graph(`
    root -> table far
    far -> key
    table -internal:1 / part of key (K @1) -> value (V @2) pair in WeakMap (table @3)-> value
    key -internal:2 / part of key (K @1) -> value (V @2) pair in WeakMap (table @3)-> value
  `);
  expect(g.byLabel(slowDistances(g.graph))).toMatchObject({ table: 1, key: 2, value: 3 });
});

it("passes by every second of three descriptors, and the map of sloppy functions", () => {
  const g = graph(`
    root -> window
    window -> descriptors context
    descriptors is array "(map descriptors)"
    context is hidden "system / NativeContext"
    descriptors -element:1-> one
    descriptors -element:3-> three
    descriptors -element:4-> four
    descriptors -internal:7x-> seven
    descriptors -element:4294967290-> minus
    context -internal:sloppy_function_map-> map
  `);
  const distances = g.byLabel(slowDistances(g.graph));
  expect(distances).toMatchObject({ one: 3, three: 3, minus: 3 });
  expect(distances).toMatchObject({ four: -5, seven: -5, map: -5 });
});
