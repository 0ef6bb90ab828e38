import { expect, it } from "vitest";
import { heapsOf } from "../support/measure-graphs.ts";
import { slowGrowth, slowLeakSet } from "./slow-growth.ts";

const graphs = heapsOf({ Leak: [1, 2, 4], Wave: [2, 0, 1] });

it("counts each class in each file", () => {
  const growth = slowGrowth(graphs);
  expect(growth.get("Leak")).toEqual({ counts: [1, 2, 4], retainedSizes: [10, 20, 40] });
  expect(growth.get("Wave")).toEqual({ counts: [2, 0, 1], retainedSizes: [20, 0, 10] });
});

it("finds what came between two files and stayed", () => {
  // Leak 3, Wave 5 and 7 are of the first file, Leak 9 of the second, 11 and 13 of the third.
  expect(slowLeakSet(graphs, 1, 2)).toEqual([9]);
  expect(slowLeakSet(graphs, 1, 3)).toEqual([9, 11, 13]);
  expect(slowLeakSet(graphs, 2, 3)).toEqual([5, 11, 13]);
});
