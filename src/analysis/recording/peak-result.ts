import type { RecordingCheck } from "./recording-gate.ts";
import type { Peak, TimeWindow } from "./series.ts";

/** The most that each process of a recording took; times in seconds since it began, sizes in bytes. */
export interface PeakResult {
  readonly kind: "peak";
  /** The verdict of `--fail-on`, where it was given. */
  readonly gates?: readonly RecordingCheck[];
  readonly path: string;
  readonly commandLine: string | null;
  /** What was looked at; null for everything. */
  readonly window: TimeWindow | null;
  readonly span: PeakSpan | null;
  /** All processes together, at one moment. */
  readonly total: ProcessPeaks;
  /** The main process, then the biggest first. */
  readonly processes: readonly PeakRow[];
  readonly omitted: { readonly count: number };
  /** The file's last line had no end. */
  readonly isCut: boolean;
}

/** The spans of one name that peaks were looked for in. */
export interface PeakSpan {
  readonly name: string;
  readonly count: number;
}

/** The highest values, each at its own time; null where it was not sampled. */
export interface ProcessPeaks {
  readonly rss: Peak | null;
  readonly pss: Peak | null;
  readonly uss: Peak | null;
}

export interface PeakRow extends ProcessPeaks {
  readonly pid: number;
  readonly parentPid: number | null;
  readonly command: string | null;
  readonly isMain: boolean;
  /** What the kernel saw at most over the whole life of the process, between samples too. */
  readonly kernelPeakRss: number | null;
  /** The first and last moment that it was seen at. */
  readonly from: number;
  readonly to: number;
  /** How it ended: exit code or signal; null when it had not, or nobody knows. */
  readonly status: number | string | null;
}
