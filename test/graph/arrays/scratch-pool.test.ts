import fc from "fast-check";
import { expect, it } from "vitest";
import { ScratchPool } from "../../../src/graph/arrays/scratch-pool.ts";

it("cuts columns from given memory", () => {
  const pool = new ScratchPool();
  const given = new Float64Array(10);
  pool.give(given);
  const columns = [pool.take(12), pool.takeFloat64(4)];
  expect(columns.map((column) => column.buffer)).toEqual([given.buffer, given.buffer]);
  expect(columns.map((column) => column.length)).toEqual([12, 4]);
});

it("takes new memory where none fits", () => {
  const pool = new ScratchPool();
  const given = new Uint32Array(3);
  pool.give(given);
  expect(pool.take(4).buffer).not.toBe(given.buffer);
  expect(pool.take(4)).toHaveLength(4);
});

it("reuses no more of a buffer than the column that was given", () => {
  const pool = new ScratchPool();
  const whole = new Uint32Array(20);
  pool.give(whole.subarray(3, 9));
  const columns = [pool.take(4), pool.take(4)];
  for (const column of columns) column.fill(1);
  expect([...whole.subarray(0, 3), ...whole.subarray(9)]).toEqual(
    Array.from({ length: 14 }, () => 0),
  );
});

it("never hands out memory that is still in use", () => {
  const step = fc.record({
    isGive: fc.boolean(),
    isWide: fc.boolean(),
    pick: fc.nat(99),
    length: fc.nat(12),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
      const pool = new ScratchPool();
      const inUse: (Uint32Array | Float64Array)[] = [];
      pool.give(new Uint32Array(33));
      for (const { isGive, isWide, pick, length } of steps) {
        if (isGive && inUse.length > 0) {
          const [given] = inUse.splice(pick % inUse.length, 1);
          pool.give(given);
        } else inUse.push(isWide ? pool.takeFloat64(length) : pool.take(length));
        // Each column keeps the mark that it alone was filled with.
        for (const [mark, column] of inUse.entries()) column.fill(mark);
        for (const [mark, column] of inUse.entries()) {
          expect(column.every((value: number) => value === mark)).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});
