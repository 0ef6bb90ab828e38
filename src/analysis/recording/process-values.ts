import type { RecordedProcess } from "../../recording/recording.ts";
import type { Metric } from "./series.ts";

/**
 * What is known of a process at each line about it, NaN where a metric was not sampled then. Where it never was
 * of this process, its resident set size stands in.
 */
export function valuesOf(process: RecordedProcess, metric: Metric): Float64Array {
  return (metric === "rss" ? null : process[metric]) ?? process.rss;
}

/** Values that hold until the next one; NaN before the first. */
export function holdValues(values: Float64Array): Float64Array {
  let last = NaN;
  return values.map((value) => (last = Number.isNaN(value) ? last : value));
}

/**
 * Calls back for each sample that a process was alive at and its value is known of, in order: each holds until the
 * next line about the process.
 */
export function eachSample(
  process: RecordedProcess,
  values: Float64Array,
  visit: (sample: number, value: number) => void,
): void {
  const { samples, count, lastSample } = process;
  for (let at = 0; at < count; at++) {
    if (Number.isNaN(values[at])) continue;
    const end = at + 1 < count ? samples[at + 1] : lastSample + 1;
    for (let sample = samples[at]; sample < end; sample++) visit(sample, values[at]);
  }
}
