import type { RecordingCheck, RecordingMeasure } from "../analysis/recording/recording-gate.ts";
import { escapeText, formatBytes, formatQuantity } from "./format.ts";
import { formatElapsed, formatRate, rateUnitOf } from "./time-format.ts";

/** A verdict as lines: what failed or could not be measured, the value beside its limit, and how many passed. */
export function renderCheckLines(checks: readonly RecordingCheck[]): string[] {
  if (checks.length === 0) return [];
  const isOne = new Set(checks.map(({ path }) => path)).size === 1;
  const lines = checks.flatMap((check) => {
    const isUnknown = check.measures.every(({ value }) => value === null);
    if (!check.isFailed && !isUnknown) return [];
    const where = isOne ? "" : `${escapeText(check.path)}: `;
    const told = check.measures.map((one) => describeMeasure(one, check.measures.length > 1));
    const verdict = check.isFailed ? "FAILED " : "skipped";
    return [`${verdict} ${where}${escapeText(check.text)}: ${told.join("; ")}`];
  });
  const failed = checks.filter(({ isFailed }) => isFailed).length;
  const gates = formatQuantity(checks.length, "gate");
  return [...lines, failed > 0 ? `${failed} of ${gates} failed` : `${gates} passed`];
}

function describeMeasure(measure: RecordingMeasure, isOneOfMany: boolean): string {
  const { text, kind, value, limit } = measure;
  const format = (number: number): string => {
    switch (kind) {
      case "bytes":
        return formatBytes(number);
      case "rate":
        // Both in the unit of the limit, so that they can be compared.
        return formatRate(number, rateUnitOf(limit));
      case "duration":
        return formatElapsed(number / 1000);
      case "number":
        return String(Math.round(number * 1000) / 1000);
    }
  };
  const measured = value === null ? "not measured" : format(value);
  return `${isOneOfMany ? `${escapeText(text)} is ` : ""}${measured}, limit ${format(limit)}`;
}
