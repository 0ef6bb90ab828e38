import { compileClassPatterns } from "../../analysis/class-pattern.ts";
import {
  COLLECTION_SORTS,
  type CollectionSort,
  DEFAULT_COLLECTIONS,
  DEFAULT_MIN_ENTRIES,
  findCollections,
} from "../../analysis/collections/find-collections.ts";
import { PastCollections } from "../../analysis/collections/past-collections.ts";
import { collectionsColumns, renderCollectionsText } from "../../render/collections-text.ts";
import type { SnapshotIdentity } from "../../render/json.ts";
import { type CliIo, type Command, ExitCode, UsageError } from "../command.ts";
import { loadSnapshot } from "../load.ts";
import {
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  patternsOption,
  readCount,
  splitInputs,
  tableOutput,
} from "../options.ts";

import { writeTableAnswer } from "../table-answer.ts";

interface CollectionsArgs extends InputArgs, OutputArgs {
  type: string[];
  minEntries: string;
  all: boolean;
  sort: CollectionSort | undefined;
  limit: number;
}

export const collectionsCommand: Command<CollectionsArgs> = {
  name: "collections [inputs..]",
  summary: "Find big and growing collections: maps, sets, arrays, dicts, objects used as maps",
  examples: [
    [
      "collections app.heapsnapshot",
      "by what they retain, with what is in them and where they are",
    ],
    ["collections before.heapsnapshot after.heapsnapshot", "those that grew, the most first"],
    ["collections app.heapsnapshot --type Map --sort entries", "maps of most entries"],
  ],
  options: (y) =>
    limitOption(
      tableOutput(inputPositional(y, "The snapshot, or an earlier one and a later one")),
      DEFAULT_COLLECTIONS,
    )
      .option(
        "type",
        patternsOption("Only Map, Set, WeakMap, Array, object, dict … or a class; repeat for more"),
      )
      .option("min-entries", {
        type: "string",
        default: String(DEFAULT_MIN_ENTRIES),
        requiresArg: true,
        describe: "Only those of N entries at least",
      })
      .option("all", {
        type: "boolean",
        default: false,
        describe: "Also those that the runtime, or a module of Python, has for itself",
      })
      .option("sort", {
        choices: COLLECTION_SORTS,
        requiresArg: true,
        describe: "Order of the rows, the biggest first; retained, of two files growth",
      }) as unknown as ReturnType<Command<CollectionsArgs>["options"]>,
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 2);
    const format = formatOf(args);
    const { type, all, sort, limit } = args;
    const minEntries = readCount("--min-entries", args.minEntries);
    compileClassPatterns(type);
    const [earlier, later] = files.length === 2 ? files : [null, files[0]];
    if (earlier === "-" && later === "-") throw new UsageError("only one file can be stdin");
    if (earlier === null && sort === "growth")
      throw new UsageError("--sort growth compares two files, got one");
    const past = earlier === null ? null : await remember(earlier, io);
    const { analyses, identity } = await loadSnapshot(later, io);
    const result = findCollections(analyses, {
      type,
      minEntries,
      all,
      sort,
      limit,
      past: past?.collections ?? null,
    });
    await writeTableAnswer(
      format,
      {
        result,
        snapshot: past === null ? identity : [past.identity, identity],
        columns: collectionsColumns(result),
        rows: result.collections,
        text: () => renderCollectionsText(result, io.width),
      },
      result.omitted.count,
      io,
    );
    return ExitCode.ok;
  },
};

/** In a function of its own, so that nothing holds the earlier heap afterwards. */
async function remember(
  file: string,
  io: CliIo,
): Promise<{ readonly collections: PastCollections; readonly identity: SnapshotIdentity }> {
  const { analyses, identity } = await loadSnapshot(file, io);
  return { collections: new PastCollections(analyses), identity };
}
