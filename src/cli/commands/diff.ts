import { isPythonHeap } from "../../analysis/edge-code.ts";
import { shortClassNames } from "../../analysis/short-class-names.ts";
import { shortenClasses } from "../../render/shorten-classes.ts";
import { hasBit } from "../../graph/arrays/bit-set.ts";
import type { Analyses } from "../../analysis/analyses.ts";
import {
  DIFF_SORTS,
  type DiffResult,
  type DiffSort,
  diffHeaps,
  findGrown,
} from "../../analysis/change/diff.ts";
import {
  type DiffObjectsResult,
  listChangedObjects,
  OBJECT_CHANGES,
  type ObjectChange,
} from "../../analysis/change/diff-objects.ts";
import { IdSpaceError } from "../../errors.ts";
import { traceBackrefs } from "../../analysis/trace-lineage.ts";
import { type ComparedSnapshots, compareSnapshots } from "../../compare-snapshots.ts";
import {
  DIFF_COLUMNS,
  DIFF_OBJECT_COLUMNS,
  renderDiffObjectsText,
  renderDiffText,
} from "../../render/diff-text.ts";
import { formatQuantity } from "../../render/format.ts";
import type { SnapshotIdentity } from "../../render/json.ts";
import { pictureNotes } from "../../render/lineage-legend.ts";
import type { GateReport } from "../../gates/gate-report.ts";
import { measureTwo } from "../../gates/measured-heap.ts";
import { type CliIo, type Command, type ExitCode, UsageError, writeAll } from "../command.ts";
import { withGates } from "../gate-options.ts";
import { conclude, type GatedArgs, gatedOptions, judge, readGated } from "../gated-command.ts";
import { identify, loadGraph, loadSnapshot } from "../load.ts";
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
import {
  type PictureArgs,
  pictureOptions,
  requirePictureFiles,
  wantsPicture,
  writePicture,
} from "../picture-output.ts";
import { noteOmitted, renderTableAnswer } from "../table-answer.ts";

interface DiffArgs extends InputArgs, OutputArgs, PictureArgs, GatedArgs {
  sort: DiffSort;
  limit: number;
  filter: string[];
  all: boolean;
  requireSameIds: boolean;
  objects: string[];
  change: ObjectChange | undefined;
  idsOnly: boolean;
}

/** Both files loaded and compared. */
interface Compared extends ComparedSnapshots {
  readonly analyses: Analyses;
  readonly snapshots: readonly SnapshotIdentity[];
}

export const diffCommand: Command<DiffArgs> = {
  name: "diff [inputs..]",
  summary: "Show what grew from one snapshot to a later one, and what holds it",
  examples: [
    ["diff before.heapsnapshot after.heapsnapshot", "classes by what they retain more"],
    ["diff a.heapsnapshot b.heapsnapshot --svg grown.svg", "who holds the new objects, drawn"],
    [
      "diff a.heapsnapshot b.heapsnapshot --objects Session --ids-only",
      "ids of new sessions, one a line, for `backrefs`",
    ],
  ],
  options: (y) =>
    gatedOptions(
      pictureOptions(
        limitOption(
          tableOutput(inputPositional(y, "The earlier snapshot and the later one")),
          25,
          "classes, or objects of each kind",
        ),
      ),
    )
      .option("sort", choice(DIFF_SORTS, "retained", "Order of the rows, the biggest growth first"))
      .option("filter", patternsOption("Only classes that match; repeat for more"))
      .option("all", {
        type: "boolean",
        default: false,
        describe: "In text also classes that do not grow; other formats have them anyway",
      })
      .option("require-same-ids", {
        type: "boolean",
        default: false,
        describe: "Fail where ids of the two files are not the same objects",
      })
      .option(
        "objects",
        patternsOption("List objects of this class instead: new, deleted, persisting"),
      )
      .option("change", {
        choices: OBJECT_CHANGES,
        requiresArg: true,
        describe: "With --objects: only these",
      })
      .option("ids-only", {
        type: "boolean",
        default: false,
        describe:
          "With --objects: all ids, one a line; the new ones unless --change says otherwise",
      }) as unknown as ReturnType<Command<DiffArgs>["options"]>,
  async run(args, io) {
    const files = readFiles(args);
    const format = formatOf(args);
    if (args.objects.length === 0 && (args.idsOnly || args.change !== undefined))
      throw new UsageError("--ids-only and --change go with --objects CLASS");
    if (args.idsOnly && format !== "text")
      throw new UsageError("--ids-only is a format of its own");
    const isList = args.objects.length > 0;
    if (isList && (args.filter.length > 0 || args.all))
      throw new UsageError("--objects lists objects: --filter and --all choose classes");
    await requirePictureFiles(args, files, io);
    const gated = await readGated(args, files, io);
    const compared = await compare(files, io);
    const report = judge(gated, () => measureTwo(compared.analyses, compared.comparison));
    const { idSpace } = compared.comparison;
    const finish = (): Promise<ExitCode> =>
      conclude("diff", gated, report, compared.snapshots, format, args, io);
    if (args.requireSameIds && idSpace.verdict !== "same") throw new IdSpaceError(idSpace.reason);
    if (wantsPicture(args)) {
      await drawGrowth(compared, args, files, io);
      // A picture takes the place of text; what is for machines can be had beside it.
      if (format === "text" && !args.idsOnly) return finish();
    }
    if (isList) await writeObjects(compared, report, args, io);
    else await writeDiff(compared, report, args, io);
    return finish();
  },
};

