import { ColumnSet } from "./column-set.ts";
import { NumberList } from "./number-list.ts";
import type { RecordedExit, RecordedHeap, RecordedProcess } from "./recording.ts";

/** Columns of a process besides its resident set size. */
export type ProcessColumn = "pss" | "uss";

export type HeapColumn = "heapUsed" | "heapTotal" | "external" | "arrayBuffers";

/** A process while its lines come. */
export class ProcessBuilder {
  readonly pid: number;
  parentPid: number | null = null;
  startTicks: number | null = null;
  command: string | null = null;
  isMain = false;
  exit: RecordedExit | null = null;
  /** Position of the sample after which its pid meant another process. */
  replacedAt: number | null = null;
  readonly #times = new NumberList();
  readonly #samples = new NumberList();
  readonly #rss = new NumberList();
  readonly #columns = new ColumnSet<ProcessColumn>();
  readonly #heapTimes = new NumberList();
  readonly #heap = new ColumnSet<HeapColumn>();

  constructor(pid: number) {
    this.pid = pid;
  }

  /** @returns the row of further columns. */
  add(sample: number, time: number, rss: number): number {
    this.#times.push(time);
    this.#samples.push(sample);
    this.#rss.push(rss);
    return this.#columns.count++;
  }

  set(column: ProcessColumn, at: number, bytes: number): void {
    this.#columns.set(column, at, bytes);
  }

  addHeap(time: number): number {
    this.#heapTimes.push(time);
    return this.#heap.count++;
  }

  setHeap(column: HeapColumn, at: number, bytes: number): void {
    this.#heap.set(column, at, bytes);
  }

  /**
   * @param times - those of all samples.
   * @param livesOn - without an end it lived to the end of the recording, not to its last line.
   */
  finish(times: Float64Array, livesOn: boolean): RecordedProcess {
    const { count } = this.#columns;
    const samples = Uint32Array.from(this.#samples.trimmed(count));
    return {
      pid: this.pid,
      parentPid: this.parentPid,
      startTicks: this.startTicks,
      command: this.command,
      isMain: this.isMain,
      count,
      times: this.#times.trimmed(count),
      samples,
      lastSample: this.#lastSample(times, samples[count - 1] ?? 0, livesOn),
      rss: this.#rss.trimmed(count),
      pss: this.#columns.column("pss"),
      uss: this.#columns.column("uss"),
      heap: this.#finishHeap(),
      exit: this.exit,
    };
  }

  #lastSample(times: Float64Array, lastLine: number, livesOn: boolean): number {
    const end =
      this.exit !== null
        ? firstNotBefore(times, this.exit.time) - 1
        : (this.replacedAt ?? (livesOn ? times.length - 1 : lastLine));
    return Math.max(lastLine, end);
  }

  #finishHeap(): RecordedHeap | null {
    if (this.#heap.count === 0) return null;
    return {
      times: this.#heapTimes.trimmed(this.#heap.count),
      heapUsed: this.#heap.required("heapUsed"),
      heapTotal: this.#heap.column("heapTotal"),
      external: this.#heap.column("external"),
      arrayBuffers: this.#heap.column("arrayBuffers"),
    };
  }
}

/** Position of the first time that is `time` or later; the length when there is none. */
function firstNotBefore(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
