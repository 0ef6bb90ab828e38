import type {
  QueryHeading,
  QueryResult,
  QueryRow,
  QueryUnit,
  QueryValue,
} from "../analysis/query/query.ts";
import {
  cutLong,
  escapeText,
  formatBytes,
  formatCount,
  formatDistance,
  formatId,
  formatQuantity,
} from "./format.ts";
import { type CellValue, type Column, cutToWidth, renderTextTable } from "./table.ts";

/** Characters of a text in a cell. */
const TEXT_LENGTH = 200;

/** Columns that a text may take where another one gives way. */
const TEXT_WIDTH = 40;

/** Things of a list that a cell tells. */
const LISTED = 3;

/** Decimals of an average. */
const DECIMALS = 100;

/** The columns of a query's answer in every table format. */
export function queryColumns(
  headings: readonly QueryHeading[],
  isNumeric: (heading: QueryHeading) => boolean = () => false,
): readonly Column<QueryRow>[] {
  const isNumber = (heading: QueryHeading): boolean => heading.unit !== null || isNumeric(heading);
  // Of the columns that hold texts the last one gives way where a terminal is narrow.
  const shrinking = headings.findLastIndex((heading) => !isNumber(heading));
  return headings.map((heading, at) => ({
    field: heading.name,
    title: escapeText(heading.title),
    align: isNumber(heading) ? "right" : "left",
    shrinks: at === shrinking,
    text: (row) => {
      const text = describeValue(row[heading.name], heading.unit);
      return at === shrinking ? text : cutToWidth(text, TEXT_WIDTH);
    },
    value: (row) => cellOf(row[heading.name]),
  }));
}

/** An answer as text: how many objects there are, the table, and what was left out. */
export function renderQueryText(result: QueryResult, width: number): string {
  const { count, shallowSize, groupCount, rows, columns } = result;
  if (count === 0 && rows.length === 0) return "no objects match\n";
  const groups =
    groupCount === null || groupCount === 1 ? "" : ` in ${formatQuantity(groupCount, "group")}`;
  const head = `${formatQuantity(count, "object")}${groups}, ${formatBytes(shallowSize)} shallow\n\n`;
  const rest = describeOmittedRows(result.omitted.count);
  const table = renderTextTable(alignNumbers(columns, rows), rows, width);
  return head + table + (rest === "" ? "" : `${rest}\n`);
}

/** What the limit cut off, in one line; "" for nothing. */
export function describeOmittedRows(count: number): string {
  return count === 0 ? "" : `… ${formatCount(count)} more; end the query with limit 0 to see all`;
}

/** Properties that hold numbers only line up like numbers. */
function alignNumbers(
  headings: readonly QueryHeading[],
  rows: readonly QueryRow[],
): readonly Column<QueryRow>[] {
  const isNumeric = ({ name }: QueryHeading): boolean =>
    rows.some((row) => typeof row[name] === "number") &&
    rows.every((row) => row[name] === undefined || typeof row[name] === "number");
  return queryColumns(headings, isNumeric);
}

function describeValue(value: QueryValue, unit: QueryUnit): string {
  switch (typeof value) {
    case "number":
      return describeNumber(value, unit);
    case "string":
      return cutLong(value, TEXT_LENGTH);
    case "boolean":
      return String(value);
    case "object":
      return value === null
        ? unit === "distance"
          ? formatDistance(null)
          : "null"
        : describeParts(value);
    default:
      return "–";
  }
}

function describeParts(
  value: Exclude<QueryValue, string | number | boolean | null | undefined>,
): string {
  if ("id" in value) return `${cutLong(value.class, TEXT_LENGTH)} ${formatId(value.id)}`;
  const { count, values } = value;
  const told = values.slice(0, LISTED).map((each) => describeValue(each, null));
  const list = [...told, ...(count > LISTED ? ["…"] : [])].join(", ");
  return count <= 1 ? list || "–" : `${formatCount(count)}: ${list}`;
}

function describeNumber(value: number, unit: QueryUnit): string {
  switch (unit) {
    case "bytes":
      return formatBytes(value);
    case "id":
      return formatId(value);
    case "distance":
      return formatDistance(value);
    case "count":
      return Number.isInteger(value)
        ? formatCount(value)
        : String(Math.round(value * DECIMALS) / DECIMALS);
    case null:
      return String(value);
  }
}

/** One row a line, as in the rows of JSON. */
export function renderQueryLines(rows: readonly QueryRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** One value for CSV: objects and lists as text. */
function cellOf(value: QueryValue): CellValue {
  if (typeof value !== "object") return value ?? null;
  return value === null ? null : describeParts(value);
}
