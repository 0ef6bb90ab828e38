import {
  SUMMARY_GROUPINGS,
  SUMMARY_SORTS,
  summarize,
  type SummaryGrouping,
  type SummarySort,
} from "../../analysis/summary.ts";
import type { TimeInterval } from "../../analysis/allocation-times.ts";
import { renderSummaryText, summaryColumns } from "../../render/summary-text.ts";
import { type Command, ExitCode } from "../command.ts";
import { loadSnapshot } from "../load.ts";
import {
  choice,
  allocatedBetweenOption,
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  splitInputs,
  tableOutput,
} from "../options.ts";
import { noteOmitted, renderTableAnswer } from "../table-answer.ts";

interface SummaryArgs extends InputArgs, OutputArgs {
  sort: SummarySort;
  limit: number;
  filter: string[];
  by: SummaryGrouping;
  allocatedBetween: TimeInterval | undefined;
}

export const summaryCommand: Command<SummaryArgs> = {
  name: "summary [inputs..]",
  summary: "List classes by the memory they retain",
  examples: [
    ["summary app.heapsnapshot", "the classes that retain most"],
    [
      "summary app.heapsnapshot --filter '*Cache' --sort count --limit 0",
      "all caches, most objects first",
    ],
  ],
  options: (y) =>
    allocatedBetweenOption(
      limitOption(
        tableOutput(
          inputPositional(y, "The snapshot; the newest in this folder when none is named"),
        ),
        25,
      ),
    )
      .option("sort", choice(SUMMARY_SORTS, "retained", "Order of the rows"))
      .option("filter", {
        type: "string",
        array: true,
        nargs: 1,
        default: [] as string[],
        describe: "Only classes that match; repeat for more",
      })
      .option("by", choice(SUMMARY_GROUPINGS, "class", "What to group objects by")),
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const { analyses, identity } = await loadSnapshot(files[0], io, {
      consume:
        (args.by === "class" || args.by === "location") && args.allocatedBetween === undefined,
    });
    const result = summarize(analyses, args);
    io.stdout.write(
      renderTableAnswer(formatOf(args), {
        result,
        snapshot: identity,
        columns: summaryColumns(result),
        rows: result.classes,
        text: () => renderSummaryText(result, io.width),
      }),
    );
    noteOmitted(formatOf(args), result.omitted.count, io);
    return ExitCode.ok;
  },
};
