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
    return floorSlope(this.#times, this.#values);
  }
}

/** Stretches of the window of which the lowest moment counts. */
const STRETCHES = 8;

/** The slope of least squares through the lowest moments of stretches of equal time, in bytes a second. */
function floorSlope(times: readonly number[], values: readonly number[]): number | null {
  const lowest: { time: number; value: number }[] = [];
  const first = times[0];
  const stretch = (times[times.length - 1] - first) / STRETCHES;
  for (const [at, time] of times.entries()) {
    const index = Math.min(STRETCHES - 1, Math.floor((time - first) / stretch));
    const found = lowest.at(-1);
    if (found === undefined || index > Math.floor((found.time - first) / stretch))
      lowest.push({ time, value: values[at] });
    else if (values[at] < found.value) Object.assign(found, { time, value: values[at] });
  }
  const meanTime = lowest.reduce((sum, { time }) => sum + time, 0) / lowest.length;
  let products = 0;
  let squares = 0;
  for (const { time, value } of lowest) {
    products += (time - meanTime) * value;
    squares += (time - meanTime) ** 2;
  }
  return squares > 0 ? (products / squares) * 1000 : null;
}
