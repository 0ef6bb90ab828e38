import type { PlottedRecording } from "./plot-result.ts";
import type { RecordingMeasures } from "./recording-gate.ts";

/** What gates may ask of a recording that is ready to be drawn. */
export function measurePlot(recording: PlottedRecording): RecordingMeasures {
  const { metric, peak, last, trend, rss, from, to, processCount } = recording;
  let highestRss: number | null = metric === "rss" ? peak.value : null;
  // Thinning out has kept it.
  for (const [, value] of rss ?? []) highestRss = Math.max(highestRss ?? 0, value);
  return {
    peak: peak.value,
    last: last.value,
    rss: highestRss,
    pss: metric === "pss" ? peak.value : null,
    slope: trend.mean?.slope ?? null,
    floorSlope: trend.floor?.slope ?? null,
    floorR2: trend.floor?.r2 ?? null,
    timeToLimit: trend.timeToLimit === null ? null : trend.timeToLimit * 1000,
    duration: (to - from) * 1000,
    processes: processCount,
  };
}
