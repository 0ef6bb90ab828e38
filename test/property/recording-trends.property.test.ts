import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitLine, fitRobustLine } from "../../src/analysis/recording/fit-line.ts";
import { countTeeth, fitFloor, lowestMoments } from "../../src/analysis/recording/floor.ts";
import type { Series } from "../../src/analysis/recording/series.ts";
import { thinOut } from "../../src/analysis/recording/thin-out.ts";
import { findTrend } from "../../src/analysis/recording/trend.ts";
import { pointsOf, slowLowest, slowRobustSlope, slowSlope } from "../oracle/slow-trends.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";

const seriesOf = (points: readonly (readonly [number, number])[]): Series => ({
  times: Float64Array.from(points, ([time]) => time),
  values: Float64Array.from(points, ([, value]) => value),
});

/** Steps may be 0: clocks stand still. */
const series = (minLength: number, maxLength: number): fc.Arbitrary<Series> =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 10 ** 9 })), {
      minLength,
      maxLength,
    })
    .map((steps) => {
      let time = 0;
      return seriesOf(steps.map(([step, value]) => [(time += step) / 10, value] as const));
    });

const spans = ({ times }: Series): boolean => times[times.length - 1] > times[0];

describe("lines through memory", () => {
  it("least squares are those of the textbook", () => {
    fc.assert(
      fc.property(series(2, 40), (one) => {
        const line = fitLine(one);
        expect(line === null).toBe(!spans(one));
        if (line === null) return;
        const slow = slowSlope(pointsOf(one));
        expect(line.slope).toBeCloseTo(slow, -Math.log10(1 + Math.abs(slow)) - 1);
        expect(line.r2).toBeGreaterThanOrEqual(-1e-9);
        expect(line.r2).toBeLessThanOrEqual(1);
      }),
      RANDOM_RUNS,
    );
  });

  it("the robust slope is the median of all pairs", () => {
    fc.assert(
      fc.property(series(2, 15), (one) => {
        const line = fitRobustLine(one);
        expect(line === null).toBe(!spans(one));
        if (line !== null) expect(line.slope).toBe(slowRobustSlope(pointsOf(one)));
      }),
      RANDOM_RUNS,
    );
  });

  it("the lowest moments are the lowest of each stretch", () => {
    fc.assert(
      fc.property(series(1, 40), fc.integer({ min: 1, max: 12 }), (one, count) => {
        expect(lowestMoments(one, count)).toEqual(slowLowest(pointsOf(one), count));
      }),
      RANDOM_RUNS,
    );
  });

  it("a line is found again, however the samples lie", () => {
    fc.assert(
      fc.property(
        series(8, 60).filter(spans),
        fc.integer({ min: -1000, max: 1000 }),
        (one, slope) => {
          const values = one.times.map((time) => 1e6 + slope * time);
          const { mean, floor } = findTrend({ times: one.times, values }, null);
          expect(mean?.slope).toBeCloseTo(slope, 3);
          expect(mean?.r2).toBeCloseTo(1, 3);
          if (floor !== null) expect(floor.slope).toBeCloseTo(slope, 3);
        },
      ),
      RANDOM_RUNS,
    );
  });
});

/** Teeth of some height on a floor that rises by `leak` a second; ten samples a second. */
const saw = (leak: number, seconds: number, period: number, height: number): Series =>
  seriesOf(
    Array.from({ length: seconds * 10 }, (_, at) => {
      const time = at / 10;
      return [time, 50e6 + leak * time + height * ((time % period) / period)] as const;
    }),
  );

describe("the floor under a sawtooth", () => {
  it.each([
    [0, 7],
    [20_000, 7],
    [20_000, 3],
    [-20_000, 11],
  ])("of %i bytes a second is found under teeth of %i s", (leak, period) => {
    const floor = fitFloor(saw(leak, 300, period, 30e6));
    expect(Math.abs((floor?.slope ?? NaN) - leak)).toBeLessThan(1500);
    expect(floor?.toothCount).toBeGreaterThanOrEqual(Math.floor(300 / period) - 1);
  });

  it("is not moved by a load that comes and goes, which moves the mean", () => {
    const one = saw(0, 300, 5, 10e6);
    const values = one.values.map((value, at) => value + (at > 2400 && at < 2900 ? 400e6 : 0));
    const { mean, floor } = findTrend({ times: one.times, values }, null);
    expect(Math.abs(floor?.slope ?? NaN)).toBeLessThan(2000);
    expect(mean?.slope).toBeGreaterThan(200_000);
  });

  it("is not moved by a start from nothing", () => {
    const one = saw(20_000, 60, 200, 0);
    one.values[0] = 5e6;
    one.values[1] = 20e6;
    const { mean, floor } = findTrend(one, null);
    expect(floor?.slope).toBeCloseTo(20_000, 0);
    expect(floor?.toothCount).toBe(0);
    expect(mean?.slope).toBeGreaterThan(25_000);
  });

  it("tells when what stands on it reaches the limit", () => {
    const { timeToLimit } = findTrend(saw(100_000, 300, 5, 10e6), 150e6);
    // 50 MB + 30 MB of leak + teeth of 10 MB: 60 MB are left.
    expect(timeToLimit).toBeGreaterThan(590);
    expect(timeToLimit).toBeLessThan(620);
    expect(findTrend(saw(0, 300, 5, 10e6), 150e6).timeToLimit).toBeNull();
    expect(findTrend(saw(100_000, 300, 5, 10e6), null).timeToLimit).toBeNull();
    expect(findTrend(saw(100_000, 300, 5, 10e6), 60e6).timeToLimit).toBe(0);
  });

  it("is not told from too few samples, nor from moments without any process", () => {
    expect(fitFloor(seriesOf([]))).toBeNull();
    expect(fitFloor(seriesOf(pointsOf(saw(1000, 10, 5, 0)).slice(0, 5)))).toBeNull();
    const ended = saw(20_000, 100, 200, 0);
    ended.values.fill(0, 980);
    expect(findTrend(ended, null).floor?.slope).toBeCloseTo(20_000, 0);
    expect(countTeeth(seriesOf([[0, 5]]))).toBe(0);
  });
});

describe("thinning out", () => {
  it("keeps the first, lowest, highest and last value of each column, and adds none", () => {
    fc.assert(
      fc.property(series(1, 200), fc.integer({ min: 1, max: 8 }), (one, columns) => {
        const thin = thinOut(one, columns);
        const all = pointsOf(one);
        expect(thin.length).toBeLessThanOrEqual(4 * columns);
        const [start, end] = [all[0][0], all[all.length - 1][0]];
        const columnOf = (time: number): number =>
          end > start
            ? Math.min(columns - 1, Math.floor(((time - start) / (end - start)) * columns))
            : 0;
        for (let column = 0; column < columns; column++) {
          const own = all.filter(([time]) => columnOf(time) === column).map(([, value]) => value);
          const kept = thin.filter(([time]) => columnOf(time) === column).map(([, value]) => value);
          expect([kept[0], kept.at(-1)]).toEqual([own[0], own.at(-1)]);
          expect(Math.min(...kept)).toBe(Math.min(...own));
          expect(Math.max(...kept)).toBe(Math.max(...own));
        }
        // In order, and samples all of them.
        let next = 0;
        for (const [time, value] of thin) {
          while (next < all.length && (all[next][0] !== time || all[next][1] !== value)) next++;
          expect(next++).toBeLessThan(all.length);
        }
      }),
      RANDOM_RUNS,
    );
  });
});
