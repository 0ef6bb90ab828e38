import type { Argv } from "yargs";
import { type GateReport, joinGates } from "../gates/gate-report.ts";
import type { MeasuredHeap } from "../gates/measured-heap.ts";
import { renderJson, type SnapshotIdentity } from "../render/json.ts";
import { makeReport } from "../render/report.ts";
import { VERSION } from "../version.ts";
import { type CliIo, type ExitCode, UsageError } from "./command.ts";
import {
  checkGates,
  concludeGates,
  type GateArgs,
  gateOptions,
  type Gates,
  readGates,
} from "./gate-options.ts";
import {
  readReports,
  type ReportArgs,
  type ReportFile,
  reportOptions,
  reportRoot,
  writeReports,
} from "./report-output.ts";

/** Arguments of a command that measures classes and finds no suspects. */
export interface GatedArgs extends GateArgs, ReportArgs {}

/** The gates of such a command, and where reports of them go. */
export interface Gated {
  readonly gates: Gates | null;
  readonly reports: readonly ReportFile[];
}

/** `--fail-on`, `--budget`, `--report`. */
export function gatedOptions<A>(y: Argv<A>): Argv<A & GatedArgs> {
  return reportOptions(gateOptions(y));
}

/**
 * Reads all of them before anything long begins.
 * @param files - the snapshots, as the user wrote them; none for the newest in the folder.
 * @throws {UsageError} for reports of nothing, and as {@link readGates} and {@link readReports}.
 */
export async function readGated(
  args: GatedArgs,
  files: readonly string[],
  io: CliIo,
): Promise<Gated> {
  const gates = await readGates(args, Math.max(1, files.length), io);
  if (gates === null && args.report.length > 0)
    throw new UsageError("--report tells of gates here: give --fail-on or --budget, too");
  return { gates, reports: await readReports(args, files, io) };
}

/** The verdict on what was measured; null when no gate was given. */
export function judge({ gates }: Gated, measure: () => MeasuredHeap): GateReport | null {
  return gates === null ? null : joinGates(checkGates(gates, measure()));
}

/** Writes reports, and says on stderr what failed; the exit code. */
export async function conclude(
  command: string,
  { reports }: Gated,
  verdict: GateReport | null,
  snapshots: readonly SnapshotIdentity[],
  format: string,
  args: GatedArgs,
  io: CliIo,
): Promise<ExitCode> {
  const files = snapshots.map(({ path }) => path);
  const report = makeReport(command, files, verdict, { suspects: [] }, reportRoot(io));
  const json = (): string =>
    renderJson(
      { kind: "gates", gates: verdict } as { readonly kind: "gates" },
      VERSION,
      snapshots.length === 1 ? snapshots[0] : snapshots,
    );
  await writeReports(reports, report, json, args, io);
  return concludeGates(verdict, format, io);
}
