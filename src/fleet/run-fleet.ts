import { stat } from "node:fs/promises";
import { AbortedError } from "../errors.ts";
import { guessMemory } from "../parser/expected-memory.ts";
import { FileReader } from "./file-reader.ts";
import type { FileKey, FileReport } from "./file-report.ts";
import { FleetState } from "./fleet-state.ts";

export interface FleetOptions {
  /** Files that are read at once where memory allows. Default 1. */
  readonly jobs?: number;
  /** Bytes that files read at once may take together; one is always read. Default: no bound. */
  readonly memory?: number;
  /** File that remembers what is done, so that a run can go on where another ended. */
  readonly state?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: FleetProgress) => void;
}

/** How far a fleet is. */
export interface FleetProgress {
  readonly files: number;
  /** Files that are done, those of an earlier run included. */
  readonly done: number;
  readonly failed: number;
  /** Bytes of the files that this run has to read, and of those that it has read. */
  readonly bytes: number;
  readonly bytesDone: number;
}

/**
 * Triages files that have nothing to do with each other. One report is kept of each, and none of the heaps. What is
 * wrong with a file does not stop the others.
 * @param paths - absolute, each once.
 * @returns a report of each file, in their order.
 * @throws {FleetStateError} the state cannot be used.
 * @throws {AbortedError} the signal fired; the state has what was done.
 */
export async function runFleet(
  paths: readonly string[],
  options: FleetOptions = {},
): Promise<FileReport[]> {
  const state = options.state === undefined ? null : await FleetState.open(options.state);
  try {
    return await new FleetRun(paths, state, options).run();
  } finally {
    await state?.close();
  }
}

/** A file that is to be read, and where its report belongs. */
interface Task extends FileKey {
  readonly at: number;
}

class FleetRun {
  readonly #paths: readonly string[];
  readonly #state: FleetState | null;
  readonly #options: FleetOptions;
  readonly #reports: FileReport[] = [];
  readonly #pending: Task[] = [];
  /** Bytes that the files being read are expected to take. */
  #memoryInUse = 0;
  #running = 0;
  #waiting: (() => void)[] = [];
  #bytes = 0;
  #bytesDone = 0;
  #done = 0;
  #failed = 0;

  constructor(paths: readonly string[], state: FleetState | null, options: FleetOptions) {
    this.#paths = paths;
    this.#state = state;
    this.#options = options;
  }

  async run(): Promise<FileReport[]> {
    for (const [at, path] of this.#paths.entries()) await this.#look(path, at);
    this.#tell();
    const { jobs = 1 } = this.#options;
    const count = Math.max(1, Math.min(jobs, this.#pending.length));
    const readers = Array.from({ length: count }, () => new FileReader(count > 1 ? 1 : 2));
    const { signal } = this.#options;
    const stop = (): void => {
      for (const reader of readers) reader.close();
    };
    signal?.addEventListener("abort", stop);
    try {
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener("abort", () => reject(new AbortedError()), { once: true });
      });
      this.#throwIfAborted();
      await Promise.race([Promise.all(readers.map((reader) => this.#work(reader))), aborted]);
    } finally {
      signal?.removeEventListener("abort", stop);
      stop();
    }
    return this.#reports;
  }

  /** Finds out whether a file is to be read. */
  async #look(path: string, at: number): Promise<void> {
    const found = await stat(path).catch(() => null);
    const key: FileKey = { path, size: found?.size ?? 0, changed: found?.mtimeMs ?? 0 };
    const known = this.#state?.find(key) ?? null;
    if (known === null) {
      this.#pending.push({ ...key, at });
      this.#bytes += key.size;
      return;
    }
    this.#reports[at] = known;
    this.#count(known);
  }

  async #work(reader: FileReader): Promise<void> {
    for (let task = this.#pending.shift(); task !== undefined; task = this.#pending.shift()) {
      const { at, ...key } = task;
      const expected = await guessMemory(key.path);
      await this.#reserve(expected);
      try {
        this.#throwIfAborted();
        const report: FileReport = { ...key, ...(await reader.read(key.path)) };
        this.#throwIfAborted();
        await this.#state?.add(report);
        this.#reports[at] = report;
        this.#bytesDone += key.size;
        this.#count(report);
        this.#tell();
      } finally {
        this.#release(expected);
      }
    }
  }

  /** Waits until a file fits beside those that are being read. */
  async #reserve(bytes: number): Promise<void> {
    const { memory = Infinity } = this.#options;
    while (this.#running > 0 && this.#memoryInUse + bytes > memory)
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    this.#running++;
    this.#memoryInUse += bytes;
  }

  #release(bytes: number): void {
    this.#running--;
    this.#memoryInUse -= bytes;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  #count({ status }: FileReport): void {
    this.#done++;
    if (status === "failed") this.#failed++;
  }

  #tell(): void {
    this.#options.onProgress?.({
      files: this.#paths.length,
      done: this.#done,
      failed: this.#failed,
      bytes: this.#bytes,
      bytesDone: this.#bytesDone,
    });
  }

  #throwIfAborted(): void {
    if (this.#options.signal?.aborted === true) throw new AbortedError();
  }
}
