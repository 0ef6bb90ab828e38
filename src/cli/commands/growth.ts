import { shortClassNames } from "../../analysis/short-class-names.ts";
import { shortenClasses } from "../../render/shorten-classes.ts";
import { resolve } from "node:path";
import {
  GROWTH_SORTS,
  type GrowthResult,
  type GrowthSort,
} from "../../analysis/change/growth-result.ts";
import { measureSeries } from "../../growth.ts";
import { growthColumns } from "../../render/growth-columns.ts";
import { growthFields, growthTableRows } from "../../render/growth-fields.ts";
import { renderGrowthText } from "../../render/growth-text.ts";
import type { GateReport } from "../../gates/gate-report.ts";
import { measureMany } from "../../gates/measured-heap.ts";
import { type CliIo, type Command, UsageError, writeAll } from "../command.ts";
import { withGates } from "../gate-options.ts";
import { conclude, type GatedArgs, gatedOptions, judge, readGated } from "../gated-command.ts";
import { requireChartFile, writeChart } from "../chart-output.ts";
import { warnOfMemory, threadsOf } from "../load.ts";
import {
  choice,
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  readCount,
  tableOutput,
} from "../options.ts";
import { ProgressLine } from "../progress.ts";
import { findSeries } from "../series-inputs.ts";
import { noteOmitted, renderTableAnswer } from "../table-answer.ts";

interface GrowthArgs extends InputArgs, OutputArgs, GatedArgs {
  sort: GrowthSort;
  limit: number;
  filter: string[];
  bytes: boolean;
  minSteps: number;
  all: boolean;
  between: string | undefined;
  svg: string | undefined;
}

export const growthCommand: Command<GrowthArgs> = {
  name: "growth [inputs..]",
  summary: "Show which classes keep growing over snapshots, and what came and stayed",
  examples: [
    ["growth idle.heapsnapshot warm.heapsnapshot leaking.heapsnapshot", "two steps of one process"],
    ["growth snapshots --min-steps 3", "all of a folder, in order of time"],
    ["growth snapshots --fail-on 'growth(Session)>1000'", "exit with 3 when it is so"],
    ["growth 'Heap.*.heapsnapshot' --svg growth.svg", "those that match, as a chart"],
  ],
  options: (y) =>
    gatedOptions(
      limitOption(
        tableOutput(
          inputPositional(y, "Snapshots in order of time, a folder of them, or a quoted pattern"),
        ),
        25,
        "classes of each kind",
      ),
    )
      .option("sort", choice(GROWTH_SORTS, "retained", "Order of the rows, by growth"))
      .option("filter", {
        type: "string",
        array: true,
        nargs: 1,
        default: [] as string[],
        describe: "Only classes that match; repeat for more",
      })
      .option("bytes", {
        type: "boolean",
        default: false,
        describe: "Go by retained size instead of the number of objects",
      })
      .option("min-steps", {
        type: "string",
        default: "0",
        requiresArg: true,
        describe: "Only classes that grew in N steps from file to file at least",
        coerce: (text: string) => readCount("--min-steps", text),
      })
      .option("all", {
        type: "boolean",
        default: false,
        describe: "Classes that do not grow, too",
      })
      .option("between", {
        type: "string",
        requiresArg: true,
        describe:
          "Objects that came between the files I,J and stayed; default first and last but one",
      })
      .option("svg", {
        type: "string",
        requiresArg: true,
        describe: "Draw the classes that grow most into this file as SVG; - is the terminal",
      }) as unknown as ReturnType<Command<GrowthArgs>["options"]>,
  async run(args, io) {
    const files = findSeries(args.inputs, io.cwd);
    const format = formatOf(args);
    const between =
      args.between === undefined ? undefined : readBetween(args.between, files.length);
    if (args.minSteps >= files.length)
      throw new UsageError(
        `--min-steps ${args.minSteps}: ${files.length} files make ${files.length - 1} steps`,
      );
    await requireChartFile(args, files, io);
    const gated = await readGated(args, files, io);
    const { result, classes, last } = await measure(files, args, between, io);
    const report = judge(gated, () => measureMany(classes, files.length, last));
    if (args.svg !== undefined) await writeChart(result, files, args, io);
    if (args.svg === undefined || format !== "text")
      await writeAll(io.stdout, [render(result, classes, report, args, io)]);
    noteOmitted(format, result.omitted.count, io);
    return conclude("growth", gated, report, result.snapshots, format, args, io);
  },
};

async function measure(
  files: readonly string[],
  args: GrowthArgs,
  between: readonly [number, number] | undefined,
  io: CliIo,
): ReturnType<typeof measureSeries> {
  const paths = files.map((file) => resolve(io.cwd, file));
  for (const [at, path] of paths.entries()) await warnOfMemory(path, files[at], io);
  const progress = new ProgressLine(io.stderr);
  const { sort, limit, filter, minSteps, all } = args;
  try {
    return await measureSeries(paths, {
      by: args.bytes ? "retained" : "count",
      sort,
      limit,
      filter,
      minSteps,
      all,
      ...(between !== undefined && { between }),
      names: files,
      threads: threadsOf(io),
      onProgress: ({ file, files: count, phase, fraction, bytes }) =>
        progress.show(`${file} of ${count}: ${phase}`, fraction, bytes),
    });
  } finally {
    progress.clear();
  }
}

function render(
  result: GrowthResult,
  classes: readonly { readonly name: string }[],
  report: GateReport | null,
  args: GrowthArgs,
  io: CliIo,
): string {
  const format = formatOf(args);
  const { snapshots, ...answer } = result;
  const rows = growthTableRows(result);
  const shown =
    result.idSpace.verdict === "address"
      ? shortenClasses(result, shortClassNames(classes.map(({ name }) => name)))
      : result;
  return renderTableAnswer(format, {
    result: withGates(answer, report),
    snapshot: snapshots,
    columns: format === "md" ? growthColumns(result, rows) : growthFields(result),
    rows,
    text: () => renderGrowthText(shown, { width: io.width, minSteps: args.minSteps }),
  });
}

/** Two positions such as `1,3`, the earlier first. */
function readBetween(text: string, files: number): readonly [number, number] {
  const match = /^(?<from>\d{1,9}),(?<to>\d{1,9})$/.exec(text)?.groups;
  if (match === undefined)
    throw new UsageError(`--between takes two positions of files such as 1,2, got "${text}"`);
  const [from, to] = [Number(match["from"]), Number(match["to"])];
  if (from >= 1 && from < to && to <= files) return [from, to];
  throw new UsageError(
    `--between takes two positions of 1 to ${files}, the earlier first, got "${text}"`,
  );
}
