import type { Severity, Suspect, TriageResult } from "../analysis/suspects/suspect.ts";
import { cutLong, escapeText, formatBytes, formatCount, formatQuantity } from "./format.ts";
import { suspectFacts } from "./suspect-facts.ts";
import { wrapPieces } from "./wrap.ts";

/** Characters of code in text. */
const CODE_LENGTH = 300;

/** What further lines of a value begin with. */
const INDENT = " ".repeat(12);

/** Suspects as text: a verdict in one line, then each with where, how held, how to let go. */
export function renderTriageText(result: TriageResult, width: number): string {
  const { suspects, omitted } = result;
  let text = describeVerdict(result);
  if (result.order === "reversed")
    text += "the files are not in order of time: a file is older than the one before it\n";
  for (const [at, suspect] of suspects.entries()) text += `\n${describe(suspect, at + 1, width)}`;
  if (omitted.count > 0) text += `\n… ${formatCount(omitted.count)} more; --limit 0 shows all\n`;
  return text;
}

function describeVerdict({ counts, totalSize, snapshots }: TriageResult): string {
  const files = snapshots.length;
  const heap = `${formatBytes(totalSize)}${files > 1 ? ` in the last of ${files} files` : ""}`;
  const still = files > 1 ? "nothing grows that looks like a leak" : "nothing looks like a leak";
  const urgent = describeLevels(counts, ["high", "medium"], "suspect") ?? still;
  const remarks = describeLevels(counts, ["low", "info"], "remark");
  return `${[urgent, remarks].filter((part) => part !== null).join(", ")}; heap ${heap}\n`;
}

/** `15 suspects (8 high, 7 medium)`; null for none. */
function describeLevels(
  counts: TriageResult["counts"],
  levels: readonly Severity[],
  word: string,
): string | null {
  const told = levels.filter((level) => counts[level] > 0);
  if (told.length === 0) return null;
  const all = told.reduce((sum, level) => sum + counts[level], 0);
  const each = told.map((level) => `${formatCount(counts[level])} ${level}`);
  return `${formatQuantity(all, word)} (${each.join(", ")})`;
}

function describe(suspect: Suspect, number: number, width: number): string {
  const { severity, finding } = suspect;
  const head = `${number}. ${severity.toUpperCase()}  ${escapeText(finding)}`;
  return [
    ...wrapPieces(head.split(/(?<= )/), width, "   "),
    ...suspectFacts(suspect).flatMap(([word, value]) => {
      const text = escapeText(cutLong(value, CODE_LENGTH));
      return wrapPieces([`   ${word.padEnd(8)} `, ...text.split(/(?<= )/)], width, INDENT);
    }),
  ]
    .map((line) => `${line}\n`)
    .join("");
}
