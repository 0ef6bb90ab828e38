import { fitLine, fitRobustLine, type Line } from "./fit-line.ts";
import type { Series } from "./series.ts";

/** The floor under a sawtooth. */
export interface Floor extends Line {
  /** The lowest moments that it was laid through, one of each stretch of time. */
  readonly points: readonly (readonly [time: number, value: number])[];
  /** Falls and rises again that stand out, such as those of a collector. */
  readonly toothCount: number;
}

/** Stretches that a series is divided into; a start that is lower than all else must not decide. */
const STRETCHES = { least: 6, most: 40, ofSmoothSeries: 20 } as const;

/** Fewer teeth are no saw, but single events. */
export const MIN_TEETH = 6;

/** Points that a floor is laid through. */
const MIN_POINTS = 3;

/** A tooth falls, and rises again, by this share of the range around the trend. */
const TOOTH = 0.25;

/** Samples that say anything of a floor. */
const MIN_SAMPLES = 6;

/**
 * The line below which memory does not fall: a collector's sawtooth hides a leak in the mean, but not in what is
 * left after each collection. The time is divided into stretches of about two teeth, and a robust line laid through
 * the lowest moment of each. Time O(n).
 * @returns null where there are too few samples to tell.
 */
export function fitFloor(series: Series): Floor | null {
  if (series.times.length < MIN_SAMPLES) return null;
  const toothCount = countTeeth(series);
  const stretches =
    toothCount < MIN_TEETH
      ? STRETCHES.ofSmoothSeries
      : Math.min(STRETCHES.most, Math.max(STRETCHES.least, toothCount >> 1));
  const points = lowestMoments(series, Math.min(stretches, series.times.length >> 1));
  const line = fitRobustLine({
    times: Float64Array.from(points, ([time]) => time),
    values: Float64Array.from(points, ([, value]) => value),
  });
  return line === null || points.length < MIN_POINTS ? null : { ...line, points, toothCount };
}

/** The first of the lowest values in each of `count` stretches of equal time; none where nothing was sampled. */
export function lowestMoments(
  { times, values }: Series,
  count: number,
): readonly (readonly [time: number, value: number])[] {
  const start = times[0];
  const duration = times[times.length - 1] - start;
  const lowest = new Int32Array(count).fill(-1);
  for (let at = 0; at < times.length; at++) {
    const share = duration > 0 ? (times[at] - start) / duration : 0;
    const stretch = Math.min(count - 1, Math.floor(share * count));
    if (lowest[stretch] < 0 || values[at] < values[lowest[stretch]]) lowest[stretch] = at;
  }
  return Array.from(
    lowest.filter((at) => at >= 0),
    (at) => [times[at], values[at]] as const,
  );
}

/** How often a series falls and rises again around its trend by enough to be seen. */
export function countTeeth(series: Series): number {
  const line = fitLine(series);
  if (line === null) return 0;
  const { times, values } = series;
  const restOf = (at: number): number => values[at] - line.intercept - line.slope * times[at];
  let least = Infinity;
  let most = -Infinity;
  for (let at = 0; at < times.length; at++) {
    least = Math.min(least, restOf(at));
    most = Math.max(most, restOf(at));
  }
  const height = (most - least) * TOOTH;
  if (!(height > 0)) return 0;
  let count = 0;
  let isFalling = false;
  // The extreme since the last turn.
  let extreme = restOf(0);
  for (let at = 1; at < times.length; at++) {
    const rest = restOf(at);
    if (isFalling ? rest < extreme : rest > extreme) extreme = rest;
    else if (Math.abs(rest - extreme) >= height) {
      if (isFalling) count++;
      isFalling = !isFalling;
      extreme = rest;
    }
  }
  return count;
}
