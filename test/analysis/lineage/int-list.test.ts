import { expect, it } from "vitest";
import { IntList } from "../../../src/analysis/lineage/int-list.ts";

it("grows from nothing and gives back what was put in", () => {
  const list = new IntList();
  for (let value = 0; value < 1000; value++) list.push(value * 3);
  expect(list.length).toBe(1000);
  expect(list.at(999)).toBe(2997);
  expect([...list.values]).toEqual(Array.from({ length: 1000 }, (_, value) => value * 3));
});

it("goes on from a column, an empty one too", () => {
  const list = new IntList(Uint32Array.of(1, 2));
  list.push(3);
  expect([...list.values]).toEqual([1, 2, 3]);
  const empty = new IntList(new Uint32Array());
  empty.push(0xffffffff);
  expect([...empty.values]).toEqual([0xffffffff]);
});

it("takes the last value off", () => {
  const list = new IntList(Uint32Array.of(1, 2));
  expect([list.pop(), list.length, list.pop(), list.length]).toEqual([2, 1, 1, 0]);
  expect([...list.values]).toEqual([]);
});

it("does not change values given out by what is pushed later", () => {
  const list = new IntList();
  list.push(1);
  const { values } = list;
  for (let value = 2; value < 100; value++) list.push(value);
  expect([...values]).toEqual([1]);
});
