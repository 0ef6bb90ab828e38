import type { Series } from "./series.ts";

/** A series as few points that look the same. */
export type Points = readonly (readonly [time: number, value: number])[];

/**
 * Thins a series out for a picture of so many columns: the first, lowest, highest and last value of each column
 * stay, so no spike is lost and the line looks as with all of them ("M4", Jugel et al. 2014). Time O(n).
 * @returns at most `4 * columns` points in order of time, each of them a sample.
 */
export function thinOut({ times, values }: Series, columns: number): Points {
  const count = times.length;
  if (count <= 4 * columns) return Array.from(times, (time, at) => [time, values[at]] as const);
  const start = times[0];
  const duration = times[count - 1] - start;
  const points: (readonly [number, number])[] = [];
  const keep = (...positions: readonly number[]): void => {
    const sorted = [...new Set(positions)].toSorted((a, b) => a - b);
    for (const at of sorted) points.push([times[at], values[at]]);
  };
  let column = 0;
  let first = 0;
  let low = 0;
  let high = 0;
  for (let at = 1; at < count; at++) {
    const share = duration > 0 ? (times[at] - start) / duration : 0;
    const next = Math.min(columns - 1, Math.floor(share * columns));
    if (next !== column) {
      keep(first, low, high, at - 1);
      column = next;
      first = low = high = at;
    } else {
      if (values[at] < values[low]) low = at;
      if (values[at] > values[high]) high = at;
    }
  }
  keep(first, low, high, count - 1);
  return points;
}
