/**
 * The words that begin the lines of a recording, and the fields behind each, in order. A reader passes over
 * words it does not know and fields beyond these.
 */
export const RECORD_FIELDS = {
  /** A JSON object, {@link RecordingMeta}; the first line. */
  META: ["json"],
  /** The command as it was started, to the end of the line. */
  CMDLINE: ["command"],
  /** From here on `pid` means this process; once more with the same `startTicks` when it has called exec. */
  PROC: ["pid", "ppid", "startTicks", "command"],
  /** All processes together, once a tick. */
  MEM: ["rss", "time", "pss", "uss", "swap", "processes"],
  /** The process that was started or attached to, alone. */
  MAIN: ["pid", "rss", "time", "pss", "uss"],
  /** Any other process of the tree. */
  CHLD: ["pid", "rss", "time", "pss", "uss"],
  /** V8's statistics of a Node process. */
  HEAP: ["pid", "heapUsed", "time", "heapTotal", "external", "arrayBuffers"],
  /** An event; `detail` goes to the end of the line. */
  MARK: ["time", "kind", "detail"],
  /** A span that the program told itself, as mprof writes it. */
  FUNC: ["name", "startMemory", "start", "endMemory", "end", "level"],
  /** The process is gone; `status` is an exit code, a signal's name, or "-" where it is unknown. */
  EXIT: ["pid", "status", "time", "peak"],
} as const;

/** Kinds of MARK, with what their `detail` is. */
export const MARK_KINDS = {
  /** `PID FILE`, the file relative to the recording's folder. */
  snapshot: "pid file",
  /** `PID NAME`, such as `4711 SIGUSR2`. */
  signal: "pid name",
  /** `EXIT-STATUS COMMAND`. */
  exec: "status command",
  /** `NAME begin` or `NAME end`. */
  phase: "name edge",
} as const;

export type MarkKind = keyof typeof MARK_KINDS;

/** What the META line says about all others. */
export interface RecordingMeta {
  readonly format: typeof RECORDING_FORMAT;
  /** `tree`: MEM is the sum over all processes; mprof's files leave it open whether it is that or the parent. */
  readonly mem: "tree";
  /** Seconds between two ticks. */
  readonly interval: number;
  /** Bytes the cgroup may take; absent where there is no limit. */
  readonly limit?: number | undefined;
  /** `process.platform` of the recorder. */
  readonly platform: string;
  /** Version of heapgraph that wrote it. */
  readonly heapgraph: string;
}

export const RECORDING_FORMAT = "heapgraph-mem/1";

/** Bytes in the unit of all memory fields. */
export const MIB: number = 2 ** 20;

/** Stands for what was not sampled or is not known. */
export const ABSENT = "-";

/** Names that recordings get by default, ours and mprof's. */
export const RECORDING_NAME: RegExp = /^(?:recording|mprofile)_\d{14}(?:_\d+)?\.dat$/;
