import type { Series } from "../../src/analysis/recording/series.ts";

type Point = readonly [time: number, value: number];

/** Points of a series. */
export function pointsOf({ times, values }: Series): Point[] {
  return Array.from(times, (time, at) => [time, values[at]] as const);
}

/** Slope of least squares by the normal equations of sums, as textbooks have them. */
export function slowSlope(points: readonly Point[]): number {
  const n = points.length;
  const sum = (of: (point: Point) => number): number =>
    points.reduce((total, point) => total + of(point), 0);
  const [t, v] = [sum(([time]) => time), sum(([, value]) => value)];
  const [tt, tv] = [sum(([time]) => time * time), sum(([time, value]) => time * value)];
  return (n * tv - t * v) / (n * tt - t * t);
}

/** The median of the slopes between all pairs. */
export function slowRobustSlope(points: readonly Point[]): number {
  const slopes = points
    .flatMap(([t0, v0], at) =>
      points.slice(at + 1).flatMap(([t1, v1]) => (t1 > t0 ? [(v1 - v0) / (t1 - t0)] : [])),
    )
    .toSorted((a, b) => a - b);
  const [low, high] = [slopes[(slopes.length - 1) >> 1], slopes[slopes.length >> 1]];
  return (low + high) / 2;
}

/** The lowest point of each of `count` stretches of equal time, by looking for it in each. */
export function slowLowest(points: readonly Point[], count: number): Point[] {
  const start = points[0][0];
  const duration = points[points.length - 1][0] - start;
  return Array.from({ length: count }, (_, stretch) => {
    const own = points.filter(([time]) => {
      const share = duration > 0 ? (time - start) / duration : 0;
      return Math.min(count - 1, Math.floor(share * count)) === stretch;
    });
    return own.filter(([, value]) => value === Math.min(...own.map((one) => one[1]))).slice(0, 1);
  }).flat();
}
