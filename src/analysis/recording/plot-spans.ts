import { firstAbove } from "../../graph/arrays/sorted-column.ts";
import type { RecordedSpan, Recording } from "../../recording/recording.ts";
import type { PlottedSpan } from "./plot-result.ts";
import type { Series, TimeWindow } from "./series.ts";
import { elapsed, startOf } from "./total-series.ts";

/** Spans that reach into a window, with their depths and the memory at both ends. */
export function plotSpans(
  recording: Recording,
  total: Series,
  window: TimeWindow | null,
): PlottedSpan[] {
  const start = startOf(recording);
  const levels = nestSpans(recording.spans);
  return recording.spans.flatMap((span, at) => {
    const [from, to] = [elapsed(span.from, start), elapsed(span.to, start)];
    if (window !== null && (to < window.from || from > window.to)) return [];
    const memory = span.memory ?? ([valueAt(total, from), valueAt(total, to)] as const);
    return [{ name: span.name, from, to, level: levels[at], memory }];
  });
}

/**
 * How deep each span lies in others; what the file says goes first.
 * @param spans - in order of their beginning, of equal ones the longest first.
 */
function nestSpans(spans: readonly RecordedSpan[]): number[] {
  /** Ends of the spans that are open at each depth. */
  const open: number[] = [];
  return spans.map(({ from, to, level }) => {
    if (level !== null) {
      open[level] = Math.max(open[level] ?? -Infinity, to);
      return level;
    }
    let depth = 0;
    while ((open[depth] ?? -Infinity) > from) depth++;
    open[depth] = to;
    return depth;
  });
}

/** The value of the last moment up to `time`, the first one before there is any. */
function valueAt({ times, values }: Series, time: number): number {
  return values[Math.max(0, firstAbove(times, time) - 1)];
}