function readFiles(args: DiffArgs): readonly [string, string] {
  const { files } = splitInputs(args.inputs, 2);
  if (files.length < 2)
    throw new UsageError(
      `diff compares two files, got ${files.length === 0 ? "none" : `only ${files[0]}`}`,
    );
  if (files[0] === "-" && files[1] === "-") throw new UsageError("only one file can be stdin");
  return [files[0], files[1]];
}

async function compare([first, second]: readonly [string, string], io: CliIo): Promise<Compared> {
  const snapshots: SnapshotIdentity[] = [];
  const compared = await compareSnapshots(
    {
      canRepeat: first !== "-",
      read: async () => {
        const { path, graph } = await loadGraph(first, io);
        snapshots[0] = identify(path, graph);
        return graph;
      },
    },
    async () => {
      const { analyses, identity } = await loadSnapshot(second, io);
      snapshots[1] = identity;
      return analyses;
    },
  );
  return { ...compared, snapshots };
}

async function writeDiff(
  compared: Compared,
  report: GateReport | null,
  args: DiffArgs,
  io: CliIo,
): Promise<void> {
  const format = formatOf(args);
  const result = diffHeaps(compared.past, compared.analyses, compared.comparison, {
    sort: args.sort,
    limit: args.limit,
    filter: args.filter,
    // Scripts get every row: what does not grow is one comparison away for them.
    growingOnly: format === "text" && !args.all,
  });
  const text = renderTableAnswer(format, {
    result: withGates(result, report),
    snapshot: compared.snapshots,
    columns: DIFF_COLUMNS,
    rows: result.classes,
    text: () => renderDiffText(shortened(result, compared), io.width),
  });
  warnOfIds(result, format, io);
  await writeAll(io.stdout, [text]);
  noteOmitted(format, result.omitted.count, io);
}

async function writeObjects(
  compared: Compared,
  report: GateReport | null,
  args: DiffArgs,
  io: CliIo,
): Promise<void> {
  const format = formatOf(args);
  const only = args.change ?? (args.idsOnly ? "new" : undefined);
  const result = listChangedObjects(compared.past, compared.analyses, compared.comparison, {
    type: args.objects,
    ...(only !== undefined && { changes: [only] }),
    limit: args.idsOnly ? 0 : args.limit,
  });
  if (args.idsOnly) {
    warnOfIds(result, "ids", io);
    await writeAll(
      io.stdout,
      result.objects.map(({ id }) => `@${id}\n`),
    );
    return;
  }
  const text = renderTableAnswer(format, {
    result: withGates(result, report),
    snapshot: compared.snapshots,
    columns: DIFF_OBJECT_COLUMNS,
    rows: result.objects,
    text: () => renderDiffObjectsText(shortened(result, compared), io.width),
  });
  warnOfIds(result, format, io);
  await writeAll(io.stdout, [text]);
  noteOmitted(format, result.omitted.count, io);
}

/** With short names of classes that neither file has twice. */
function shortened<Result>(result: Result, { analyses, comparison }: Compared): Result {
  return isPythonHeap(analyses.graph)
    ? shortenClasses(result, shortClassNames(comparison.classes.map(({ key }) => key.className)))
    : result;
}

/** Text and JSON say it themselves. */
function warnOfIds({ idSpace }: DiffResult | DiffObjectsResult, format: string, io: CliIo): void {
  const isFine = idSpace.verdict === "same" && idSpace.order !== "reversed";
  if (isFine || format === "text" || format === "json") return;
  io.stderr.write(`heapgraph: warning: ${idSpace.reason}\n`);
}

/** The lineage of the new objects of the class that grew most, or of those that --objects names. */
async function drawGrowth(
  { analyses, comparison }: Compared,
  args: DiffArgs,
  files: readonly [string, string],
  io: CliIo,
): Promise<void> {
  const ordinals = findGrown(analyses, comparison, {
    type: args.objects,
    filter: args.filter,
    sort: args.sort,
  });
  const result = traceBackrefs(
    analyses,
    ordinals,
    { count: 0 },
    { isMerged: true, isNew: (ordinal) => hasBit(comparison.isNew, ordinal) },
  );
  const names = [...new Set(Array.from(ordinals, (ordinal) => analyses.className(ordinal)))];
  const caption = {
    title: `What holds ${formatQuantity(ordinals.length, "new object")} of ${names.slice(0, 3).join(", ")}`,
    source: `${files[0]} → ${files[1]}`,
    command: "heapgraph diff",
    // The options that the sentences advise are those of `backrefs`.
    notes: pictureNotes(result).map((note) => note.replace(/; --[a-z].*$/s, "")),
  };
  await writePicture(result, caption, args, files, io);
}
