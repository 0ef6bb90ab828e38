import { shortNamesOf } from "../../analysis/short-class-names.ts";
import { shortenClasses } from "../../render/shorten-classes.ts";
import {
  DEFAULT_DOMINATOR_DEPTH,
  DEFAULT_DOMINATOR_LIMIT,
  viewDominators,
} from "../../analysis/dominator-view.ts";
import { findObject } from "../../analysis/find-object.ts";
import { renderDominatorsFolded, renderDominatorsText } from "../../render/dominators-text.ts";
import { renderJson } from "../../render/json.ts";
import { VERSION } from "../../version.ts";
import { type Command, ExitCode, writeAll } from "../command.ts";
import { loadSnapshot } from "../load.ts";
import {
  choice,
  type InputArgs,
  inputPositional,
  jsonOutput,
  objectOf,
  objectOption,
  readByteSize,
  readCount,
  splitInputs,
} from "../options.ts";

const FORMATS = ["text", "json", "folded"] as const;
type Format = (typeof FORMATS)[number];

interface DominatorsArgs extends InputArgs {
  id: string | undefined;
  depth: string | undefined;
  limit: string | undefined;
  minSize: string | undefined;
  class: boolean;
  format: Format;
  json: boolean;
}

/** A picture can show more than a page: levels, and the least share of the start's retained size. */
const FOLDED_DEPTH = 100;
const FOLDED_MIN_SHARE = 0.001;

export const dominatorsCommand: Command<DominatorsArgs> = {
  name: "dominators [inputs..]",
  summary: "Show the dominator tree: what keeps which part of the heap alive",
  examples: [
    ["dominators app.heapsnapshot", "where the memory hangs, from the root"],
    ["dominators app.heapsnapshot @4711 --depth 8 --class", "inside of one object, by class"],
    ["dominators app.heapsnapshot --format folded > heap.folded", "for a flame-graph viewer"],
  ],
  options: (y) =>
    objectOption(jsonOutput(inputPositional(y, "The snapshot, and the object to start at as @id")))
      .option("depth", {
        type: "string",
        requiresArg: true,
        describe: `Levels below the start, 0 for all (default ${DEFAULT_DOMINATOR_DEPTH}; folded ${FOLDED_DEPTH})`,
      })
      .option("limit", {
        type: "string",
        requiresArg: true,
        describe: `Children of one object, 0 for all (default ${DEFAULT_DOMINATOR_LIMIT}; folded 0)`,
      })
      .option("min-size", {
        type: "string",
        requiresArg: true,
        describe: "Least retained size, as in 64kB (default 1 % of the start's; folded 0.1 %)",
      })
      .option("class", {
        type: "boolean",
        default: false,
        describe: "Merge children of one class at every level",
      })
      .option("format", choice(FORMATS, "text", "How to print the answer")) as never,
  async run(args, io) {
    const { files, objects } = splitInputs(args.inputs, 1, 1);
    const format = args.json ? "json" : args.format;
    const isFolded = format === "folded";
    const depth = readCount(
      "--depth",
      args.depth ?? String(isFolded ? FOLDED_DEPTH : DEFAULT_DOMINATOR_DEPTH),
    );
    const limit = readCount(
      "--limit",
      args.limit ?? String(isFolded ? 0 : DEFAULT_DOMINATOR_LIMIT),
    );
    const stated =
      args.minSize === undefined ? undefined : readByteSize("--min-size", args.minSize);
    const { analyses, graph, identity } = await loadSnapshot(files[0], io);
    const id = objectOf(objects, args.id);
    const start = id === undefined ? graph.rootOrdinal : findObject(graph, id);
    const fine = isFolded
      ? Math.floor(analyses.retainedSizes[start] * FOLDED_MIN_SHARE)
      : undefined;
    const minSize = stated ?? fine;
    const result = viewDominators(analyses, {
      depth,
      limit,
      byClass: args.class,
      ...(id === undefined ? {} : { id }),
      ...(minSize === undefined ? {} : { minSize }),
    });
    if (format === "json") io.stdout.write(renderJson(result, VERSION, identity));
    else if (isFolded) await writeAll(io.stdout, renderDominatorsFolded(result));
    else
      await writeAll(
        io.stdout,
        renderDominatorsText(shortenClasses(result, shortNamesOf(analyses)), io.width),
      );
    return ExitCode.ok;
  },
};
