import type { TriageResult } from "./analysis/suspects/suspect.ts";
import { HeapgraphError } from "./errors.ts";
import { parseBaseline } from "./gates/baseline.ts";
import { type Budget, type BudgetRules, checkBudget, readBudget } from "./gates/budget.ts";
import { parseBudget } from "./gates/budget-file.ts";
import type { GateReport } from "./gates/gate-report.ts";
import { DEFAULT_SEVERITY } from "./gates/suspect-gates.ts";
import { judgeTriage, limitSuspects, setAccepted } from "./gates/triage-gates.ts";
import { suspectsFrom } from "./gates/suspect-gates.ts";
import { readSettings } from "./read-settings.ts";
import { renderGateLines } from "./render/gates-text.ts";
import { renderTriageText } from "./render/triage-text.ts";
import { triageAndMeasure } from "./triage.ts";

/** What {@link assertNoLeaks} allows besides a budget. */
export interface LeakOptions {
  /** A file of suspects that are known and accepted, as `triage --update-baseline` writes it. */
  readonly baseline?: string;
}

/** Snapshots have what is not allowed; the message tells it as text. Code LEAKS_FOUND. */
export class LeakError extends HeapgraphError {
  override name = "LeakError";
  /** The gates, with measured values beside limits. */
  readonly gates: GateReport;
  /** All suspects. */
  readonly triage: TriageResult;

  constructor(message: string, gates: GateReport, triage: TriageResult) {
    super("LEAKS_FOUND", message);
    this.gates = gates;
    this.triage = triage;
  }
}

/** Suspects that a message tells in full. */
const TOLD_SUSPECTS = 3;

/** Columns of a message. */
const WIDTH = 100;

/**
 * Passes when nothing leaks: no limit of the budget is passed, and there is no suspect of its `minSeverity` or more
 * (`medium` where it does not say). With two snapshots or more, of before and after some work, only what grows is a
 * suspect of that much.
 * @param snapshots - paths in order of time, one at least; one file is in memory at a time.
 * @param budget - limits, or the path of a file with them.
 * @throws {LeakError} something leaks.
 * @throws {SettingsError} the budget or the baseline is none.
 * @throws {HeapgraphError} what is wrong with a file.
 */
export async function assertNoLeaks(
  snapshots: readonly string[],
  budget: Budget | string = {},
  options: LeakOptions = {},
): Promise<void> {
  const failure = await findLeaks(snapshots, budget, options);
  if (failure !== null) throw failure;
}

/** What {@link assertNoLeaks} would throw; null when nothing leaks. */
export async function findLeaks(
  snapshots: readonly string[],
  budget: Budget | string = {},
  { baseline }: LeakOptions = {},
): Promise<LeakError | null> {
  const rules: BudgetRules =
    typeof budget === "string"
      ? parseBudget(await readSettings(budget), budget)
      : readBudget(budget);
  const known =
    baseline === undefined ? null : parseBaseline(await readSettings(baseline), baseline);
  const { result, measure } = await triageAndMeasure(snapshots, { limit: 0 });
  const minSeverity = rules.minSeverity ?? DEFAULT_SEVERITY;
  const gates = judgeTriage(result, checkBudget(rules, measure()), {
    minSeverity,
    baseline: known,
  });
  if (gates === null || !gates.isFailed) return null;
  return new LeakError(describeLeaks(gates, result), gates, result);
}

function describeLeaks(gates: GateReport, all: TriageResult): string {
  const { result } = setAccepted(all, gates);
  const minSeverity = gates.severity?.minSeverity ?? DEFAULT_SEVERITY;
  const suspects = suspectsFrom(result.suspects, minSeverity);
  const told = limitSuspects({ ...result, suspects }, TOLD_SUSPECTS);
  // No flag shows more of a message.
  const text = renderTriageText({ ...told, omitted: { count: 0 } }, WIDTH);
  return `${renderGateLines(gates).join("\n")}\n\n${text}`.trimEnd();
}
