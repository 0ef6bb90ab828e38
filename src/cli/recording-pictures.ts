import { relative, resolve } from "node:path";
import type { Argv } from "yargs";
import type { PlotResult } from "../analysis/recording/plot-result.ts";
import { escapeText } from "../render/format.ts";
import { SVG_MARK } from "../render/lineage-svg.ts";
import { HTML_MARK, renderRecordingHtml } from "../render/recording-html.ts";
import { renderRecordingSvg } from "../render/recording-svg.ts";
import { type CliIo, UsageError, writeAll } from "./command.ts";
import type { RecordingInput } from "./find-recording.ts";
import { requireWritable, writeOutputFile } from "./output-file.ts";
import { outputTarget } from "./options.ts";

export interface RecordingPictureArgs {
  svg: string | undefined;
  html: string | undefined;
  term: boolean;
  title: string | undefined;
  flame: boolean;
  slope: boolean;
  force: boolean;
}

/** `--svg`, `--html`, `--term`, and how a picture is drawn. */
export function recordingPictures<A>(y: Argv<A>): Argv<A & RecordingPictureArgs> {
  return y
    .option("svg", {
      type: "string",
      requiresArg: true,
      describe: "Draw it into this file as SVG; - is the terminal",
    })
    .option("html", {
      type: "string",
      requiresArg: true,
      describe: "Write it into this file as a page that stands alone; - is the terminal",
    })
    .option("term", {
      type: "boolean",
      default: false,
      describe: "Print it as text, beside --svg or --html; the default without them",
    })
    .option("title", {
      type: "string",
      requiresArg: true,
      describe: "What it is called; default the command line that was recorded",
    })
    .option("flame", {
      type: "boolean",
      default: false,
      describe: "Draw functions and phases as boxes below the chart instead of brackets in it",
    })
    .option("slope", {
      type: "boolean",
      default: false,
      describe: "Draw the line of least squares over all samples, too",
    })
    .option("force", {
      type: "boolean",
      default: false,
      describe: "Let --svg and --html replace files that heapgraph did not write",
    });
}

/** Whether the answer goes into a picture, so that no text is printed unless it is asked for. */
export function wantsPicture({ svg, html }: RecordingPictureArgs): boolean {
  return svg !== undefined || html !== undefined;
}

interface Picture {
  readonly option: string;
  readonly target: string;
  readonly ownMark: string;
  readonly render: (result: PlotResult) => string;
}

function picturesOf(args: RecordingPictureArgs, io: CliIo): Picture[] {
  const { title, flame, slope } = args;
  const options = { title, flame, slope };
  const svg = outputTarget(args.svg, io.cwd);
  const html = outputTarget(args.html, io.cwd);
  const pictures: Picture[] = [];
  if (svg !== null)
    pictures.push({
      option: "--svg",
      target: svg,
      ownMark: SVG_MARK,
      render: (result) => renderRecordingSvg(result, options),
    });
  if (html !== null)
    pictures.push({
      option: "--html",
      target: html,
      ownMark: HTML_MARK,
      render: (result) => renderRecordingHtml(result, options),
    });
  return pictures;
}

/**
 * Refuses files that must not be written; ask before long work.
 * @throws {OutputError}
 * @throws {UsageError} two answers would go to the same place.
 */
export async function requirePictures(
  args: RecordingPictureArgs & { readonly json: boolean },
  inputs: readonly RecordingInput[],
  io: CliIo,
): Promise<void> {
  const pictures = picturesOf(args, io);
  const toStdout = pictures
    .filter(({ target }) => target === "-")
    .map(({ option }) => `${option} -`);
  if (args.json) toStdout.push("--json");
  if (args.term) toStdout.push("--term");
  if (toStdout.length > 1) throw new UsageError(`${toStdout.join(" and ")} both write to stdout`);
  if (pictures.length === 2 && pictures[0].target === pictures[1].target)
    throw new UsageError("--svg and --html name the same file");
  for (const { target, ownMark } of pictures)
    if (target !== "-")
      await requireWritable(target, { force: args.force, ownMark, input: inputPaths(inputs, io) });
}

/**
 * Draws recordings into the files that the command line names.
 * @throws {OutputError}
 */
export async function writePictures(
  result: PlotResult,
  args: RecordingPictureArgs,
  inputs: readonly RecordingInput[],
  io: CliIo,
): Promise<void> {
  for (const { target, ownMark, render } of picturesOf(args, io)) {
    if (target === "-") {
      await writeAll(io.stdout, [render(result)]);
      continue;
    }
    await writeOutputFile(target, [render(result)], {
      force: args.force,
      ownMark,
      input: inputPaths(inputs, io),
      signal: io.signal,
    });
    io.stderr.write(`wrote ${escapeText(relative(io.cwd, target))}\n`);
  }
}

function inputPaths(inputs: readonly RecordingInput[], io: CliIo): string[] {
  return inputs.filter(({ path }) => path !== "-").map(({ path }) => resolve(io.cwd, path));
}
