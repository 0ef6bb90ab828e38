import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StringTable } from "../../src/graph/string-table.ts";
import { encodeStrings, encodeWrittenStrings } from "../support/build-graph.ts";

/** A table of strings as a file has them, quotes left out here. */
const written = (...contents: readonly string[]): StringTable =>
  new StringTable(encodeWrittenStrings(contents.map((content) => `"${content}"`)));

describe("decoding", () => {
  it("gives back any strings that JSON.stringify wrote", () => {
    // Any code units, lone surrogates among them.
    const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
    const text = fc.oneof(fc.string(), fc.string({ unit }), fc.string({ unit, minLength: 50 }));
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const table = new StringTable(encodeStrings(texts));
        expect(texts.map((_, index) => table.get(index))).toEqual(texts);
        expect(table.length).toBe(texts.length);
      }),
    );
  });

  it("resolves every escape of JSON", () => {
    expect(written(String.raw`a\"b\\c\/d\b\f\n\r\t`).get(0)).toBe('a"b\\c/d\b\f\n\r\t');
    expect(written(String.raw`\u00e4\uD83D\uDE00`).get(0)).toBe("ä😀");
  });

  it("reads raw UTF-8 and a byte order mark", () => {
    expect(written("\u{feff}äöü €😀").get(0)).toBe("\u{feff}äöü €😀");
  });

  it("keeps lone surrogates that stand as escapes", () => {
    expect(written(String.raw`ä\ud800`).get(0)).toBe("ä\ud800");
  });

  it("keeps control characters that a producer left raw", () => {
    const text = "a\u0001\nb\t".repeat(20);
    expect(written(text).get(0)).toBe(text);
    expect(written(String.raw`x\n` + "\u0001").get(0)).toBe("x\n\u0001");
  });

  it("keeps an unknown escape as written", () => {
    expect(written(String.raw`C:\Users\q`).get(0)).toBe(String.raw`C:\Users\q`);
  });

  it("replaces bytes that are no UTF-8", () => {
    const bytes = Uint8Array.from([0x22, 0x61, 0xff, 0x62, 0x22]);
    expect(new StringTable(encodeWrittenStrings([bytes, '"next"'])).get(0)).toBe("a\u{fffd}b");
  });

  it("finds the ends of strings behind any separator", () => {
    const table = new StringTable(encodeWrittenStrings(['"a"', '""', '"bc"'], " ,\r\n\t "));
    expect([0, 1, 2].map((index) => table.get(index))).toEqual(["a", "", "bc"]);
    expect([0, 1, 2].map((index) => table.byteLength(index))).toEqual([1, 0, 2]);
  });

  it("reads shared memory", () => {
    const data = encodeStrings(["plain", "ä".repeat(100)]);
    const bytes = new Uint8Array(new SharedArrayBuffer(data.bytes.length));
    bytes.set(data.bytes);
    const table = new StringTable({ ...data, bytes });
    expect([table.get(0), table.get(1)]).toEqual(["plain", "ä".repeat(100)]);
  });

  it("gives an empty text for an index out of range", () => {
    expect(written("a").get(1)).toBe("");
    expect(written("a").get(0xffffffff)).toBe("");
  });
});

describe("comparing", () => {
  /** Texts that are near each other, in every way of writing them. */
  const near = fc.string({ unit: fc.constantFrom("a", "b", "ä", '"', "\\", "\n"), maxLength: 4 });

  it("agrees with the decoded text", () => {
    fc.assert(
      fc.property(fc.array(near, { minLength: 1 }), near, (texts, other) => {
        const table = new StringTable(encodeStrings(texts));
        for (const [index, text] of texts.entries()) {
          expect(table.equals(index, other)).toBe(text === other);
          expect(table.startsWith(index, other)).toBe(text.startsWith(other));
          expect(table.equals(index, text)).toBe(true);
        }
        const found = [...texts.keys()].filter((index) => texts[index] === other);
        expect(table.findAll(other)).toEqual(found);
      }),
      { numRuns: 1000 },
    );
  });

  it("sees through escapes of plain letters", () => {
    const table = written(String.raw`\u0061bc`, "abc");
    expect(table.equals(0, "abc")).toBe(true);
    expect(table.startsWith(0, "ab")).toBe(true);
    expect(table.findAll("abc")).toEqual([0, 1]);
  });

  it("never looks past the end of a string", () => {
    const table = written("ab", "cd");
    expect(table.startsWith(0, 'ab"')).toBe(false);
    expect(table.startsWith(0, 'ab","cd')).toBe(false);
    expect(table.equals(0, 'ab"')).toBe(false);
  });

  it("is false for an index out of range", () => {
    expect(written("").equals(1, "")).toBe(false);
    expect(written("").startsWith(1, "")).toBe(false);
  });
});

describe("hasAfterDigits", () => {
  it.each([
    ["12 / part of key (x", true],
    [" / part of key (x", true],
    ["12 / part", false],
    ["x12 / part of key (x", false],
    ["12", false],
    ["", false],
  ])("of %j is %s", (text, expected) => {
    expect(written(text).hasAfterDigits(0, " / part of key (")).toBe(expected);
  });

  it("knows the first byte of a string, a quote where it is empty", () => {
    const table = written("7 up", "");
    expect([table.firstByte(0), table.firstByte(1)]).toEqual([0x37, 0x22]);
  });
});
