import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Analyses } from "../../../src/analysis/analyses.ts";
import { findPaths } from "../../../src/analysis/find-paths.ts";
import { selectObjects } from "../../../src/analysis/select-objects.ts";
import { traceBackrefs } from "../../../src/analysis/trace-lineage.ts";
import {
  directHolders,
  drawnReferences,
  openAnalyses,
  targetOf,
  textOf,
} from "../../support/lineage-facts.ts";

const FILE = fileURLToPath(
  new URL("../../fixtures/lineage/classic-node22.heapsnapshot.gz", import.meta.url),
);

/**
 * Sixteen objects, each of which one mechanism of the language keeps alive, by their number `n`: what made
 * them, the way as code, who holds them.
 */
const MECHANISMS: readonly (readonly [number, string, string | RegExp, string | RegExp])[] = [
  [
    1000,
    "new WeakMap([[owners[0], leaf]])",
    /^global\.owners\[0\]<WeakMap entry, key Owner @\d+>$/,
    /^Owner <WeakMap entry, key Owner @\d+> 1 Leaf \(together\)$/,
  ],
  [1001, "{ [Symbol('s')]: leaf }", "global.sym[Symbol(s)]", "Object [Symbol(s)] 1 Leaf"],
  [1002, "a getter's closure", 'global.acc["get lazy"] → l', "system / Context (l) 1 Leaf"],
  [1003, "function.bind(leaf)", "global.bound<bound_this>", /^\S* ?<bound_this> 1 Leaf$/],
  [1004, "new Proxy(leaf, {})", "global.prox<hidden 1>", /^.+ <hidden 1> 1 Leaf$/],
  [1005, "new Proxy({}, { h: leaf })", "global.prox<hidden 2>.h", /^.+ \.h 1 Leaf$/],
  [1006, "Object.create(leaf)", "global.proto.__proto__", "Leaf .__proto__ 1 Leaf"],
  [1007, "a property of an Error", "global.err.leaf", "Error .leaf 1 Leaf"],
  [
    1008,
    "Promise.resolve(leaf)",
    "global.prom<reactions_or_result>",
    "Promise <reactions_or_result> 1 Leaf",
  ],
  [1009, "an iterator of a Map", /^global\.it<hidden 2>\[\d+\]$/, /^MapIterator .+ 1 Leaf$/],
  [1010, "arguments", "global.args[0]", "Arguments [0] 1 Leaf"],
  [
    1011,
    "a suspended generator",
    "global.gen<parameters_and_registers>[0]",
    /<parameters_and_registers>\[0\] 1 Leaf$/,
  ],
  [1012, "a static field", "global.cls.s", /\.s 1 Leaf$/],
  [1013, "a private field", "global.inst.#p", "globalThis.cls .#p 1 Leaf"],
  [1014, "an element of a sparse Array", "global.sparse[5000000]", "Array [5000000] 1 Leaf"],
  [1015, "a member of a Set", "global.setv.values()", "Set .values() 1 Leaf"],
];

describe("each mechanism that keeps an object alive", () => {
  let analyses: Analyses;
  let leaves = new Map<number, number>();
  beforeAll(async () => {
    analyses = await openAnalyses(FILE);
    const { ordinals } = selectObjects(analyses, { type: ["Leaf"] });
    leaves = new Map(Array.from(ordinals, (leaf) => [numberOf(analyses, leaf), leaf]));
  });

  const leafNumbered = (n: number): Uint32Array => {
    const leaf = leaves.get(n);
    expect(leaf).toBeDefined();
    return Uint32Array.of(leaf ?? 0);
  };

  it.each(MECHANISMS)("names leaf %i, %s, as code", (n, _, code) => {
    const { objects } = findPaths(analyses, leafNumbered(n), { count: 0 });
    expect(objects[0].paths.map((path) => path.code)).toEqual([matching(code)]);
    expect(objects[0].paths[0].root).toBe("global object");
  });

  it.each(MECHANISMS)("draws what holds leaf %i, %s", (n, _what, _code, holder) => {
    const result = traceBackrefs(analyses, leafNumbered(n), { count: 0 });
    expect(directHolders(result)).toContainEqual(matching(holder));
    expect(result.boxes).toContainEqual(
      expect.objectContaining({ class: "global", isRoot: true, count: 1 }),
    );
  });

  it("draws the WeakMap beside the key: only both hold the value", () => {
    const result = traceBackrefs(analyses, leafNumbered(1000), { count: 0 });
    expect(directHolders(result)).toEqual([
      expect.stringMatching(/^Owner <WeakMap entry, key Owner @\d+> 1 Leaf \(together\)$/),
      expect.stringMatching(/^WeakMap .+ 1 Leaf \(together\)$/),
    ]);
    expect(drawnReferences(result)).toContain("global .onlyWeakMap 1 WeakMap");
  });

  it("writes the WeakMap's reference with its key", () => {
    const result = traceBackrefs(analyses, leafNumbered(1000), { count: 0 });
    expect(directHolders(result)).toContainEqual(
      expect.stringMatching(/^WeakMap \.get\(Owner @\d+\) 1 Leaf \(together\)$/),
    );
  });

  it("leads to the other leaves through their owners", () => {
    const plain = [...leaves].filter(([n]) => n < 50);
    expect(plain).toHaveLength(50);
    const ordinals = Uint32Array.from(plain, ([, leaf]) => leaf);
    const { objects } = findPaths(analyses, ordinals, { count: 0 });
    const codes = objects.map(({ paths }) => paths[0].code);
    expect(codes).toEqual(plain.map(([n]) => `global.owners[${Math.floor(n / 5)}].own[${n % 5}]`));
    const result = traceBackrefs(analyses, ordinals, { count: 0 });
    expect(drawnReferences(result)).toEqual([
      "Array [*] 50 Leaf",
      "Owner .own 10 Array",
      "Array [*] 10 Owner",
      "global .owners 1 Array",
    ]);
  });

  it("knows no leaf that only a WeakRef held", () => {
    expect(leaves.has(999)).toBe(false);
  });
});

/** The file holds values of numbers: `n` is a number node that refers to its text. */
function numberOf(analyses: Analyses, leaf: number): number {
  const number = targetOf(analyses, leaf, "n");
  return number === null ? Number.NaN : Number(textOf(analyses, number, "value"));
}

function matching(text: string | RegExp): unknown {
  return typeof text === "string" ? text : expect.stringMatching(text);
}
