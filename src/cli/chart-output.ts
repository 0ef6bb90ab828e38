import { relative, resolve } from "node:path";
import type { GrowthResult } from "../analysis/change/growth-result.ts";
import { escapeText } from "../render/format.ts";
import { renderGrowthSvg } from "../render/growth-svg.ts";
import { describeSeries } from "../render/growth-text.ts";
import { SVG_MARK } from "../render/lineage-svg.ts";
import { type CliIo, writeAll } from "./command.ts";
import { requireWritable, writeOutputFile } from "./output-file.ts";
import { outputTarget } from "./options.ts";

/** Where a chart goes, and whether over another file. */
interface ChartArgs {
  readonly svg: string | undefined;
  readonly force: boolean;
}

/**
 * Refuses a file that must not be written; ask before long work.
 * @param inputs - the snapshots, as the user wrote them.
 * @throws {OutputError}
 */
export async function requireChartFile(
  args: ChartArgs,
  inputs: readonly string[],
  io: CliIo,
): Promise<void> {
  const target = outputTarget(args.svg, io.cwd);
  if (target === null || target === "-") return;
  for (const input of inputs)
    await requireWritable(target, {
      force: args.force,
      ownMark: SVG_MARK,
      input: resolve(io.cwd, input),
    });
}

/**
 * Draws the chart of a growth into the file that the command line names.
 * @throws {OutputError}
 */
export async function writeChart(
  result: GrowthResult,
  inputs: readonly string[],
  args: ChartArgs,
  io: CliIo,
): Promise<void> {
  const target = outputTarget(args.svg, io.cwd);
  if (target === null) return;
  const { totals, classes } = result;
  const title =
    classes.length === 0
      ? "No class grows"
      : totals.growingCount === 0
        ? "No class grows; these are asked for"
        : `What grows over ${inputs.length} snapshots`;
  const svg = renderGrowthSvg(result, {
    title,
    source: `${inputs[0]} … ${inputs[inputs.length - 1]}`,
    notes: [describeSeries(result)],
  });
  if (target === "-") return writeAll(io.stdout, [svg]);
  await writeOutputFile(target, [svg], {
    force: args.force,
    ownMark: SVG_MARK,
    signal: io.signal,
  });
  io.stderr.write(`wrote ${escapeText(relative(io.cwd, target))}\n`);
}
