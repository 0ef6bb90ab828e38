import { describe, expect, it } from "vitest";
import { SnapshotFormatError } from "../../src/errors.ts";
import { SectionTracker, type SectionReader } from "../../src/parser/section-tracker.ts";

/** Runs a tracker that reads the arrays in `apart` apart; notes what reaches whom, with places. */
function track(text: string, apart: readonly string[], pieceBytes: number) {
  const bytes = Buffer.from(text);
  const sections: { name: string; text: string; start: number; end: number }[] = [];
  let json = "";
  const tracker = new SectionTracker({
    json: (piece) => {
      json += piece.toString("latin1");
    },
    openSection(name, start): SectionReader | null {
      if (!apart.includes(name)) return null;
      const section = { name, text: "", start, end: -1 };
      sections.push(section);
      return {
        push(piece, from, to) {
          const end = piece.subarray(from, to).indexOf("]");
          section.text += piece.toString("latin1", from, end < 0 ? to : from + end);
          return end < 0 ? -1 : from + end;
        },
      };
    },
    closeSection(_, end) {
      const last = sections.at(-1);
      if (last !== undefined) last.end = end;
    },
  });
  for (let at = 0; at < bytes.length; at += pieceBytes)
    tracker.push(bytes.subarray(at, at + pieceBytes));
  return { tracker, json, sections };
}

const TEXT = '{"a":{"nodes":[1]},"nodes":[2,3],"x":[[4],{"nodes":[5]}],"strings":[6]}';

describe("SectionTracker", () => {
  it.each([1, 2, 3, 7, 1000])("tells top-level arrays apart in pieces of %i bytes", (size) => {
    const { json, sections } = track(TEXT, ["nodes", "strings"], size);
    expect(json).toBe('{"a":{"nodes":[1]},"nodes":[],"x":[[4],{"nodes":[5]}],"strings":[]}');
    expect(sections).toEqual([
      { name: "nodes", text: "2,3", start: TEXT.indexOf("2,3"), end: TEXT.indexOf('],"x"') },
      { name: "strings", text: "6", start: TEXT.indexOf("6]"), end: TEXT.indexOf("]}", 66) },
    ]);
  });

  it.each([1, 1000])("is not misled by brackets and quotes inside strings (%i)", (size) => {
    const text = String.raw`{"a":"\"[{\\","b\"]":"}]","nodes":[1]}`;
    const { json, sections, tracker } = track(text, ["nodes"], size);
    expect(json).toBe(String.raw`{"a":"\"[{\\","b\"]":"}]","nodes":[]}`);
    expect(sections.map((section) => section.text)).toEqual(["1"]);
    expect(() => tracker.finish()).not.toThrow();
  });

  it("takes a text value for no key", () => {
    const { sections } = track('{"a":"nodes","b":[1]}', ["nodes", "b"], 1);
    expect(sections.map((section) => section.name)).toEqual(["b"]);
  });

  it("names the section in which the bytes end", () => {
    const { tracker } = track('{"nodes":[1,2', ["nodes"], 4);
    let error: unknown;
    try {
      tracker.finish();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(SnapshotFormatError);
    expect(error).toMatchObject({
      code: "FORMAT_TRUNCATED",
      section: "nodes",
      byteOffset: 13,
      expected: '"]"',
      found: "end of file",
    });
  });
});
