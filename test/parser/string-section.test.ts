import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SnapshotFormatError } from "../../src/errors.ts";
import { StringTable } from "../../src/graph/string-table.ts";
import { StringSection } from "../../src/parser/string-section.ts";

/** Reads the content of a strings array, from behind `[`, in pieces of a size. */
function readTable(text: string, pieceBytes = Infinity, capacity = 0): StringTable {
  const section = new StringSection(capacity, false);
  const bytes = Buffer.from(text);
  const size = Math.min(pieceBytes, bytes.length);
  for (let at = 0; at < bytes.length; at += size) {
    const end = section.push(bytes, at, Math.min(bytes.length, at + size), 0);
    if (end >= 0) expect(end).toBe(bytes.length - 1);
  }
  return new StringTable(section.finish());
}

function textsOf(table: StringTable): string[] {
  return Array.from({ length: table.length }, (_, index) => table.get(index));
}

function faultOf(text: string): unknown {
  try {
    readTable(text);
  } catch (error) {
    return error;
  }
  return null;
}

describe("StringSection", () => {
  it.each([
    ["raw UTF-8", '"äöü","日本","😀"]', ["äöü", "日本", "😀"]],
    ["lone surrogates as escapes", String.raw`"\ud83d","a\uDE00b"]`, ["\ud83d", "a\ude00b"]],
    ["a pair of escapes", String.raw`"\uD83D\uDE00"]`, ["😀"]],
    ["an escaped slash", String.raw`"http:\/\/x\/"]`, ["http://x/"]],
    ["hex digits of both cases", String.raw`"\u00E4\u00e4\uABcd"]`, ["ää\uabcd"]],
    ["short escapes", String.raw`"\b\f\n\r\t\"\\"]`, ['\b\f\n\r\t"\\']],
    ["escaped control characters", String.raw`"\u0000\u001f"]`, ["\0\u001f"]],
    ["raw control characters", '"a\u0001\tb\u007f\n"]', ["a\u0001\tb\u007f\n"]],
    ["raw control characters beside escapes", '"\u0001\\n\t"]', ["\u0001\n\t"]],
    ["quotes and brackets inside strings", String.raw`"a\"]","],[","\\"]`, ['a"]', "],[", "\\"]],
    ["a byte order mark", '"\ufeffa"]', ["\ufeffa"]],
    ["empty strings", '"","",""]', ["", "", ""]],
    ["an empty table", "]", []],
    ["a table of white space", " \n\t\r]", []],
    ["white space between strings", ' "a"\n,\t"b" \r\n, "c" ]', ["a", "b", "c"]],
    ["duplicates", '"x","y","x"]', ["x", "y", "x"]],
  ])("reads %s, however the text is cut", (_, text, wanted) => {
    for (let size = 1; size <= Buffer.byteLength(text); size++)
      expect(textsOf(readTable(text, size))).toEqual(wanted);
  });

  it("reads a string of 1024 escaped characters", () => {
    const wanted = "ÿ\u2028".repeat(512);
    const text = `"","${String.raw`\u00FF\u2028`.repeat(512)}","x"]`;
    for (const size of [5, 64, 1000, Infinity])
      expect(textsOf(readTable(text, size))).toEqual(["", wanted, "x"]);
  });

  it("reads a string of 8 MB", () => {
    const wanted = "abcdefgh".repeat(1 << 20);
    const table = readTable(`"","${wanted}","z"]`, 256 * 1024);
    expect(table.get(1) === wanted).toBe(true);
    expect(table.byteLength(1)).toBe(8 << 20);
    expect(table.get(2)).toBe("z");
  });

  it("reads a string of 8 MB in one piece with escapes all over in linear time", () => {
    const unit = `${"x".repeat(200)}\\n`;
    const table = readTable(`"${unit.repeat(40_000)}"]`);
    expect(table.get(0).length).toBe(40_000 * 201);
  });

  it("reads what JSON.parse reads, however the text is cut", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 100 }),
      fc.string({ unit: fc.constantFrom("\\", '"', "]", ",", "\n", "ä", "😀", "\ud800", "/") }),
    );
    fc.assert(
      fc.property(fc.array(text), fc.integer({ min: 1, max: 200 }), (texts, size) => {
        const json = JSON.stringify(texts);
        expect(textsOf(readTable(json.slice(1), size))).toEqual(JSON.parse(json));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["a number", '"a",1]', 4, "a string", '"1"'],
    ["a comma first", ',"a"]', 0, "a string", '","'],
    ["a comma at the end", '"a",]', 4, "a string", '"]"'],
    ["two strings without a comma", '"a" "b"]', 4, '"," or "]"', '"\\""'],
    ["a control byte between strings", '"a"\u0001]', 3, '"," or "]"', "byte 0x1"],
    ["null", "null]", 0, "a string", '"n"'],
  ])("refuses %s", (_, text, byteOffset, expected, found) => {
    const error = faultOf(text);
    expect(error).toBeInstanceOf(SnapshotFormatError);
    expect(error).toMatchObject({
      code: "FORMAT_SYNTAX",
      section: "strings",
      byteOffset,
      expected,
      found,
    });
  });

  it("puts bytes and starts into shared memory when told so", () => {
    const section = new StringSection(8, true);
    const bytes = Buffer.from(`${'"é\\n",'.repeat(5000)}"end"]`);
    section.push(bytes, 0, bytes.length, 0);
    const { bytes: kept, starts } = section.finish();
    expect(kept.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(starts.buffer).toBeInstanceOf(SharedArrayBuffer);
    const table = new StringTable({ bytes: kept, starts });
    expect([table.get(4999), table.get(5000)]).toEqual(["é\n", "end"]);
  });
});

describe("StringTable over a section", () => {
  const texts = ["", "abc", "ab", 'a"b', "ä", "\n", "abcabc", "😀x", "x".repeat(60)];
  const table = readTable(JSON.stringify(texts).slice(1));

  it("compares texts as === does", () => {
    for (const [index, text] of texts.entries())
      for (const other of [...texts, "a", "abcd", "z"])
        expect([text, other, table.equals(index, other)]).toEqual([text, other, text === other]);
  });

  it("compares prefixes as startsWith does", () => {
    for (const [index, text] of texts.entries())
      for (const other of [...texts, "a", "abcd", "z", '"'])
        expect([text, other, table.startsWith(index, other)]).toEqual([
          text,
          other,
          text.startsWith(other),
        ]);
  });

  it("finds every index of a text", () => {
    expect(readTable('"x","y","x","\\u0078"]').findAll("x")).toEqual([0, 2, 3]);
  });

  it("gives an empty text for an index out of range", () => {
    expect(table.get(texts.length)).toBe("");
    expect(table.equals(texts.length, "")).toBe(false);
  });
});
