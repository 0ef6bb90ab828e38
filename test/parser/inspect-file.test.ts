import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { SnapshotFormatError, UnsupportedSnapshotError } from "../../src/errors.ts";
import { inspectFile } from "../../src/parser/inspect-file.ts";
import { fixturePath, readFixture, type RealFileName } from "../support/real-files.ts";
import { encodeSnapshot, LAYOUTS, TEXTS, toSnapshotFile } from "../support/snapshot-builder.ts";

const WHOLE: readonly RealFileName[] = ["bun-1", "detached-1", "hermes-0.7.2", "node24-alloc"];

/** A small snapshot's bytes, with what most files lack: a section nobody knows. */
function smallFile(): Buffer {
  const file = toSnapshotFile(
    [
      { type: "synthetic", edges: [{ name: 'a\\"]b', to: 1 }] },
      { name: "Window", selfSize: 40, edges: [{ type: "element", name: 0, to: 0 }] },
    ],
    LAYOUTS.node22,
  );
  file["future"] = [{ "a]": [1, 2, '\\"],['] }, 3, "x,y", []];
  file["about"] = { "by[": "me]" };
  return encodeSnapshot(file, TEXTS.lines);
}

describe("inspectFile with sections", () => {
  it.each(WHOLE)("finds what JSON.parse finds in %s", async (name) => {
    const bytes = readFixture(name);
    const parsed = JSON.parse(bytes.toString()) as Record<string, unknown>;
    const { sections, isWhole, plainBytes } = await inspectFile(fixturePath(name), {
      sections: true,
    });
    expect(isWhole).toBe(true);
    expect(plainBytes).toBe(bytes.length);
    expect(sections?.map((section) => section.name)).toEqual(Object.keys(parsed));
    for (const { name: key, offset, bytes: size, valueCount } of sections ?? []) {
      const value = parsed[key];
      expect(valueCount).toBe(Array.isArray(value) ? value.length : null);
      const text = bytes.toString("utf8", offset, offset + size);
      expect(["[]", "{}"]).toContain(text[0] + (text.at(-1) ?? ""));
      if (size < 10_000) expect(JSON.parse(text)).toEqual(value);
    }
  });

  it("passes over sections it does not know, whatever is in them", async () => {
    const bytes = smallFile();
    const parsed = JSON.parse(bytes.toString()) as Record<string, unknown>;
    const { sections } = await inspectFile(bytes, { sections: true });
    const found = Object.fromEntries(
      (sections ?? []).map(({ name, offset, bytes: size }) => [
        name,
        JSON.parse(bytes.toString("utf8", offset, offset + size)) as unknown,
      ]),
    );
    expect(found).toEqual(parsed);
  });

  it("finds the same however the bytes come", async () => {
    const bytes = smallFile();
    const { sections, text, markers } = await inspectFile(bytes, { sections: true });
    for (const size of [1, 2, 3, 7, 100]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      const again = await inspectFile(Readable.from(pieces, { objectMode: true }), {
        sections: true,
      });
      expect(again).toMatchObject({ sections, text, markers, isWhole: true });
    }
  });

  it("finds telling strings on the border of two pieces", async () => {
    const bytes = encodeSnapshot(
      toSnapshotFile([
        { type: "synthetic" },
        { name: "12.4.254.21-node.57" },
        { name: "v22.23.3" },
      ]),
    );
    for (let border = bytes.length - 60; border < bytes.length; border++) {
      const pieces = [bytes.subarray(0, border), bytes.subarray(border)];
      const { markers } = await inspectFile(Readable.from(pieces), { sections: true });
      expect(markers).toMatchObject({ v8Version: "12.4.254.21-node.57", versions: ["22.23.3"] });
    }
  });

  it("says where a cut file ends", async () => {
    const bytes = smallFile();
    for (const [mark, name, complete] of [
      ['"nodes":[', "nodes", false],
      ['"edges":[', "edges", false],
      ['"about":{', "about", false],
      [',\n"edges"', "nodes", true],
    ] as const) {
      const length = bytes.indexOf(mark) + (complete ? 0 : mark.length + 2);
      const { sections, isWhole, plainBytes } = await inspectFile(bytes.subarray(0, length), {
        sections: true,
      });
      expect({ isWhole, plainBytes }).toEqual({ isWhole: false, plainBytes: length });
      expect(sections?.at(-1)).toMatchObject({ name, isComplete: complete });
    }
  });

  it("says so when compressed data ends too early", async () => {
    const { sections, isWhole } = await inspectFile(fixturePath("truncated-nodes-node22"), {
      sections: true,
    });
    expect(isWhole).toBe(false);
    expect(sections?.at(-1)).toMatchObject({
      name: "nodes",
      isComplete: false,
      recordCount: 17_250,
    });
  });
});

describe("inspectFile without sections", () => {
  it("stops behind the head", async () => {
    let asked = 0;
    const bytes = readFixture("node24-1");
    const pieces = async function* (): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += 65536) {
        asked++;
        yield bytes.subarray(at, at + 65536);
      }
    };
    const { header, sections, isWhole } = await inspectFile(Readable.from(pieces()));
    expect(header.statedNodeCount).toBe(108_550);
    expect({ sections, isWhole }).toEqual({ sections: null, isWhole: null });
    expect(asked).toBeLessThan(bytes.length / 65536 / 2);
  });

  it("reads how the text is set", async () => {
    expect((await inspectFile(fixturePath("node12-1"))).text).toEqual({
      recordSeparator: "\n,",
      headerLineBreaks: 1,
      rootNameIndex: 1,
    });
    expect((await inspectFile(fixturePath("bun-1"))).text).toMatchObject({
      recordSeparator: ",",
      rootNameIndex: 0,
    });
  });
});

describe("inspectFile of what is no snapshot", () => {
  it("refuses a file that ends in its header", async () => {
    const bytes = smallFile().subarray(0, 100);
    const error = await inspectFile(bytes).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SnapshotFormatError);
    expect(error).toMatchObject({ code: "FORMAT_TRUNCATED", section: "snapshot", byteOffset: 100 });
  });

  it("refuses JSON without a header", async () => {
    const error = await inspectFile(Buffer.from('{"nodes":[1]}')).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(SnapshotFormatError);
    expect(error).toMatchObject({ code: "FORMAT_MISSING", section: "snapshot" });
  });

  it("names another format", async () => {
    const error = await inspectFile(fixturePath("bun-jsc-1-start")).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(UnsupportedSnapshotError);
    expect(error).toMatchObject({ formatName: "JavaScriptCore heap snapshot" });
  });
});
