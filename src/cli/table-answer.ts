import { formatCount } from "../render/format.ts";
import { renderJson, type SnapshotIdentity, type TaggedResult } from "../render/json.ts";
import {
  type Column,
  renderCsvTable,
  renderJsonLines,
  renderMarkdownTable,
} from "../render/table.ts";
import { VERSION } from "../version.ts";
import { type CliIo, UsageError, writeAll } from "./command.ts";
import type { TableFormat } from "./options.ts";

/** A result whose core is a table. */
export interface TableAnswer<Row> {
  readonly result: TaggedResult;
  /** Null where the result speaks of no snapshot and says itself of what. */
  readonly snapshot: SnapshotIdentity | readonly SnapshotIdentity[] | null;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly text: () => string;
}

/**
 * Prints an answer in the format asked for, and says what a limit cut off.
 * @param omitted - rows.
 */
export async function writeTableAnswer<Row>(
  format: TableFormat,
  answer: TableAnswer<Row>,
  omitted: number,
  io: CliIo,
): Promise<void> {
  await writeAll(io.stdout, [renderTableAnswer(format, answer)]);
  noteOmitted(format, omitted, io);
}

/** Renders a result whose core is a table in the format asked for. */
export function renderTableAnswer<Row>(format: TableFormat, answer: TableAnswer<Row>): string {
  switch (format) {
    case "text":
      return answer.text();
    case "json":
      return renderJson(answer.result, VERSION, answer.snapshot);
    case "ndjson":
      return renderJsonLines(answer.columns, answer.rows);
    case "csv":
      return renderCsvTable(answer.columns, answer.rows);
    case "md":
      return renderMarkdownTable(answer.columns, answer.rows);
  }
}

/** Says on stderr what a limit cut off where the format itself has no place for it. */
export function noteOmitted(format: TableFormat, count: number, io: CliIo): void {
  if (count === 0 || format === "text" || format === "json") return;
  io.stderr.write(`heapgraph: … ${formatCount(count)} more; --limit 0 shows all\n`);
}

/** Rows in one piece of what is written line by line. */
const BATCH = 1024;

/** More rows than this do not fit a text that is laid out as a whole. */
const MAX_WHOLE_ROWS = 1_000_000;

/**
 * Renders an answer of any length: CSV and JSON lines in pieces, so that rows exist for one piece at a time, the
 * other formats as a whole.
 * @param render - the rows of places [from, to) in the format asked for.
 * @throws {UsageError} for more rows than a whole can hold.
 */
export function* renderInPieces(
  format: TableFormat,
  rowCount: number,
  render: (from: number, to: number) => string,
): Generator<string> {
  if (format !== "csv" && format !== "ndjson") {
    if (rowCount > MAX_WHOLE_ROWS)
      throw new UsageError(
        `${rowCount} rows are too many for --format ${format}: set a limit, or take --format ndjson or csv`,
      );
    yield render(0, rowCount);
    return;
  }
  for (let at = 0; at === 0 || at < rowCount; at += BATCH) {
    const text = render(at, Math.min(rowCount, at + BATCH));
    yield format === "csv" && at > 0 ? text.slice(text.indexOf("\n") + 1) : text;
  }
}
