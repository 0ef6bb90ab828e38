import { fitFloor } from "../../analysis/recording/floor.ts";

/** ms between two values that are kept. */
const STEP = 250;

/** ms between two computations. */
const REFRESH = 1000;

/** Share of the window that must have passed: what a program takes at its start is no leak. */
const LEAST_FILLED = 0.9;

/**
 * How fast memory grows over the last while: the slope of the floor below which it does not fall, so that a
 * collector's sawtooth does not count.
 */
export class SlopeWindow {
  readonly #window: number;
  #times: number[] = [];
  #values: number[] = [];
  #nextKept = 0;
  #nextFit = 0;
  #slope: number | null = null;

  /** @param window - ms. */
  constructor(window: number) {
    this.#window = window;
  }

  /**
   * @param elapsed - ms since the recording began.
   * @returns bytes a second; null as long as too little is known.
   */
  add(elapsed: number, bytes: number): number | null {
    if (elapsed >= this.#nextKept) {
      this.#nextKept = elapsed + STEP;
      this.#times.push(elapsed);
      this.#values.push(bytes);
    }
    if (elapsed >= this.#nextFit) {
      this.#nextFit = elapsed + REFRESH;
      this.#slope = this.#fit(elapsed);
    }
    return this.#slope;
  }

  #fit(elapsed: number): number | null {
    const from = this.#times.findIndex((time) => time >= elapsed - this.#window);
    this.#times = this.#times.slice(Math.max(0, from));
    this.#values = this.#values.slice(Math.max(0, from));
    if (elapsed - (this.#times[0] ?? elapsed) < this.#window * LEAST_FILLED) return null;
    const floor = fitFloor({
      times: Float64Array.from(this.#times, (time) => time / 1000),
      values: Float64Array.from(this.#values),
    });
    return floor?.slope ?? null;
  }
}
