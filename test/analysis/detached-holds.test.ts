import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { sortDetachedHolds } from "../../src/analysis/detached-holds.ts";
import { createBitSet, setBit } from "../../src/graph/arrays/bit-set.ts";
import { graph } from "../support/graph-dsl.ts";

/** How each of some nodes, written as labels, is held in a page. */
function holdsOf(text: string, ...labels: string[]): Record<string, string> {
  const { graph: heap, ordinalOf } = graph(text);
  const isDetached = createBitSet(heap.nodeCount);
  for (const label of labels) setBit(isDetached, ordinalOf[label]);
  const holdOf = sortDetachedHolds(new Analyses(heap), isDetached);
  return Object.fromEntries(labels.map((label) => [label, holdOf(ordinalOf[label])]));
}

describe("sortDetachedHolds", () => {
  it("tells elements that JavaScript refers to from those that hang on them", () => {
    const text = `
      root -element:1-> global
      global -> list
      list -element:0-> div
      div -element:1-> span
      span -element:1-> text
      div is native "Detached <div>"
      span is native "Detached <span>"
      text is native "Detached Text"
    `;
    expect(holdsOf(text, "div", "span", "text")).toEqual({
      div: "javascript",
      span: "tree",
      text: "tree",
    });
  });

  it("does not count what an element's own listener sees, nor weak references", () => {
    const text = `
      root -element:1-> blink global
      blink is native "blink::Pending"
      blink -element:1-> div
      div -element:1-> listener
      listener is closure "onClick"
      listener -> div
      global -weak-> div
      div is native "Detached <div>"
    `;
    expect(holdsOf(text, "div")).toEqual({ div: "runtime" });
  });

  it("counts what hangs on two kept elements as their tree, and an attached parent's as the runtime's", () => {
    const text = `
      root -element:1-> global document
      global -> a b
      a -element:1-> shared
      b -element:1-> shared
      document -element:1-> other
      a is native "Detached <a>"
      b is native "Detached <b>"
      shared is native "Detached <i>"
      other is native "Detached <u>"
      document is native "HTMLDocument"
    `;
    expect(holdsOf(text, "a", "b", "shared", "other")).toEqual({
      a: "javascript",
      b: "javascript",
      shared: "tree",
      other: "runtime",
    });
  });

  it("counts what no root leads to as held by nobody but the runtime", () => {
    const text = `
      root -element:1-> global
      lost -> div
      div is native "Detached <div>"
    `;
    expect(holdsOf(text, "div")).toEqual({ div: "runtime" });
  });
});
