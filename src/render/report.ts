import type { SuspectKind } from "../analysis/suspects/detector.ts";
import type { Severity, Suspect, TriageResult } from "../analysis/suspects/suspect.ts";
import type { GateCheck, GateReport } from "../gates/gate-report.ts";
import { isAccepted, suspectsFrom } from "../gates/suspect-gates.ts";
import { describeCheck } from "./gates-text.ts";
import { readPlace, type SourcePlace } from "./source-place.ts";
import { suspectFacts } from "./suspect-facts.ts";

/** One thing that a report tells: a suspect, or a gate. */
export interface ReportItem {
  /** A suspect's kind; `gate` for a gate. */
  readonly rule: SuspectKind | "gate";
  /** The same in every run: a suspect's hash; a gate's own text. */
  readonly id: string;
  /** Short and stable: a fingerprint's text, a gate's text. */
  readonly name: string;
  /** One sentence without a full stop. */
  readonly message: string;
  /** What else there is to say: words and values. */
  readonly facts: readonly (readonly [word: string, value: string])[];
  /**
   * `failed` makes the exit code 3; `noted` does not, as no gate forbids it; `accepted` is known to the baseline;
   * `skipped` could not be asked.
   */
  readonly outcome: "failed" | "passed" | "noted" | "accepted" | "skipped";
  /** Of a gate `high`. */
  readonly severity: Severity;
  readonly place: SourcePlace | null;
}

/** What all reporters render. */
export interface Report {
  /** `heapgraph triage`. */
  readonly title: string;
  /** The files, as the user wrote them. */
  readonly files: readonly string[];
  readonly items: readonly ReportItem[];
}

/**
 * Gathers what reporters tell.
 * @param suspects - all of them; none for a command that finds none.
 * @param root - see {@link readPlace}.
 */
export function makeReport(
  command: string,
  files: readonly string[],
  gates: GateReport | null,
  { suspects }: Pick<TriageResult, "suspects">,
  root: string,
): Report {
  const severity = gates?.severity ?? null;
  const failing = new Set(severity === null ? [] : suspectsFrom(suspects, severity.minSeverity));
  return {
    title: `heapgraph ${command}`,
    files,
    items: [
      ...(gates?.checks ?? []).map((check) => gateItem(check)),
      ...suspects.map((suspect) => {
        const known = isAccepted(suspect, gates?.baseline ?? null);
        const outcome = known ? "accepted" : failing.has(suspect) ? "failed" : "noted";
        return suspectItem(suspect, outcome, root);
      }),
    ],
  };
}

function gateItem(check: GateCheck): ReportItem {
  const { text, isFailed, skipped } = check;
  return {
    rule: "gate",
    id: text,
    name: text,
    message: describeCheck(check),
    facts: [],
    outcome: isFailed ? "failed" : skipped === null ? "passed" : "skipped",
    severity: "high",
    place: null,
  };
}

function suspectItem(suspect: Suspect, outcome: ReportItem["outcome"], root: string): ReportItem {
  const { kind, fingerprint, finding, severity, location } = suspect;
  return {
    rule: kind,
    id: fingerprint.hash,
    name: fingerprint.text,
    message: finding,
    facts: suspectFacts(suspect),
    outcome,
    severity,
    place: readPlace(location, root),
  };
}
