import type {
  PlottedMark,
  PlottedProcess,
  PlottedRecording,
  PlottedSpan,
  PlottedTrend,
} from "../analysis/recording/plot-result.ts";
import { MIN_TEETH } from "../analysis/recording/floor.ts";
import type { Metric } from "../analysis/recording/series.ts";
import { STEADY_R2 } from "../analysis/recording/trend.ts";
import { formatBytes, formatCount, formatQuantity, formatSigned } from "./format.ts";
import { formatElapsed, formatMoment, formatRate } from "./time-format.ts";

/** What is told of recordings beside the picture of them. Holds texts from files: not yet safe. */

export const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  rss: "RSS",
  pss: "PSS",
  uss: "USS",
};

/** `total PSS`: what the thick line is. */
export function describeTotal({ metric, scope, writtenBy }: PlottedRecording): string {
  if (scope === "tree") return `total ${METRIC_NAMES[metric]}`;
  return writtenBy === "mprof" ? "memory" : METRIC_NAMES[metric];
}

/** `2026-11-25 04:20:07 UTC, 5 min 30 s, 3,300 samples, 12 processes`. */
export function describeRecording(recording: PlottedRecording): string {
  const { start, from, to, sampleCount, processCount } = recording;
  const parts = [
    formatMoment(start),
    formatElapsed(to - from),
    formatQuantity(sampleCount, "sample"),
  ];
  if (processCount > 1) parts.push(formatQuantity(processCount, "process", "processes"));
  return parts.join(", ");
}

/** What memory does over time, a sentence each. */
export function describeTrend({ trend, memoryLimit }: PlottedRecording): string[] {
  const told: string[] = [];
  const { floor, mean, timeToLimit } = trend;
  if (floor === null) told.push("Too few samples to tell whether memory grows");
  else told.push(`The floor ${describeFloor(trend)}`);
  if (mean !== null)
    told.push(
      `Over all samples the slope is ${formatSigned(mean.slope, formatRate)} (least squares, R² ${formatR2(mean.r2)})`,
    );
  if (timeToLimit !== null && memoryLimit !== null && timeToLimit < 100 * 86_400)
    told.push(
      timeToLimit === 0
        ? `The limit of ${formatBytes(memoryLimit)} is reached`
        : `At the rate of the floor, the limit of ${formatBytes(memoryLimit)} is reached in ${formatElapsed(timeToLimit)}`,
    );
  return told;
}

function describeFloor({ floor }: PlottedTrend): string {
  if (floor === null) return "";
  const { slope, r2, toothCount, pointCount } = floor;
  const rate = formatRate(Math.abs(slope));
  const moves =
    r2 < STEADY_R2 && slope !== 0
      ? `neither rises nor sinks steadily: ${formatSigned(slope, formatRate)}`
      : slope > 0
        ? `rises by ${rate}`
        : slope < 0
          ? `sinks by ${rate}`
          : "stays level";
  const under =
    toothCount >= MIN_TEETH ? `under ${formatQuantity(toothCount, "tooth", "teeth")} ` : "";
  return `${under}${moves} (R² ${formatR2(r2)}, ${formatQuantity(pointCount, "low point")})`;
}

/** Whether the floor's line describes what it is laid through; only then it is drawn. */
export function isSteady(floor: PlottedTrend["floor"]): boolean {
  return floor !== null && floor.r2 >= STEADY_R2;
}

export function formatR2(r2: number): string {
  return (Math.round(r2 * 100) / 100).toFixed(2);
}

/** `4711 node app.js`. */
export function describeProcess({ pid, command }: Pick<PlottedProcess, "pid" | "command">): string {
  return command === null || command === "" ? `child ${pid}` : `${pid} ${command}`;
}

/** `snapshot a.heapsnapshot at 12.3 s: heap 43.1 MB of 80.0 MB resident`. */
export function describeMark(mark: PlottedMark): string {
  const { time, what, pid, text, heapSize, residentSize } = mark;
  const head = [what, text, pid === null ? "" : `of ${pid}`].filter((part) => part !== "");
  const told = `${head.join(" ")} at ${formatElapsed(time)}`;
  if (heapSize === null) return told;
  if (residentSize === null) return `${told}: heap ${formatBytes(heapSize)}`;
  const rest = residentSize - heapSize;
  return rest > 0
    ? `${told}: heap ${formatBytes(heapSize)} of ${formatBytes(residentSize)} resident, ${formatBytes(rest)} are not of the heap`
    : `${told}: heap ${formatBytes(heapSize)}, ${formatBytes(residentSize)} resident`;
}

/** The spans of one name. */
export interface SpanGroup {
  readonly name: string;
  /** The last part of a dotted name where that tells it from all others. */
  readonly label: string;
  readonly spans: readonly PlottedSpan[];
  /** Seconds. */
  readonly duration: number;
}

/** Spans by name, those of the longest time first. */
export function groupSpans(spans: readonly PlottedSpan[]): SpanGroup[] {
  const groups = new Map<string, PlottedSpan[]>();
  for (const span of spans) {
    const known = groups.get(span.name);
    if (known === undefined) groups.set(span.name, [span]);
    else known.push(span);
  }
  const uses = new Map<string, number>();
  for (const name of groups.keys()) uses.set(lastPart(name), (uses.get(lastPart(name)) ?? 0) + 1);
  return [...groups]
    .map(([name, own]) => ({
      name,
      label: uses.get(lastPart(name)) === 1 ? lastPart(name) : name,
      spans: own,
      duration: own.reduce((sum, { from, to }) => sum + to - from, 0),
    }))
    .toSorted((a, b) => b.duration - a.duration);
}

/** `handle: 3 calls, 1.2 s`. */
export function describeSpans({ label, spans, duration }: SpanGroup): string {
  const calls = spans.length === 1 ? "" : `${formatCount(spans.length)} times, `;
  return `${label}: ${calls}${formatElapsed(duration)}`;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
