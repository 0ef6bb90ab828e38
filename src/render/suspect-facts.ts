import type { Suspect } from "../analysis/suspects/suspect.ts";
import { formatBytes, formatCount, formatId, formatPercent } from "./format.ts";

/** Further findings at one place that are told; JSON has all. */
const MAX_EVIDENCE = 3;

/** Share of the objects that leaves nothing to say of the others. */
const MOST = 0.95;

/** Counts of a series that are told. */
const MAX_COUNTS = 12;
/** What there is to say of a suspect besides its sentence: words and values; "" for a word that stands above. */
export function suspectFacts(suspect: Suspect): [word: string, value: string][] {
  const { accumulation, growth, bestCut, location, evidence, path } = suspect;
  const lines: [string, string][] = [];
  if (accumulation !== null)
    lines.push([
      "at",
      `${formatId(accumulation.id)} ${accumulation.class}, retains ${formatBytes(accumulation.retainedSize)}`,
    ]);
  if (path !== null) lines.push(["path", path.code]);
  if (suspect.mergedPath !== null) {
    const { others, ...most } = suspect.mergedPath;
    // Where one way is nearly all, the rest says nothing.
    const ways = most.share >= MOST ? [most] : [most, ...others];
    for (const [at, { code, share }] of ways.entries())
      lines.push([at === 0 ? "held by" : "", `${code} (${formatPercent(share)})`]);
  }
  if (growth !== null) lines.push(["count", growthText(growth.counts)]);
  if (bestCut !== null)
    lines.push([
      "cut",
      `${formatId(bestCut.from.id)} ${bestCut.from.class} ${bestCut.edge} frees ${formatBytes(bestCut.freedSize)}`,
    ]);
  if (location !== null) lines.push(["code", location]);
  if (suspect.ids.length > 0) lines.push(["objects", suspect.ids.map(formatId).join(" ")]);
  // The same class at the same place again says nothing new.
  const classes = new Set([suspect.class]);
  const others = evidence.filter((other) => !classes.has(other.class) && classes.add(other.class));
  for (const other of others.slice(0, MAX_EVIDENCE)) lines.push(["also", other.finding]);
  if (others.length > MAX_EVIDENCE)
    lines.push(["", `… ${formatCount(others.length - MAX_EVIDENCE)} more here; --json has all`]);
  return lines;
}

function growthText(counts: readonly number[]): string {
  const shown = counts.length > MAX_COUNTS ? counts.slice(-MAX_COUNTS) : counts;
  const text = shown.map(formatCount).join(" → ");
  return shown.length < counts.length ? `… ${text}` : text;
}
