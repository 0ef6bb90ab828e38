import { distance as editDistance } from "fastest-levenshtein";
import { NotFoundError } from "../../errors.ts";
import { firstAbove, firstNotBelow } from "../../graph/arrays/sorted-column.ts";
import type { RecordedProcess, RecordedSpan, Recording } from "../../recording/recording.ts";
import type { PeakResult, PeakRow } from "./peak-result.ts";
import { eachSample } from "./process-values.ts";
import { type Peak, peakOf, type Series, type TimeWindow } from "./series.ts";
import { elapsed, startOf, totalSeries } from "./total-series.ts";

export interface PeakOptions {
  /** Seconds since the recording began; default all. */
  readonly window?: TimeWindow | null | undefined;
  /** Only while functions or phases of this name ran. */
  readonly span?: string | undefined;
  /** Processes to return, 0 (the default) for all. */
  readonly limit?: number | undefined;
}

/**
 * The most that each process took, and all of them together. A value holds until the next sample, so what was there
 * when a span began counts as its own, too.
 * @param path - what the recording is called.
 * @throws {NotFoundError} SPAN_NOT_FOUND
 */
export function findPeaks(
  recording: Recording,
  path: string,
  options: PeakOptions = {},
): PeakResult {
  const { window = null, limit = 0 } = options;
  const spans = options.span === undefined ? null : spansCalled(options.span, recording.spans);
  const stretches = spans ?? [{ from: -Infinity, to: Infinity }];
  const start = startOf(recording);
  const within = stretches.map(({ from, to }) => ({
    from: Math.max(elapsed(from, start), window?.from ?? -Infinity),
    to: Math.min(elapsed(to, start), window?.to ?? Infinity),
  }));
  const times = recording.samples.times.map((time) => elapsed(time, start));
  const looked: Looked = { start, times, mask: lookAt(times, within, spans !== null) };
  const rows = recording.processes
    .map((process) => rowOf(process, looked))
    .filter(({ rss }) => rss !== null)
    .toSorted(
      (a, b) =>
        Number(b.isMain) - Number(a.isMain) ||
        (b.rss?.value ?? 0) - (a.rss?.value ?? 0) ||
        a.pid - b.pid,
    );
  const shown = limit > 0 ? rows.slice(0, limit) : rows;
  return {
    kind: "peak",
    path,
    commandLine: recording.commandLine,
    window,
    span: spans === null ? null : { name: options.span ?? "", count: spans.length },
    total: {
      rss: totalPeak(totalSeries(recording, "rss"), within, spans !== null),
      pss: totalPeak(totalSeries(recording, "pss"), within, spans !== null),
      uss: totalPeak(totalSeries(recording, "uss"), within, spans !== null),
    },
    processes: shown,
    omitted: { count: rows.length - shown.length },
    isCut: recording.isCut,
  };
}

interface Looked {
  /** Seconds since 1970. */
  readonly start: number;
  /** Since the recording began, one a sample. */
  readonly times: Float64Array;
  /** 1 for samples that are looked at. */
  readonly mask: Uint8Array;
}

/**
 * 1 for each moment within one of the stretches.
 * @param holds - of the one before each, too, whose value is still there when the stretch begins.
 */
function lookAt(times: Float64Array, within: readonly TimeWindow[], holds: boolean): Uint8Array {
  // How many stretches begin, less those that end, at each sample.
  const changes = new Int32Array(times.length + 1);
  for (const { from, to } of within) {
    const end = firstAbove(times, to);
    const first = holds ? Math.max(0, firstAbove(times, from) - 1) : firstNotBelow(times, from);
    if (end <= first || from > to) continue;
    changes[first]++;
    changes[end]--;
  }
  const mask = new Uint8Array(times.length);
  for (let at = 0, open = 0; at < mask.length; at++) {
    open += changes[at];
    mask[at] = open > 0 ? 1 : 0;
  }
  return mask;
}

function rowOf(process: RecordedProcess, { start, times, mask }: Looked): PeakRow {
  const highest = (column: Float64Array | null): Peak | null => {
    let best: Peak | null = null;
    if (column === null) return null;
    eachSample(process, column, (sample, value) => {
      if (mask[sample] === 1 && (best === null || value > best.value))
        best = { time: times[sample], value };
    });
    return best;
  };
  const { pid, parentPid, command, isMain, exit, lastSample } = process;
  return {
    pid,
    parentPid,
    command,
    isMain,
    rss: highest(process.rss),
    pss: highest(process.pss),
    uss: highest(process.uss),
    kernelPeakRss: exit?.peakRss ?? null,
    from: elapsed(process.times[0] ?? start, start),
    to: exit === null ? times[lastSample] : elapsed(exit.time, start),
    status: exit?.status ?? null,
  };
}

function totalPeak(series: Series, within: readonly TimeWindow[], holds: boolean): Peak | null {
  const mask = lookAt(series.times, within, holds);
  return peakOf({
    times: series.times.filter((_, at) => mask[at] === 1),
    values: series.values.filter((_, at) => mask[at] === 1),
  });
}

/** Spans by their name, or the last part of a dotted one. */
function spansCalled(name: string, spans: readonly RecordedSpan[]): readonly RecordedSpan[] {
  const found = spans.filter((span) => span.name === name);
  const byEnd = found.length > 0 ? found : spans.filter((span) => span.name.endsWith(`.${name}`));
  if (byEnd.length > 0) return byEnd;
  const names = [...new Set(spans.map((span) => span.name))];
  throw new NotFoundError(
    "SPAN_NOT_FOUND",
    name,
    `no function or phase is called ${JSON.stringify(name)}`,
    names.toSorted((a, b) => editDistance(name, a) - editDistance(name, b)).slice(0, 5),
  );
}
