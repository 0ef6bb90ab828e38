import { expect } from "vitest";
import type { LeakOptions } from "./assert-no-leaks.ts";
import type { Budget } from "./gates/budget.ts";
import { leakMatchers } from "./leak-matchers.ts";

declare module "vitest" {
  // oxlint-disable-next-line typescript/no-explicit-any -- as vitest declares it
  interface Matchers<T = any> {
    /** Paths of snapshots in order of time: see `assertNoLeaks`. */
    toHaveNoLeaks(budget?: Budget | string, options?: LeakOptions): Promise<T>;
  }
}

expect.extend(leakMatchers);
