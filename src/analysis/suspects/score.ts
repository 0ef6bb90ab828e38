import type { ClassGrowth, Finding } from "./detector.ts";
import type { Score, Severity } from "./suspect.ts";

/** Points from which a finding is more than a remark. */
const LOW = 25;

/** Growth, as a share of the heap, that is urgent, and below which it is a remark; whatever is large is urgent. */
const URGENT_GROWTH = 0.005;
const TINY_GROWTH = 0.0005;
const LARGE_BYTES = 50e6;

/** Shares of the heap that tell something without any growth: of anything, and of what can hardly be meant. */
const MEDIUM_SHARE = 0.1;
const HIGH_SHARE = 0.3;
const SURE_SHARE = 0.01;

/** Points of certainty from which a smaller share is urgent, and from which hardly anything else is thinkable. */
const LIKELY = 24;
const SURE = 29;

/** `size` is how far from nothing, `bulk` how much of the heap. */
const POINTS = { size: 20, bulk: 10, count: 10, certainty: 35, growth: 25 } as const;

/** Share of the heap that has all points of bulk. */
const BULK_SHARE = 0.3;

/** A tenth of the heap has all points of size, a hundred-thousandth none. */
const SIZE_DECADES = 4;

/** Ten thousand objects have all points of count, one has none. */
const COUNT_DECADES = 4;

/** How much a finding weighs. */
export function scoreFinding(
  { bytes, count, certainty }: Finding,
  totalSize: number,
  growth: ClassGrowth | null,
): Score {
  const share = totalSize === 0 ? 0 : bytes / totalSize;
  const parts = {
    size:
      points(POINTS.size, 1 + Math.log10(Math.max(share, 1e-9) * 10) / SIZE_DECADES) +
      points(POINTS.bulk, share / BULK_SHARE),
    count: points(POINTS.count, Math.log10(Math.max(count, 1)) / COUNT_DECADES),
    certainty: points(POINTS.certainty, certainty),
    growth: growth === null ? 0 : points(POINTS.growth, growthOf(growth)),
  };
  return { total: parts.size + parts.count + parts.certainty + parts.growth, ...parts };
}

/**
 * What is expected stays `info`. With earlier files only what grows is above `low`, and what grew little is not
 * urgent yet, however surely it grows. A single file tells no growth: there it takes a tenth of the heap, or a
 * hundredth of what can hardly be meant.
 * @param growth - of the finding's class; null for a single file, or where the class stood in no file before.
 */
export function severityOf(
  { isExpected, bytes }: Finding,
  score: Score,
  totalSize: number,
  series: { readonly growth: ClassGrowth | null } | null,
): Severity {
  if (isExpected) return "info";
  const least = score.total >= LOW ? "low" : "info";
  const share = totalSize === 0 ? 0 : bytes / totalSize;
  const isLarge = bytes >= LARGE_BYTES;
  if (series !== null) {
    if (score.growth === 0 || series.growth === null) return least;
    const grown = share * grownShare(series.growth);
    if (grown < TINY_GROWTH) return least;
    if (isLarge || share >= MEDIUM_SHARE) return "high";
    return grown >= URGENT_GROWTH && score.certainty >= LIKELY ? "high" : "medium";
  }
  const isSure = score.certainty >= SURE && share >= SURE_SHARE;
  if (!isLarge && share < MEDIUM_SHARE && !isSure) return least;
  return share >= HIGH_SHARE && score.certainty >= LIKELY ? "high" : "medium";
}

/** The part of a class's objects that came after the first file. */
function grownShare({ counts }: ClassGrowth): number {
  const last = counts[counts.length - 1];
  return last === 0 ? 0 : Math.max(0, last - counts[0]) / last;
}

/** 1 for a class that grew in every step to many times what it was; 0 for one that does not grow. */
function growthOf({ counts, isGrowing, isArtefact }: ClassGrowth): number {
  if (!isGrowing || isArtefact || counts.length < 2) return 0;
  const steps = counts.slice(1).filter((count, at) => count > counts[at]).length;
  const [first, last] = [counts[0], counts[counts.length - 1]];
  const much = Math.min(1, (last - first) / Math.max(first, 10));
  return (0.5 + 0.5 * much) * (steps / (counts.length - 1));
}

function points(most: number, share: number): number {
  return Math.round(most * Math.min(1, Math.max(0, share)));
}
