import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { Parts } from "../../../src/analysis/lineage/parts.ts";
import { Patterns } from "../../../src/analysis/lineage/patterns.ts";
import type { Runtime } from "../../../src/analysis/lineage/reference-kinds.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { graph } from "../../support/graph-dsl.ts";

/** Owners of the node called `part` as `label: pattern, exact` of its edge to `x`; null when it is no part. */
function owners(text: string, runtime: Runtime = "javascript"): string[] | null {
  const heap = graph(text);
  const { part, x } = heap.ordinalOf;
  const analyses = new Analyses(asRuntime(heap.graph, runtime));
  const patterns = new Patterns(analyses.graph);
  const parts = new Parts(analyses, patterns);
  const { firstEdges, edgeTargets } = analyses.graph.data;
  const edge = edgeTargets.indexOf(x, firstEdges[part]);
  const found = parts.ownersOf(part);
  expect(parts.ownersOf(part)).toBe(found);
  return (
    found?.map((owner) => {
      const label = heap.where((node) => node === owner.owner)[0];
      const pattern = patterns.text(parts.patternOf(part, edge, owner));
      return `${label}: ${pattern}, ${parts.exact(part, edge, owner)}`;
    }) ?? null
  );
}

/** A table of two buckets: 17 words for a Map, 13 for a Set, and 2 in front. */
const MAP_BYTES = 8 * 19;
const SET_BYTES = 8 * 15;

/** A store that some objects share. */
const shared = (count: number): string => `
  root -> ${Array.from({ length: count }, (_, at) => `o${at}`).join(" ")}
  ${Array.from({ length: count }, (_, at) => `o${at} -internal:elements-> part`).join("\n")}
  part is array "(object elements)"
  part -internal:0-> x
`;

describe("parts of V8", () => {
  it("are the elements of an array", () => {
    const heap = `
      root -> list
      list is "Array"
      list -internal:elements-> part
      part is array "(object elements)"
      part -internal:3-> x
    `;
    expect(owners(heap)).toEqual(["list: [*], [3]"]);
  });

  it("are the table of a Map, with the key of a value", () => {
    const heap = `
      root -> map
      map is "Map"
      map -internal:table-> part
      part is array "" ${MAP_BYTES}
      part -internal:5-> key
      part -internal:6-> x
      key is string "u17"
    `;
    expect(owners(heap)).toEqual(['map: .get(*), .get("u17")']);
    expect(owners(heap.replace("6-> x", "8-> x"))).toEqual(["map: .keys(), .keys()"]);
    expect(owners(heap.replace("6-> x", "7-> x"))).toEqual(["map: [*], [*]"]);
    expect(owners(heap.replace("key is string", "key is symbol"))).toEqual([
      "map: .get(*), .get(u17)",
    ]);
    expect(owners(heap.replace('key is string "u17"', 'key is "K" @99'))).toEqual([
      "map: .get(*), .get(K @99)",
    ]);
    expect(owners(heap.replace('"Map"', '"Registry"'))).toEqual(['map: .get(*), .get("u17")']);
  });

  it("are the table of a Map whose keys are numbers", () => {
    const heap = `
      root -> map
      map is "Map"
      map -internal:table-> part
      part is array "" ${MAP_BYTES}
      part -internal:6-> x
    `;
    expect(owners(heap)).toEqual(["map: .get(*), .get(*)"]);
  });

  it("shorten long keys", () => {
    const heap = `
      root -> map
      map is "Map"
      map -internal:table-> part
      part is array "" ${MAP_BYTES}
      part -internal:5-> key
      part -internal:6-> x
      key is string "${"k".repeat(100)}"
    `;
    expect(owners(heap)).toEqual([`map: .get(*), .get("${"k".repeat(60)}…")`]);
  });

  it("are the table of a Set", () => {
    const heap = `
      root -> set
      set is "Set"
      set -internal:table-> part
      part is array "" ${SET_BYTES}
      part -internal:5-> x
    `;
    expect(owners(heap)).toEqual(["set: .values(), .values()"]);
  });

  it("are shared tables, as of a Map and its iterator", () => {
    const heap = `
      root -> map iterator
      map is "Map"
      iterator is "Map Iterator"
      map -internal:table-> part
      iterator -internal:table-> part
      part is array "" ${MAP_BYTES}
      part -internal:6-> x
    `;
    expect(owners(heap)).toEqual(["map: .get(*), .get(*)", "iterator: .get(*), .get(*)"]);
  });

  it("are cells of an object's properties, through the table that they are in", () => {
    const heap = `
      root -> global
      global -internal:properties-> table
      table is array "(object properties)"
      table -internal:7-> part
      part is hidden "system / PropertyCell"
      part -internal:value-> x
    `;
    expect(owners(heap)).toEqual(["global: [*], [*]"]);
  });

  it("are not weakly held ones, nor what belongs to nobody", () => {
    expect(owners("root -> y\ny -weak:w-> part\npart is array\npart -> x")).toBeNull();
    expect(owners("root -> y\npart is array\npart -> x")).toBeNull();
    expect(owners("root -> part\npart -> x")).toBeNull();
  });

  it("have at most eight owners", () => {
    expect(owners(shared(8))?.length).toBe(8);
    expect(owners(shared(9))).toBeNull();
  });

  it("may hold each other in a loop", () => {
    const heap = `
      root -> y
      part is array "a"
      other is array "b"
      part -internal:0-> other x
      other -internal:0-> part
    `;
    expect(owners(heap)).toBeNull();
  });
});

