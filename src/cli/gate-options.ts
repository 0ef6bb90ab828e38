import { resolve } from "node:path";
import type { Argv } from "yargs";
import { type BudgetRules, checkBudget } from "../gates/budget.ts";
import { parseBudget } from "../gates/budget-file.ts";
import { checkGate, type Gate, parseGate } from "../gates/gate-expression.ts";
import type { GateCheck, GateReport } from "../gates/gate-report.ts";
import type { MeasuredHeap } from "../gates/measured-heap.ts";
import { renderGateLines } from "../render/gates-text.ts";
import { readSettings } from "../read-settings.ts";
import type { TaggedResult } from "../render/json.ts";
import { type CliIo, ExitCode, UsageError } from "./command.ts";

export interface GateArgs {
  failOn: string[];
  budget: string | undefined;
}

/** What a command line asks of what will be measured. */
export interface Gates {
  readonly expressions: readonly Gate[];
  readonly budget: BudgetRules | null;
}

/** `--fail-on` and `--budget`. */
export function gateOptions<A>(y: Argv<A>): Argv<A & GateArgs> {
  return y
    .option("fail-on", {
      type: "string",
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: "Exit with 3 when this holds, as 'growth(Session)>1000'; repeat for more",
    })
    .option("budget", {
      type: "string",
      requiresArg: true,
      describe: "Exit with 3 when a limit of this file is passed; `budget init` writes one",
    }) as unknown as Argv<A & GateArgs>;
}

/**
 * Reads gates before anything long begins; null when there are none.
 * @param fileCount - snapshots that will be read.
 * @throws {UsageError} for one that compares files where there is one.
 * @throws {TextSyntaxError | SettingsError | SourceError}
 */
export async function readGates(
  { failOn, budget }: GateArgs,
  fileCount: number,
  io: CliIo,
): Promise<Gates | null> {
  if (failOn.length === 0 && budget === undefined) return null;
  const expressions = failOn.map((text) => parseGate(text));
  const alone = expressions.find(({ needsSeries }) => needsSeries);
  if (alone !== undefined && fileCount < 2)
    throw new UsageError(`--fail-on '${alone.text}' compares files: name two snapshots at least`);
  const rules =
    budget === undefined
      ? null
      : parseBudget(await readSettings(resolve(io.cwd, budget), budget), budget);
  return { expressions, budget: rules };
}

/**
 * Asks gates of what was measured.
 * @param findsSuspects - the command finds suspects, and asks about them itself.
 */
export function checkGates(
  { expressions, budget }: Gates,
  heap: MeasuredHeap,
  findsSuspects = false,
): GateCheck[] {
  const checks = expressions.map((gate) => checkGate(gate, heap));
  if (budget === null) return checks;
  checks.push(...checkBudget(budget, heap));
  if (budget.minSeverity !== null && !findsSuspects)
    checks.push({
      source: "budget",
      text: `minSeverity ${budget.minSeverity}`,
      isFailed: false,
      skipped: "`triage` finds suspects",
      measures: [],
    });
  return checks;
}

/** An answer that is printed as JSON, with the verdict on it. */
export function withGates<Result extends TaggedResult>(
  result: Result,
  report: GateReport | null,
): Result & { readonly gates?: GateReport } {
  return report === null ? result : { ...result, gates: report };
}

/** Says on stderr what failed, unless the answer is JSON and says it itself; the exit code. */
export function concludeGates(report: GateReport | null, format: string, io: CliIo): ExitCode {
  if (report === null) return ExitCode.ok;
  if (format !== "json")
    for (const line of renderGateLines(report)) io.stderr.write(`heapgraph: ${line}\n`);
  return report.isFailed ? ExitCode.findings : ExitCode.ok;
}
