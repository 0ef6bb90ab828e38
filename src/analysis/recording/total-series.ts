import type { Recording } from "../../recording/recording.ts";
import { compactSeries, type Metric, type Series, type TimeWindow } from "./series.ts";

/** Share of a recording's time that a metric must have been sampled over to stand for it. */
const ENOUGH = 0.9;

/**
 * The metric that tells most: memory that processes share counts once in PSS, but once for each in RSS. PSS that
 * was sampled for a part of the time only, as when the right to it was lost, does not stand for the whole.
 */
export function bestMetric({ samples: { pss, times, count } }: Recording): Metric {
  if (pss === null) return "rss";
  const first = pss.findIndex((value) => !Number.isNaN(value));
  const last = pss.findLastIndex((value) => !Number.isNaN(value));
  const covered = times[last] - times[first];
  return covered > 0 && covered >= ENOUGH * (times[count - 1] - times[0]) ? "pss" : "rss";
}

/** When a recording began: seconds since 1970. */
export function startOf({ samples, spans, writtenBy }: Recording): number {
  const first = samples.times[0];
  // Functions that mprof's programs time themselves begin before the first sample.
  return writtenBy === "mprof" && spans.length > 0 ? Math.min(first, spans[0].from) : first;
}

/** Seconds from a beginning, to a tenth of a millisecond: recordings have no more. */
export function elapsed(time: number, start: number): number {
  return Math.round((time - start) * 1e4) / 1e4;
}

/**
 * Memory of all processes together. What mprof's programs measured themselves, at both ends of their functions,
 * counts as samples there, as in `mprof plot`.
 * @returns empty when the metric was never sampled.
 */
export function totalSeries(
  recording: Recording,
  metric: Metric,
  window: TimeWindow | null = null,
): Series {
  const { samples, writtenBy } = recording;
  const start = startOf(recording);
  const values = samples[metric];
  if (values === null) return { times: new Float64Array(0), values: new Float64Array(0) };
  const times = samples.times.map((time) => elapsed(time, start));
  const series = compactSeries(times, values, window);
  if (writtenBy !== "mprof" || metric !== "rss") return series;
  const measured = recording.spans.flatMap(({ from, to, memory }) =>
    memory === null
      ? []
      : [[elapsed(from, start), memory[0]] as const, [elapsed(to, start), memory[1]] as const],
  );
  const added = measured
    .filter(([time]) => window === null || (time >= window.from && time <= window.to))
    .toSorted(([a], [b]) => a - b);
  return added.length === 0 ? series : mergeSeries(series, added);
}

function mergeSeries(
  series: Series,
  added: readonly (readonly [time: number, value: number])[],
): Series {
  const count = series.times.length + added.length;
  const merged = { times: new Float64Array(count), values: new Float64Array(count) };
  let from = 0;
  let next = 0;
  for (let at = 0; at < count; at++) {
    const isAdded =
      from >= series.times.length || (next < added.length && added[next][0] < series.times[from]);
    const [time, value] = isAdded ? added[next++] : [series.times[from], series.values[from++]];
    merged.times[at] = time;
    merged.values[at] = value;
  }
  return merged;
}
