/** The processes of a machine, as far as a recording asks for them. Tests have one without processes. */
export interface ProcessTable {
  /** Whether `list` is what looks at processes, all at once, and reading one costs nothing. */
  readonly looksAtAll: boolean;
  /** Pids of all processes there are now, zombies too, in any order. Begins a new look at them. */
  list(): readonly number[];
  /** Takes hold of the process that has this pid now; null when there is none. */
  open(pid: number): ProcessHandle | null;
}

/**
 * One process. It stays that process: when it has ended and its pid is given to another, reading gives null,
 * never the other's numbers.
 */
export interface ProcessHandle {
  readonly pid: number;
  /** What changes from tick to tick; null when the process is gone. */
  read(): ProcessReading | null;
  /** The command line with blanks between its words, `[name]` where it has none. */
  command(): string;
  /** What costs more to find out: null when the process is gone, `denied` when we may not know. */
  detail(): ProcessDetail | null | "denied";
  /** The most it ever had resident, in bytes; undefined where nobody counts that. */
  peak(): number | undefined;
  /** The environment it was started with, entries apart by NUL; "" when we may not know. */
  environment(): string;
  /** Absolute; null when we may not know. */
  workingFolder(): string | null;
  /** Whether the program has a handler for the signal; null where the system does not tell. */
  catches(signal: number): boolean | null;
  /** Lets go of it. */
  close(): void;
}

/** What one look at a process says. */
export interface ProcessReading {
  readonly ppid: number;
  /** Process group and session, both named by the pid of their leader; 0 where unknown. */
  readonly group: number;
  readonly session: number;
  /** Clock ticks from boot to its start; together with the pid it is a name for good. */
  readonly startTicks: number;
  /** Short name; it changes with exec. */
  readonly name: string;
  /** Resident set size in bytes; 0 of a zombie. */
  readonly rss: number;
  readonly isZombie: boolean;
  /** Of a zombie: exit code, or name of the signal that ended it; undefined where unknown. */
  readonly status?: number | string | undefined;
}

/** Sizes in bytes. */
export interface ProcessDetail {
  /** Proportional set size: shared pages are divided among those that share them. */
  readonly pss: number;
  /** Unique set size: pages of this process alone. */
  readonly uss: number;
  readonly swap: number;
}
