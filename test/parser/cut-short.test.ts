import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { SnapshotFormatError } from "../../src/errors.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { fixturePath, readFixture } from "../support/real-files.ts";
import { buildSnapshot, encodeSnapshot, type SnapshotFile } from "../support/snapshot-builder.ts";
import { NODES } from "./broken-snapshot.ts";
import { errorOf, expectFormatError, inPieces } from "./error-of.ts";

describe("readSnapshot on files cut short", () => {
  const whole = encodeSnapshot({
    ...(JSON.parse(buildSnapshot(NODES).toString()) as SnapshotFile),
    trace_tree: [1, 0, 2, 3, [2, 0, 1, 1, []]],
    samples: [0, 1, 7, 5],
    locations: [0, 1, 2, 3],
    strings: ["<dummy>", "", "a\n", "ä", "B"],
  });

  it("refuses a small file cut at any byte", async () => {
    for (let length = 0; length < whole.length; length++) {
      const cut = whole.subarray(0, length);
      const error = await errorOf(readSnapshot(length % 2 === 0 ? cut : inPieces(cut, 50)));
      expect([length, (error as Error | null)?.name]).toEqual([length, "SnapshotFormatError"]);
    }
    expect((await readSnapshot(whole)).nodeCount).toBe(3);
  });

  it.each(["nodes", "edges", "locations", "samples", "strings"])(
    "says that the bytes end inside %s",
    async (section) => {
      const length = whole.indexOf(`"${section}"`) + section.length + 6;
      await expectFormatError(whole.subarray(0, length), {
        code: "FORMAT_TRUNCATED",
        section,
        byteOffset: length,
        expected: '"]"',
        found: "end of file",
      });
    },
  );

  it("says that the bytes end inside the header", async () => {
    await expectFormatError(whole.subarray(0, 40), {
      code: "FORMAT_TRUNCATED",
      section: "snapshot",
      byteOffset: 40,
      expected: "more JSON",
    });
  });

  it("says that a real file ends inside its nodes", async () => {
    await expectFormatError(fixturePath("truncated-nodes-node22"), {
      code: "FORMAT_TRUNCATED",
      section: "nodes",
      byteOffset: 393_216,
      expected: '"]"',
      found: "end of file",
    });
  });

  it.each(["edges", "strings"])("says that a real file ends inside its %s", async (section) => {
    const bytes = readFixture("node12-1");
    const cut = bytes.subarray(0, bytes.indexOf(`"${section}":[`) + 200_000);
    await expectFormatError(cut, {
      code: "FORMAT_TRUNCATED",
      section,
      byteOffset: cut.length,
      expected: '"]"',
      found: "end of file",
    });
  });

  it.each([
    ["gzip", gzipSync],
    ["brotli", brotliCompressSync],
  ])("says that a %s is cut short", async (_, compress) => {
    const packed = compress(readFixture("hermes-0.11.0"));
    const error = await errorOf(readSnapshot(packed.subarray(0, packed.length - 1000)));
    expect(error).toBeInstanceOf(SnapshotFormatError);
    expect(error).toMatchObject({
      code: "FORMAT_COMPRESSED_TRUNCATED",
      section: "strings",
      byteOffset: expect.any(Number),
      expected: "more compressed data",
      found: "end of file",
    });
  });

  it("refuses a gzip cut at any byte", async () => {
    const packed = gzipSync(whole);
    for (let length = 0; length < packed.length; length += 3) {
      const error = await errorOf(readSnapshot(packed.subarray(0, length)));
      expect([length, (error as Error | null)?.name]).toEqual([length, "SnapshotFormatError"]);
    }
  });

  it("says that a gzip is damaged", async () => {
    const packed = gzipSync(readFixture("hermes-0.11.0"));
    packed.fill(0xff, 30_000, 30_100);
    const error = await errorOf(readSnapshot(packed));
    expect(error).toBeInstanceOf(SnapshotFormatError);
    expect((error as SnapshotFormatError).code).toMatch(/^FORMAT_(COMPRESSED|SYNTAX|REFERENCE)$/);
  });

  it("says that a brotli is damaged", async () => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 4 };
    const packed = brotliCompressSync(readFixture("hermes-0.7.2"), { params });
    packed.fill(0xff, packed.length - 100, packed.length - 50);
    const error = await errorOf(readSnapshot(packed));
    expect(error).toBeInstanceOf(SnapshotFormatError);
    expect(error).toMatchObject({ code: "FORMAT_COMPRESSED", byteOffset: expect.any(Number) });
  });

  it("says that the checksum of a gzip is wrong", async () => {
    const packed = gzipSync(whole);
    packed[packed.length - 8] ^= 1;
    await expectFormatError(packed, { code: "FORMAT_COMPRESSED", found: "incorrect data check" });
  });
});
