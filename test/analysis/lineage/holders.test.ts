import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import type { ReferenceOptions } from "../../../src/analysis/lineage/holders.ts";
import type { Runtime } from "../../../src/analysis/lineage/reference-kinds.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { graph } from "../../support/graph-dsl.ts";
import { makeFinder } from "../../support/lineage-finders.ts";

/** Holders (`up`) or referents of the node called `x`, as `label pattern`, with what was folded. */
function find(
  text: string,
  direction: "up" | "down" = "up",
  options: Partial<ReferenceOptions> & { readonly runtime?: Runtime } = {},
): { readonly found: string[]; readonly folded: Record<string, number> } {
  const heap = graph(text);
  const analyses = new Analyses(asRuntime(heap.graph, options.runtime ?? "javascript"));
  const { find: finder, patterns, folded } = makeFinder(analyses, direction, options);
  const found = finder(heap.ordinalOf["x"]).map((reference) => {
    const other = direction === "up" ? reference.from : reference.to;
    return `${heap.where((node) => node === other)[0]} ${patterns.text(reference.pattern)}`;
  });
  const counted = Object.entries(folded).filter(([, count]) => count > 0);
  return { found, folded: Object.fromEntries(counted) };
}

describe("holders", () => {
  it("are told by name, internal references from the same holder left out", () => {
    const { found, folded } = find(`
      root -> g
      g -property:a-> x
      g -internal:8 / cache-> x
    `);
    expect(found).toEqual(["g .a"]);
    expect(folded).toEqual({ internals: 1 });
  });

  it("are not told when they live only thanks to the object", () => {
    const { found, folded } = find(`
      root -> g
      g -property:a-> x
      x -> child
      child -property:parent-> x
    `);
    expect(found).toEqual(["g .a"]);
    expect(folded).toEqual({ backReferences: 1 });
  });

  it("are prototypes and maps only where nothing else holds the object", () => {
    const heap = `
      root -> g h
      g -property:__proto__-> x
      h -internal:map-> x
    `;
    expect(find(heap)).toEqual({ found: ["g .__proto__"], folded: { plumbing: 1 } });
    expect(find(`${heap}\ng -property:a-> x`).found).toEqual(["g .a"]);
    expect(find(heap.replace("g -property:__proto__-> x", "")).found).toEqual(["h <map>"]);
  });

  it("include weak ones when they are wanted", () => {
    const heap = `
      root -> g h
      g -property:a-> x
      h -weak:w-> x
    `;
    expect(find(heap)).toEqual({ found: ["g .a"], folded: { weak: 1 } });
    expect(find(heap, "up", { weak: true }).found).toEqual(["g .a", "h <weak w>"]);
  });

  it("of a WeakMap's value are its key and the WeakMap", () => {
    const entry = "part of key (K @7) -> value (V @11) pair in WeakMap (table @9)";
    const { found } = find(`
      root -> map key
      key is "K" @7
      map is "WeakMap" 16
      map -internal:table-> table
      table is array "(table)" @9
      key -internal:1 / ${entry}-> x
      table -internal:2 / ${entry}-> x
      x is "V" @11
    `);
    expect(found).toEqual(["key <WeakMap entry>", "map .get(*)"]);
  });

  it("are the proxy of a window", () => {
    expect(find("root -> proxy\nproxy -shortcut:window-> x").found).toEqual(["proxy .window"]);
  });

  it("are all that the file has when all are wanted", () => {
    const { found } = find(
      `
      root -> g
      g -internal:elements-> store
      store is array "(object elements)"
      store -internal:0-> x
      g -internal:map-> x
      x -> child
      child -> x
    `,
      "up",
      { all: true },
    );
    expect(found.toSorted()).toEqual(["child .x", "g <map>", "store <[*]>"]);
  });

  // A dictionary that is also held as such is no less somebody's attributes.
  it("include who holds an object's attributes by vars()", () => {
    const { found } = find(
      `
      root -> saved
      saved -property:attributes-> d
      d is "dict"
      owner -internal:__dict__-> d
      d -property:child-> x
      x -property:parent-> owner
    `,
      "up",
      { runtime: "python" },
    );
    expect(found.length).toBeGreaterThan(0);
  });

  // An owner that is called like the part is no further part beside it.
  it("include an anonymous function with an unnamed backing store", () => {
    const { found } = find(`
      root -> f g
      f is closure ""
      f -internal:elements-> store
      g -internal:elements-> store
      store is array ""
      store -internal:0-> x
    `);
    expect(found).toEqual(["f [*]", "g [*]"]);
  });

  it("include whose part a part in a part is, though the object itself refers to it", () => {
    const { found } = find(`
      root -> g
      g -> c1
      c1 -> c2
      c2 -> x
      x -property:cell-> c2
      c1 is hidden "system / PropertyCell"
      c2 is hidden "system / PropertyCell"
    `);
    expect(found).toEqual(["g .c1.x"]);
  });

  // The program's references from what is garbage do not hide a prototype's from what is not.
  it("include one that is alive", () => {
    const { found } = find(`
      root -> g
      g -property:__proto__-> x
      garbage -> x
    `);
    expect(found).toContain("g .__proto__");
  });
});

describe("referents", () => {
  it("of an object are what its parts refer to", () => {
    const { found, folded } = find(
      `
      root -> x
      x -internal:elements-> store
      store is array "(object elements)"
      store -internal:0-> a
      store -internal:1-> b
      x -property:c-> c
      x -internal:map-> shape
      shape is hidden "system / Map"
    `,
      "down",
    );
    expect(found).toEqual(["c .c", "a [*]", "b [*]"]);
    expect(folded).toEqual({ internals: 2, plumbing: 1 });
  });

  it("are told once where an internal reference stands beside a named one", () => {
    const heap = "root -> x\nx -property:a-> y\nx -internal:8 / field-> y";
    expect(find(heap, "down")).toEqual({ found: ["y .a"], folded: { internals: 1 } });
  });

  it("leave out weak ones, and what is strong only for the collector", () => {
    const heap = "root -> x y\nx -weak:w-> y\nx -shortcut:s-> y";
    expect(find(heap, "down")).toEqual({ found: [], folded: { weak: 1, loose: 1 } });
    expect(find(heap, "down", { weak: true }).found).toEqual(["y <weak w>"]);
    expect(find(heap, "down", { all: true }).found).toEqual(["y .s"]);
  });
});
