import fc from "fast-check";
import { expect, it } from "vitest";
import { whyNotComparable } from "../../src/analysis/change/series-id-space.ts";
import { type SlowGrowth, slowGrowth, slowLeakSet } from "../oracle/slow-growth.ts";
import { arbitrarySeries } from "../support/arbitrary-series.ts";
import { measureGraphs } from "../support/measure-graphs.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";

const RUNS = { ...RANDOM_RUNS, numRuns: RANDOM_RUNS.numRuns / 4 };

/** Counts of classes of one name as one. */
function joinPlaces(classes: ReadonlyMap<string, SlowGrowth>): Map<string, readonly number[]> {
  const joined = new Map<string, readonly number[]>();
  for (const [key, { counts }] of classes) {
    const name = key.replace(/ at \d+:\d+:\d+$/, "");
    const known = joined.get(name);
    joined.set(name, known === undefined ? counts : counts.map((count, at) => count + known[at]));
  }
  return joined;
}

function isPresent(counts: readonly number[]): boolean {
  return counts.some((count) => count > 0);
}

it("every class has the numbers of its definition in every file", () => {
  fc.assert(
    fc.property(arbitrarySeries, (graphs) => {
      const { classes, artefacts, classesBy } = measureGraphs(graphs, { all: true });
      const slow = slowGrowth(graphs);
      if (classesBy === "name") {
        const found = [...classes, ...artefacts].map(({ name, counts }) => [name, counts] as const);
        const wanted = [...joinPlaces(slow)].filter(([, counts]) => isPresent(counts));
        expect(new Map(found)).toEqual(new Map(wanted));
        return;
      }
      const found = [...classes, ...artefacts].map(
        ({ name, location, counts, retainedSizes }) =>
          [`${name}${writePlace(location)}`, { counts, retainedSizes }] as const,
      );
      const wanted = [...slow].filter(([, { counts }]) => isPresent(counts));
      expect(new Map(found)).toEqual(new Map(wanted));
    }),
    RUNS,
  );
});

/** `script 1:3:4` as the oracle writes it, from 0. */
function writePlace(location: string | null): string {
  const place = /^script (?<script>\d+):(?<line>\d+):(?<column>\d+)$/.exec(location ?? "")?.groups;
  return place === undefined
    ? ""
    : ` at ${place["script"]}:${Number(place["line"]) - 1}:${Number(place["column"]) - 1}`;
}

it("a class is shown when its last count is above all before", () => {
  fc.assert(
    fc.property(arbitrarySeries, (graphs) => {
      const all = measureGraphs(graphs, { all: true });
      const shown = measureGraphs(graphs);
      const growing = [...all.classes, ...all.artefacts].filter(({ counts }) =>
        counts.slice(0, -1).every((count) => count < counts[counts.length - 1]),
      );
      expect(new Set([...shown.classes, ...shown.artefacts])).toEqual(new Set(growing));
      for (const { counts, grewIn, isMonotone, slope } of growing) {
        const steps = counts.slice(1).map((count, at) => count - counts[at]);
        expect(grewIn).toBe(steps.filter((step) => step > 0).length);
        expect(isMonotone).toBe(!steps.some((step) => step < 0));
        // The line of least squares: no other slope comes nearer.
        const missOf = (tried: number): number => {
          const misses = counts.map((count, at) => count - tried * at);
          const mean = misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
          return misses.reduce((sum, miss) => sum + (miss - mean) ** 2, 0);
        };
        expect(missOf(slope)).toBeLessThanOrEqual(missOf(slope + 0.01) + 1e-9);
        expect(missOf(slope)).toBeLessThanOrEqual(missOf(slope - 0.01) + 1e-9);
      }
    }),
    RUNS,
  );
});

it("the leak set is what came between two files and is in the last", () => {
  let compared = 0;
  fc.assert(
    fc.property(arbitrarySeries, fc.nat(9), fc.nat(9), (graphs, i, j) => {
      const from = 1 + (i % (graphs.length - 1));
      const to = from + 1 + (j % (graphs.length - from));
      const { leakSet, idSpace } = measureGraphs(graphs, { between: [from, to] });
      expect(leakSet === null).toBe(whyNotComparable(idSpace.steps, from) !== null);
      if (leakSet === null) return;
      const slow = slowLeakSet(graphs, from, to);
      expect(leakSet.count + leakSet.artefacts.count).toBe(slow.length);
      const named = leakSet.classes.flatMap(({ sampleIds }) => sampleIds);
      expect(slow).toEqual(expect.arrayContaining(named));
      compared++;
    }),
    RUNS,
  );
  expect(compared).toBeGreaterThan(10);
});
