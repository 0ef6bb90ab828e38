import fc from "fast-check";
import { expect, it } from "vitest";
import { TupleInterner } from "../../../src/graph/arrays/tuple-interner.ts";

it("numbers sequences as a map of texts does", () => {
  const value = fc.oneof(fc.nat(2), fc.constantFrom(0xffffffff, 0x80000000));
  const sequences = fc.array(fc.array(value, { maxLength: 4 }), { maxLength: 300 });
  fc.assert(
    fc.property(sequences, (tuples) => {
      const interner = new TupleInterner();
      const numbers = new Map<string, number>();
      for (const tuple of tuples) {
        const key = tuple.join();
        if (!numbers.has(key)) numbers.set(key, numbers.size);
        expect(interner.intern(tuple, tuple.length)).toBe(numbers.get(key));
      }
      expect(interner.size).toBe(numbers.size);
      for (const [key, number] of numbers) expect(interner.get(number).join()).toBe(key);
    }),
  );
});

it("tells sequences apart that only differ in length", () => {
  const interner = new TupleInterner();
  expect([[], [0], [0, 0]].map((tuple) => interner.intern(tuple, tuple.length))).toEqual([0, 1, 2]);
});

it("reads only the first items of what it is given", () => {
  const interner = new TupleInterner();
  expect(interner.intern([1, 2, 3], 2)).toBe(interner.intern([1, 2, 9], 2));
});

it("keeps its numbers while it grows", () => {
  const interner = new TupleInterner();
  const count = 20_000;
  const numberAll = (): number[] =>
    Array.from({ length: count }, (_, i) => interner.intern([i, i >> 3, 7], 3));
  const first = numberAll();
  expect(first).toEqual([...first.keys()]);
  expect(numberAll()).toEqual(first);
  expect([...interner.get(count - 1)]).toEqual([count - 1, (count - 1) >> 3, 7]);
});

it("takes a sequence longer than all memory it had", () => {
  const interner = new TupleInterner();
  const long = Uint32Array.from({ length: 100_000 }, (_, i) => i);
  expect(interner.intern(long, long.length)).toBe(0);
  expect(interner.get(0).join()).toBe(long.join());
});
