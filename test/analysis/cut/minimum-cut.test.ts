import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { findMinimumCut } from "../../../src/analysis/cut/minimum-cut.ts";
import { Parts } from "../../../src/analysis/lineage/parts.ts";
import { Patterns } from "../../../src/analysis/lineage/patterns.ts";
import { graph } from "../../support/graph-dsl.ts";

/** The references of a smallest cut as `holder.name`; null for none. */
function cutOf(text: string, ...chosen: string[]): string[] | null {
  const { graph: heap, ordinalOf } = graph(text);
  const labels = Object.keys(ordinalOf);
  const analyses = new Analyses(heap);
  const parts = new Parts(analyses, new Patterns(heap));
  const ordinals = Uint32Array.from(chosen, (label) => ordinalOf[label]);
  const edges = findMinimumCut(analyses, parts, ordinals);
  if (edges === null) return null;
  return Array.from(edges, (edge) => `${labels[heap.edgeSource(edge)]}.${heap.edgeName(edge)}`);
}

/** An object that so many others hold, each held by the global object twice over. */
const heldBy = (count: number): string =>
  `root -> global\n${Array.from(
    { length: count },
    (_, at) => `global -> h${at}\nglobal -property:again-> h${at}\nh${at} -> x`,
  ).join("\n")}`;

describe("findMinimumCut", () => {
  it("is one reference where one is enough, the nearest to the object", () => {
    expect(cutOf("root -> a\na -> b\nb -> c\nc -> x", "x")).toEqual(["c.x"]);
  });

  it("is the narrow place rather than what is next to the object", () => {
    const heap = "root -> a\na -> b c\nb -> w\nc -> w\nw -> d e f\nd -> x\ne -> x\nf -> x";
    expect(cutOf(heap, "x")).toEqual(["b.w", "c.w"]);
    expect(cutOf(`${heap}\na -> d`, "x")).toEqual(["d.x", "e.x", "f.x"]);
  });

  it("leads what flows another way where that lets more through", () => {
    // The shortest way takes a -> d; only led elsewhere two ways fit.
    const heap = "root -> r\nr -> a b\na -> c d\nb -> d\nc -> x\nd -> x";
    expect(cutOf(heap, "x")).toEqual(["c.x", "d.x"]);
  });

  it("is of five references, and none when it takes six", () => {
    expect(cutOf(heldBy(5), "x")).toHaveLength(5);
    expect(cutOf(heldBy(6), "x")).toBeNull();
  });

  it("is for all chosen objects together", () => {
    expect(cutOf("root -> a b\na -> x\nb -> y", "x", "y")).toEqual(["a.x", "b.y"]);
    expect(cutOf("root -> a\na -> x\nx -> y", "x", "y")).toEqual(["a.x"]);
  });

  it("is none of what a root of the collector holds, and empty where nothing holds", () => {
    expect(cutOf("root -> x", "x")).toBeNull();
    expect(cutOf("root -> a\ny -> x", "x")).toEqual([]);
  });

  it("cuts no reference of the runtime", () => {
    const heap = `
      root -> context
      context is hidden "system / NativeContext"
      context -internal:global_object-> global
      global -> x
      global -property:again-> x
    `;
    expect(cutOf(heap, "x")).toEqual(["global.x", "global.again"]);
  });

  it("counts an element and its place in the backing store once", () => {
    const heap = `
      root -> list
      list is object "Array"
      list -element:0-> x
      list -internal:elements-> store
      store is array "(object elements)"
      store -internal:0-> x
    `;
    expect(cutOf(heap, "x")).toEqual(["list.0"]);
  });

  it("does not overlook what stands in a backing store alone", () => {
    const heap = `
      root -> list holder
      list is object "Arguments"
      list -internal:elements-> store
      store is array "(sloppy arguments elements)"
      store -internal:0-> x
      holder -> x
    `;
    expect(cutOf(heap, "x")?.toSorted()).toEqual(["holder.x", "store.0"]);
  });
});
