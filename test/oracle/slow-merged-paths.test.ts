import { expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { graph } from "../support/graph-dsl.ts";
import { slowStops } from "./slow-merged-paths.ts";

it("counts the objects that each stop leads to, parts folded into their owners", () => {
  const heap = graph(`
    root -> g
    g -> list
    list -internal:elements-> store
    store is array "(object elements)"
    store -internal:0-> a
    store -internal:1-> b
    lost -> g
  `);
  const { a, b, g, list, lost } = heap.ordinalOf;
  const stops = [...slowStops(new Analyses(heap.graph), [a, b, lost]).values()];
  expect(stops).toEqual([
    { trail: [g], pattern: "", reached: 2 },
    { trail: [g, list], pattern: ".list", reached: 2 },
    { trail: [g, list, a], pattern: "[*]", reached: 1 },
    { trail: [g, list, b], pattern: "[*]", reached: 1 },
  ]);
});
