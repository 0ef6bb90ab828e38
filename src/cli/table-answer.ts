import { renderJson, type SnapshotIdentity, type TaggedResult } from "../render/json.ts";
import {
  type Column,
  renderCsvTable,
  renderJsonLines,
  renderMarkdownTable,
} from "../render/table.ts";
import { VERSION } from "../version.ts";
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
