import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { findSingleCuts } from "../../../src/analysis/cut/single-cuts.ts";
import { Parts } from "../../../src/analysis/lineage/parts.ts";
import { stepCode } from "../../../src/analysis/lineage/path-steps.ts";
import { Patterns } from "../../../src/analysis/lineage/patterns.ts";
import { graph } from "../../support/graph-dsl.ts";

interface Told {
  /** Label of the holder and the reference as code. */
  readonly reference: string;
  readonly count: number;
  readonly chosen: number;
  readonly freed: number;
  /** Edges of the file that go with it. */
  readonly edges: number;
}

function cutsOf(text: string, ...chosen: string[]): Told[] {
  const { graph: heap, ordinalOf } = graph(text);
  const labels = Object.keys(ordinalOf);
  const analyses = new Analyses(heap);
  const patterns = new Patterns(heap);
  const parts = new Parts(analyses, patterns);
  const ordinals = Uint32Array.from(chosen, (label) => ordinalOf[label]);
  return findSingleCuts(analyses, parts, ordinals).map(
    ({ reference, freedCount, freedChosenSize, freedSize }) => ({
      reference: `${labels[reference.from]}${stepCode(analyses, parts, patterns, reference)}`,
      count: freedCount,
      chosen: freedChosenSize,
      freed: freedSize,
      edges: reference.edges.length,
    }),
  );
}

const references = (cuts: readonly Told[]): string[] => cuts.map(({ reference }) => reference);

describe("findSingleCuts", () => {
  it("finds the references on the only way to an object, what frees least else first", () => {
    const heap = "root -> global\nglobal -> cache\ncache:40 -> x other:7\nx:100 -> y:20";
    expect(cutsOf(heap, "x")).toEqual([
      { reference: "cache.x", count: 1, chosen: 120, freed: 120, edges: 1 },
      { reference: "global.cache", count: 1, chosen: 120, freed: 167, edges: 1 },
    ]);
  });

  it("begins where ways part: behind them no single reference is enough", () => {
    const heap = `
      root -> global
      global -> hub
      hub -> a b
      a -> x
      b -> x
    `;
    expect(references(cutsOf(heap, "x"))).toEqual(["global.hub"]);
  });

  it("takes parallel references for two", () => {
    const heap = "root -> global\nglobal -> a\na -> x\na -property:again-> x";
    expect(references(cutsOf(heap, "x"))).toEqual(["global.a"]);
  });

  it("takes an element and its place in the backing store for one", () => {
    const heap = `
      root -> global
      global -> list
      list is object "Array"
      list -element:0-> x
      list -internal:elements-> store
      store is array "(object elements)"
      store -internal:0-> x
    `;
    expect(cutsOf(heap, "x")[0]).toMatchObject({ reference: "list[0]", edges: 2 });
  });

  it("takes an entry of a Map and a property of it for two", () => {
    const heap = `
      root -> global
      global -> map
      map is object "Map"
      map -internal:table-> table
      table is array "(table)" 96
      key is string "k"
      table -internal:4-> key
      table -internal:5-> x
    `;
    expect(references(cutsOf(heap, "x"))).toEqual(['map.get("k")', "global.map"]);
    expect(references(cutsOf(`${heap}\nmap -property:last-> x`, "x"))).toEqual(["global.map"]);
  });

  it("finds none of what a root of the collector or the runtime alone holds", () => {
    expect(cutsOf("root -> x", "x")).toEqual([]);
    expect(cutsOf('root -> c\nc is hidden "system / NativeContext"\nc -> x', "x")).toEqual([]);
    expect(cutsOf("root -> a\na -property:__proto__-> x", "x")).toEqual([]);
  });

  it("does not mind what the object itself holds, nor weak references", () => {
    const heap = "root -> global\nglobal -> x\nx -> child\nchild -> x\nglobal -weak:w-> x";
    expect(references(cutsOf(heap, "x"))).toEqual(["global.x"]);
  });

  it("counts the chosen objects that go, bytes of one within another once", () => {
    const heap = "root -> global\nglobal -> a\na:10 -> b:20 c:80\nb -> d:40";
    expect(cutsOf(heap, "b", "d", "c")).toEqual([
      { reference: "global.a", count: 3, chosen: 140, freed: 150, edges: 1 },
      { reference: "a.c", count: 1, chosen: 80, freed: 80, edges: 1 },
      { reference: "a.b", count: 2, chosen: 60, freed: 60, edges: 1 },
      { reference: "b.d", count: 1, chosen: 40, freed: 40, edges: 1 },
    ]);
  });

  it("counts below a chosen object only what the chosen ones there retain", () => {
    const heap = "root -> global\nglobal -> top\ntop:1 -> mid\nmid:500 -> x:10 y:20";
    const between = cutsOf(heap, "top", "x", "y").find(({ reference }) => reference === "top.mid");
    expect(between).toMatchObject({ count: 2, chosen: 30, freed: 530 });
  });
});
