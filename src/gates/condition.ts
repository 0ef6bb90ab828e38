import { type ClassTest, compileClassPattern } from "../analysis/class-pattern.ts";
import type { ClassSeries, MeasuredHeap } from "./measured-heap.ts";

/** What can be measured of classes, and with what unit. */
export const QUANTITIES = {
  count: "objects",
  retained: "bytes",
  growth: "objects",
  retainedGrowth: "bytes",
  growthPerStep: "objects",
  retainedGrowthPerStep: "bytes",
  grewIn: "steps",
  retainedGrowthAlone: "bytes",
  heap: "bytes",
} as const;
export type Quantity = keyof typeof QUANTITIES;
export type QuantityUnit = (typeof QUANTITIES)[Quantity];

/** Quantities that one file alone has; the others compare files. */
const OF_ONE_FILE: ReadonlySet<Quantity> = new Set(["count", "retained", "heap"]);

/** Classes that a measurement names. */
const NAMED_CLASSES = 3;

/** Whether a quantity needs two files. */
export function comparesFiles(quantity: Quantity): boolean {
  return !OF_ONE_FILE.has(quantity);
}

/** What is measured. */
export interface GateSubject {
  readonly quantity: Quantity;
  /** Of which classes; null for the heap as a whole. */
  readonly pattern: string | null;
  /** Of `grewIn`: the last steps that count; null for all. */
  readonly window?: number | null;
}

/** A value that was measured. */
export interface Measurement {
  readonly value: number;
  /** Classes that the pattern matched. */
  readonly classCount: number;
  /** Those that the value comes from most, at most three. */
  readonly classes: readonly { readonly name: string; readonly value: number }[];
}

/** Measures classes together. O(classes), and for `retained` O(objects of them). */
export function measure(
  { quantity, pattern, window }: GateSubject,
  heap: MeasuredHeap,
): Measurement {
  if (quantity === "heap" || pattern === null)
    return { value: heap.totalSize, classCount: heap.classes.length, classes: [] };
  const isMeant = compileClassPattern(pattern);
  const meant = heap.classes.filter(({ name }) => isMeant(name));
  const valueOf = (one: ClassSeries): number => valueIn(quantity, one, window ?? null);
  const named = meant
    .map((one) => ({ name: one.name, value: valueOf(one) }))
    .filter(({ value }) => value !== 0)
    .toSorted((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1))
    .slice(0, NAMED_CLASSES);
  return {
    value: total(quantity, meant, heap, isMeant, valueOf),
    classCount: meant.length,
    classes: named,
  };
}

function total(
  quantity: Quantity,
  meant: readonly ClassSeries[],
  heap: MeasuredHeap,
  isMeant: ClassTest,
  valueOf: (one: ClassSeries) => number,
): number {
  if (meant.length === 0) return 0;
  // A sum would count twice what a class holds of another.
  if (quantity === "retained") return heap.retainedBy(isMeant);
  // What one class gains is no excuse for another.
  if (quantity === "retainedGrowthAlone")
    return meant.reduce((most, one) => Math.max(most, valueOf(one)), 0);
  return valueOf({
    name: "",
    counts: sumColumns(meant.map(({ counts }) => counts)),
    retainedSizes: sumColumns(meant.map(({ retainedSizes }) => retainedSizes)),
  });
}

function valueIn(
  quantity: Quantity,
  { counts, retainedSizes }: ClassSeries,
  window: number | null,
): number {
  switch (quantity) {
    case "count":
      return lastOf(counts);
    case "retained":
    case "heap":
      return lastOf(retainedSizes);
    case "growth":
      return lastOf(counts) - counts[0];
    case "retainedGrowth":
      return lastOf(retainedSizes) - retainedSizes[0];
    case "growthPerStep":
      return largestOf(stepsOf(counts));
    case "retainedGrowthPerStep":
      return largestOf(stepsOf(retainedSizes));
    case "grewIn":
      return stepsOf(counts)
        .slice(window === null ? 0 : -window)
        .filter((step) => step > 0).length;
    case "retainedGrowthAlone":
      return lastOf(counts) > counts[0] ? 0 : Math.max(0, lastOf(retainedSizes) - retainedSizes[0]);
  }
}

function stepsOf(values: readonly number[]): number[] {
  return values.slice(1).map((value, at) => value - values[at]);
}

function largestOf(steps: readonly number[]): number {
  return steps.reduce((most, step) => Math.max(most, step), steps[0] ?? 0);
}

function lastOf(values: readonly number[]): number {
  return values[values.length - 1];
}

function sumColumns(rows: readonly (readonly number[])[]): number[] {
  return rows[0].map((_, at) => rows.reduce((sum, row) => sum + row[at], 0));
}
