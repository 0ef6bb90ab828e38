import { shortNamesOf } from "../../analysis/short-class-names.ts";
import { shortenClasses } from "../../render/shorten-classes.ts";
import {
  SUMMARY_GROUPINGS,
  SUMMARY_SORTS,
  summarize,
  type SummaryGrouping,
  type SummarySort,
} from "../../analysis/summary.ts";
import type { TimeInterval } from "../../analysis/allocation-times.ts";
import { renderSummaryText, summaryColumns } from "../../render/summary-text.ts";
import { measureOne } from "../../gates/measured-heap.ts";
import type { Command } from "../command.ts";
import { withGates } from "../gate-options.ts";
import { conclude, type GatedArgs, gatedOptions, judge, readGated } from "../gated-command.ts";
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

import { writeTableAnswer } from "../table-answer.ts";

interface SummaryArgs extends InputArgs, OutputArgs, GatedArgs {
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
    ["summary app.heapsnapshot --fail-on 'retained(Buffer)>50MB'", "exit with 3 when it is so"],
  ],
  options: (y) =>
    gatedOptions(
      allocatedBetweenOption(
        limitOption(
          tableOutput(
            inputPositional(y, "The snapshot; the newest in this folder when none is named"),
          ),
          25,
        ),
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
    const gated = await readGated(args, files, io);
    const { analyses, identity } = await loadSnapshot(files[0], io, {
      consume:
        (args.by === "class" || args.by === "location") &&
        args.allocatedBetween === undefined &&
        gated.gates === null,
    });
    const result = summarize(analyses, args);
    const report = judge(gated, () => measureOne(analyses));
    await writeTableAnswer(
      formatOf(args),
      {
        result: withGates(result, report),
        snapshot: identity,
        columns: summaryColumns(result),
        rows: result.classes,
        text: () => renderSummaryText(shortenClasses(result, shortNamesOf(analyses)), io.width),
      },
      result.omitted.count,
      io,
    );
    return conclude("summary", gated, report, [identity], formatOf(args), args, io);
  },
};
