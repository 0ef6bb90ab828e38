import type { RootRow, RootsResult } from "../analysis/roots.ts";
import { formatBytes, formatCount, formatId, formatQuantity } from "./format.ts";
import { RETAINED_COLUMN, retainedShareColumn } from "./size-columns.ts";
import { type Column, renderTextTable } from "./table.ts";

/** The columns of a list of roots in every table format. */
export function rootsColumns(result: RootsResult): Column<RootRow>[] {
  const { roots, totalSize } = result;
  const isMeasured = roots.some((row) => row.reachableSize !== null);
  return [
    {
      field: "category",
      title: "Roots",
      shrinks: true,
      text: (row) => row.category,
      value: (row) => row.category,
    },
    {
      field: "id",
      title: "Id",
      align: "right",
      text: (row) => formatId(row.id),
      value: (row) => row.id,
    },
    { field: "class", title: null, text: () => "", value: (row) => row.class },
    { field: "type", title: null, text: () => "", value: (row) => row.type },
    {
      field: "heldCount",
      title: "Holds",
      align: "right",
      optional: true,
      text: (row) => formatCount(row.heldCount),
      value: (row) => row.heldCount,
    },
    {
      field: "weakCount",
      title: "Weakly",
      align: "right",
      optional: true,
      text: (row) => formatCount(row.weakCount),
      value: (row) => row.weakCount,
    },
    {
      field: "count",
      title: "Objects",
      align: "right",
      text: (row) => formatCount(row.count),
      value: (row) => row.count,
    },
    RETAINED_COLUMN,
    retainedShareColumn(totalSize),
    {
      field: "reachableCount",
      title: null,
      text: () => "",
      value: (row) => row.reachableCount,
    },
    {
      field: "reachableSize",
      title: isMeasured ? "Reachable" : null,
      align: "right",
      text: (row) => (row.reachableSize === null ? "" : formatBytes(row.reachableSize)),
      value: (row) => row.reachableSize,
    },
  ];
}

/** Categories that hold nothing are told in one line. */
function isEmpty(row: RootRow): boolean {
  return row.heldCount + row.weakCount + row.count + row.retainedSize === 0;
}

/** Roots as text: the table, what several of them hold together, and what none leads to. */
export function renderRootsText(result: RootsResult, width: number): string {
  const { roots, shared, unreachable, omitted, totalSize } = result;
  const empty = roots.filter(isEmpty);
  const shown = roots.filter((row) => !isEmpty(row));
  let text = renderTextTable(rootsColumns(result), shown, width);
  if (omitted.count > 0) {
    text += `… ${formatCount(omitted.count)} more, ${formatBytes(omitted.retainedSize)}; --limit 0 shows all\n`;
  }
  text += `\nObjects and Retained: what one row alone keeps alive\n`;
  if (shared.count > 0) {
    const isMeasured = roots.some((row) => row.reachableSize !== null);
    const isMost = shared.shallowSize * 2 > totalSize;
    const hint = isMost && !isMeasured ? "; --reachable tells what each leads to" : "";
    text += `held by several of them: ${formatBytes(shared.shallowSize)} in ${formatQuantity(shared.count, "object")}${hint}\n`;
  }
  if (unreachable.count > 0)
    text += `held by none of them: ${formatBytes(unreachable.shallowSize)} in ${formatQuantity(unreachable.count, "object")}\n`;
  if (empty.length > 0)
    text += `${formatQuantity(empty.length, "category", "categories")} without any object left out; --json has all\n`;
  return text;
}
