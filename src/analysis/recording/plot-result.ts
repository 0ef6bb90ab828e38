import type { Line } from "./fit-line.ts";
import type { RecordingCheck } from "./recording-gate.ts";
import type { Metric, Peak, TimeWindow } from "./series.ts";
import type { Points } from "./thin-out.ts";

/** Recordings of memory over time, ready to be drawn; times in seconds since each began, sizes in bytes. */
export interface PlotResult {
  readonly kind: "plot";
  /** The verdict of `--fail-on`, where it was given. */
  readonly gates?: readonly RecordingCheck[];
  /** What is shown, and all that is told is of it; null for everything. */
  readonly window: TimeWindow | null;
  readonly recordings: readonly PlottedRecording[];
}

export interface PlottedRecording {
  readonly path: string;
  readonly commandLine: string | null;
  readonly writtenBy: "heapgraph" | "mprof";
  /** Whether the total counts the whole process tree; null when the file does not say. */
  readonly scope: "tree" | "process" | null;
  /** Seconds since 1970. */
  readonly start: number;
  /** Of what is shown. */
  readonly from: number;
  readonly to: number;
  readonly sampleCount: number;
  /** What the total, the peak and the trends are measured as. */
  readonly metric: Metric;
  readonly total: Points;
  /** Resident set sizes added up, where `metric` is another: sampled more often, shared pages count many times. */
  readonly rss: Points | null;
  readonly peak: Peak;
  readonly last: Peak;
  readonly trend: PlottedTrend;
  readonly memoryLimit: number | null;
  /** Biggest first, the main process before all others; none where there is only one process. */
  readonly processes: readonly PlottedProcess[];
  /** All other processes together, null when there are none. */
  readonly rest: PlottedRest | null;
  readonly processCount: number;
  readonly heaps: readonly PlottedHeap[];
  readonly marks: readonly PlottedMark[];
  readonly spans: readonly PlottedSpan[];
  /** The file's last line had no end. */
  readonly isCut: boolean;
}

export interface PlottedTrend {
  readonly mean: Line | null;
  readonly floor: (Line & { readonly toothCount: number; readonly pointCount: number }) | null;
  readonly timeToLimit: number | null;
}

export interface PlottedProcess {
  readonly pid: number;
  readonly command: string | null;
  readonly isMain: boolean;
  readonly points: Points;
  readonly peak: Peak;
}

export interface PlottedRest {
  readonly count: number;
  readonly points: Points;
}

/** What V8 says of a process' heap. */
export interface PlottedHeap {
  readonly pid: number;
  readonly heapUsed: Points;
}

export interface PlottedMark {
  readonly time: number;
  readonly what: string;
  readonly pid: number | null;
  readonly text: string;
  /** Of a snapshot: bytes of all objects in it; null where it was not read. */
  readonly heapSize: number | null;
  /** Of a snapshot that was read: bytes resident then of the process it was taken of, null where nobody knows. */
  readonly residentSize: number | null;
}

export interface PlottedSpan {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Depth at which it is drawn: 0 for those in no other. */
  readonly level: number;
  /** Bytes at both ends, measured or those of the sample before. */
  readonly memory: readonly [from: number, to: number];
}
