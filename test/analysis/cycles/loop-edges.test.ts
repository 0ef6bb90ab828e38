import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import {
  chooseLoopEdges,
  createLoopTest,
  type LoopOptions,
  type LoopVerdict,
} from "../../../src/analysis/cycles/loop-edges.ts";
import type { Runtime } from "../../../src/analysis/lineage/reference-kinds.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { graph } from "../../support/graph-dsl.ts";

const ENTRY = "part of key (Key @3) -> value (Value @5) pair in WeakMap (table @7)";

/** What is judged of the first edge of a heap's node `a`. */
function judge(
  text: string,
  options: LoopOptions = {},
  runtime: Runtime = "javascript",
): LoopVerdict {
  const { graph: heap, ordinalOf } = graph(`root -> x\n${text}`);
  const analyses = new Analyses(asRuntime(heap, runtime));
  const { a } = ordinalOf;
  return createLoopTest(analyses, options)(a, heap.data.firstEdges[a]);
}

const FOLLOWED = [
  ["a property", "a -property:next-> b"],
  ["an element", "a -element:3-> b"],
  ["a variable", "a -context:v-> b"],
  ["an internal reference that is no part of the runtime", "a -internal:bound_this-> b"],
  ["a reference to itself", "a -property:self-> a"],
] as const;

const PLUMBING = [
  ["a map", 'a -internal:map-> m\n m is hidden "system / Map"'],
  ["a prototype", "a -property:__proto__-> b"],
  ["a reference of code", "a -property:next-> b\n a is code"],
  ["a reference to a map by another name", 'a -property:next-> m\n m is hidden "system / Map"'],
  ["the elements, which the object also has as its own", "a -internal:elements-> e\n e is array"],
  [
    "the properties, which the object also has as its own",
    "a -internal:properties-> e\n e is array",
  ],
] as const;

const LOOSE = [
  ["a shortcut", "a -shortcut:s-> b"],
  ["a WeakMap's half of an entry", `a -internal:2 / ${ENTRY}-> v\n a is array "(table)" @7`],
] as const;

describe("createLoopTest", () => {
  it.each(FOLLOWED)("follows %s", (_, text) => {
    expect(judge(text)).toBeNull();
  });

  it.each(PLUMBING)("takes %s for the runtime's", (_, text) => {
    expect(judge(text)).toBe("plumbing");
  });

  it.each(LOOSE)("does not follow %s, which retains nothing", (_, text) => {
    expect(judge(text)).toBe("loose");
  });

  it("follows the key's half of a WeakMap entry", () => {
    expect(judge(`a -internal:1 / ${ENTRY}-> v\n a is object "Key" @3`)).toBeNull();
  });

  it("follows into scopes only when asked to", () => {
    const text = 'a -internal:context-> s\n s is object "system / Context / f"';
    expect(judge(text)).toBe("scopes");
    expect(judge(text, { scopes: true })).toBeNull();
    const environment = 'a -property:scope-> s\n s is object "Environment"';
    expect(judge(environment, {}, "hermes")).toBe("scopes");
    expect(judge(environment)).toBeNull();
  });

  it("follows all but weak references when all are wanted", () => {
    for (const [, text] of [...FOLLOWED, ...PLUMBING, ...LOOSE])
      expect(judge(text, { all: true })).toBeNull();
    expect(judge("a -weak:w-> b", { all: true })).toBe("weak");
    expect(judge("a -weak:w-> b")).toBe("weak");
    expect(judge("a -weak:w-> a")).toBe("weak");
  });

  it.each([
    "<module m>",
    "<type C>",
    "<builtin_function_or_method f>",
    "<EnumMeta Colour>",
    "getset_descriptor",
  ])("takes what refers to Python's %s for the runtime's", (name) => {
    const text = `a -property:next-> b\n b is object "${name}"`;
    expect(judge(text, {}, "python")).toBe("plumbing");
    expect(judge(text)).toBeNull();
  });

  it("follows between a Python program's objects", () => {
    expect(judge('a -property:next-> b\n b is object "__main__.Node"', {}, "python")).toBeNull();
    expect(judge('a -property:next-> b\n b is object "<function f>"', {}, "python")).toBeNull();
  });
});

describe("chooseLoopEdges", () => {
  it("counts what it leaves aside by reason, weak references by none", () => {
    const { graph: heap } = graph(`
      root -> a
      a -> b
      a -weak:w-> b
      a -shortcut:s-> b
      b -internal:map-> m
      b -property:__proto__-> a
      m is hidden "system / Map"
      b -internal:context-> s
      s is object "system / Context / f"
      s -context:a-> a
    `);
    const { follows, filtered } = chooseLoopEdges(new Analyses(heap));
    expect(filtered).toEqual({ plumbing: 2, scopes: 1, loose: 1 });
    const followed = Array.from({ length: heap.edgeCount }, (_, edge) => edge)
      .filter((edge) => follows(heap.edgeSource(edge), edge))
      .map((edge) => heap.edgeName(edge));
    expect(followed).toEqual(["a", "b", "a"]);
  });
});
