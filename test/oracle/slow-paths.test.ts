import { expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { graph } from "../support/graph-dsl.ts";
import { slowCosts, slowRoots, slowSteps, slowWays } from "./slow-paths.ts";

const HEAP = graph(`
  root -> window gc
  gc is synthetic "(GC roots)"
  gc -element:1-> held
  window -> a
  a -weak:w-> lost
  a -internal:map-> shape
  a -property:__proto__-> type
  type -property:last-> end
  held -> end
  window -shortcut:own-> other
`);

const analyses = new Analyses(HEAP.graph);
const steps = slowSteps(analyses);

it("starts at the program's roots and the collector's", () => {
  const roots = slowRoots(analyses);
  expect(HEAP.where((node) => roots.includes(node))).toEqual(["root", "window", "gc"]);
});

it("makes prototypes, maps and roots of the collector dearer than named references", () => {
  expect(HEAP.byLabel(slowCosts(analyses, steps, true))).toEqual({
    root: 1600,
    window: 0,
    gc: 1600,
    held: 1616,
    a: 16,
    lost: Infinity,
    shape: 16 + 17 + 512,
    type: 16 + 16 + 128,
    end: 16 + 16 + 128 + 16,
    other: 17,
  });
});

it("lists every way", () => {
  const ways = slowWays(analyses, steps, HEAP.ordinalOf["end"]);
  expect(ways.map(({ cost, edges }) => [cost, edges.length])).toEqual([
    [176, 3],
    [1632, 2],
  ]);
});
