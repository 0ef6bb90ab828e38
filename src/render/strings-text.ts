import type { StringRow, StringsResult } from "../analysis/strings.ts";
import {
  bytesColumn,
  countColumn,
  heldByColumns,
  hiddenColumn,
  idColumns,
  UNREACHED,
} from "./columns.ts";
import { escapeText, formatBytes, formatPercent, formatQuantity } from "./format.ts";
import { type Column, cutToWidth, renderTextTable } from "./table.ts";

/** Columns that a text may take beside what holds it; control characters take several. */
const TEXT_WIDTH = 36;

const TEXT: Column<StringRow> = {
  field: "text",
  title: "Text",
  text: (row) => cutToWidth(`${JSON.stringify(row.text)}${row.isCut ? "…" : ""}`, TEXT_WIDTH),
  value: (row) => row.text,
};

const FACTS: readonly Column<StringRow>[] = [
  hiddenColumn("isCut", (row) => row.isCut),
  hiddenColumn("isCutByRuntime", (row) => row.isCutByRuntime),
];

/** The columns of strings in every table format. */
export function stringsColumns({
  view,
}: Pick<StringsResult, "view">): readonly Column<StringRow>[] {
  if (view === "large")
    return [
      bytesColumn("retainedSize", "Retained"),
      bytesColumn("shallowSize", "Shallow"),
      { field: "type", title: "Type", text: (row) => row.type, value: (row) => row.type },
      TEXT,
      ...FACTS,
      ...idColumns<StringRow>(),
      ...heldByColumns<StringRow>("Held by", UNREACHED),
    ];
  return [
    countColumn("count", "Copies"),
    bytesColumn("size", "Each"),
    { ...bytesColumn<StringRow>("shallowSize", "Shallow"), optional: true },
    bytesColumn("wastedSize", "Wasted"),
    TEXT,
    ...FACTS,
    ...idColumns<StringRow>(),
    ...heldByColumns<StringRow>("Held by", UNREACHED),
  ];
}

/** Strings as text: how many there are, what copies waste, the table, what was left out. */
export function renderStringsText(result: StringsResult, width: number): string {
  const { view, pattern, totals, totalSize, strings, omitted, minCount } = result;
  if (totals.count === 0 && pattern !== null)
    return `no string matches ${escapeText(JSON.stringify(pattern))}\n`;
  const which = pattern === null ? "" : " that match";
  const share =
    totalSize > 0 ? `, ${formatPercent(totals.shallowSize / totalSize)} of the heap` : "";
  let text = `${formatQuantity(totals.count, "string")}${which}, ${formatBytes(totals.shallowSize)}${share}`;
  const { duplicateTexts, duplicateCount, wastedSize } = totals;
  if (duplicateTexts !== null && duplicateCount !== null && wastedSize !== null)
    text +=
      duplicateTexts === 0
        ? "; no text stands there twice"
        : `; ${formatQuantity(duplicateTexts, "text")} more than once: ` +
          `${formatQuantity(duplicateCount, "copy", "copies")} waste ${formatBytes(wastedSize)}`;
  text += "\n";
  if (strings.length > 0) text += `\n${renderTextTable(stringsColumns({ view }), strings, width)}`;
  if (omitted.count > 0)
    text += `… ${formatQuantity(omitted.count, "more row")}, ${formatBytes(omitted.shallowSize)} shallow; --limit 0 shows all\n`;
  if (view === "equal" && minCount > 1)
    text += `only texts with ${minCount} copies at least; --min-count 1 shows all, --large single strings by size\n`;
  if (strings.some((row) => row.isCutByRuntime))
    text +=
      "of long strings the file has only the beginning: they count as equal when their sizes are equal, too\n";
  return text;
}
