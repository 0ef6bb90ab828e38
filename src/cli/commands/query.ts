import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { compileClassPattern, noSuchClass } from "../../analysis/class-pattern.ts";
import { comparisonsOf } from "../../analysis/predicate.ts";
import { parseQuery } from "../../analysis/query/query-parser.ts";
import type { Query } from "../../analysis/query/query.ts";
import { type QuerySelection, selectRows, withAllRows } from "../../analysis/query/run-query.ts";
import { TextSyntaxError } from "../../errors.ts";
import { escapeText } from "../../render/format.ts";
import {
  describeOmittedRows,
  queryColumns,
  renderQueryLines,
  renderQueryText,
} from "../../render/query-text.ts";
import { type CliIo, type Command, ExitCode, UsageError, writeAll } from "../command.ts";
import { SNAPSHOT_NAME } from "../find-snapshot.ts";
import { type Loaded, loadSnapshot } from "../load.ts";
import {
  formatOf,
  type InputArgs,
  inputPositional,
  type OutputArgs,
  STDIN_PLACEHOLDER,
  type TableFormat,
  tableOutput,
} from "../options.ts";
import { pace } from "../pace.ts";
import { renderInPieces, renderTableAnswer } from "../table-answer.ts";

interface QueryArgs extends InputArgs, OutputArgs {}

/** Rows where a query has no limit of its own. */
const DEFAULT_LIMIT = 25;

export const queryCommand: Command<QueryArgs> = {
  name: "query [inputs..]",
  summary: "Choose objects and show their fields and properties, or count and sum them in groups",
  examples: [
    [
      `query app.heapsnapshot 'class = Session and retained > 1kB order by retained desc limit 20 show id, retained, .user.name'`,
      "the biggest sessions and whose they are",
    ],
    [
      `query app.heapsnapshot 'type = string group by name show name, count, shallow order by shallow desc'`,
      "which texts there are again and again",
    ],
    [
      `query app.heapsnapshot 'class = LRUCache show id, .max, .map.keys()' --format md`,
      "caches with their limits and keys",
    ],
  ],
  options: (y) =>
    tableOutput(
      inputPositional(
        y,
        "The snapshot, the newest in this folder when none is named; and the query, in quotes (docs/query.md)",
      ),
    ),
  async run(args, io) {
    const { file, query } = readInputs(args.inputs, io);
    const format = formatOf(args);
    const loaded = await loadSnapshot(file, io);
    const selection = selectRows(loaded.analyses, query, { limit: DEFAULT_LIMIT });
    noteUnknownClasses(query, selection, loaded, io);
    const omitted = describeOmittedRows(selection.omitted.count);
    // Text and JSON say it themselves.
    if (omitted !== "" && format !== "text" && format !== "json")
      io.stderr.write(`heapgraph: ${omitted}\n`);
    const pieces = renderInPieces(format, selection.rowCount, (from, to) =>
      renderRows(loaded, selection, { format, from, to, width: io.width }),
    );
    await writeAll(io.stdout, pace(pieces, io.signal));
    return ExitCode.ok;
  },
};

/**
 * Tells the file from the query: a file is what exists, or, if it is no query, what is called like a snapshot;
 * of two words the first is the file.
 * @throws {UsageError} when there is no query, or more than both.
 * @throws {TextSyntaxError} SYNTAX_QUERY
 */
function readInputs(
  inputs: readonly string[],
  io: CliIo,
): { readonly file: string | undefined; readonly query: Query } {
  const words = inputs.map((word) => (word === STDIN_PLACEHOLDER ? "-" : word));
  const isThere = (word: string): boolean => word === "-" || existsSync(resolve(io.cwd, word));
  const example = `heapgraph query app.heapsnapshot 'class = Session show id, retained'`;
  if (words.length > 2)
    throw new UsageError(
      `expected a file and a query, got ${words.length} words: put the query into quotes, as in ${example}`,
    );
  if (words.length === 0) throw new UsageError(`say what to look for, as in ${example}`);
  const [first, second] = words;
  if (second === undefined) {
    if (isThere(first)) throw new UsageError(`say what to look for in ${first}, as in ${example}`);
    const query = tryParse(first);
    if (query !== null) return { file: undefined, query };
    // Reading it will say that there is no such file.
    if (SNAPSHOT_NAME.test(first))
      throw new UsageError(`say what to look for in ${first}, as in ${example}`);
    return { file: undefined, query: parseQuery(first) };
  }
  return isThere(second) && !isThere(first)
    ? { file: second, query: parseQuery(first) }
    : { file: first, query: parseQuery(second) };
}

/** Where nothing is meant because a class does not exist, says so: a name is easily misspelt. */
function noteUnknownClasses(
  { where }: Query,
  { count }: QuerySelection,
  { analyses }: Loaded,
  io: CliIo,
): void {
  if (count > 0 || where === null) return;
  const names = analyses.classKeys.keys.map((key) => key.className);
  const unknown = comparisonsOf(where).flatMap(({ field, operator, value }) =>
    field === "class" &&
    operator === "=" &&
    typeof value === "string" &&
    !names.some(compileClassPattern(value))
      ? [value]
      : [],
  );
  if (unknown.length === 0) return;
  const { message, suggestions } = noSuchClass(unknown, names);
  io.stderr.write(
    `heapgraph: ${escapeText(message)}; nearest: ${suggestions.map((name) => escapeText(name)).join(", ")}\n`,
  );
}

function tryParse(text: string): Query | null {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof TextSyntaxError) return null;
    throw error;
  }
}

function renderRows(
  { identity }: Loaded,
  selection: QuerySelection,
  part: {
    readonly format: TableFormat;
    readonly from: number;
    readonly to: number;
    readonly width: number;
  },
): string {
  const { format, from, to, width } = part;
  const { rows, ...rest } = selection;
  if (format === "ndjson") return renderQueryLines(rows(from, to));
  const result = withAllRows({ ...rest, rowCount: to - from, rows: () => rows(from, to) });
  return renderTableAnswer(format, {
    result,
    snapshot: identity,
    columns: queryColumns(result.columns),
    rows: result.rows,
    text: () => renderQueryText(result, width),
  });
}
