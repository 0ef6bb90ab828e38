import type { CheckResult } from "../analysis/check-snapshot.ts";
import { escapeText, formatCount, formatQuantity } from "./format.ts";

/** Width of the first column: the verdict on a line. */
const VERDICT = 8;

/** A check as text: the verdict, then a line for every invariant and note, violations below theirs. */
export function renderCheckText(result: CheckResult, path: string): string {
  const { invariants, notes, violations } = result;
  const broken = invariants.filter(({ violationCount }) => violationCount > 0);
  const lines = [
    `${escapeText(path)} is ${result.ok ? "sound" : "broken"}: ${verdict(result, broken.length)}`,
    "",
  ];
  for (const { invariant, statement, violationCount } of invariants) {
    if (violationCount === 0) {
      lines.push(line("ok", statement));
      continue;
    }
    const own = violations.filter((violation) => violation.invariant === invariant);
    lines.push(line("broken", statement));
    for (const { message } of own) lines.push(line("", `  ${message}`));
    const cut = violationCount - own.length;
    if (cut > 0) lines.push(line("", `  … ${formatCount(cut)} more; --limit 0 shows all`));
  }
  for (const { message } of notes) lines.push(line("note", groupDigits(message)));
  return `${lines.join("\n")}\n`;
}

/** Counts in prose as everywhere else in text; numbers in names stay as they are. */
function groupDigits(message: string): string {
  return message.replaceAll(/(?<![\w".])\d{4,}(?![\w".])/g, (digits) =>
    formatCount(Number(digits)),
  );
}

function verdict({ ok, invariants, notes }: CheckResult, brokenCount: number): string {
  const noted = notes.length > 0 ? `, ${formatQuantity(notes.length, "note")}` : "";
  if (ok) return `${formatQuantity(invariants.length, "invariant")} hold${noted}`;
  if (invariants.length === 1) return "it cannot be read";
  return `${brokenCount} of ${formatQuantity(invariants.length, "invariant")} ${brokenCount === 1 ? "does" : "do"} not hold${noted}`;
}

function line(word: string, text: string): string {
  return `${word.padEnd(VERDICT)}${escapeText(text)}`.trimEnd();
}
