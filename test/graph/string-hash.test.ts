import { describe, expect, it } from "vitest";
import { StringTable } from "../../src/graph/string-table.ts";
import { encodeStrings, encodeWrittenStrings } from "../support/build-graph.ts";

function tableOf(...texts: string[]): StringTable {
  return new StringTable(encodeStrings(texts));
}

describe("the hash of a string", () => {
  const TEXTS = [
    "",
    "a",
    "Session",
    "system / Context",
    'q"uo\\te',
    "\u0000\n",
    "漢字 😀",
    "x".repeat(255),
  ];

  it("is equal for equal strings of two tables, wherever they stand", () => {
    const one = tableOf(...TEXTS);
    const other = tableOf("first", ...TEXTS.toReversed(), "last");
    for (const at of TEXTS.keys()) expect(one.hash(at)).toBe(other.hash(TEXTS.length - at));
  });

  it("does not depend on how the strings are separated", () => {
    const written = TEXTS.map((text) => JSON.stringify(text));
    const wide = new StringTable(encodeWrittenStrings(written, " ,\n "));
    const narrow = tableOf(...TEXTS);
    for (const at of TEXTS.keys()) expect(wide.hash(at)).toBe(narrow.hash(at));
  });

  it("is a whole number of 32 bits, 0 for what is not there", () => {
    const table = tableOf(...TEXTS);
    for (const at of TEXTS.keys()) {
      expect(Number.isInteger(table.hash(at))).toBe(true);
      expect(table.hash(at)).toBeGreaterThanOrEqual(0);
      expect(table.hash(at)).toBeLessThan(2 ** 32);
    }
    expect(table.hash(TEXTS.length)).toBe(0);
  });

  it("differs among ten thousand short names", () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `Class${at}`);
    const table = tableOf(...names);
    expect(new Set(names.map((_, at) => table.hash(at))).size).toBe(names.length);
  });

  it("of long strings takes the beginning and the length", () => {
    const start = "s".repeat(256);
    const table = tableOf(
      `${start}abc`,
      `${start}xyz`,
      `${start}abcd`,
      `${start.slice(1)}tabc`,
      start,
    );
    expect(table.hash(0)).toBe(table.hash(1));
    expect(new Set([0, 2, 3, 4].map((at) => table.hash(at))).size).toBe(4);
  });

  it("is made from the bytes as written: an escape is another string", () => {
    const table = new StringTable(
      encodeWrittenStrings(['"a/b"', '"a\\/b"', '"a\\u002fb"', '"a/b"']),
    );
    expect([0, 1, 2, 3].map((at) => table.get(at))).toEqual(["a/b", "a/b", "a/b", "a/b"]);
    expect(table.hash(0)).toBe(table.hash(3));
    expect(new Set([0, 1, 2].map((at) => table.hash(at))).size).toBe(3);
  });

  it("takes an escaped quote for content", () => {
    const table = tableOf('a"', "a\\", 'a\\"', "a");
    expect(new Set([0, 1, 2, 3].map((at) => table.hash(at))).size).toBe(4);
  });
});
