import { DEFAULT_CLOSURES, findClosures } from "../../analysis/closures/find-closures.ts";
import { CLOSURES_COLUMNS, closuresRows, renderClosuresText } from "../../render/closures-text.ts";
import { type Command, ExitCode } from "../command.ts";
import { loadSnapshot } from "../load.ts";
import {
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  splitInputs,
  tableOutput,
} from "../options.ts";

import { writeTableAnswer } from "../table-answer.ts";

interface ClosuresArgs extends InputArgs, OutputArgs {
  limit: number;
  all: boolean;
  unused: boolean;
}

export const closuresCommand: Command<ClosuresArgs> = {
  name: "closures [inputs..]",
  summary: "Show which variables closures keep alive, and those that none uses",
  examples: [
    ["closures app.heapsnapshot", "scopes that retain most, with their variables"],
    ["closures page.heapsnapshot --unused", "memory kept by variables that no function uses"],
  ],
  options: (y) =>
    limitOption(
      tableOutput(inputPositional(y, "The snapshot; the newest in this folder when none is named")),
      DEFAULT_CLOSURES,
      "scopes",
    )
      .option("unused", {
        type: "boolean",
        default: false,
        describe: "Only scopes with variables that no function uses; files of V8 15.6 or later",
      })
      .option("all", {
        type: "boolean",
        default: false,
        describe: "Also scopes of the runtime's own functions",
      }),
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const { analyses, identity } = await loadSnapshot(files[0], io);
    const result = findClosures(analyses, args);
    await writeTableAnswer(
      formatOf(args),
      {
        result,
        snapshot: identity,
        columns: CLOSURES_COLUMNS,
        rows: closuresRows(result),
        text: () => renderClosuresText(result, io.width),
      },
      result.omitted.count,
      io,
    );
    return ExitCode.ok;
  },
};
