import type { RecordedProcess, Recording } from "../../recording/recording.ts";
import { plotMarks } from "./plot-marks.ts";
import type { PlottedHeap, PlottedProcess, PlottedRecording, PlottedRest } from "./plot-result.ts";
import { plotSpans } from "./plot-spans.ts";
import { eachSample, holdValues, valuesOf } from "./process-values.ts";
import { compactSeries, type Metric, type Peak, peakOf, type TimeWindow } from "./series.ts";
import { thinOut } from "./thin-out.ts";
import { bestMetric, elapsed, startOf, totalSeries } from "./total-series.ts";
import { findTrend } from "./trend.ts";

/** Columns of pixels that lines keep their lowest and highest values of. */
const COLUMNS = 800;

/** A process has its own line from this share of the peak on. */
const MIN_SHARE = 0.02;

/** Lines that can be told apart. */
const MAX_PROCESSES = 6;

export interface PlotOptions {
  /** Seconds since the recording began; default all. */
  readonly window?: TimeWindow | null | undefined;
  /** Default PSS where it was sampled, else RSS. */
  readonly metric?: Metric | undefined;
  /** Bytes; default what the recording says. */
  readonly memoryLimit?: number | undefined;
  /** Total sizes of snapshots by the names that marks have for them. */
  readonly heapSizes?: ReadonlyMap<string, number> | undefined;
}

/**
 * What a picture of a recording shows. Time O(lines of the file).
 * @param path - what the recording is called.
 * @returns null when nothing was sampled in the window, or not as the metric that was asked for.
 */
export function plotRecording(
  recording: Recording,
  path: string,
  options: PlotOptions = {},
): PlottedRecording | null {
  const { window = null, metric = bestMetric(recording), heapSizes = new Map() } = options;
  const { samples, writtenBy, scope, commandLine, isCut } = recording;
  const start = startOf(recording);
  const total = totalSeries(recording, metric, window);
  const peak = peakOf(total);
  if (peak === null) return null;
  const memoryLimit = options.memoryLimit ?? recording.memoryLimit;
  const { mean, floor, timeToLimit } = findTrend(total, memoryLimit);
  const last = total.times.length - 1;
  return {
    path,
    commandLine,
    writtenBy,
    scope,
    start,
    from: window?.from ?? 0,
    to: Math.min(window?.to ?? Infinity, elapsed(samples.times[samples.count - 1], start)),
    sampleCount: total.times.length,
    metric,
    total: thinOut(total, COLUMNS),
    rss: metric === "rss" ? null : thinOut(totalSeries(recording, "rss", window), COLUMNS),
    peak,
    last: { time: total.times[last], value: total.values[last] },
    trend: {
      mean,
      floor:
        floor === null
          ? null
          : {
              slope: floor.slope,
              intercept: floor.intercept,
              r2: floor.r2,
              toothCount: floor.toothCount,
              pointCount: floor.points.length,
            },
      timeToLimit,
    },
    memoryLimit,
    ...plotProcesses(recording, metric, window, peak),
    processCount: recording.processes.length,
    heaps: plotHeaps(recording, window),
    marks: plotMarks(recording, window, heapSizes),
    spans: plotSpans(recording, total, window),
    isCut,
  };
}

/** The main process and children that are big enough to be seen, and the sum of all others. */
function plotProcesses(
  recording: Recording,
  metric: Metric,
  window: TimeWindow | null,
  peak: Peak,
): { readonly processes: PlottedProcess[]; readonly rest: PlottedRest | null } {
  const { processes, samples } = recording;
  // What is the only one is the total.
  if (processes.length === 1 && processes[0].isMain) return { processes: [], rest: null };
  const start = startOf(recording);
  const times = samples.times.map((time) => elapsed(time, start));
  const measured = processes
    .map((process) => measure(process, metric, times, window))
    .filter(({ highest }) => highest >= 0)
    .toSorted(
      (a, b) => Number(b.process.isMain) - Number(a.process.isMain) || b.highest - a.highest,
    );
  const isShown = measured.map(
    ({ process, highest }, at) =>
      at < MAX_PROCESSES && (process.isMain || highest >= MIN_SHARE * peak.value),
  );
  const shown = measured.filter((_, at) => isShown[at]);
  const others = measured.filter((_, at) => !isShown[at]);
  const drawn = shown.flatMap(({ process, values }) => {
    const column = new Float64Array(samples.count).fill(NaN);
    eachSample(process, values, (sample, value) => {
      column[sample] = value;
    });
    const series = compactSeries(times, column, window);
    const highest = peakOf(series);
    if (highest === null) return [];
    const { pid, command, isMain } = process;
    return [{ pid, command, isMain, points: thinOut(series, COLUMNS), peak: highest }];
  });
  if (others.length === 0) return { processes: drawn, rest: null };
  const sum = new Float64Array(samples.count);
  for (const { process, values } of others)
    eachSample(process, holdValues(values), (sample, value) => {
      sum[sample] += value;
    });
  const points = thinOut(compactSeries(times, sum, window), COLUMNS);
  return { processes: drawn, rest: { count: others.length, points } };
}

interface Measured {
  readonly process: RecordedProcess;
  readonly values: Float64Array;
  /** Within the window, -1 when it has no value there. */
  readonly highest: number;
}

function measure(
  process: RecordedProcess,
  metric: Metric,
  times: Float64Array,
  window: TimeWindow | null,
): Measured {
  const values = valuesOf(process, metric);
  let highest = -1;
  for (let at = 0; at < process.count; at++) {
    const end = at + 1 < process.count ? process.samples[at + 1] : process.lastSample;
    const isIn =
      window === null ||
      (times[process.samples[at]] <= window.to &&
        times[Math.max(end, process.samples[at])] >= window.from);
    if (isIn && values[at] > highest) highest = values[at];
  }
  return { process, values, highest };
}

function plotHeaps(recording: Recording, window: TimeWindow | null): PlottedHeap[] {
  const start = startOf(recording);
  return recording.processes.flatMap(({ pid, heap }) => {
    if (heap === null) return [];
    const times = heap.times.map((time) => elapsed(time, start));
    const series = compactSeries(times, heap.heapUsed, window);
    return series.times.length === 0 ? [] : [{ pid, heapUsed: thinOut(series, COLUMNS) }];
  });
}