describe("parts of Hermes", () => {
  const heap = `
    root -> map
    map is "Map"
    map -internal:storage-> table
    table is "OrderedHashMap"
    table -internal:hashTable-> buckets
    buckets is array "ArrayStorage"
    buckets -internal:0-> first
    first is "HashMapEntry"
    part is "HashMapEntry"
    first -internal:nextEntryInBucket-> part
    part -internal:key-> key
    part -internal:value-> x
    key is string "u17"
  `;

  it("are entries, those that share a bucket too", () => {
    expect(owners(heap, "hermes")).toEqual(['map: .get(*), .get("u17")']);
    expect(owners(heap.replace("part -internal:value", "part -internal:key"), "hermes")).toEqual([
      "map: .keys(), .keys()",
    ]);
    expect(owners(heap.replace('"Map"', '"Set"'), "hermes")).toEqual(["map: .values(), .values()"]);
  });

  it("are only those of Hermes", () => {
    expect(owners(heap)).toBeNull();
  });
});

describe("parts of Python", () => {
  const heap = `
    root -> y
    y -internal:__dict__-> part
    part is "dict"
    part -property:user-> x
  `;

  it("are an object's attributes", () => {
    expect(owners(heap, "python")).toEqual(["y: .user, .user"]);
    expect(owners(heap.replace(":user", ":k y"), "python")).toEqual([
      'y: .__dict__["k y"], .__dict__["k y"]',
    ]);
  });

  it("are a module's names, whatever functions know them", () => {
    const functions = Array.from(
      { length: 100 },
      (_, i) => `part -property:f${i}-> f${i}\nf${i} -internal:__globals__-> part`,
    ).join("\n");
    expect(owners(`${heap}\n${functions}`, "python")).toEqual(["y: .user, .user"]);
  });

  it("are no dictionaries of their own", () => {
    expect(owners(heap.replace("internal:__dict__", "property:d"), "python")).toBeNull();
  });

  it("are the cells of a function's variables", () => {
    const closure = `
      root -> f
      f -internal:__closure__-> cells
      cells is "tuple"
      cells -context:count-> part
      part is "cell"
      part -internal:cell_contents-> x
    `;
    expect(owners(closure, "python")).toEqual(["f: .<closure count>, .<closure count>"]);
  });
});
