import { shortNamesOf } from "../../analysis/short-class-names.ts";
import { shortenClasses } from "../../render/shorten-classes.ts";
import type { ArgumentsCamelCase } from "yargs";
import type { Analyses } from "../../analysis/analyses.ts";
import { findObject } from "../../analysis/find-object.ts";
import { findPaths } from "../../analysis/find-paths.ts";
import type { LineagePicture } from "../../analysis/lineage-picture.ts";
import { mergePaths } from "../../analysis/merge-paths.ts";
import { findPathBetween } from "../../analysis/path-between.ts";
import { pictureMergedPaths, picturePaths } from "../../analysis/path-picture.ts";
import type { MergedPathResult, PathResult } from "../../analysis/path-result.ts";
import { type ObjectSelection, selectObjects } from "../../analysis/select-objects.ts";
import { formatQuantity } from "../../render/format.ts";
import { renderJson } from "../../render/json.ts";
import { renderMergedPathText } from "../../render/merged-path-text.ts";
import { renderPathText } from "../../render/path-text.ts";
import { VERSION } from "../../version.ts";
import { commandLine } from "../command-line.ts";
import { type CliIo, type Command, ExitCode, UsageError, writeAll } from "../command.ts";
import { findSnapshot } from "../find-snapshot.ts";
import { loadSnapshot } from "../load.ts";
import {
  type InputArgs,
  inputPositional,
  jsonOutput,
  readCount,
  readObjectId,
  splitInputs,
} from "../options.ts";
import {
  type PictureArgs,
  pictureOptions,
  requirePictureFiles,
  wantsPicture,
  writePicture,
} from "../picture-output.ts";
import { readSelection, type SelectionArgs, selectionOptions } from "../selection-options.ts";

interface PathArgs extends InputArgs, SelectionArgs, PictureArgs {
  json: boolean;
  k: number;
  merge: boolean;
  from: string | undefined;
  to: string | undefined;
}

/** What a command line wants to know. */
type Question =
  | { readonly kind: "between"; readonly from: number; readonly to: number }
  | { readonly kind: "paths" | "merged"; readonly selection: ObjectSelection };

/** Objects whose ways are told one by one unless the command line says how many. */
const DEFAULT_OBJECTS = 10;

/** More ways to one object than this are nobody's question. */
const MOST_PATHS = 100;

export const pathCommand: Command<PathArgs> = {
  name: "path [inputs..]",
  summary: "Show the shortest ways from the roots to objects, as code",
  examples: [
    ["path app.heapsnapshot @4711", "what keeps this object alive, step by step"],
    ["path app.heapsnapshot --type Session --merge", "the ways to all sessions as one tree"],
    ["path app.heapsnapshot --from @1 --to @4711", "how one object leads to another"],
  ],
  options: (y) =>
    pictureOptions(
      selectionOptions(jsonOutput(inputPositional(y, "Objects as @id, and the snapshot"))),
    )
      .option("k", {
        type: "string",
        default: "1",
        requiresArg: true,
        describe: "Show N different ways to each object; also --k N",
        coerce: readPathCount,
      })
      .option("merge", {
        type: "boolean",
        default: false,
        describe: "Show the ways to all objects as one tree, equal beginnings once",
      })
      .option("from", {
        type: "string",
        requiresArg: true,
        describe: "Begin at this object instead of the roots; with --to",
      })
      .option("to", {
        type: "string",
        requiresArg: true,
        describe: "The object that --from is to lead to",
      }),
  async run(args, io) {
    const { files, objects } = splitInputs(args.inputs, 1, Infinity);
    const question = readQuestion(args, objects);
    const file = files[0] ?? findSnapshot(io);
    await requirePictureFiles(args, [file], io);
    const { analyses, identity } = await loadSnapshot(file, io);
    const result = answer(analyses, question, args.k);
    if (wantsPicture(args)) {
      const caption = { ...describe(result), source: file, command: commandLine("path", args) };
      await writePicture(pictureOf(result), caption, args, [file], io);
    }
    if (args.json) await writeAll(io.stdout, [renderJson(result, VERSION, identity)]);
    else if (!wantsPicture(args))
      await writeAll(io.stdout, renderText(shortenClasses(result, shortNamesOf(analyses)), io));
    return ExitCode.ok;
  },
};

function readQuestion(args: ArgumentsCamelCase<PathArgs>, objects: readonly number[]): Question {
  const { from, to, merge, k } = args;
  if (from !== undefined || to !== undefined) {
    if (from === undefined || to === undefined)
      throw new UsageError("--from and --to go together: name both objects");
    const isChosen =
      objects.length + args.id.length + args.type.length + args.where.length > 0 ||
      args.pick !== undefined ||
      args.maxObjects !== undefined;
    if (isChosen || merge || k > 1)
      throw new UsageError("--from and --to name the objects; nothing else chooses or merges");
    return { kind: "between", from: readObjectId(from, "--from"), to: readObjectId(to, "--to") };
  }
  const selection = readSelection(args, objects);
  if (merge) {
    if (k > 1) throw new UsageError("--merge takes the shortest way to each object: no --k");
    return { kind: "merged", selection };
  }
  const isLimited =
    selection.ids !== undefined ||
    selection.pick !== undefined ||
    selection.maxObjects !== undefined;
  return {
    kind: "paths",
    selection: isLimited ? selection : { ...selection, maxObjects: DEFAULT_OBJECTS },
  };
}

function answer(
  analyses: Analyses,
  question: Question,
  count: number,
): PathResult | MergedPathResult {
  if (question.kind === "between") {
    const [from, to] = [question.from, question.to].map((id) => findObject(analyses.graph, id));
    return findPathBetween(analyses, from, to);
  }
  const { ordinals, omitted } = selectObjects(analyses, question.selection);
  return question.kind === "merged"
    ? mergePaths(analyses, ordinals, omitted)
    : findPaths(analyses, ordinals, omitted, { count });
}

function pictureOf(result: PathResult | MergedPathResult): LineagePicture {
  return result.kind === "path" ? picturePaths(result) : pictureMergedPaths(result);
}

function renderText(result: PathResult | MergedPathResult, io: CliIo): Iterable<string> {
  return result.kind === "path"
    ? renderPathText(result, io.width)
    : renderMergedPathText(result, io.width);
}

function describe(result: PathResult | MergedPathResult): { title: string; notes: string[] } {
  const { omitted } = result;
  const notes =
    omitted.count > 0
      ? [`${formatQuantity(omitted.count, "more object")} not drawn; --max-objects 0 takes all`]
      : [];
  if (result.kind === "merged-path") {
    if (result.unreachable.count > 0)
      notes.push(`nothing leads to ${formatQuantity(result.unreachable.count, "object")}`);
    return { title: `Shortest ways to ${formatQuantity(result.count, "object")}`, notes };
  }
  const [first] = result.objects;
  const title =
    result.objects.length === 1
      ? `Ways to ${first.class} @${first.id}`
      : `Ways to ${formatQuantity(result.objects.length, "object")}`;
  return { title, notes };
}

function readPathCount(text: string): number {
  const count = readCount("--k", text);
  if (count >= 1 && count <= MOST_PATHS) return count;
  throw new UsageError(`--k takes 1 to ${MOST_PATHS}, got "${text}"`);
}
