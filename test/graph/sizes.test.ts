import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { graph } from "../support/graph-dsl.ts";

describe("sizes that do not fit 32 bits", () => {
  it("are exact when one node has them", () => {
    const g = graph(`
      root -> a:9007199254740000
      a -> b:991
    `);
    const { retainedSizes } = new Analyses(g.graph);
    expect(g.byLabel(retainedSizes)).toEqual({
      root: Number.MAX_SAFE_INTEGER,
      a: Number.MAX_SAFE_INTEGER,
      b: 991,
    });
  });

  it("are exact when an owner's sum has them", () => {
    const g = graph(`
      root -> a
      a -> one two
      one is array 4294967295
      two is array 4294967295
    `);
    const { shallowSizes, retainedSizes } = new Analyses(g.graph);
    expect(g.byLabel(shallowSizes)).toEqual({ root: 0, a: 8589934591, one: 0, two: 0 });
    expect(retainedSizes[0]).toBe(8589934591);
    expect(g.graph.data.selfSizes[2]).toBe(4294967295);
  });
});

describe("names that detachedness and ownership go by", () => {
  it("moves the data of external strings, but no other native", () => {
    const g = graph(`
      root -> text
      text is string
      text -> data other
      data is native 100 "system / ExternalStringData"
      other is native 50 "system / JSArrayBufferData"
    `);
    const { shallowSizes } = new Analyses(g.graph);
    expect(g.byLabel(shallowSizes)).toEqual({ root: 0, text: 101, data: 0, other: 50 });
  });

  it("shows the prefix of detached nodes in names and classes alike", () => {
    const g = graph(`
      root -> a b
      a is native "<p id=1>" detached
      b is native "<p id=1>" attached
    `);
    const analyses = new Analyses(g.graph);
    expect([1, 2].map((node) => analyses.nodeName(node))).toEqual([
      "Detached <p id=1>",
      "<p id=1>",
    ]);
    expect([1, 2].map((node) => analyses.className(node))).toEqual(["Detached <p>", "<p>"]);
  });

  it("renames nothing where the file has no states", () => {
    const g = graph(`
      root -> a
      a is native "Detached <p>"
    `);
    const { detached } = new Analyses(g.graph);
    expect(g.byLabel(detached.states)).toEqual({ root: 0, a: 2 });
    expect(detached.renamed).toBeNull();
  });
});
