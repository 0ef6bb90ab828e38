import { relative, resolve } from "node:path";
import type { Argv } from "yargs";
import type { LineagePicture } from "../analysis/lineage-picture.ts";
import { drawLineage, writeLineageDot } from "../draw-lineage.ts";
import { LayoutError } from "../layout/lay-out.ts";
import type { BoxExtra } from "../render/lineage-box-text.ts";
import { DOT_MARK, type PictureCaption } from "../render/lineage-dot.ts";
import { SVG_MARK } from "../render/lineage-svg.ts";
import { escapeText, formatQuantity } from "../render/format.ts";
import { type CliIo, UsageError, writeAll } from "./command.ts";
import { requireWritable, writeOutputFile } from "./output-file.ts";
import { type OutputArgs, outputTarget } from "./options.ts";

const EXTRAS = ["size", "retained", "id", "location"] as const;

export interface PictureArgs {
  svg: string | undefined;
  dot: string | undefined;
  force: boolean;
  extra: BoxExtra[] | undefined;
  longNames: boolean;
}

/** `--svg`, `--dot`, and how boxes are written. */
export function pictureOptions<A>(y: Argv<A>): Argv<A & PictureArgs> {
  return y
    .option("svg", {
      type: "string",
      requiresArg: true,
      describe: "Draw it into this file as SVG; - is the terminal",
    })
    .option("dot", {
      type: "string",
      requiresArg: true,
      describe: "Write it into this file for Graphviz; - is the terminal",
    })
    .option("force", {
      type: "boolean",
      default: false,
      describe: "Let --svg and --dot replace files that heapgraph did not write",
    })
    .option("extra", {
      type: "string",
      requiresArg: true,
      describe: `What boxes of a picture say: any of ${EXTRAS.join(",")}`,
      coerce: (text: string | undefined) => (text === undefined ? undefined : readExtra(text)),
    })
    .option("long-names", {
      type: "boolean",
      default: false,
      describe: "Write names of classes in a picture in full",
    }) as unknown as Argv<A & PictureArgs>;
}

/** Where a picture goes; absolute paths, "-" for stdout, null for nowhere. */
interface PictureTargets {
  readonly svg: string | null;
  readonly dot: string | null;
}

function targetsOf(args: PictureArgs, io: CliIo): PictureTargets {
  const targets = { svg: outputTarget(args.svg, io.cwd), dot: outputTarget(args.dot, io.cwd) };
  if (targets.svg !== null && targets.svg === targets.dot)
    throw new UsageError("--svg and --dot name the same file");
  return targets;
}

/** Whether the answer goes into a picture, so that no text is printed. */
export function wantsPicture(args: PictureArgs): boolean {
  return args.svg !== undefined || args.dot !== undefined;
}

/**
 * Refuses files that must not be written; ask before long work.
 * @param inputs - the snapshots, as the user wrote them.
 * @throws {OutputError}
 * @throws {UsageError} a picture and another answer would both go to stdout.
 */
export async function requirePictureFiles(
  args: PictureArgs & Partial<OutputArgs>,
  inputs: readonly string[],
  io: CliIo,
): Promise<void> {
  const { svg, dot } = targetsOf(args, io);
  const isForMachines = args.json === true || (args.format ?? "text") !== "text";
  if (isForMachines && (svg === "-" || dot === "-")) {
    const picture = svg === "-" ? "--svg -" : "--dot -";
    const answer = args.json === true ? "--json" : `--format ${args.format}`;
    throw new UsageError(`${picture} and ${answer} both write to stdout`);
  }
  const about = { force: args.force, input: inputs.map((input) => resolve(io.cwd, input)) };
  if (svg !== null && svg !== "-") await requireWritable(svg, { ...about, ownMark: SVG_MARK });
  if (dot !== null && dot !== "-") await requireWritable(dot, { ...about, ownMark: DOT_MARK });
}

/**
 * Draws a picture into the files that the command line names.
 * @throws {LayoutError} the layout took too long; the DOT text has then been written beside the SVG's place.
 * @throws {OutputError}
 */
export async function writePicture(
  picture: LineagePicture,
  caption: PictureCaption,
  args: PictureArgs,
  inputs: readonly string[],
  io: CliIo,
): Promise<void> {
  const { svg, dot } = targetsOf(args, io);
  const options = { caption, longNames: args.longNames, ...(args.extra && { extra: args.extra }) };
  const write = async (target: string, content: string, ownMark: string): Promise<void> => {
    if (target === "-") return writeAll(io.stdout, [content]);
    await writeOutputFile(target, [content], {
      force: args.force,
      input: inputs.map((input) => resolve(io.cwd, input)),
      ownMark,
      signal: io.signal,
    });
    const boxes = formatQuantity(picture.boxes.length, "box", "boxes");
    const edges = formatQuantity(picture.edges.length, "reference");
    io.stderr.write(`wrote ${escapeText(relative(io.cwd, target))}: ${boxes}, ${edges}\n`);
  };
  if (dot !== null) await write(dot, writeLineageDot(picture, options), DOT_MARK);
  if (svg === null) return;
  try {
    await write(svg, await drawLineage(picture, { ...options, signal: io.signal }), SVG_MARK);
  } catch (error) {
    if (error instanceof LayoutError && dot === null && svg !== "-") {
      const beside = `${svg.replace(/\.svg$/i, "")}.dot`;
      await write(beside, writeLineageDot(picture, options), DOT_MARK);
    }
    throw error;
  }
}

function readExtra(text: string): BoxExtra[] {
  const words = text.split(",").map((word) => word.trim());
  const unknown = words.find((word) => !EXTRAS.some((extra) => extra === word));
  if (unknown !== undefined)
    throw new UsageError(`--extra takes any of ${EXTRAS.join(",")}; got "${unknown}"`);
  return words as BoxExtra[];
}
