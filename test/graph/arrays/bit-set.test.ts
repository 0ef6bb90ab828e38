import fc from "fast-check";
import { expect, it } from "vitest";
import { countBits, createBitSet, hasBit, setBit } from "../../../src/graph/arrays/bit-set.ts";

it("holds what was put in, as a Set does", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(199)), (items) => {
      const bits = createBitSet(200);
      for (const item of items) setBit(bits, item);
      const set = new Set(items);
      for (let item = 0; item < 200; item++) expect(hasBit(bits, item)).toBe(set.has(item));
      expect(countBits(bits)).toBe(set.size);
    }),
  );
});

it("has room for exactly the integers asked for", () => {
  expect([0, 1, 32, 33].map((size) => createBitSet(size).length)).toEqual([0, 1, 1, 2]);
});

it("can lie in shared memory", () => {
  expect(createBitSet(40, true).buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(createBitSet(40).buffer).toBeInstanceOf(ArrayBuffer);
});
