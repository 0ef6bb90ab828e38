import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHUNK_BYTES, IntegerScanner } from "../../src/parser/integer-scanner.ts";
import { scanSlowly, type SlowScan } from "./slow-integer-scanner.ts";

/** Scans `text` in pieces that end at `cuts`. */
function scanInPieces(text: string, cuts: readonly number[] = []): SlowScan {
  const scanner = new IntegerScanner();
  const borders = [0, ...new Set(cuts.map((cut) => cut % (text.length + 1)))].toSorted(
    (a, b) => a - b,
  );
  const values: number[] = [];
  const places: number[] = [];
  for (const [piece, start] of borders.entries()) {
    const end = borders[piece + 1] ?? text.length;
    scanner.chunk.set(Buffer.from(text.slice(start, end)));
    const result = scanner.scan(end - start, end === text.length);
    const count = result < 0 ? -1 - result : result;
    for (let index = 0; index < count; index++) {
      values.push(scanner.values[index]);
      places.push(start + scanner.locateValue(index, end - start));
    }
    if (result < 0) return { values, places, fault: start + scanner.position };
    if (end === text.length) break;
  }
  return { values, places, fault: -1 };
}

const integer = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 100_000 }) },
  { weight: 2, arbitrary: fc.nat({ max: 99_999_999 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 999_999_999_999_999 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 9, 99_999_999, 100_000_000, 2 ** 32, 2 ** 53) },
  { weight: 1, arbitrary: fc.integer({ min: -(2 ** 53), max: -1 }) },
);
/** Mostly the separators of real files, so that whole blocks of 64 bytes stay plain. */
const separator = fc.constantFrom(",", ",", ",", ",", "\n,", "\n,", ", ", " ,", ",\n\t", ",\r\n");
const numbersText = fc
  .array(fc.tuple(integer, separator), { maxLength: 120 })
  .map((items) => items.map(([value, gap], i) => (i === 0 ? "" : gap) + String(value)).join(""));
const cuts = fc.array(fc.nat({ max: 2000 }), { maxLength: 12 });

describe("IntegerScanner", () => {
  it("reads what the slow scanner reads, however the text is cut", () => {
    fc.assert(
      fc.property(numbersText, cuts, (text, places) => {
        expect(scanInPieces(text, places)).toEqual(scanSlowly(text));
      }),
      { numRuns: 600 },
    );
  });

  it("finds the same fault at the same byte as the slow scanner, however the text is cut", () => {
    const junk = fc.constantFrom(
      ",,",
      " 7 7",
      "-",
      "1-2",
      ".5",
      "x",
      "e3",
      '"',
      "12345678901234567",
    );
    fc.assert(
      fc.property(numbersText, junk, fc.nat({ max: 2000 }), cuts, (text, bad, place, places) => {
        const at = place % (text.length + 1);
        const broken = text.slice(0, at) + bad + text.slice(at);
        expect(scanInPieces(broken, places)).toEqual(scanSlowly(broken));
      }),
      { numRuns: 600 },
    );
  });

  it.each([
    ["a comma first", ",1", 0],
    ["two commas", "1,,2", 2],
    ["two numbers", "1 2", 2],
    ["a minus inside a number", "1-2", 1],
    ["a minus alone", "-,2", 1],
    ["a fraction", "1.5", 1],
    ["an exponent", "1e5", 1],
    ["17 digits", "12345678901234567", 16],
    ["a letter", "1,a", 2],
    ["a string", '1,"2"', 2],
    ["a nested array", "1,[2", 2],
  ])("refuses %s", (_, text, fault) => {
    expect(scanInPieces(text).fault).toBe(fault);
    const behindFastBlocks = "123456,".repeat(40);
    if (text.startsWith(",")) return;
    expect(scanInPieces(behindFastBlocks + text).fault).toBe(behindFastBlocks.length + fault);
  });

  it("leaves a comma at the end to the caller", () => {
    const scanner = new IntegerScanner();
    scanner.chunk.set(Buffer.from("1,2,"));
    expect(scanner.scan(4, true)).toBe(2);
    expect(scanner.expectsNumber).toBe(true);
  });

  it("keeps 2^53 and its negative exact", () => {
    expect(scanInPieces("9007199254740992,-9007199254740992").values).toEqual([
      2 ** 53,
      -(2 ** 53),
    ]);
  });

  it("keeps numbers of every length exact in the fast blocks", () => {
    const numbers = Array.from({ length: 15 }, (_, digits) => 10 ** (digits + 1) - 1);
    const text = [...numbers, ...numbers, ...numbers].join(",");
    expect(scanInPieces(text).values).toEqual([...numbers, ...numbers, ...numbers]);
  });

  it("joins a number that is cut at each of its digits", () => {
    const text = "1,-1234567890123456,2";
    expect(
      scanInPieces(
        text,
        Array.from(text).map((_, index) => index),
      ).values,
    ).toEqual([1, -1234567890123456, 2]);
  });

  it("is not misled by a minus carried earlier", () => {
    expect(scanInPieces("1,-5 7", [3, 5]).fault).toBe(5);
  });

  it("takes a chunk filled to the last byte", () => {
    const scanner = new IntegerScanner();
    const text = "7,".repeat(CHUNK_BYTES / 2 - 1) + "42";
    scanner.chunk.set(Buffer.from(text));
    expect(scanner.scan(CHUNK_BYTES, true)).toBe(CHUNK_BYTES / 2);
    expect(scanner.values[CHUNK_BYTES / 2 - 1]).toBe(42);
  });

  it("refuses zeros without end instead of carrying them along", () => {
    const scanner = new IntegerScanner();
    scanner.chunk.fill(0x30);
    expect(scanner.scan(3000, false)).toBe(0);
    expect(scanner.scan(3000, false)).toBe(-1);
  });

  it("starts behind a number when told so", () => {
    const scanner = new IntegerScanner();
    scanner.reset(false);
    scanner.chunk.set(Buffer.from(",5"));
    expect(scanner.scan(2, true)).toBe(1);
    expect(scanner.values[0]).toBe(5);
  });
});

describe("scanSlowly", () => {
  it("reads numbers and their places", () => {
    expect(scanSlowly("1,\n -20")).toEqual({ values: [1, -20], places: [0, 4], fault: -1 });
  });

  it("stops at the first byte at fault", () => {
    expect(scanSlowly("1,,2")).toEqual({ values: [1], places: [0], fault: 2 });
  });
});
