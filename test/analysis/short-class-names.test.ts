import { describe, expect, it } from "vitest";
import { shortClassNames, shortNamesOf } from "../../src/analysis/short-class-names.ts";
import { Analyses } from "../../src/analysis/analyses.ts";
import { asRuntime } from "../support/arbitrary-heap.ts";
import { graph } from "../support/graph-dsl.ts";

describe("short names of classes", () => {
  it("are the last parts that no other class shares", () => {
    const names = [
      "pandas.core.frame.DataFrame",
      "app.handle.<locals>.Session",
      "numpy.dtype[float64]",
      "a.Index",
      "b.Index",
      "app.list",
      "list",
      "<function app.load>",
      "(string)",
      "app.<locals>",
    ];
    expect(Object.fromEntries(shortClassNames([...names, ...names]))).toEqual({
      "pandas.core.frame.DataFrame": "DataFrame",
      "app.handle.<locals>.Session": "Session",
      "numpy.dtype[float64]": "dtype[float64]",
    });
  });

  it("are Python's alone", () => {
    const heap = graph(`
      root -> x
      x is "app.Session"
    `);
    expect(shortNamesOf(new Analyses(heap.graph)).size).toBe(0);
    const python = asRuntime(heap.graph, "python");
    expect([...shortNamesOf(new Analyses(python))]).toEqual([["app.Session", "Session"]]);
  });
});
