import { expect, it } from "vitest";
import { ephemeronRow, findEphemeronNames } from "../../src/graph/ephemerons.ts";
import { StringTable } from "../../src/graph/string-table.ts";
import { encodeStrings } from "../support/build-graph.ts";

const entry = (number: number, key: string, table: number): string =>
  `${number} / part of key (${key} @1) -> value (V @2) pair in WeakMap (table @${table})`;

const namesIn = (...texts: readonly string[]): ReturnType<typeof findEphemeronNames> =>
  findEphemeronNames(new StringTable(encodeStrings(texts)));

it("pairs names that agree but for the leading number", () => {
  const names = namesIn("x", entry(1, "A", 9), entry(2, "B", 9), "", entry(33, "A", 9));
  expect([...names.strings]).toEqual([1, 2, 4]);
  expect([...names.tableIds]).toEqual([9, 9, 9]);
  expect(names.pairs[0]).toBe(names.pairs[2]);
  expect(names.pairs[0]).not.toBe(names.pairs[1]);
});

it("takes keys and values with brackets, arrows and letters of any kind in their names", () => {
  const names = namesIn(entry(1, "(a) -> value (b @5", 7), entry(2, 'ä"\\', 8));
  expect([...names.tableIds]).toEqual([7, 8]);
});

it.each([
  ["a name without a number", entry(1, "K", 3).slice(1)],
  ["a name with something behind it", `${entry(1, "K", 3)}.`],
  ["a number alone", "12"],
  ["a name with nothing behind the key", "1 / part of key (K @1)"],
  [
    "a table that is no number",
    "1 / part of key (K @1) -> value (V @2) pair in WeakMap (table @x)",
  ],
])("is not misled by %s", (_, text) => {
  expect(namesIn(text).strings).toHaveLength(0);
});

it("finds rows by string index", () => {
  const names = namesIn("x", entry(1, "A", 9), "y", entry(2, "B", 9), entry(3, "C", 9));
  expect([0, 1, 2, 3, 4, 5].map((index) => ephemeronRow(names, index))).toEqual([
    -1, 0, -1, 1, 2, -1,
  ]);
});

it("keeps table ids beyond 32 bits", () => {
  expect([...namesIn(entry(1, "A", 2 ** 40)).tableIds]).toEqual([2 ** 40]);
});
