import { findStrings, STRING_SORTS, type StringSort } from "../../analysis/strings.ts";
import { compileTextMatch } from "../../analysis/text-match.ts";
import { renderStringsText, stringsColumns } from "../../render/strings-text.ts";
import { type Command, ExitCode, UsageError } from "../command.ts";
import { loadSnapshot } from "../load.ts";
import {
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  readCount,
  splitInputs,
  tableOutput,
} from "../options.ts";

import { writeTableAnswer } from "../table-answer.ts";

interface StringsArgs extends InputArgs, OutputArgs {
  large: boolean;
  pattern: string | undefined;
  minCount: string | undefined;
  sort: StringSort | undefined;
  limit: number;
}

export const stringsCommand: Command<StringsArgs> = {
  name: "strings [inputs..]",
  summary: "Find strings that are stored again and again, or the largest",
  examples: [
    ["strings app.heapsnapshot", "equal strings by what their copies waste, with who holds them"],
    ["strings app.heapsnapshot --large", "single strings by what they retain"],
    ["strings app.heapsnapshot --pattern '/^Bearer /'", "strings that match, in any number"],
  ],
  options: (y) =>
    limitOption(
      tableOutput(inputPositional(y, "The snapshot; the newest in this folder when none is named")),
      25,
    )
      .option("large", {
        type: "boolean",
        default: false,
        describe: "Single strings, concatenated ones and slices too, the largest first",
      })
      .option("pattern", {
        type: "string",
        requiresArg: true,
        describe: "Only texts that contain this, or match a glob or /regex/",
      })
      .option("min-count", {
        type: "string",
        requiresArg: true,
        describe: "Only texts that stand there N times at least; 2, with --pattern 1",
      })
      .option("sort", {
        choices: STRING_SORTS,
        requiresArg: true,
        describe: "Order of the rows, the biggest first; wasted, with --large retained",
      }) as unknown as ReturnType<Command<StringsArgs>["options"]>,
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const format = formatOf(args);
    const { large, pattern, sort, limit } = args;
    if (pattern !== undefined) compileTextMatch(pattern);
    const minCount =
      args.minCount === undefined ? undefined : readCount("--min-count", args.minCount);
    if (large && minCount !== undefined)
      throw new UsageError("--large shows single strings: --min-count does not go with it");
    if (large && (sort === "wasted" || sort === "count"))
      throw new UsageError(`--large sorts by retained or shallow, not by ${sort}`);
    if (!large && sort === "retained")
      throw new UsageError("equal strings are sorted by wasted, count or shallow, not by retained");
    const { analyses, identity } = await loadSnapshot(files[0], io);
    const result = findStrings(analyses, { large, pattern, minCount, sort, limit });
    await writeTableAnswer(
      format,
      {
        result,
        snapshot: identity,
        columns: stringsColumns(result),
        rows: result.strings,
        text: () => renderStringsText(result, io.width),
      },
      result.omitted.count,
      io,
    );
    return ExitCode.ok;
  },
};
