import { statSync } from "node:fs";
import { resolve } from "node:path";
import { DEFAULT_SUSPECTS } from "../../analysis/suspects/find-suspects.ts";
import type { TriageResult } from "../../analysis/suspects/suspect.ts";
import type { GateReport } from "../../gates/gate-report.ts";
import { measureOne } from "../../gates/measured-heap.ts";
import {
  judgeTriage,
  limitSuspects,
  setAccepted,
  suspectsToAccept,
} from "../../gates/triage-gates.ts";
import { renderAccepted } from "../../render/gates-text.ts";
import { makeReport } from "../../render/report.ts";
import { renderJson } from "../../render/json.ts";
import { renderTriageText } from "../../render/triage-text.ts";
import { type MeasuredTriage, triageAndMeasure, triageOne } from "../../triage.ts";
import { VERSION } from "../../version.ts";
import {
  type BaselineArgs,
  baselineOptions,
  readBaseline,
  rewriteBaseline,
} from "../baseline-options.ts";
import { type CliIo, type Command, UsageError, writeAll } from "../command.ts";
import { findSnapshot } from "../find-snapshot.ts";
import { type FleetArgs, fleetOptions, refuseFleetOptions, triageFleet } from "../fleet.ts";
import {
  checkGates,
  concludeGates,
  type GateArgs,
  gateOptions,
  readGates,
  withGates,
} from "../gate-options.ts";
import { loadSnapshot, threadsOf, warnOfMemory } from "../load.ts";
import {
  choice,
  type InputArgs,
  inputPositional,
  jsonOutput,
  limitOption,
  splitInputs,
} from "../options.ts";
import { ProgressLine } from "../progress.ts";
import {
  readReports,
  renderReport,
  REPORT_FORMATS,
  type ReportArgs,
  type ReportFormat,
  reportOptions,
  reportRoot,
  writeReports,
} from "../report-output.ts";
import { findSeries } from "../series-inputs.ts";

type TriageFormat = "text" | "json" | ReportFormat;
const TRIAGE_FORMATS: readonly TriageFormat[] = ["text", "json", ...REPORT_FORMATS];

interface TriageArgs extends InputArgs, GateArgs, BaselineArgs, ReportArgs, FleetArgs {
  format: TriageFormat;
  json: boolean;
  limit: number;
}

export const triageCommand: Command<TriageArgs> = {
  name: "triage [inputs..]",
  summary: "Say what leaks: suspects in words, most urgent first",
  examples: [
    ["triage app.heapsnapshot", "what looks like a leak in one snapshot"],
    ["triage idle.heapsnapshot warm.heapsnapshot late.heapsnapshot", "with growth as evidence"],
    [
      "triage snapshots --baseline known-leaks.json",
      "exit with 3 when one comes that nobody knows",
    ],
    [
      "triage --fleet dumps --jobs 4 --state dumps.state",
      "which leaks how many processes have, from hundreds of files",
    ],
  ],
  options: (y) =>
    fleetOptions(
      reportOptions(
        baselineOptions(
          gateOptions(
            limitOption(
              jsonOutput(
                inputPositional(
                  y,
                  "One snapshot, or several in order of time; the newest in this folder when none is named",
                ),
              ),
              DEFAULT_SUSPECTS,
              "suspects",
            ),
          ),
        ),
      ),
    ).option("format", choice(TRIAGE_FORMATS, "text", "How to print the answer")),
  async run(args, io) {
    if (args.fleet.length > 0) return await triageFleet(args, formatOf(args), io);
    refuseFleetOptions(args);
    const files = inputsOf(args.inputs, io);
    const format = formatOf(args);
    const gates = await readGates(args, files.length, io);
    const known = await readBaseline(args, io);
    const reports = await readReports(args, files, io);
    const minSeverity = args.minSeverity ?? gates?.budget?.minSeverity ?? null;
    // Suspects that a limit does not show are suspects: gates and reports are of all.
    const isShort = (format === "text" || format === "json") && reports.length === 0;
    const limit = isShort && known === null && minSeverity === null ? args.limit : 0;
    const { result, measure } =
      files.length === 1
        ? await triageFile(files[0], limit, io)
        : await triageSeries(files, limit, io);
    const baseline =
      args.updateBaseline && args.baseline !== undefined
        ? await rewriteBaseline(
            args.baseline,
            suspectsToAccept(result, minSeverity),
            known ?? [],
            io,
          )
        : known;
    const checks = gates === null ? [] : checkGates(gates, measure(), true);
    const gateReport = judgeTriage(result, checks, { minSeverity, baseline });
    const report = makeReport("triage", files, gateReport, result, reportRoot(io));
    const json = (): string => answerJson(limitSuspects(result, args.limit), gateReport);
    const text =
      format === "json"
        ? json()
        : format === "text"
          ? answerText(result, gateReport, args, io)
          : renderReport(format, report);
    await writeAll(io.stdout, [text]);
    await writeReports(reports, report, json, args, io);
    return concludeGates(gateReport, format, io);
  },
};

async function triageFile(file: string, limit: number, io: CliIo): Promise<MeasuredTriage> {
  const { analyses, identity } = await loadSnapshot(file, io);
  return { result: triageOne(analyses, identity, { limit }), measure: () => measureOne(analyses) };
}

async function triageSeries(
  files: readonly string[],
  limit: number,
  io: CliIo,
): Promise<MeasuredTriage> {
  const progress = new ProgressLine(io.stderr);
  try {
    const paths = files.map((file) => resolve(io.cwd, file));
    for (const [at, path] of paths.entries()) await warnOfMemory(path, files[at], io);
    return await triageAndMeasure(paths, {
      limit,
      names: files,
      threads: threadsOf(io),
      onProgress: ({ file, files: count, phase, fraction, bytes }) =>
        progress.show(`${file} of ${count}: ${phase}`, fraction, bytes),
    });
  } finally {
    progress.clear();
  }
}

/** Several files, a folder or a pattern are a series; one file, or standard input, is itself. */
function inputsOf(inputs: readonly string[], io: CliIo): readonly string[] {
  const object = inputs.find((input) => input.startsWith("@"));
  if (object !== undefined) throw new UsageError(`triage takes snapshots, got ${object}`);
  const { files } = splitInputs(inputs, Infinity);
  if (files.length === 0) return [findSnapshot(io)];
  const [first] = files;
  const isFolder = statSync(resolve(io.cwd, first), { throwIfNoEntry: false })?.isDirectory();
  if (files.length === 1 && isFolder !== true && !/[*?]/.test(first)) return files;
  return findSeries(files, io.cwd);
}

function answerJson({ snapshots, ...result }: TriageResult, gates: GateReport | null): string {
  return renderJson(
    withGates(result, gates),
    VERSION,
    snapshots.length === 1 ? snapshots[0] : snapshots,
  );
}

/** What nobody accepted yet, then what somebody did. */
function answerText(
  all: TriageResult,
  gates: GateReport | null,
  { limit, baseline }: TriageArgs,
  io: CliIo,
): string {
  const { result, accepted } = setAccepted(all, gates);
  return (
    renderTriageText(limitSuspects(result, limit), io.width) +
    renderAccepted(accepted, baseline ?? "", io.width)
  );
}

/** @throws {UsageError} when both ask for different things. */
function formatOf({ format, json }: TriageArgs): TriageFormat {
  if (json && format !== "text" && format !== "json")
    throw new UsageError(`--json and --format ${format} exclude each other`);
  return json ? "json" : format;
}
