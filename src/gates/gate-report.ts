import type { PredicateOperator } from "../analysis/field-kinds.ts";
import type { Severity } from "../analysis/suspects/suspect.ts";
import type { BaselineReport } from "./baseline.ts";
import type { GateSubject, Measurement, QuantityUnit } from "./condition.ts";

/** A measured value beside its limit. */
export interface GateMeasure extends Measurement {
  /** The comparison as it was written: `growth(Session)>1000`. */
  readonly text: string;
  readonly subject: GateSubject;
  readonly unit: QuantityUnit;
  readonly operator: PredicateOperator;
  readonly limit: number;
  /** Whether the comparison holds. */
  readonly isTrue: boolean;
}

/** One thing that is not allowed, and whether it is so. */
export interface GateCheck {
  /** Option that asked for it. */
  readonly source: "fail-on" | "budget";
  /** What is not allowed: `growth(Session)>1000`. */
  readonly text: string;
  readonly isFailed: boolean;
  /** Why it could not be asked, in a sentence without a full stop; null when it was. */
  readonly skipped: string | null;
  readonly measures: readonly GateMeasure[];
}

/** Suspects that are not allowed. */
export interface SeverityCheck {
  /** From which severity on. */
  readonly minSeverity: Severity;
  /** Suspects of it, those accepted by a baseline left out. */
  readonly count: number;
  readonly isFailed: boolean;
}

/** The verdict of all gates of a command line. */
export interface GateReport {
  readonly isFailed: boolean;
  readonly checks: readonly GateCheck[];
  /** Null where suspects were not asked about. */
  readonly severity: SeverityCheck | null;
  /** Null without a baseline. */
  readonly baseline: BaselineReport | null;
}

/** Joins what gates found. */
export function joinGates(
  checks: readonly GateCheck[],
  severity: SeverityCheck | null = null,
  baseline: BaselineReport | null = null,
): GateReport {
  const isFailed = checks.some((check) => check.isFailed) || severity?.isFailed === true;
  return { isFailed, checks, severity, baseline };
}
