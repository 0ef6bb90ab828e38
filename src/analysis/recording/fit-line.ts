import type { Series } from "./series.ts";

/** A straight line through a series: `intercept + slope * time`. */
export interface Line {
  /** Bytes a second. */
  readonly slope: number;
  /** Bytes at the beginning of the recording. */
  readonly intercept: number;
  /** Share of the variance that the line explains, 0 to 1 for least squares; below 0 where it explains nothing. */
  readonly r2: number;
}

/**
 * The line of least squares, as `mprof plot --slope` draws it (numpy's `polyfit` of degree 1). Time O(n).
 * @returns null for fewer than two moments.
 */
export function fitLine(series: Series): Line | null {
  const { times, values } = series;
  // Asked of the times themselves: sums of equal ones need not be exact.
  if (!(times[times.length - 1] > times[0])) return null;
  const meanTime = mean(times);
  const meanValue = mean(values);
  let products = 0;
  let squares = 0;
  for (let at = 0; at < times.length; at++) {
    products += (times[at] - meanTime) * (values[at] - meanValue);
    squares += (times[at] - meanTime) ** 2;
  }
  const slope = products / squares;
  return rateLine(series, slope, meanValue - slope * meanTime);
}

/**
 * The line whose slope is the median of those between all pairs of points, which a quarter of the points can miss
 * without moving it (Theil 1950, Sen 1968). Time and space O(n²): for tens of points.
 * @returns null for fewer than two moments.
 */
export function fitRobustLine(series: Series): Line | null {
  const { times, values } = series;
  const slopes: number[] = [];
  for (let from = 0; from < times.length; from++)
    for (let to = from + 1; to < times.length; to++)
      if (times[to] > times[from])
        slopes.push((values[to] - values[from]) / (times[to] - times[from]));
  if (slopes.length === 0) return null;
  const slope = median(slopes);
  return rateLine(
    series,
    slope,
    median(Array.from(values, (value, at) => value - slope * times[at])),
  );
}

function rateLine({ times, values }: Series, slope: number, intercept: number): Line {
  const meanValue = mean(values);
  let rest = 0;
  let all = 0;
  for (let at = 0; at < times.length; at++) {
    rest += (values[at] - intercept - slope * times[at]) ** 2;
    all += (values[at] - meanValue) ** 2;
  }
  // A level series is a line.
  return { slope, intercept, r2: all > 0 ? 1 - rest / all : 1 };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
