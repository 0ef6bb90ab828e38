import { resolve } from "node:path";
import type { Argv } from "yargs";
import { joinReports } from "../fleet/join-reports.ts";
import { type FleetProgress, runFleet } from "../fleet/run-fleet.ts";
import { DEFAULT_SEVERITY } from "../gates/suspect-gates.ts";
import { renderFleetRows, renderFleetText } from "../render/fleet-text.ts";
import { renderJson } from "../render/json.ts";
import { VERSION } from "../version.ts";
import { type BaselineArgs, readBaseline, rewriteBaseline } from "./baseline-options.ts";
import { type CliIo, ExitCode, UsageError, writeAll } from "./command.ts";
import { findFleet, nameWithin } from "./fleet-inputs.ts";
import type { GateArgs } from "./gate-options.ts";
import { type InputArgs, readCount } from "./options.ts";
import { requireWritable, writeOutputFile } from "./output-file.ts";
import { ProgressLine } from "./progress.ts";
import type { ReportArgs } from "./report-output.ts";

export interface FleetArgs {
  fleet: string[];
  jobs: string | undefined;
  state: string | undefined;
  rows: string | undefined;
}

/** Share of the free memory that files read at once may take. */
const MEMORY_SHARE = 0.8;

/** Seconds before the time left is told: the first files say little. */
const MIN_ELAPSED = 2;

/** `--fleet`, and what goes with it. */
export function fleetOptions<A>(y: Argv<A>): Argv<A & FleetArgs> {
  return y
    .option("fleet", {
      type: "string",
      array: true,
      nargs: 1,
      default: [] as string[],
      describe:
        "Triage each snapshot of this folder or pattern by itself and join their leaks; repeat for more",
    })
    .option("jobs", {
      type: "string",
      requiresArg: true,
      describe: "Of a fleet, read N files at once where memory allows; 1 by default",
    })
    .option("state", {
      type: "string",
      requiresArg: true,
      describe: "Of a fleet, remember in this file what is done, and do not do it again",
    })
    .option("rows", {
      type: "string",
      requiresArg: true,
      describe: "Of a fleet, write a line of JSON for each file and suspect to this file",
    });
}

/** @throws {UsageError} for an option of fleets without a fleet. */
export function refuseFleetOptions({ jobs, state, rows }: FleetArgs): void {
  const given = Object.entries({ jobs, state, rows }).find(([, value]) => value !== undefined);
  if (given !== undefined) throw new UsageError(`--${given[0]} goes with --fleet`);
}

/** Triages a fleet. Exits with 1 when no file at all can be read, with 3 when a gate finds a leak. */
export async function triageFleet(
  args: FleetArgs & GateArgs & BaselineArgs & InputArgs & ReportArgs & { limit: number },
  format: string,
  io: CliIo,
): Promise<ExitCode> {
  if (args.failOn.length > 0 || args.budget !== undefined)
    throw new UsageError(
      "--fail-on and --budget measure one program: with --fleet take --min-severity or --baseline",
    );
  if ((format !== "text" && format !== "json") || args.report.length > 0)
    throw new UsageError(
      "reports are of one program: a fleet is told as text or JSON, or in --rows",
    );
  const paths = findFleet([...args.fleet, ...args.inputs], io.cwd);
  const jobs = args.jobs === undefined ? 1 : readCount("--jobs", args.jobs);
  if (jobs === 0) throw new UsageError("--jobs takes a whole number of at least 1, got 0");
  const rows = args.rows === undefined ? null : resolve(io.cwd, args.rows);
  if (rows !== null) await requireWritable(rows, { force: args.force, input: paths });
  const baseline = await readBaseline(args, io);

  const reports = await readAll(paths, jobs, args.state, io);
  const nameOf = nameWithin(io.cwd);
  const minSeverity = args.minSeverity ?? DEFAULT_SEVERITY;
  const join = (
    limit: number,
    accepted: ReadonlySet<string> | null,
  ): ReturnType<typeof joinReports> =>
    joinReports(reports, { minSeverity, limit, accepted, nameOf });
  if (rows !== null)
    await writeOutputFile(rows, renderFleetRows(reports, nameOf), {
      force: args.force,
      input: paths,
      signal: io.signal,
    });
  const known =
    args.updateBaseline && args.baseline !== undefined
      ? await rewriteBaseline(args.baseline, join(0, null).leaks, baseline ?? [], io)
      : baseline;
  const accepted = known === null ? null : new Set(known.map(({ fingerprint }) => fingerprint));
  const result = join(args.limit, accepted);
  const snapshots = reports.flatMap((report) =>
    report.status === "read"
      ? [
          {
            path: nameOf(report.path),
            nodeCount: report.nodeCount,
            edgeCount: report.edgeCount,
            totalSize: report.totalSize,
          },
        ]
      : [],
  );
  await writeAll(io.stdout, [
    format === "json" ? renderJson(result, VERSION, snapshots) : renderFleetText(result, io.width),
  ]);
  if (result.failed.length === result.fileCount) return ExitCode.failed;
  const hasGate = args.minSeverity !== undefined || known !== null;
  return hasGate && result.leaks.length > 0 ? ExitCode.findings : ExitCode.ok;
}

async function readAll(
  paths: readonly string[],
  jobs: number,
  state: string | undefined,
  io: CliIo,
): ReturnType<typeof runFleet> {
  const line = new ProgressLine(io.stderr);
  const started = performance.now();
  try {
    return await runFleet(paths, {
      jobs,
      memory: process.availableMemory() * MEMORY_SHARE,
      ...(state !== undefined && { state: resolve(io.cwd, state) }),
      signal: io.signal,
      onProgress: (progress) => {
        const seconds = (performance.now() - started) / 1000;
        line.show(describeProgress(progress, seconds));
      },
    });
  } finally {
    line.clear();
  }
}

/** `12 of 340 files, 1 not read, 4 min left`. */
export function describeProgress(progress: FleetProgress, seconds: number): string {
  const { files, done, failed, bytes, bytesDone } = progress;
  let text = `${done} of ${files} files`;
  if (failed > 0) text += `, ${failed} not read`;
  if (bytesDone > 0 && bytesDone < bytes && seconds >= MIN_ELAPSED)
    text += `, ${describeTime((seconds * (bytes - bytesDone)) / bytesDone)} left`;
  return text;
}

function describeTime(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
