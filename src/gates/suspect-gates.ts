import { SEVERITIES, type Severity, type Suspect } from "../analysis/suspects/suspect.ts";
import { type BaselineEntry, type BaselineReport, compareBaseline } from "./baseline.ts";
import type { SeverityCheck } from "./gate-report.ts";

/** From which severity on suspects matter where nothing else is said: what is less is a remark. */
export const DEFAULT_SEVERITY: Severity = "medium";

/** Suspects of a severity, or a higher one. */
export function suspectsFrom(
  suspects: readonly Suspect[],
  minSeverity: Severity,
): readonly Suspect[] {
  const least = SEVERITIES.indexOf(minSeverity);
  return suspects.filter(({ severity }) => SEVERITIES.indexOf(severity) >= least);
}

/**
 * Asks suspects whether they are allowed: those of less than `minSeverity`, and those a baseline knows.
 * @param suspects - all of them, whatever a limit shows.
 * @param baseline - null for none.
 */
export function checkSuspects(
  suspects: readonly Suspect[],
  minSeverity: Severity,
  baseline: readonly BaselineEntry[] | null,
): { readonly severity: SeverityCheck; readonly baseline: BaselineReport | null } {
  const report = baseline === null ? null : compareBaseline(baseline, suspects);
  const fresh = suspectsFrom(suspects, minSeverity).filter((one) => !isAccepted(one, report));
  return {
    severity: { minSeverity, count: fresh.length, isFailed: fresh.length > 0 },
    baseline: report,
  };
}

/** Whether a baseline knows a suspect. */
export function isAccepted(
  { fingerprint }: Pick<Suspect, "fingerprint">,
  baseline: BaselineReport | null,
): boolean {
  return baseline?.accepted.some((entry) => entry.fingerprint === fingerprint.hash) === true;
}
