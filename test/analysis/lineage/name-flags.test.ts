import { describe, expect, it } from "vitest";
import { NameFlag, NameFlags } from "../../../src/analysis/lineage/name-flags.ts";
import {
  judgeHermesName,
  judgeJavaScriptName,
  judgePythonName,
} from "../../../src/analysis/lineage/name-judges.ts";
import { StringTable } from "../../../src/graph/string-table.ts";
import { encodeStrings } from "../../support/build-graph.ts";

describe("NameFlags", () => {
  it("asks once for each name, the ones that mean nothing too", () => {
    const asked: string[] = [];
    const flags = new NameFlags(new StringTable(encodeStrings(["a", "b"])), (name) => {
      asked.push(name);
      return name === "a" ? NameFlag.part : 0;
    });
    for (const _ of [1, 2]) expect([flags.get(0), flags.get(1)]).toEqual([NameFlag.part, 0]);
    expect(asked).toEqual(["a", "b"]);
  });

  it("has nothing to say of what is no string's index", () => {
    const flags = new NameFlags(new StringTable(encodeStrings(["a"])), () => NameFlag.part);
    expect(flags.get(4294967290)).toBe(0);
  });
});

describe("names", () => {
  it.each([
    ["__proto__", NameFlag.prototype],
    ["prototype", NameFlag.prototype],
    ["map", NameFlag.plumbing],
    ["feedback_vector", NameFlag.plumbing],
    ["system / Map", NameFlag.plumbingNode],
    ["system / NativeContext / https://example.org", NameFlag.plumbingNode],
    ["(map descriptors)", NameFlag.plumbingNode],
    ["system / PropertyCell", NameFlag.part],
    ["system / OrderedHashMap", NameFlag.part],
    ["blink::HeapVector<blink::Member<blink::Node>>", NameFlag.part],
    ["blink::HeapHashMapBacking<int>", NameFlag.part],
    ["system / Mapped", 0],
    ["system / Context", NameFlag.scope],
    ["Map", 0],
    ["", 0],
  ])("of JavaScript: %j", (name, flags) => {
    expect(judgeJavaScriptName(name)).toBe(flags);
  });

  it.each([
    ["parent", NameFlag.prototype],
    ["class", NameFlag.plumbing],
    ["HiddenClass", NameFlag.plumbingNode],
    ["HashMapEntry", NameFlag.part],
    ["map", 0],
  ])("of Hermes: %j", (name, flags) => {
    expect(judgeHermesName(name)).toBe(flags);
  });

  it.each([
    ["__class__", NameFlag.plumbing],
    ["f_back", NameFlag.plumbing],
    ["cell", NameFlag.part],
    ["__dict__", 0],
  ])("of Python: %j", (name, flags) => {
    expect(judgePythonName(name)).toBe(flags);
  });
});
