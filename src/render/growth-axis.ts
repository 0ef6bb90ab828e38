/** A value axis from 0 up. */
export interface Axis {
  /** Its end, at least the highest value. */
  readonly most: number;
  /** Marked values, from 0 to `most`. */
  readonly ticks: readonly number[];
}

/** Steps between marks, times a power of ten. */
const ROUND = [1, 2, 5, 10];

/**
 * Chooses round marks.
 * @param highest - a value below 1 counts as 1.
 * @param count - marks besides 0, about.
 * @param isWhole - what is counted has no halves.
 */
export function chooseAxis(highest: number, count: number, isWhole: boolean): Axis {
  const least = Math.max(1, highest) / count;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = ROUND.find((one) => one * power >= least) ?? 10;
  const step = isWhole ? Math.ceil(factor * power) : factor * power;
  const steps = Math.ceil(Math.max(1, highest) / step);
  return { most: steps * step, ticks: Array.from({ length: steps + 1 }, (_, at) => at * step) };
}

/**
 * Moves texts apart that would overlap, as little as need be.
 * @param wanted - middles, in any order.
 * @returns middles in the same order, `gap` apart where there is room, from `top` to `bottom`.
 */
export function spreadLabels(
  wanted: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): number[] {
  const order = wanted.map((_, at) => at).toSorted((a, b) => wanted[a] - wanted[b] || a - b);
  const placed = [...wanted];
  let least = top;
  for (const at of order) {
    placed[at] = Math.max(placed[at], least);
    least = placed[at] + gap;
  }
  let most = bottom;
  for (const at of order.toReversed()) {
    placed[at] = Math.min(placed[at], most);
    most = placed[at] - gap;
  }
  return placed;
}
