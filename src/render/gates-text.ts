import type { GateCheck, GateMeasure, GateReport } from "../gates/gate-report.ts";
import type { QuantityUnit } from "../gates/condition.ts";
import type { Suspect } from "../analysis/suspects/suspect.ts";
import { escapeText, formatBytes, formatCount, formatQuantity } from "./format.ts";
import { wrapPieces } from "./wrap.ts";

/** A verdict as lines: what failed with value and limit, what could not be asked, and how many passed. */
export function renderGateLines({ checks, severity, baseline }: GateReport): string[] {
  const lines: string[] = [];
  for (const check of checks)
    if (check.isFailed) lines.push(`FAILED  ${describeCheck(check)}`);
    else if (check.skipped !== null) lines.push(`skipped ${describeCheck(check)}`);
  if (severity?.isFailed === true)
    lines.push(
      `FAILED  ${formatQuantity(severity.count, "suspect")} of severity ${severity.minSeverity} or more` +
        (baseline === null ? "" : " that the baseline does not know"),
    );
  const asked =
    checks.filter(({ skipped }) => skipped === null).length + (severity === null ? 0 : 1);
  const failed = checks.filter((check) => check.isFailed).length + (severity?.isFailed ? 1 : 0);
  const accepted = baseline?.accepted.length ?? 0;
  const known =
    accepted === 0 ? "" : `; ${formatQuantity(accepted, "suspect")} accepted by the baseline`;
  lines.push(
    (failed > 0
      ? `${formatCount(failed)} of ${formatQuantity(asked, "gate")} failed`
      : `${formatQuantity(asked, "gate")} passed`) + known,
  );
  const stale = baseline?.stale ?? [];
  if (stale.length > 0)
    lines.push(
      `${formatQuantity(stale.length, "entry", "entries")} of the baseline no longer found; --update-baseline removes them:`,
      ...stale.map(({ fingerprint, text }) => `  ${fingerprint} ${escapeText(text)}`),
    );
  return lines;
}

/** `growth(Session)>1000: 1,204 objects, limit 1,000; most of Session (1,204)`. */
export function describeCheck({ text, skipped, measures }: GateCheck): string {
  const head = escapeText(text);
  if (skipped !== null) return `${head}: ${skipped}`;
  return `${head}: ${measures.map((one) => describeMeasure(one, measures.length > 1)).join("; ")}`;
}

function describeMeasure(measure: GateMeasure, isOneOfMany: boolean): string {
  const { subject, unit, value, limit, classCount, classes } = measure;
  const { quantity, pattern } = subject;
  const what = pattern === null ? quantity : `${quantity}(${pattern})`;
  const told = `${isOneOfMany ? `${escapeText(what)} is ` : ""}${formatValue(value, unit)}, limit ${formatValue(limit, unit)}`;
  if (pattern === null) return told;
  if (classCount === 0) return `${told} (no class matches)`;
  if (classCount === 1 && classes[0]?.name === pattern) return told;
  const named = classes.map(
    ({ name, value: part }) => `${escapeText(name)} ${formatValue(part, unit)}`,
  );
  const most =
    named.length === 0 ? "" : `: ${named.join(", ")}${classCount > named.length ? " …" : ""}`;
  return `${told} (${formatQuantity(classCount, "class", "classes")}${most})`;
}

/** The suspects that a baseline accepts, one a line; "" for none. */
export function renderAccepted(
  suspects: readonly Suspect[],
  baseline: string,
  width: number,
): string {
  if (suspects.length === 0) return "";
  const lines = suspects.map(({ severity, fingerprint, finding }) =>
    wrapPieces(
      [
        `   ${severity.toUpperCase().padEnd(6)} ${fingerprint.hash}  `,
        ...escapeText(finding).split(/(?<= )/),
      ],
      width,
      " ".repeat(24),
    ).join("\n"),
  );
  const head = `accepted by ${escapeText(baseline)}: ${formatQuantity(suspects.length, "suspect")}`;
  return `\n${head}\n${lines.join("\n")}\n`;
}

/** A value with its unit. */
export function formatValue(value: number, unit: QuantityUnit): string {
  if (unit === "bytes") return formatBytes(value);
  return unit === "steps" ? formatQuantity(value, "step") : formatCount(value);
}
