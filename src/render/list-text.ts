import type { ListResult } from "../analysis/list-nodes.ts";
import type { NodeRow } from "../analysis/node-rows.ts";
import { cutLong, formatBytes, formatCount, formatId, formatQuantity } from "./format.ts";
import { DISTANCE_COLUMN, RETAINED_COLUMN, SHALLOW_COLUMN } from "./size-columns.ts";
import { type Column, cutToWidth, renderTextTable } from "./table.ts";

/** Columns that the class may take in text; the name gives way first. */
const CLASS_WIDTH = 40;

/** Characters of a name: no terminal is wider, and Markdown has no width that would cut it. */
const NAME_LENGTH = 200;

/** The columns of a list of objects in every table format. */
export const LIST_COLUMNS: readonly Column<NodeRow>[] = [
  {
    field: "id",
    title: "Id",
    align: "right",
    text: (row) => formatId(row.id),
    value: (row) => row.id,
  },
  { field: "ordinal", title: null, text: () => "", value: (row) => row.ordinal },
  {
    field: "class",
    title: "Class",
    text: (row) => cutToWidth(row.class, CLASS_WIDTH),
    value: (row) => row.class,
  },
  {
    field: "name",
    title: "Name",
    shrinks: true,
    text: (row) => (row.name === row.class ? "" : cutLong(row.name, NAME_LENGTH)),
    value: (row) => row.name,
  },
  {
    field: "type",
    title: "Type",
    optional: true,
    text: (row) => row.type,
    value: (row) => row.type,
  },
  DISTANCE_COLUMN,
  SHALLOW_COLUMN,
  RETAINED_COLUMN,
];

/** A list as text: how many there are, the table, and what was left out. */
export function renderListText(result: ListResult, width: number): string {
  const { count, shallowSize, objects, omitted } = result;
  if (count === 0) return "no objects match\n";
  const head = `${formatQuantity(count, "object")}, ${formatBytes(shallowSize)} shallow\n\n`;
  // Where no name says more than the class, the column would be empty.
  const columns = objects.some((row) => row.name !== row.class && row.name !== "")
    ? LIST_COLUMNS
    : LIST_COLUMNS.filter((column) => column.field !== "name");
  const rest = describeOmitted(omitted);
  return head + renderTextTable(columns, objects, width) + (rest === "" ? "" : `${rest}\n`);
}

/** What the limit cut off, in one line; "" for nothing. */
export function describeOmitted({ count, shallowSize }: ListResult["omitted"]): string {
  return count === 0
    ? ""
    : `… ${formatCount(count)} more, ${formatBytes(shallowSize)} shallow; --limit 0 shows all`;
}
