import type { Severity, Suspect, TriageResult } from "../analysis/suspects/suspect.ts";
import {
  cutLong,
  escapeText,
  formatBytes,
  formatCount,
  formatId,
  formatPercent,
  formatQuantity,
} from "./format.ts";
import { wrapPieces } from "./wrap.ts";

/** Characters of code in text. */
const CODE_LENGTH = 300;

/** What further lines of a value begin with. */
const INDENT = " ".repeat(12);

/** Further findings at one place that are printed; JSON has all. */
const MAX_EVIDENCE = 3;

/** Share of the objects that leaves nothing to say of the others. */
const MOST = 0.95;

/** Counts of a series that are printed. */
const MAX_COUNTS = 12;

/** Suspects as text: a verdict in one line, then each with where, how held, how to let go. */
export function renderTriageText(result: TriageResult, width: number): string {
  const { suspects, omitted } = result;
  let text = describeVerdict(result);
  if (result.order === "reversed")
    text += "the files are not in order of time: a file is older than the one before it\n";
  for (const [at, suspect] of suspects.entries()) text += `\n${describe(suspect, at + 1, width)}`;
  if (omitted.count > 0)
    text += `\n… ${formatQuantity(omitted.count, "more suspect")}; --limit 0 shows all\n`;
  return text;
}

function describeVerdict({ counts, totalSize, snapshots }: TriageResult): string {
  const files = snapshots.length;
  const urgent = counts.high + counts.medium;
  const heap = `${formatBytes(totalSize)}${files > 1 ? ` in the last of ${files} files` : ""}`;
  const levels: readonly Severity[] = ["high", "medium", "low", "info"];
  const told = levels
    .filter((level) => counts[level] > 0)
    .map((level) => `${formatCount(counts[level])} ${level}`);
  const verdict =
    urgent > 0
      ? formatQuantity(urgent, "suspect")
      : files > 1
        ? "nothing grows that looks like a leak"
        : "nothing looks like a leak";
  const all = told.length === 0 ? "" : ` (${told.join(", ")})`;
  return `${verdict}${all}; heap ${heap}\n`;
}

function describe(suspect: Suspect, number: number, width: number): string {
  const { severity, finding, accumulation, growth, bestCut, location, evidence, path } = suspect;
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
  const head = `${number}. ${severity.toUpperCase()}  ${escapeText(finding)}`;
  return [
    ...wrapPieces(head.split(/(?<= )/), width, "   "),
    ...lines.flatMap(([word, value]) => {
      const text = escapeText(cutLong(value, CODE_LENGTH));
      return wrapPieces([`   ${word.padEnd(8)} `, ...text.split(/(?<= )/)], width, INDENT);
    }),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function growthText(counts: readonly number[]): string {
  const shown = counts.length > MAX_COUNTS ? counts.slice(-MAX_COUNTS) : counts;
  const text = shown.map(formatCount).join(" → ");
  return shown.length < counts.length ? `… ${text}` : text;
}
