import { compileClassPatterns } from "../../analysis/class-pattern.ts";
import {
  BUFFER_SORTS,
  type BufferSort,
  DEFAULT_BUFFERS,
  findBuffers,
} from "../../analysis/buffers.ts";
import { buffersColumns, renderBuffersText } from "../../render/buffers-text.ts";
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

interface BuffersArgs extends InputArgs, OutputArgs {
  type: string[];
  sort: BufferSort;
  limit: number;
}

export const buffersCommand: Command<BuffersArgs> = {
  name: "buffers [inputs..]",
  summary: "Show the memory of Buffers, ArrayBuffers and typed arrays, and who holds it",
  examples: [
    ["buffers app.heapsnapshot", "by size and class, with the code that holds them"],
    ["buffers app.heapsnapshot --type Buffer --sort count", "Node's Buffers, most numerous first"],
  ],
  options: (y) =>
    limitOption(
      tableOutput(inputPositional(y, "The snapshot; the newest in this folder when none is named")),
      DEFAULT_BUFFERS,
    )
      .option("type", patternsOption("Only classes that match, e.g. Buffer; repeat for more"))
      .option(
        "sort",
        choice(BUFFER_SORTS, "total", "Order of the rows, the biggest first; size: of each"),
      ),
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const format = formatOf(args);
    const { type, sort, limit } = args;
    compileClassPatterns(type);
    const { analyses, identity } = await loadSnapshot(files[0], io);
    const result = findBuffers(analyses, { type, sort, limit });
    await writeTableAnswer(
      format,
      {
        result,
        snapshot: identity,
        columns: buffersColumns(result),
        rows: result.buffers,
        text: () => renderBuffersText(result, io.width),
      },
      result.omitted.count,
      io,
    );
    return ExitCode.ok;
  },
};
