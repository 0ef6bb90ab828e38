import { shortNamesOf } from "../../analysis/short-class-names.ts";
import { shortenClasses } from "../../render/shorten-classes.ts";
import { findCuts } from "../../analysis/cut/find-cuts.ts";
import { type Removal, removeReferences } from "../../analysis/cut/remove-references.ts";
import { compileClassPattern } from "../../analysis/class-pattern.ts";
import { selectObjects } from "../../analysis/select-objects.ts";
import { CUT_COLUMNS, renderCutText, renderRemovalText } from "../../render/cut-text.ts";
import { renderJson } from "../../render/json.ts";
import { VERSION } from "../../version.ts";
import { type CliIo, type Command, ExitCode, UsageError, writeAll } from "../command.ts";
import { loadSnapshot } from "../load.ts";
import {
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  patternsOption,
  readObjectId,
  splitInputs,
  tableOutput,
} from "../options.ts";
import { readSelection, type SelectionArgs, selectionOptions } from "../selection-options.ts";

import { writeTableAnswer } from "../table-answer.ts";

interface CutArgs extends InputArgs, OutputArgs, SelectionArgs {
  limit: number;
  edge: string[];
  node: string[];
  edgesMatching: string[];
}

export const cutCommand: Command<CutArgs> = {
  name: "cut [inputs..]",
  summary: "Find the references whose removal frees objects, or try a removal",
  examples: [
    ["cut app.heapsnapshot --type Session", "which reference to remove so that sessions go"],
    ["cut app.heapsnapshot --edge '@4711.cache'", "what would be free without that reference"],
    ["cut app.heapsnapshot --edges-matching '*._events -> *'", "without all event listeners"],
  ],
  options: (y) =>
    selectionOptions(
      limitOption(tableOutput(inputPositional(y, "Objects as @id, and the snapshot")), 10),
    )
      .option(
        "edge",
        patternsOption("Try it: without this reference, as @1234.name or '@1234.get(\"key\")'"),
      )
      .option("node", patternsOption("Try it: without this object, as @1234"))
      .option(
        "edges-matching",
        patternsOption(
          "Try it: without all references that read so, e.g. 'EventEmitter._events -> *'",
        ),
      ) as unknown as ReturnType<Command<CutArgs>["options"]>,
  async run(args, io) {
    const { files, objects } = splitInputs(args.inputs, 1, Infinity);
    const removal = readRemoval(args);
    if (removal !== null) {
      const isChosen = objects.length + args.id.length + args.type.length + args.where.length > 0;
      if (isChosen)
        throw new UsageError(
          "--edge, --node and --edges-matching try a removal: choose no objects",
        );
      await tryRemoval(files[0], removal, args, io);
      return ExitCode.ok;
    }
    const selection = readSelection(args, objects);
    const format = formatOf(args);
    const { analyses, identity } = await loadSnapshot(files[0], io);
    const { ordinals, omitted } = selectObjects(analyses, selection);
    const result = findCuts(analyses, ordinals, omitted, { limit: args.limit });
    await writeTableAnswer(
      format,
      {
        result,
        snapshot: identity,
        columns: CUT_COLUMNS,
        rows: result.cuts,
        text: () => renderCutText(shortenClasses(result, shortNamesOf(analyses)), io.width),
      },
      result.omitted.count,
      io,
    );
    return ExitCode.ok;
  },
};

async function tryRemoval(
  file: string | undefined,
  removal: Removal,
  args: CutArgs,
  io: CliIo,
): Promise<void> {
  const format = formatOf(args);
  if (format !== "text" && format !== "json")
    throw new UsageError(`a removal is told as text or json, not as ${format}`);
  const { analyses, identity } = await loadSnapshot(file, io);
  const result = removeReferences(analyses, removal);
  const text =
    format === "json"
      ? renderJson(result, VERSION, identity)
      : renderRemovalText(shortenClasses(result, shortNamesOf(analyses)), io.width);
  await writeAll(io.stdout, [text]);
}

/** What is to be removed; null when nothing is. */
function readRemoval(args: CutArgs): Removal | null {
  const { edge, node, edgesMatching } = args;
  if (edge.length + node.length + edgesMatching.length === 0) return null;
  for (const pattern of edgesMatching) compileClassPattern(pattern);
  return {
    edges: edge.map(readEdge),
    nodes: node.map((text) => readObjectId(text)),
    matching: edgesMatching,
  };
}

/** `@1234.cache`: an object and one of its references. */
function readEdge(text: string): { id: number; code: string } {
  const groups = /^@(?<id>\d{1,16})(?<code>.+)$/s.exec(text)?.groups;
  if (groups === undefined)
    throw new UsageError(
      `--edge takes an object and its reference, as in @1234.cache; got "${text}"`,
    );
  return { id: Number(groups["id"]), code: groups["code"] ?? "" };
}
