import { expect, it } from "vitest";
import { slowClassTotals } from "./slow-class-totals.ts";

it("counts a node's retained size only where no counted node of its group is above", () => {
  // A chain 0 - 1 - 2 - 3 of groups x y x x, in which node 1 is empty.
  const totals = slowClassTotals({
    groupOf: [0, 1, 0, 0],
    shallow: [0, 0, 10, 5],
    retained: [15, 15, 15, 5],
    distances: [0, 1, 2, -5],
    idoms: [0, 0, 1, 2],
  });
  expect(totals.get(0)).toEqual({
    count: 2,
    shallow: 15,
    retained: 15,
    distance: -5,
    emptyCount: 1,
  });
  expect(totals.get(1)).toMatchObject({ count: 0, retained: 0, emptyCount: 1 });
});
