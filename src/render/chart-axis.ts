import { scaleLinear, scaleUtc } from "d3-scale";

/** An axis with the values that are marked on it. */
export interface Axis {
  /** Where it begins and ends; values of both ends. */
  readonly least: number;
  readonly most: number;
  /** Marked values, from `least` to `most`, rising. */
  readonly ticks: readonly number[];
}

/**
 * A value axis from 0 up, with round marks.
 * @param highest - a value below 1 counts as 1.
 * @param count - marks besides 0, about.
 * @param isWhole - what is counted has no halves.
 */
export function valueAxis(highest: number, count: number, isWhole = false): Axis {
  const scale = scaleLinear()
    .domain([0, Math.max(1, highest)])
    .nice(count);
  const ticks = scale.ticks(count);
  return {
    least: 0,
    most: scale.domain()[1],
    ticks: isWhole ? ticks.filter((tick) => Number.isInteger(tick)) : ticks,
  };
}

/**
 * An axis of seconds, with marks at whole tenths, seconds, minutes, hours or days.
 * @param count - marks, about.
 */
export function timeAxis(from: number, to: number, count: number): Axis {
  const most = to > from ? to : from + 1;
  const unit = most - from > 14 * DAY ? DAY : most - from < 60 ? 1 : null;
  if (unit !== null) {
    const ticks = scaleLinear([from / unit, most / unit], [0, 1]).ticks(count);
    return { least: from, most, ticks: ticks.map((tick) => tick * unit) };
  }
  // As if the clock had been set to 0 at the beginning.
  const dates = scaleUtc([from * 1000, most * 1000], [0, 1]);
  const ticks = dates.ticks(count).map((date) => date.getTime() / 1000);
  return { least: from, most, ticks };
}

const DAY = 86_400;

/** Places of values along `from` to `to`, in pixels with one decimal. */
export function placeOn(
  { least, most }: Pick<Axis, "least" | "most">,
  from: number,
  to: number,
): (value: number) => number {
  const scale = scaleLinear().domain([least, most]).range([from, to]);
  return (value) => Math.round(scale(value) * 10) / 10;
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
