import { formatCount } from "../render/format.ts";
import { renderJson, type SnapshotIdentity, type TaggedResult } from "../render/json.ts";
import {
  type Column,
  renderCsvTable,
  renderJsonLines,
  renderMarkdownTable,
} from "../render/table.ts";
import { VERSION } from "../version.ts";
import type { CliIo } from "./command.ts";
import type { TableFormat } from "./options.ts";

/** Renders a result whose core is a table in the format asked for. */
export function renderTableAnswer<Row>(
  format: TableFormat,
  answer: {
    readonly result: TaggedResult;
    readonly snapshot: SnapshotIdentity | readonly SnapshotIdentity[];
    readonly columns: readonly Column<Row>[];
    readonly rows: readonly Row[];
    readonly text: () => string;
  },
): string {
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
