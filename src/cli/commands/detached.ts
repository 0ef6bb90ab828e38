import { compileClassPatterns } from "../../analysis/class-pattern.ts";
import {
  DEFAULT_DETACHED,
  DETACHED_SORTS,
  type DetachedSort,
  findDetached,
} from "../../analysis/detached.ts";
import { detachedColumns, renderDetachedText } from "../../render/detached-text.ts";
import { type Command, ExitCode } from "../command.ts";
import { loadSnapshot } from "../load.ts";
import {
  choice,
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  patternsOption,
  splitInputs,
  tableOutput,
} from "../options.ts";

import { writeTableAnswer } from "../table-answer.ts";

interface DetachedArgs extends InputArgs, OutputArgs {
  type: string[];
  runtime: boolean;
  sort: DetachedSort;
  limit: number;
}

export const detachedCommand: Command<DetachedArgs> = {
  name: "detached [inputs..]",
  summary: "Find elements and windows that are on no page any more, and who holds them",
  examples: [
    ["detached page.heapsnapshot", "by tag: how many, what they retain, which code holds them"],
    ["detached page.heapsnapshot --type Window --json", "iframes that were removed and still live"],
  ],
  options: (y) =>
    limitOption(
      tableOutput(inputPositional(y, "The snapshot; the newest in this folder when none is named")),
      DEFAULT_DETACHED,
    )
      .option(
        "type",
        patternsOption("Only classes that match, e.g. '<div>'; repeat for any of several"),
      )
      .option("runtime", {
        type: "boolean",
        default: false,
        describe: "Also the runtime's own: Node's handles, what Blink keeps for each element",
      })
      .option("sort", choice(DETACHED_SORTS, "retained", "Order of the rows, the biggest first")),
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const format = formatOf(args);
    const { type, runtime, sort, limit } = args;
    compileClassPatterns(type);
    const { analyses, identity } = await loadSnapshot(files[0], io);
    const result = findDetached(analyses, { type, runtime, sort, limit });
    await writeTableAnswer(
      format,
      {
        result,
        snapshot: identity,
        columns: detachedColumns(result),
        rows: result.classes,
        text: () => renderDetachedText(result, io.width),
      },
      result.omitted.count,
      io,
    );
    return ExitCode.ok;
  },
};
