import { fitFloor, type Floor } from "./floor.ts";
import { fitLine, type Line } from "./fit-line.ts";
import type { Series } from "./series.ts";

/** Where memory is going; slopes in bytes a second. */
export interface Trend {
  /** Least squares over all samples, null for fewer than two. */
  readonly mean: Line | null;
  /** Under the collector's sawtooth, null where there are too few samples to tell. */
  readonly floor: Floor | null;
  /** Seconds from the last sample until the highest values reach the limit, if the floor rises steadily; else null. */
  readonly timeToLimit: number | null;
}

/** From which R² on a line describes what it is laid through. */
export const STEADY_R2 = 0.7;

/**
 * Moments without any memory, before the first process or behind the last, say nothing of the floor; least squares
 * take them in, as mprof does.
 * @param limit - bytes, null for none.
 */
export function findTrend(all: Series, limit: number | null): Trend {
  const series = {
    times: all.times.filter((_, at) => all.values[at] > 0),
    values: all.values.filter((value) => value > 0),
  };
  const floor = fitFloor(series);
  return { mean: fitLine(all), floor, timeToLimit: timeToLimit(series, floor, limit) };
}

/** Not the floor meets the limit first, but what stands on it. */
function timeToLimit(series: Series, floor: Floor | null, limit: number | null): number | null {
  if (floor === null || limit === null || !(floor.slope > 0 && floor.r2 >= STEADY_R2)) return null;
  const { times, values } = series;
  const last = times[times.length - 1];
  const lateSince = last - (last - times[0]) / Math.max(1, floor.points.length);
  let highest = 0;
  for (let at = times.length - 1; at >= 0 && times[at] >= lateSince; at--)
    highest = Math.max(highest, values[at]);
  return Math.max(0, (limit - highest) / floor.slope);
}
