import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  matchBySignature,
  type SignedNodes,
} from "../../../src/analysis/change/match-signatures.ts";
import { createBitSet, hasBit, setBit } from "../../../src/graph/arrays/bit-set.ts";
import { RANDOM_RUNS } from "../../support/random-runs.ts";

/** A node by class, size and signature. */
type Row = readonly [number, number, number];

function columns(rows: readonly Row[], isSigned: boolean): SignedNodes {
  return {
    classOf: Uint32Array.from(rows, ([group]) => group),
    sizes: Float64Array.from(rows, ([, size]) => size),
    signatures: isSigned ? Uint32Array.from(rows, ([, , signature]) => signature) : null,
  };
}

/** Ordinals that are left: of the earlier the deleted ones, of the later the new ones. */
function match(
  past: readonly Row[],
  later: readonly Row[],
  isSigned = true,
): { deleted: number[]; added: number[] } {
  const isDeleted = createBitSet(past.length);
  for (const [at, [, size]] of past.entries()) if (size > 0) setBit(isDeleted, at);
  const isNew = createBitSet(later.length);
  matchBySignature(columns(past, isSigned), columns(later, isSigned), isDeleted, isNew);
  return {
    deleted: [...past.keys()].filter((at) => hasBit(isDeleted, at)),
    added: [...later.keys()].filter((at) => hasBit(isNew, at)),
  };
}

/** Takes each later node in turn and gives it the first earlier one like it. */
function slowMatch(
  past: readonly Row[],
  later: readonly Row[],
  isSigned: boolean,
): { deleted: number[]; added: number[] } {
  const like = (a: Row, b: Row): boolean =>
    a[0] === b[0] && a[1] === b[1] && (!isSigned || a[2] === b[2]);
  const left = [...past.keys()].filter((at) => past[at][1] > 0);
  const added: number[] = [];
  for (const [at, row] of later.entries()) {
    if (row[1] === 0) continue;
    const found = left.findIndex((other) => like(past[other], row));
    if (found < 0) added.push(at);
    else left.splice(found, 1);
  }
  return { deleted: left, added };
}

const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.tuple(
    fc.nat(3),
    fc.constantFrom(0, 1, 2, 16, 0xffffffff),
    // Real ones are hashes.
    fc.constantFrom(0, 0x1b873593, 0x85ebca6b, 0xdeadbeef),
  ),
  { maxLength: 40 },
);

/** Many nodes of some classes and sizes, each reached in a way of its own. */
function many(from: number): Row[] {
  return Array.from({ length: 20_000 }, (_, at) => [at % 50, 8 + (at % 7) * 8, from + at * 7919]);
}

describe("objects of two heaps", () => {
  it.each([true, false])("are matched as if one by one; with signatures: %s", (isSigned) => {
    fc.assert(
      fc.property(rows, rows, (past, later) => {
        expect(match(past, later, isSigned)).toEqual(slowMatch(past, later, isSigned));
      }),
      RANDOM_RUNS,
    );
  });

  it("are matched in the order of the file among equal ones", () => {
    const row: Row = [1, 8, 5];
    expect(match([row, row, row], [row])).toEqual({ deleted: [1, 2], added: [] });
    expect(match([row], [row, row, row])).toEqual({ deleted: [], added: [1, 2] });
  });

  it("differ by class, by size or by the way to them", () => {
    const past: Row[] = [[1, 8, 5]];
    for (const other of [
      [2, 8, 5],
      [1, 16, 5],
      [1, 8, 6],
    ] as const)
      expect(match(past, [other])).toEqual({ deleted: [0], added: [0] });
  });

  it("are hardly ever taken for each other by chance", () => {
    const { added } = match(many(0), many(1_000_000_007));
    expect(added.length).toBeGreaterThan(19_990);
  });

  // Sizes count by their last 32 bits only.
  it("differ by sizes of some GB", () => {
    expect(match([[1, 2 ** 33, 5]], [[1, 2 ** 40, 5]])).toEqual({ deleted: [0], added: [0] });
  });

  it("are refused where there are too many to number", () => {
    const count = 2 ** 25 + 1;
    const side = { classOf: new Uint32Array(count), sizes: { length: count }, signatures: null };
    expect(() => matchBySignature(side, side, createBitSet(1), createBitSet(1))).toThrow(
      new RangeError("at most 33554432 nodes can be matched"),
    );
  });
});
