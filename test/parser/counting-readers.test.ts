import { describe, expect, it } from "vitest";
import fc from "fast-check";
import {
  type CountingReader,
  NestedCounter,
  NumberCounter,
  StringCounter,
} from "../../src/parser/counting-readers.ts";
import { MarkerSearch } from "../../src/parser/string-markers.ts";

/** Feeds the text behind a `[` in pieces; returns where the closing bracket was found. */
function feed(reader: CountingReader, text: string, cuts: readonly number[]): number {
  const bytes = Buffer.from(text);
  const borders = [
    0,
    ...cuts.map((cut) => cut % bytes.length).toSorted((a, b) => a - b),
    bytes.length,
  ];
  for (let piece = 1; piece < borders.length; piece++) {
    const at = reader.push(bytes, borders[piece - 1], borders[piece], 0);
    if (at >= 0) return at;
  }
  return -1;
}

const READERS: readonly [string, () => CountingReader, fc.Arbitrary<unknown[]>][] = [
  ["NumberCounter", () => new NumberCounter(10), fc.array(fc.integer(), { maxLength: 3000 })],
  [
    "StringCounter",
    () => new StringCounter(new MarkerSearch()),
    fc.array(fc.oneof(fc.string(), fc.constantFrom('\\"', "]", '",[', "\\"))),
  ],
  ["NestedCounter", () => new NestedCounter(), fc.array(fc.jsonValue())],
];

describe.each(READERS)("%s", (_name, create, values) => {
  it("counts what JSON.stringify wrote, in any pieces, and stops at its bracket", () => {
    fc.assert(
      fc.property(
        values,
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.boolean(),
        (array, cuts, isSpread) => {
          const json = JSON.stringify(array, null, isSpread ? 1 : 0).slice(1);
          const reader = create();
          expect(feed(reader, `${json},"next":[1,2]`, cuts)).toBe(Buffer.byteLength(json) - 1);
          expect(reader.valueCount).toBe(array.length);
        },
      ),
    );
  });

  it("counts nothing in nothing", () => {
    const reader = create();
    expect(feed(reader, " \n ]", [])).toBe(3);
    expect(reader.valueCount).toBe(0);
  });
});
