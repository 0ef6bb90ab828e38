import type { Severity, Suspect, TriageResult } from "../analysis/suspects/suspect.ts";
import type { BaselineEntry } from "./baseline.ts";
import { type GateCheck, type GateReport, joinGates } from "./gate-report.ts";
import { checkSuspects, DEFAULT_SEVERITY, isAccepted, suspectsFrom } from "./suspect-gates.ts";

/** What a triage is held against besides measurements. */
export interface TriageGates {
  /** Null where nobody said; a baseline then goes by {@link DEFAULT_SEVERITY}. */
  readonly minSeverity: Severity | null;
  /** Null for none. */
  readonly baseline: readonly BaselineEntry[] | null;
}

/**
 * The verdict on a triage; null when no gate was given.
 * @param result - with all suspects.
 */
export function judgeTriage(
  { suspects }: Pick<TriageResult, "suspects">,
  checks: readonly GateCheck[],
  { minSeverity, baseline }: TriageGates,
): GateReport | null {
  if (minSeverity === null && baseline === null)
    return checks.length === 0 ? null : joinGates(checks);
  const judged = checkSuspects(suspects, minSeverity ?? DEFAULT_SEVERITY, baseline);
  return joinGates(checks, judged.severity, judged.baseline);
}

/** The first suspects of a triage, as many as a limit allows. */
export function limitSuspects(result: TriageResult, limit: number): TriageResult {
  const suspects = limit === 0 ? result.suspects : result.suspects.slice(0, limit);
  // Where the limit was known from the beginning, some are counted already.
  const count = result.omitted.count + result.suspects.length - suspects.length;
  return { ...result, suspects, omitted: { count } };
}

/** A triage without the suspects that a baseline accepts, and those. */
export function setAccepted(
  result: TriageResult,
  report: GateReport | null,
): { readonly result: TriageResult; readonly accepted: readonly Suspect[] } {
  const baseline = report?.baseline ?? null;
  const accepted = result.suspects.filter((one) => isAccepted(one, baseline));
  if (accepted.length === 0) return { result, accepted };
  const counts = { ...result.counts };
  for (const { severity } of accepted) counts[severity]--;
  const suspects = result.suspects.filter((one) => !isAccepted(one, baseline));
  return { result: { ...result, counts, suspects }, accepted };
}

/** The suspects that a new baseline accepts. */
export function suspectsToAccept(
  { suspects }: Pick<TriageResult, "suspects">,
  minSeverity: Severity | null,
): readonly Suspect[] {
  return suspectsFrom(suspects, minSeverity ?? DEFAULT_SEVERITY);
}
