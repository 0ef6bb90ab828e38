import type { Analyses } from "../../src/analysis/analyses.ts";
import { type GroupTotals, sumGroups } from "../../src/analysis/class-totals.ts";

/** Totals of the classes, one element a class key. */
export function sumClasses(analyses: Analyses): GroupTotals {
  const { classKeys, shallowSizes, distances, dominators } = analyses;
  const { keyOf, keys } = classKeys;
  return sumGroups(keyOf, keys.length, shallowSizes, distances, dominators);
}
