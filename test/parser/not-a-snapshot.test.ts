import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { buildSnapshot } from "../support/snapshot-builder.ts";
import { broken } from "./broken-snapshot.ts";
import { expectFormatError, inPieces } from "./error-of.ts";

describe("readSnapshot on what is no snapshot", () => {
  it.each([
    ["an empty file", "", "FORMAT_EMPTY", 0, "a heap snapshot", "0 bytes"],
    ["white space only", " \n\t", "FORMAT_NOT_JSON", 3, '"{"', "white space only"],
    ["a text", "Hello", "FORMAT_NOT_JSON", 0, '"{"', '"H"'],
    ["an array", " [1]", "FORMAT_NOT_JSON", 1, '"{"', '"["'],
    ["bytes", "\u00ff\u00fe", "FORMAT_NOT_JSON", 0, '"{"', "byte 0xff"],
  ])("refuses %s", async (_, text, code, byteOffset, expected, found) => {
    const bytes = Buffer.from(text, "latin1");
    await expectFormatError(bytes, { code, section: undefined, byteOffset, expected, found });
    await expectFormatError(inPieces(bytes, 1), { code, byteOffset, expected, found });
  });

  it.each([
    ["a gzip of an array", gzipSync("[1]")],
    ["a gzip of nothing", gzipSync("")],
  ])("refuses %s", async (_, bytes) => {
    await expectFormatError(bytes, { code: "FORMAT_NOT_JSON", byteOffset: 0, expected: '"{"' });
  });

  it.each([
    ["garbage behind the last brace", "{}x", undefined],
    ["a second value", "{} {}", undefined],
    ["a missing colon", '{"a" 1}', "a"],
    ["a comma too many", '{"a":1,}', "a"],
    ["a bracket too many", '{"a":1]}', "a"],
    ["a bad word", '{"a":nul}', "a"],
    ["a bad word behind a section", '{"strings":["x"],"a":nul}', "a"],
    ["a raw line feed in a key", '{"a":1,"b\n":1}', "a"],
  ])("refuses %s", async (_, text, section) => {
    await expectFormatError(Buffer.from(text), {
      code: "FORMAT_JSON",
      section,
      byteOffset: expect.any(Number),
      found: expect.any(String),
    });
  });

  it("places a fault between sections to the byte", async () => {
    const { text } = broken(() => {});
    const at = text.indexOf('"trace_tree"') - 1;
    await expectFormatError(Buffer.from(`${text.slice(0, at)}}${text.slice(at)}`), {
      code: "FORMAT_JSON",
      byteOffset: at + 1,
    });
    await expectFormatError(Buffer.from(`${text.slice(0, at)},${text.slice(at)}`), {
      code: "FORMAT_JSON",
      byteOffset: at + 1,
    });
  });

  it.each([
    ["snapshot", "an object"],
    ["nodes", "an array"],
    ["edges", "an array"],
    ["strings", "an array"],
  ])("says that %s is missing", async (section, expected) => {
    const { bytes } = broken((file) => delete file[section]);
    await expectFormatError(bytes, { code: "FORMAT_MISSING", section, expected, found: "nothing" });
  });

  it.each(["snapshot", "nodes", "edges", "strings"])("refuses null for %s", async (section) => {
    const { bytes } = broken((file: Record<string, unknown>) => {
      file[section] = null;
    });
    await expectFormatError(bytes, { code: "FORMAT_MISSING", section });
  });

  it("refuses a snapshot without nodes", async () => {
    await expectFormatError(buildSnapshot([]), {
      code: "FORMAT_MISSING",
      section: "nodes",
      expected: "at least the root node",
    });
  });
});
