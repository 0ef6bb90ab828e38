import type { Argv } from "yargs";
import type { PeakResult } from "../analysis/recording/peak-result.ts";
import type { PlotResult } from "../analysis/recording/plot-result.ts";
import {
  checkRecording,
  parseRecordingGate,
  type RecordingCheck,
  type RecordingGate,
  type RecordingMeasures,
} from "../analysis/recording/recording-gate.ts";
import { parseDuration } from "../analysis/quantities.ts";
import type { TimeWindow } from "../analysis/recording/series.ts";
import { TextSyntaxError } from "../errors.ts";
import { renderCheckLines } from "../render/recording-gate-text.ts";
import { type CliIo, ExitCode, UsageError } from "./command.ts";

export interface RecordingArgs {
  window: TimeWindow | null;
  failOn: string[];
}

/** `--window` and `--fail-on`. */
export function recordingOptions<A>(y: Argv<A>): Argv<A & RecordingArgs> {
  return y
    .option("window", {
      type: "string",
      requiresArg: true,
      describe: "Only this stretch: two times since the beginning such as 0,20.5 or 90s,5m",
      coerce: (text: string | undefined) => (text === undefined ? null : readWindow(text)),
    })
    .option("fail-on", {
      type: "string",
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: "Exit with 3 when this holds, as 'floor-slope>1MB/min' or 'peak>800MB'",
    }) as unknown as Argv<A & RecordingArgs>;
}

/** @throws {TextSyntaxError} SYNTAX_PREDICATE */
export function readRecordingGates({ failOn }: RecordingArgs): readonly RecordingGate[] {
  return failOn.map((text) => parseRecordingGate(text));
}

/** Asks each gate of each recording. */
export function checkRecordings(
  gates: readonly RecordingGate[],
  recordings: readonly { readonly path: string; readonly measures: RecordingMeasures }[],
): RecordingCheck[] {
  return recordings.flatMap(({ path, measures }) =>
    gates.map((gate) => checkRecording(gate, measures, path)),
  );
}

/** An answer that is printed as JSON, with the verdict on it. */
export function withChecks<Result extends PlotResult | PeakResult>(
  result: Result,
  checks: readonly RecordingCheck[],
): Result {
  return checks.length === 0 ? result : { ...result, gates: checks };
}

/** Says on stderr what failed, measured value beside limit; the exit code. */
export function concludeChecks(checks: readonly RecordingCheck[], io: CliIo): ExitCode {
  for (const line of renderCheckLines(checks)) io.stderr.write(`heapgraph: ${line}\n`);
  return checks.some(({ isFailed }) => isFailed) ? ExitCode.findings : ExitCode.ok;
}

/** Two times such as `0,20.5` in seconds or `90s,5m`, the earlier first. */
function readWindow(text: string): TimeWindow {
  const times = text.split(",").map((part) => part.trim());
  if (times.length !== 2)
    throw new UsageError(`--window takes two times such as 0,20.5 or 90s,5m, got "${text}"`);
  const [from, to] = times.map(readTime);
  if (from < to) return { from, to };
  throw new UsageError(`--window: ${times[1]} is not later than ${times[0]}`);
}

/** Seconds. */
function readTime(text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  try {
    return parseDuration(text) / 1000;
  } catch (error) {
    if (!(error instanceof TextSyntaxError)) throw error;
    throw new UsageError(`--window: ${error.message}`);
  }
}
