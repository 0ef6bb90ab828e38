import type { TimeInterval } from "../../analysis/allocation-times.ts";
import {
  TIMELINE_GROUPINGS,
  type TimelineGrouping,
} from "../../analysis/timeline/allocation-sites.ts";
import { DEFAULT_TIMELINE_ROWS, readTimeline } from "../../analysis/timeline/read-timeline.ts";
import { renderTimelineText, timelineColumns } from "../../render/timeline-text.ts";
import { type Command, ExitCode } from "../command.ts";
import { loadSnapshot } from "../load.ts";
import {
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  readInterval,
  splitInputs,
  tableOutput,
} from "../options.ts";

import { writeTableAnswer } from "../table-answer.ts";

interface TimelineArgs extends InputArgs, OutputArgs {
  limit: number;
  by: TimelineGrouping | undefined;
  between: TimeInterval | undefined;
}

export const timelineCommand: Command<TimelineArgs> = {
  name: "timeline [inputs..]",
  summary: "Show what was allocated in a recording and still lives, by time and function",
  examples: [
    ["timeline app.heaptimeline", "when, and by which functions"],
    ["timeline app.heaptimeline --between 2s,5s --by stack", "what three seconds left behind"],
  ],
  options: (y) =>
    limitOption(
      tableOutput(
        inputPositional(y, "The recording; the newest snapshot in this folder when none is named"),
      ),
      DEFAULT_TIMELINE_ROWS,
    )
      .option("by", {
        choices: TIMELINE_GROUPINGS,
        requiresArg: true,
        describe: "What to group objects by (default function; class where no stacks are recorded)",
      })
      .option("between", {
        type: "string",
        requiresArg: true,
        describe: "Only objects allocated then: T1,T2 such as 2s,5s",
        coerce: (text: string | undefined) =>
          text === undefined ? undefined : readInterval("--between", text),
      }) as never,
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const { analyses, identity } = await loadSnapshot(files[0], io);
    const { by, between, limit } = args;
    const result = readTimeline(analyses, { by, between, limit });
    await writeTableAnswer(
      formatOf(args),
      {
        result,
        snapshot: identity,
        columns: timelineColumns(result),
        rows: result.rows,
        text: () => renderTimelineText(result, io.width),
      },
      result.omitted.rows,
      io,
    );
    return ExitCode.ok;
  },
};
