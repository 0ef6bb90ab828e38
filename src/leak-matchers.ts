import { findLeaks, type LeakOptions } from "./assert-no-leaks.ts";
import type { Budget } from "./gates/budget.ts";

/** What a matcher of `expect` returns. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Matchers for `expect.extend`, of vitest or jest. */
export const leakMatchers: {
  /** Of paths of snapshots: see `assertNoLeaks`. */
  readonly toHaveNoLeaks: (
    received: unknown,
    budget?: Budget | string,
    options?: LeakOptions,
  ) => Promise<MatcherResult>;
} = {
  async toHaveNoLeaks(received, budget, options) {
    const paths = typeof received === "string" ? [received] : received;
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === "string"))
      throw new TypeError("toHaveNoLeaks takes paths of snapshots");
    const failure = await findLeaks(paths, budget, options);
    return {
      pass: failure === null,
      message: () => failure?.message ?? "expected the snapshots to leak; nothing does",
    };
  },
};
