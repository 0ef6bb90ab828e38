/**
 * Memory of a process tree over time. Columns of `samples` and of processes have the length `count`, sizes in
 * bytes, times in seconds since 1970; NaN is "not sampled then". A column is null when it never was.
 */
export interface Recording {
  readonly kind: "recording";
  readonly writtenBy: "heapgraph" | "mprof";
  /** Whether samples count the whole process tree, or its main process alone; null when the file does not say. */
  readonly scope: "tree" | "process" | null;
  readonly commandLine: string | null;
  /** Bytes that the control group allows, null for no limit known. */
  readonly memoryLimit: number | null;
  readonly samples: SampleColumns;
  /** In the order in which they came; the first process of the tree too, where the file has its own values. */
  readonly processes: readonly RecordedProcess[];
  /** In order of time. */
  readonly marks: readonly RecordedMark[];
  /** In order of their beginning. */
  readonly spans: readonly RecordedSpan[];
  /** The last line had no end and was left out. */
  readonly isCut: boolean;
}

/** What was sampled at each tick; `times` never fall. */
export interface SampleColumns {
  readonly count: number;
  readonly times: Float64Array;
  /** Resident set sizes, added up: pages that processes share count once for each. */
  readonly rss: Float64Array;
  /** Proportional set sizes: shared pages are divided among those that share them. */
  readonly pss: Float64Array | null;
  /** Unique set sizes: what would be free if the processes ended. */
  readonly uss: Float64Array | null;
  readonly swap: Float64Array | null;
  readonly processCounts: Float64Array | null;
}

/** One process; two with the same pid are told apart by when they started. */
export interface RecordedProcess {
  readonly pid: number;
  readonly parentPid: number | null;
  /** When it started, in the kernel's clock ticks since boot. */
  readonly startTicks: number | null;
  readonly command: string | null;
  /** It is the one that was recorded, not a child of it. */
  readonly isMain: boolean;
  /** Lines about its memory; each holds until the next one, the last one to the sample `lastSample`. */
  readonly count: number;
  readonly times: Float64Array;
  /** Positions of the samples that its values begin at; they never fall. */
  readonly samples: Uint32Array;
  /** Position of the last sample that it was alive at. */
  readonly lastSample: number;
  readonly rss: Float64Array;
  readonly pss: Float64Array | null;
  readonly uss: Float64Array | null;
  readonly heap: RecordedHeap | null;
  readonly exit: RecordedExit | null;
}

/** V8's own numbers of a Node process, in bytes; columns of one length. */
export interface RecordedHeap {
  readonly times: Float64Array;
  readonly heapUsed: Float64Array;
  readonly heapTotal: Float64Array | null;
  readonly external: Float64Array | null;
  readonly arrayBuffers: Float64Array | null;
}

/** The end of a process. */
export interface RecordedExit {
  readonly time: number;
  /** Exit code, or name of the signal that ended it; null where nobody knows. */
  readonly status: number | string | null;
  /** Highest resident set size in bytes that the kernel saw, between samples too. */
  readonly peakRss: number | null;
}

/** Something that happened at a moment: `snapshot`, `signal`, `exec` … */
export interface RecordedMark {
  readonly time: number;
  readonly what: string;
  /** The process it happened to, where the file says so. */
  readonly pid: number | null;
  /** What stands behind it, such as the name of the snapshot's file, relative to the recording's folder. */
  readonly text: string;
}

/** A stretch of time with a name: a call of a function, or a phase. */
export interface RecordedSpan {
  readonly name: string;
  readonly from: number;
  /** The end of the recording for what had not ended. */
  readonly to: number;
  /** Bytes at both ends, null where they were not measured. */
  readonly memory: readonly [from: number, to: number] | null;
  /** Spans around it; null where the file does not say. */
  readonly level: number | null;
}
