import type { IdSpaceVerdict } from "./id-space.ts";
import type { SeriesIdSpace, SeriesIdSpaces } from "./growth-result.ts";

/** From the best to the worst. */
const VERDICTS: readonly IdSpaceVerdict[] = ["same", "unsure", "address", "none", "different"];

/** One judgement on all files of a series: as good as that on its worst step. */
export function joinIdSpaces(steps: readonly SeriesIdSpace[]): SeriesIdSpaces {
  const worst = Math.max(...steps.map(({ verdict }) => VERDICTS.indexOf(verdict)));
  const orders = steps.map(({ order }) => order);
  const order = orders.includes("reversed")
    ? "reversed"
    : orders.every((one) => one === "forward")
      ? "forward"
      : "unknown";
  return { verdict: VERDICTS[worst], order, steps };
}

/**
 * Why objects cannot be followed by their ids from one file to the last, in a sentence without a full stop; null
 * when they can.
 * @param from - position of the file, from 1.
 */
export function whyNotComparable(steps: readonly SeriesIdSpace[], from: number): string | null {
  for (const step of steps) {
    if (step.from < from) continue;
    const which = `files ${step.from} and ${step.to}`;
    if (step.verdict !== "same" && step.verdict !== "unsure") return `${which}: ${step.reason}`;
    if (step.order === "reversed") return `${which} are not in order of time`;
  }
  return null;
}
