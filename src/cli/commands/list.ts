import { shortNamesOf } from "../../analysis/short-class-names.ts";
import { shortenClasses } from "../../render/shorten-classes.ts";
import type { Analyses } from "../../analysis/analyses.ts";
import {
  LIST_SORTS,
  listOrdinals,
  type ListOptions,
  type ListSort,
  type NodeList,
  selectNodes,
  withRows,
} from "../../analysis/list-nodes.ts";
import { type ObjectSelection, pickObjects } from "../../analysis/select-objects.ts";
import { describeOmitted, LIST_COLUMNS, renderListText } from "../../render/list-text.ts";
import { type CliIo, type Command, ExitCode, UsageError, writeAll } from "../command.ts";
import { type Loaded, loadSnapshot } from "../load.ts";
import {
  choice,
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  splitInputs,
  type TableFormat,
  tableOutput,
} from "../options.ts";
import { pace } from "../pace.ts";
import { renderInPieces, renderTableAnswer } from "../table-answer.ts";
import { readSelection, type SelectionArgs, selectionOptions } from "../selection-options.ts";

interface ListArgs extends InputArgs, OutputArgs, SelectionArgs {
  sort: ListSort;
  limit: number;
  ids: boolean;
}

export const listCommand: Command<ListArgs> = {
  name: "list [inputs..]",
  summary: "List objects with their ids, of one class or of all",
  examples: [
    ["list app.heapsnapshot --type 'LruCache'", "its biggest instances, with ids for `show`"],
    ["list app.heapsnapshot --where 'type = string and shallow > 64kB'", "long strings"],
    ["list app.heapsnapshot --type Session --ids --limit 0", "all ids of a class, one a line"],
    ["list app.heapsnapshot --type Session --pick newest --max-objects 20", "the youngest"],
  ],
  options: (y) =>
    limitOption(
      selectionOptions(
        tableOutput(
          inputPositional(
            y,
            "The snapshot, the newest in this folder when none is named; and @ids",
          ),
        ),
      ),
      25,
    )
      .option("sort", choice(LIST_SORTS, "retained", "Order of the rows; ties by id"))
      .option("ids", {
        type: "boolean",
        default: false,
        describe: "Print only the ids, one a line",
      }),
  async run(args, io) {
    const { files, objects } = splitInputs(args.inputs, 1, Infinity);
    const format = formatOf(args);
    if (args.ids && format !== "text") throw new UsageError("--ids is a format of its own");
    const selection = readSelection(args, objects, { allowsAll: true });
    const loaded = await loadSnapshot(files[0], io);
    const list = listSelected(loaded.analyses, selection, { sort: args.sort, limit: args.limit });
    await writeAll(io.stdout, pace(renderList(loaded, list, args, io), io.signal));
    return ExitCode.ok;
  },
};

/** All that match need not be held: only those to show are. */
function listSelected(
  analyses: Analyses,
  selection: ObjectSelection,
  options: Pick<ListOptions, "sort" | "limit">,
): NodeList {
  const isPicked = selection.pick !== undefined || selection.maxObjects !== undefined;
  return selection.ids === undefined && !isPicked
    ? selectNodes(analyses, { ...selection, ...options })
    : listOrdinals(analyses, pickObjects(analyses, selection).ordinals, options);
}

/** Ids in one piece of what is written. */
const BATCH = 1024;

function* renderList(loaded: Loaded, list: NodeList, args: ListArgs, io: CliIo): Generator<string> {
  const format = formatOf(args);
  const omitted = describeOmitted(list.omitted);
  // Text and JSON say it themselves; a list of ids that silently ends would be taken for complete.
  if (omitted !== "" && (args.ids || (format !== "text" && format !== "json")))
    io.stderr.write(`heapgraph: ${omitted}\n`);
  if (args.ids) yield* renderIds(loaded, list);
  else {
    yield* renderInPieces(format, list.ordinals.length, (from, to) =>
      renderRows(loaded, { ...list, ordinals: list.ordinals.subarray(from, to) }, format, io.width),
    );
  }
}

function* renderIds({ graph }: Loaded, { ordinals }: NodeList): Generator<string> {
  for (let at = 0; at < ordinals.length; at += BATCH) {
    let text = "";
    for (const node of ordinals.subarray(at, at + BATCH)) text += `@${graph.data.nodeIds[node]}\n`;
    yield text;
  }
}

function renderRows(
  { analyses, identity }: Loaded,
  list: NodeList,
  format: TableFormat,
  width: number,
): string {
  const result = withRows(analyses, list);
  return renderTableAnswer(format, {
    result,
    snapshot: identity,
    columns: LIST_COLUMNS,
    rows: result.objects,
    text: () => renderListText(shortenClasses(result, shortNamesOf(analyses)), width),
  });
}
