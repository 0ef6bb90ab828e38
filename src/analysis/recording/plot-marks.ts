import type { Recording } from "../../recording/recording.ts";
import type { PlottedMark } from "./plot-result.ts";
import type { TimeWindow } from "./series.ts";
import { elapsed, startOf } from "./total-series.ts";

/** Marks within a window, with what is known of the snapshots among them. */
export function plotMarks(
  recording: Recording,
  window: TimeWindow | null,
  heapSizes: ReadonlyMap<string, number>,
): PlottedMark[] {
  const start = startOf(recording);
  return recording.marks.flatMap(({ time: moment, what, pid, text }) => {
    const time = elapsed(moment, start);
    if (window !== null && (time < window.from || time > window.to)) return [];
    const heapSize = what === "snapshot" ? (heapSizes.get(text) ?? null) : null;
    const residentSize = heapSize === null ? null : residentAt(recording, moment, pid);
    return [{ time, what, pid, text, heapSize, residentSize }];
  });
}

/** What a process had resident at a moment; all processes together where it has no lines of its own. */
function residentAt(recording: Recording, moment: number, pid: number | null): number | null {
  const process = recording.processes.findLast(
    (one) => (pid === null ? one.isMain : one.pid === pid) && one.times[0] <= moment,
  );
  const { times, rss } = process ?? recording.samples;
  if (process === undefined && recording.processes.length > 0) return null;
  let found: number | null = null;
  for (let at = 0; at < times.length && times[at] <= moment; at++) found = rss[at];
  return found;
}
