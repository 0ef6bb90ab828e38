import { compareTexts } from "../analysis/compare-texts.ts";
import type { Analyses } from "../analysis/analyses.ts";
import { stripId } from "../analysis/change/series-classes.ts";
import { measureOne } from "./measured-heap.ts";

/** What a snapshot has now, and what to allow. */
interface DraftLimit {
  readonly now: number;
  readonly limit: number;
}

/** Limits made from the present state of a heap. */
export interface BudgetDraft {
  readonly kind: "budget-draft";
  /** Share that is allowed beyond what is there now. */
  readonly headroom: number;
  /** Bytes. */
  readonly heap: DraftLimit;
  /** Those of the program's own classes that retain most; of files that tell no places, those of no engine's. */
  readonly classes: readonly {
    readonly name: string;
    readonly count: DraftLimit;
    /** Bytes. */
    readonly retained: DraftLimit;
  }[];
}

/** Classes that a draft has. */
const CLASSES = 10;

/** Names that a pattern would read otherwise, and engines' own. */
const NO_CLASS =
  /[*?]|^\/.*\/[a-z]*$|^\(.*\)$|^(Detached )?(system \/|blink::|cppgc::|Node \/)|^(Object|Array|Function|global|Window)\b/s;

/**
 * Limits for a budget: what a heap has now and some headroom, rounded up to two digits. O(nodes).
 * @param headroom - 0.5 allows half as much again.
 */
export function draftBudget(analyses: Analyses, headroom: number): BudgetDraft {
  const { classKeys, program } = analyses;
  const own = new Set(
    classKeys.keys
      .filter(({ location }) => !program.hasLocations || program.isProgramPlace(location))
      .map(({ className }) => stripId(className)),
  );
  const { classes, totalSize, retainedBy } = measureOne(analyses);
  const allow = (now: number): DraftLimit => ({ now, limit: roundUp(now * (1 + headroom)) });
  const biggest = classes
    .filter(({ name }) => own.has(name) && !NO_CLASS.test(name))
    .toSorted((a, b) => b.retainedSizes[0] - a.retainedSizes[0] || compareTexts(a.name, b.name))
    .slice(0, CLASSES);
  return {
    kind: "budget-draft",
    headroom,
    heap: allow(totalSize),
    classes: biggest.map(({ name, counts }) => ({
      name,
      count: allow(counts[0]),
      retained: allow(retainedBy((className) => className === name)),
    })),
  };
}

/** Two digits, the second rounded up: what is written is never less than what was measured. */
function roundUp(value: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit) * unit;
}
