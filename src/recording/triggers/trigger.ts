import type { SubjectTest } from "../../analysis/compile-predicate.ts";
import type { TriggerValues } from "./trigger-values.ts";

/** ms after which a condition that flutters may fire again. */
const LEAST_PAUSE = 10_000;

export interface TriggerOptions {
  /** What must hold; absent for always. */
  readonly condition?:
    | { readonly text: string; readonly test: SubjectTest<TriggerValues> }
    | undefined;
  /** ms between two firings while it holds; absent for once each time that it comes to hold. */
  readonly every?: number | undefined;
}

/**
 * Fires when a condition comes to hold, not as long as it holds; with a period, again and again as long as it
 * holds. Without a condition it fires after each period.
 */
export class Trigger {
  readonly #options: TriggerOptions;
  #held = false;
  #last = -Infinity;

  constructor(options: TriggerOptions) {
    this.#options = options;
    if (options.condition === undefined) {
      this.#held = true;
      this.#last = 0;
    }
  }

  /** @returns why it fires now, null when it does not. */
  fires(values: TriggerValues): string | null {
    const { condition, every } = this.#options;
    const holds = condition?.test(values) ?? true;
    const sinceLast = values.elapsed - this.#last;
    const isDue = this.#held
      ? every !== undefined && sinceLast >= every
      : sinceLast >= Math.min(every ?? LEAST_PAUSE, LEAST_PAUSE);
    const fires = holds && isDue;
    // One that came to hold too soon is waited for.
    this.#held = holds && (this.#held || isDue);
    if (!fires) return null;
    this.#last = values.elapsed;
    return condition?.text ?? "every";
  }
}
