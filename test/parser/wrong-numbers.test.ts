import { describe, expect, it } from "vitest";
import { buildSnapshot, LAYOUTS } from "../support/snapshot-builder.ts";
import { broken } from "./broken-snapshot.ts";
import { expectFormatError, inPieces } from "./error-of.ts";

describe("readSnapshot on numbers at fault", () => {
  it.each([
    ["out of range", 6 * 7, "less than 18", "42"],
    ["far out of range", 6 * 2 ** 33, "less than 18", String(6 * 2 ** 33)],
    ["inside a node", 7, "a multiple of 6", "7"],
  ])("places a to_node %s", async (_, value, expected, found) => {
    const { bytes, placeOf } = broken((file) => (file.edges[5] = value));
    const fields = { code: "FORMAT_REFERENCE", section: "edges", expected, found };
    await expectFormatError(bytes, { ...fields, byteOffset: placeOf("edges", 5) });
    await expectFormatError(inPieces(bytes, 1), { ...fields, byteOffset: placeOf("edges", 5) });
  });

  it("refuses a negative to_node", async () => {
    const { bytes, placeOf } = broken((file) => (file.edges[2] = -6));
    await expectFormatError(bytes, {
      code: "FORMAT_REFERENCE",
      section: "edges",
      byteOffset: placeOf("edges", 2),
      found: "-6",
    });
  });

  it.each([
    ["node", "nodes", 13, 99, "99"],
    ["edge", "edges", 1, 99, "99"],
    ["edge, negative", "edges", 1, -6, "4294967290"],
    ["edge, beyond 32 bits", "edges", 1, 2 ** 32 + 1, "4294967297"],
  ])("places a string index out of range (%s)", async (_, section, nth, value, found) => {
    const { bytes, placeOf } = broken((file) => ((file[section] as number[])[nth] = value));
    await expectFormatError(bytes, {
      code: "FORMAT_REFERENCE",
      section,
      byteOffset: placeOf(section, nth),
      found: expect.stringMatching(new RegExp(`^(${found}|${value})$`)),
    });
  });

  it("names the section's end where a stream cannot be read again", async () => {
    const { bytes, endOf } = broken((file) => (file.nodes[13] = 99));
    await expectFormatError(inPieces(bytes, 9), {
      code: "FORMAT_REFERENCE",
      section: "nodes",
      byteOffset: endOf("nodes"),
      expected: "less than 5",
      found: "99",
    });
  });

  it("places a wrong string index although the type follows the name in the record", async () => {
    const layout = { ...LAYOUTS.node24, edgeFields: ["name_or_index", "to_node", "type"] };
    const edges = Array.from({ length: 80_000 }, () => ({ type: "element", name: 7e6, to: 0 }));
    const bytes = buildSnapshot([{ edges: [...edges, { name: "x", to: 0 }, ...edges] }], {
      layout,
      change: (file) => (file.edges[240_000] = 5e6),
    });
    await expectFormatError(bytes, {
      code: "FORMAT_REFERENCE",
      section: "edges",
      byteOffset: bytes.indexOf("5000000"),
      found: "5000000",
    });
  });

  it.each([
    ["more", 3, "5 edges", "2"],
    ["fewer", 0, "1 edges", "2"],
    ["absurdly many", 2 ** 33, `${2 ** 33 + 1} edges`, "2"],
  ])("refuses edge counts that promise %s edges", async (_, count, expected, found) => {
    const { bytes, endOf } = broken((file) => {
      file.nodes[4] = count === 3 ? 4 : count;
    });
    await expectFormatError(bytes, {
      code: "FORMAT_EDGE_COUNT",
      section: "edges",
      byteOffset: endOf("edges"),
      expected,
      found,
    });
  });

  it.each([
    ["nodes", "a multiple of 6 numbers", "17"],
    ["edges", "a multiple of 3 numbers", "5"],
    ["samples", "a multiple of 2 numbers", "1"],
  ])("refuses %s that end inside a record", async (section, expected, found) => {
    const { bytes, endOf } = broken((file) => {
      if (section === "samples") file.samples = [1];
      else (file[section] as number[]).pop();
    });
    await expectFormatError(bytes, {
      code: "FORMAT_RECORD",
      section,
      byteOffset: endOf(section),
      expected,
      found,
    });
  });

  it.each([
    ["name", 13],
    ["id", 14],
    ["self_size", 15],
    ["edge_count", 16],
  ])("refuses a negative %s", async (_, nth) => {
    const { bytes, placeOf } = broken((file) => (file.nodes[nth] = -3));
    await expectFormatError(bytes, {
      code: "FORMAT_VALUE",
      section: "nodes",
      byteOffset: placeOf("nodes", nth),
      expected: "0 or more",
      found: "-3",
    });
  });

  it.each([-1, 256, 2 ** 40])("refuses the edge type %d", async (type) => {
    const { bytes, placeOf } = broken((file) => (file.edges[3] = type));
    await expectFormatError(bytes, {
      code: "FORMAT_VALUE",
      section: "edges",
      byteOffset: placeOf("edges", 3),
      expected: "0 to 255",
      found: String(type),
    });
  });

  it.each([
    ["a fraction", "1.5", 1, '"," or "]"', '"."'],
    ["a text", '"x"', 0, "an integer", '"\\""'],
    ["null", "null", 0, "an integer", '"n"'],
    ["an array", "[1]", 0, "an integer", '"["'],
    ["nothing between commas", "", 0, "an integer", '","'],
    ["a minus alone", "-", 1, "an integer", '","'],
  ])("places %s among the nodes", async (_, replacement, shift, expected, found) => {
    const { text, placeOf } = broken(() => {});
    const at = placeOf("nodes", 8);
    const bytes = Buffer.from(text.slice(0, at) + replacement + text.slice(text.indexOf(",", at)));
    for (const source of [bytes, inPieces(bytes, 1), inPieces(bytes, at + 1)])
      await expectFormatError(source, {
        code: "FORMAT_SYNTAX",
        section: "nodes",
        byteOffset: at + shift,
        expected,
        found,
      });
  });

  it.each([
    [",", 1, "an integer"],
    ["-", 0, '"," or "]"'],
    [",-", 2, "an integer"],
  ])("places the bracket behind a stray %s", async (stray, shift, expected) => {
    const { text, endOf } = broken(() => {});
    const end = endOf("edges");
    const bytes = Buffer.from(text.slice(0, end) + stray + text.slice(end));
    await expectFormatError(bytes, {
      code: "FORMAT_SYNTAX",
      section: "edges",
      byteOffset: end + shift,
      expected,
      found: shift === 0 ? '"-"' : '"]"',
    });
  });
});
