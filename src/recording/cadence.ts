/** How times and costs are measured, in ms. */
export interface Clock {
  /** From any beginning. */
  now(): number;
  /** Time of a core that was spent so far. */
  spent(): number;
}

/** The real time, and the processor time of this process. */
export const PROCESS_CLOCK: Clock = {
  now: () => performance.now(),
  spent() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/** For work that other processes do: while it lasts, a core is taken to be busy. */
export const WALL_CLOCK: Clock = { now: () => performance.now(), spent: () => performance.now() };

/** How often something may be done. */
export interface Pace {
  /** Most of a core that it may take, 0 to 1. */
  readonly share: number;
  /** ms from one time to the next at least, whatever it costs. */
  readonly least: number;
  /** ms from one time to the next at most, whatever it costs. */
  readonly most: number;
}

/** Work that is done now and then, the more seldom the more it costs. */
export class Cadence {
  readonly #pace: Pace;
  readonly #clock: Clock;
  #next = -Infinity;

  constructor(pace: Pace, clock: Clock) {
    this.#pace = pace;
    this.#clock = clock;
  }

  /** Does the work when it is due; undefined when not. */
  run<T>(work: () => T): T | undefined {
    const start = this.#clock.now();
    if (start < this.#next) return undefined;
    const before = this.#clock.spent();
    const result = work();
    const wait = (this.#clock.spent() - before) / this.#pace.share;
    this.#next = start + Math.min(Math.max(wait, this.#pace.least), this.#pace.most);
    return result;
  }
}
