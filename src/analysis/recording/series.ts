/** What memory is measured as. */
export const METRICS = ["rss", "pss", "uss"] as const;
export type Metric = (typeof METRICS)[number];

/** A value over time; columns of one length, without gaps. */
export interface Series {
  /** Seconds since the recording began, never falling. */
  readonly times: Float64Array;
  /** Bytes. */
  readonly values: Float64Array;
}

/** A stretch of time in seconds since the recording began, both ends included. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** The series without missing values, and without what lies outside of a window. */
export function compactSeries(
  times: Float64Array,
  values: Float64Array,
  window: TimeWindow | null = null,
): Series {
  const keptTimes = new Float64Array(times.length);
  const keptValues = new Float64Array(times.length);
  let count = 0;
  for (let at = 0; at < times.length; at++) {
    const time = times[at];
    if (Number.isNaN(values[at]) || (window !== null && (time < window.from || time > window.to)))
      continue;
    keptTimes[count] = time;
    keptValues[count++] = values[at];
  }
  return { times: keptTimes.slice(0, count), values: keptValues.slice(0, count) };
}

/** A moment and the value then. */
export interface Peak {
  /** Seconds since the recording began. */
  readonly time: number;
  /** Bytes. */
  readonly value: number;
}

/** The first of the highest values; null of an empty series. */
export function peakOf({ times, values }: Series): Peak | null {
  let best = -1;
  for (let at = 0; at < values.length; at++) if (best < 0 || values[at] > values[best]) best = at;
  return best < 0 ? null : { time: times[best], value: values[best] };
}
