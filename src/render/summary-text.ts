import type { SummaryResult, SummaryRow } from "../analysis/summary.ts";
import { formatBytes, formatCount, formatQuantity } from "./format.ts";
import {
  DISTANCE_COLUMN,
  RETAINED_COLUMN,
  SHALLOW_COLUMN,
  retainedShareColumn,
} from "./size-columns.ts";
import { type Column, renderTextTable } from "./table.ts";

const HEADINGS = {
  class: "Class",
  type: "Node type",
  name: "Name",
  location: "Location",
  stack: "Allocated at",
} as const;

/** The columns of a summary in every table format. */
export function summaryColumns(result: SummaryResult): Column<SummaryRow>[] {
  const { shallowSize: total } = result.totals;
  return [
    {
      field: "name",
      title: HEADINGS[result.by],
      shrinks: true,
      text: (row) => (row.location === undefined ? row.name : `${row.name}  ${row.location}`),
      value: (row) => row.name,
    },
    { field: "location", title: null, text: () => "", value: (row) => row.location ?? null },
    {
      field: "count",
      title: "Count",
      align: "right",
      text: (row) => formatCount(row.count),
      value: (row) => row.count,
    },
    DISTANCE_COLUMN,
    SHALLOW_COLUMN,
    RETAINED_COLUMN,
    retainedShareColumn(total),
  ];
}

/** A summary as text: a line of totals, the table, and what was left out. */
export function renderSummaryText(result: SummaryResult, width: number): string {
  const { totals, omitted, allocated, recording, matched } = result;
  const heap =
    `${formatBytes(totals.shallowSize)} in ${formatQuantity(totals.nodeCount, "node")}, ` +
    formatQuantity(totals.edgeCount, "edge");
  const groups = formatQuantity(totals.classCount, GROUPS[result.by][0], GROUPS[result.by][1]);
  let text =
    allocated === undefined
      ? `${heap}, ${groups}\n`
      : `${describeAllocated(allocated)}, ${groups}\nof a heap of ${heap}\n`;
  if (recording !== undefined)
    text += `the recording covers ${describeTime(recording.start)} to ${describeTime(recording.end)}\n`;
  if (matched !== undefined) text += describeMatched(matched, totals.classCount, result.by);
  text +=
    result.classes.length === 0 && allocated !== undefined
      ? `\n${matched === undefined ? "nothing" : "nothing that matches"} was allocated then\n`
      : `\n${renderTextTable(summaryColumns(result), result.classes, width)}`;
  if (omitted.count > 0) {
    text += `… ${formatCount(omitted.count)} more, ${formatBytes(omitted.shallowSize)} shallow; --limit 0 shows all\n`;
  }
  if (totals.emptyNodeCount > 0) {
    text += `${formatQuantity(totals.emptyNodeCount, "node")} of size 0 ${totals.emptyNodeCount === 1 ? "is" : "are"} not counted; \`list\` and \`count\` see all\n`;
  }
  if (allocated !== undefined && recording !== undefined && allocated.existedBefore.nodeCount > 0) {
    const { nodeCount, shallowSize } = allocated.existedBefore;
    text += `Of these, ${formatQuantity(nodeCount, "node")} of ${formatBytes(shallowSize)} existed before the recording began and count as allocated at ${describeTime(recording.start)}\n`;
  }
  return text;
}

const GROUPS = {
  class: ["class", "classes"],
  type: ["node type", "node types"],
  name: ["name", "names"],
  location: ["location", "locations"],
  stack: ["stack", "stacks"],
} as const;

function describeAllocated(allocated: NonNullable<SummaryResult["allocated"]>): string {
  const { nodeCount, shallowSize, fromMilliseconds, toMilliseconds } = allocated;
  const when = `${describeTime(fromMilliseconds)} and ${describeTime(toMilliseconds)}`;
  return `${formatBytes(shallowSize)} in ${formatQuantity(nodeCount, "node")} allocated between ${when}`;
}

/** `1 of 222 classes match: 200 objects, 9.6 kB shallow`. */
function describeMatched(
  { classCount, count, shallowSize }: NonNullable<SummaryResult["matched"]>,
  all: number,
  by: SummaryResult["by"],
): string {
  const matches = `${formatCount(classCount)} of ${formatQuantity(all, GROUPS[by][0], GROUPS[by][1])} ${all === 1 ? "matches" : "match"}`;
  return `${matches}: ${formatQuantity(count, "object")}, ${formatBytes(shallowSize)} shallow\n`;
}

/** Whole milliseconds below a second; seconds of three decimals at most. */
function describeTime(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  return whole < 1000 ? `${whole} ms` : `${whole / 1000} s`;
}
