import fc from "fast-check";
import { expect, it } from "vitest";
import { firstAbove, firstNotBelow } from "../../../src/graph/arrays/sorted-column.ts";
import { RANDOM_RUNS } from "../../support/random-runs.ts";

it("finds the places that a look at every element finds", () => {
  const number = fc.integer({ min: -20, max: 20 });
  fc.assert(
    fc.property(fc.array(number), number, (values, value) => {
      const column = Float64Array.from(values).toSorted();
      const firstWhere = (isFound: (each: number) => boolean): number => {
        const at = column.findIndex((each) => isFound(each));
        return at < 0 ? column.length : at;
      };
      expect(firstNotBelow(column, value)).toBe(firstWhere((each) => each >= value));
      expect(firstAbove(column, value)).toBe(firstWhere((each) => each > value));
    }),
    RANDOM_RUNS,
  );
});
