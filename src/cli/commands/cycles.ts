import {
  CYCLE_SORTS,
  type CycleSort,
  type CyclesResult,
  findCycles,
} from "../../analysis/cycles/find-cycles.ts";
import { pictureCycle } from "../../analysis/cycles/picture-cycle.ts";
import { compileClassPatterns } from "../../analysis/class-pattern.ts";
import { CYCLE_COLUMNS, renderCyclesText } from "../../render/cycles-text.ts";
import { formatQuantity } from "../../render/format.ts";
import { type Command, ExitCode, UsageError } from "../command.ts";
import { findSnapshot } from "../find-snapshot.ts";
import { loadSnapshot } from "../load.ts";
import {
  choice,
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  readCount,
  splitInputs,
  tableOutput,
} from "../options.ts";
import {
  type PictureArgs,
  pictureOptions,
  requirePictureFiles,
  wantsPicture,
  writePicture,
} from "../picture-output.ts";

import { writeTableAnswer } from "../table-answer.ts";

interface CyclesArgs extends InputArgs, OutputArgs, PictureArgs {
  sort: CycleSort;
  limit: number;
  type: string[];
  maxLength: number | undefined;
  all: boolean;
  scopes: boolean;
}

export const cyclesCommand: Command<CyclesArgs> = {
  name: "cycles [inputs..]",
  summary: "Find loops of references between the program's own objects",
  examples: [
    ["cycles app.heapsnapshot", "which objects refer to each other in a ring"],
    ["cycles app.heapsnapshot --type Session --svg loop.svg", "a loop through a class, drawn"],
  ],
  options: (y) =>
    pictureOptions(
      limitOption(
        tableOutput(
          inputPositional(y, "The snapshot; the newest in this folder when none is named"),
        ),
        25,
        "kinds of loop",
      ),
    )
      .option("sort", choice(CYCLE_SORTS, "retained", "Order of the rows, the biggest first"))
      .option("type", {
        type: "string",
        array: true,
        nargs: 1,
        default: [] as string[],
        describe: "Only loops through objects of this class; repeat for any of several",
      })
      .option("max-length", {
        type: "string",
        requiresArg: true,
        describe: "Only loops of at most N steps",
        coerce: (text: string | undefined) =>
          text === undefined ? undefined : readMaxLength(text),
      })
      .option("scopes", {
        type: "boolean",
        default: false,
        describe: "Follow variables that functions see too",
      })
      .option("all", {
        type: "boolean",
        default: false,
        describe: "Follow everything but weak references",
      }) as unknown as ReturnType<Command<CyclesArgs>["options"]>,
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const format = formatOf(args);
    compileClassPatterns(args.type);
    const file = files[0] ?? findSnapshot(io);
    await requirePictureFiles(args, [file], io);
    const { analyses, identity } = await loadSnapshot(file, io);
    const { sort, limit, type, maxLength, all, scopes } = args;
    const result: CyclesResult = findCycles(analyses, {
      sort,
      limit,
      type,
      all,
      scopes,
      ...(maxLength !== undefined && { maxLength }),
    });
    if (wantsPicture(args)) {
      const [group] = result.groups;
      if (group === undefined) throw new UsageError("there is no loop to draw");
      const others =
        group.count > 1 ? `, one of ${formatQuantity(group.count, "loop")} like it` : "";
      const caption = {
        title: `${group.code}${others}`,
        source: file,
        command: "heapgraph cycles",
      };
      await writePicture(pictureCycle(analyses, group), caption, args, [file], io);
      return ExitCode.ok;
    }
    await writeTableAnswer(
      format,
      {
        result,
        snapshot: identity,
        columns: CYCLE_COLUMNS,
        rows: result.groups,
        text: () => renderCyclesText(result, io.width),
      },
      result.omitted.count,
      io,
    );
    return ExitCode.ok;
  },
};

function readMaxLength(text: string): number {
  const length = readCount("--max-length", text);
  if (length >= 1) return length;
  throw new UsageError(`--max-length takes 1 or more, got "${text}"`);
}
