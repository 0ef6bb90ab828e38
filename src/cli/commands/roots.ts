import { shortNamesOf } from "../../analysis/short-class-names.ts";
import { shortenClasses } from "../../render/shorten-classes.ts";
import { listRoots } from "../../analysis/roots.ts";
import { renderRootsText, rootsColumns } from "../../render/roots-text.ts";
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

interface RootsArgs extends InputArgs, OutputArgs {
  limit: number;
  reachable: boolean;
}

export const rootsCommand: Command<RootsArgs> = {
  name: "roots [inputs..]",
  summary: "List the categories of GC roots and what hangs on each",
  examples: [
    ["roots app.heapsnapshot", "what the stack, handles, globals … keep alive"],
    ["roots app.heapsnapshot --reachable --format csv", "with all that each of them leads to"],
  ],
  options: (y) =>
    limitOption(
      tableOutput(inputPositional(y, "The snapshot; the newest in this folder when none is named")),
      0,
    ).option("reachable", {
      type: "boolean",
      default: false,
      describe: "Also measure what each reaches, shared or not; slow on large heaps",
    }),
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const { analyses, identity } = await loadSnapshot(files[0], io);
    const result = listRoots(analyses, args);
    await writeTableAnswer(
      formatOf(args),
      {
        result,
        snapshot: identity,
        columns: rootsColumns(result),
        rows: result.roots,
        text: () => renderRootsText(shortenClasses(result, shortNamesOf(analyses)), io.width),
      },
      result.omitted.count,
      io,
    );
    return ExitCode.ok;
  },
};
