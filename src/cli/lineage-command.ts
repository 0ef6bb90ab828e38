import { shortNamesOf } from "../analysis/short-class-names.ts";
import { shortenClasses } from "../render/shorten-classes.ts";
import type { Argv } from "yargs";
import { requireClass } from "../analysis/list-nodes.ts";
import type { LineageResult } from "../analysis/lineage-picture.ts";
import { compileClassPatterns } from "../analysis/class-pattern.ts";
import { selectObjects } from "../analysis/select-objects.ts";
import {
  DEFAULT_MAX_BOXES,
  DEFAULT_TOO_MANY,
  type LineageOptions,
  MOST_BOXES,
  traceBackrefs,
  traceRefs,
} from "../analysis/trace-lineage.ts";
import { renderJson } from "../render/json.ts";
import { pictureNotes } from "../render/lineage-legend.ts";
import { lineageHeadline } from "../render/lineage-notes.ts";
import { renderLineageText } from "../render/lineage-text.ts";
import { VERSION } from "../version.ts";
import { type CliIo, type Command, ExitCode, UsageError, writeAll } from "./command.ts";
import { commandLine } from "./command-line.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { loadSnapshot } from "./load.ts";
import {
  type InputArgs,
  inputPositional,
  jsonOutput,
  patternsOption,
  readCount,
  splitInputs,
} from "./options.ts";
import {
  type PictureArgs,
  pictureOptions,
  requirePictureFiles,
  wantsPicture,
  writePicture,
} from "./picture-output.ts";
import { readSelection, type SelectionArgs, selectionOptions } from "./selection-options.ts";

export interface LineageArgs extends InputArgs, SelectionArgs, PictureArgs {
  json: boolean;
  maxDepth: number | undefined;
  maxNodes: number;
  tooMany: number;
  ignore: string[];
  cull: string[];
  highlight: string[];
  weak: boolean;
  allEdges: boolean;
  merge: boolean;
  each: boolean;
}

/** `backrefs` and `refs`: the same in two directions. */
export function lineageCommand(
  about: Pick<Command<LineageArgs>, "summary" | "examples"> & {
    readonly name: "backrefs" | "refs";
  },
): Command<LineageArgs> {
  return {
    ...about,
    name: `${about.name} [inputs..]`,
    options: (y) =>
      walkOptions(
        pictureOptions(
          selectionOptions(jsonOutput(inputPositional(y, "Objects as @id, and the snapshot"))),
        ),
      ),
    run: (args, io) => run(about.name, args, io),
  };
}

function walkOptions<A>(y: Argv<A>): Argv<A & LineageArgs> {
  return y
    .option("max-depth", {
      type: "string",
      requiresArg: true,
      describe: "Follow N references, and draw all within; without it all the way",
      coerce: (text: string | undefined) =>
        text === undefined ? undefined : readCount("--max-depth", text),
    })
    .option("max-nodes", {
      type: "string",
      default: String(DEFAULT_MAX_BOXES),
      requiresArg: true,
      describe: `Draw at most N boxes, up to ${MOST_BOXES}`,
      coerce: readMaxNodes,
    })
    .option("too-many", {
      type: "string",
      default: String(DEFAULT_TOO_MANY),
      requiresArg: true,
      describe: "Draw at most N boxes beside one, the rest as one; 0 draws all",
      coerce: (text: string) => readCount("--too-many", text),
    })
    .option("ignore", patternsOption("Leave out objects of this class"))
    .option("cull", patternsOption("Do not follow objects of this class further"))
    .option("highlight", patternsOption("Make objects of this class stand out"))
    .option("weak", flag("Draw weak references too"))
    .option("all-edges", flag("Draw every reference as the file has it: tables, maps, prototypes"))
    .option(
      "merge",
      flag("Let objects that are met alike share a box, as is so for several objects"),
    )
    .option("each", flag("Give every object its own box")) as unknown as Argv<A & LineageArgs>;
}

async function run(
  name: "backrefs" | "refs",
  args: LineageArgs & { readonly [key: string]: unknown },
  io: CliIo,
): Promise<ExitCode> {
  const { files, objects } = splitInputs(args.inputs, 1, Infinity);
  const selection = readSelection(args, objects);
  const options = readOptions(name, args);
  const file = files[0] ?? findSnapshot(io);
  await requirePictureFiles(args, [file], io);
  const { analyses, identity } = await loadSnapshot(file, io);
  for (const pattern of [...args.ignore, ...args.cull, ...args.highlight])
    requireClass(analyses, [pattern]);
  const { ordinals, omitted } = selectObjects(analyses, selection);
  const trace = name === "backrefs" ? traceBackrefs : traceRefs;
  const result = trace(analyses, ordinals, omitted, options);
  if (wantsPicture(args)) {
    await writePicture(result, captionOf(result, file, args), args, [file], io);
  }
  if (args.json) await writeAll(io.stdout, [renderJson(result, VERSION, identity)]);
  else if (!wantsPicture(args))
    await writeAll(
      io.stdout,
      renderLineageText(shortenClasses(result, shortNamesOf(analyses)), io.width),
    );
  return ExitCode.ok;
}

function captionOf(
  result: LineageResult,
  file: string,
  args: LineageArgs,
): Parameters<typeof writePicture>[1] {
  const what = lineageHeadline(result);
  return {
    title: result.kind === "backrefs" ? `What holds ${what}` : `What is kept alive by ${what}`,
    source: file,
    command: commandLine(result.kind, args),
    notes: pictureNotes(result),
  };
}

function readOptions(name: "backrefs" | "refs", args: LineageArgs): LineageOptions {
  if (args.merge && args.each) throw new UsageError("--merge and --each exclude each other");
  for (const pattern of [...args.ignore, ...args.cull, ...args.highlight])
    compileClassPatterns([pattern]);
  const { maxDepth, maxNodes, tooMany, ignore, cull, highlight, weak, allEdges } = args;
  const isMerged = args.merge || (name === "refs" && !args.each) ? true : args.each ? false : null;
  return {
    ...(maxDepth !== undefined && { maxDepth }),
    maxBoxes: maxNodes,
    tooMany,
    ignore,
    cull,
    highlight,
    weak,
    all: allEdges,
    ...(isMerged !== null && { isMerged }),
  };
}

function readMaxNodes(text: string): number {
  const count = readCount("--max-nodes", text);
  if (count >= 1 && count <= MOST_BOXES) return count;
  throw new UsageError(`--max-nodes takes 1 to ${MOST_BOXES}, got "${text}"`);
}

function flag(describe: string): { type: "boolean"; default: false; describe: string } {
  return { type: "boolean", default: false, describe };
}
