import type { RecordingMeta } from "./recording-format.ts";
import { commandLine, exitLine, metaLine } from "./recording-lines.ts";
import { RecordingWriter } from "./recording-writer.ts";
import type { Sample, Sampler } from "./sampler.ts";

export interface SessionOptions {
  readonly sampler: Sampler;
  readonly meta: RecordingMeta;
  readonly command: string;
  /** Takes whole lines; they are to be in the file when it returns. */
  readonly write: (lines: string) => void;
  /** ms between samples. */
  readonly interval: number;
  /** Keeps to the interval whatever it costs. */
  readonly isIntervalFixed: boolean;
  /** Called after each sample; what it returns are further lines. */
  readonly onSample: (sample: Sample) => string;
  /** Called when no process is left; the session has stopped. */
  readonly onEmpty: () => void;
}

/** What a session can say of itself, in bytes and ms. */
export interface SessionSummary {
  readonly elapsed: number;
  readonly samples: number;
  /** Most processes at a time. */
  readonly processes: number;
  readonly rssPeak: number;
  /** Absent where PSS was never sampled. */
  readonly pssPeak?: number | undefined;
  /** Processes that live on. */
  readonly left: number;
}

/** The first samples come fast, so that a short program has a curve too. */
const FIRST_INTERVAL = 10;

/** ms since 1970, by a clock that is never set back. */
export function timeNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Samples until it is stopped or no process is left, and writes a line at a time. */
export class RecordingSession {
  readonly #options: SessionOptions;
  readonly #writer = new RecordingWriter();
  readonly #started = performance.now();
  #timer: NodeJS.Timeout | null = null;
  #samples = 0;
  #processes = 0;
  #rssPeak = 0;
  #pssPeak: number | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Writes the head and takes the first sample. */
  start(): void {
    const { meta, command, write } = this.#options;
    write(metaLine(meta) + commandLine(command));
    this.#tick();
  }

  /** @param rootStatus - how the root ended; absent when it has not. */
  stop(rootStatus?: number | string): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { sampler, write } = this.#options;
    const root = rootStatus === undefined ? null : sampler.tree.endRoot();
    if (root !== null) write(exitLine(root.handle.pid, rootStatus, root.peak, timeNow()));
    const { gone } = sampler.tree.read();
    for (const { member, status } of gone)
      write(exitLine(member.handle.pid, status, member.peak, timeNow()));
  }

  /** Goes on after `stop`. */
  resume(): void {
    this.#tick();
  }

  get summary(): SessionSummary {
    return {
      elapsed: performance.now() - this.#started,
      samples: this.#samples,
      processes: this.#processes,
      rssPeak: this.#rssPeak,
      pssPeak: this.#pssPeak,
      left: this.#options.sampler.tree.members.size,
    };
  }

  #tick(): void {
    const start = performance.now();
    const { sampler, write, onSample, onEmpty } = this.#options;
    const sample = sampler.sample(timeNow());
    const { total, members } = sample;
    this.#samples++;
    this.#processes = Math.max(this.#processes, members.length);
    this.#rssPeak = Math.max(this.#rssPeak, total.rss);
    if (total.pss !== undefined) this.#pssPeak = Math.max(this.#pssPeak ?? 0, total.pss);
    write(this.#writer.lines(sample) + onSample(sample));
    if (members.length === 0) {
      this.#timer = null;
      onEmpty();
      return;
    }
    this.#timer = setTimeout(() => this.#tick(), this.#wait(performance.now() - start));
  }

  #wait(taken: number): number {
    const { sampler, interval, isIntervalFixed } = this.#options;
    const regular = isIntervalFixed ? interval : Math.max(interval, sampler.leastInterval);
    const rampUp = FIRST_INTERVAL * 2 ** Math.min(this.#samples - 1, 20);
    return Math.max(1, Math.min(regular, rampUp) - taken);
  }
}
