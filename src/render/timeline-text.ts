import type {
  LiveObjects,
  TimelineInterval,
  TimelineResult,
  TimelineRow,
} from "../analysis/timeline/read-timeline.ts";
import { formatBytes, formatCount, formatPercent, formatQuantity } from "./format.ts";
import { RETAINED_COLUMN } from "./size-columns.ts";
import { renderSparkline } from "./sparkline.ts";
import { type Column, renderTextTable } from "./table.ts";

const HEADINGS = {
  function: "Allocated by",
  stack: "Allocated at",
  class: "Class",
} as const;

/** Columns of the longest bar, and of what stands before it. */
const BAR_WIDTH = { least: 8, most: 30 } as const;
const BEFORE_BAR = 46;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** The columns of the rows by function, stack or class. */
export function timelineColumns({ by, intervals, between }: TimelineResult): Column<TimelineRow>[] {
  const columns: Column<TimelineRow>[] = [
    {
      field: "name",
      title: HEADINGS[by],
      shrinks: true,
      text: ({ name }) => name,
      value: ({ name }) => name,
    },
    {
      field: "count",
      title: "Alive",
      align: "right",
      text: ({ count }) => formatCount(count),
      value: ({ count }) => count,
    },
    {
      field: "shallowSize",
      title: "Shallow",
      align: "right",
      text: ({ shallowSize }) => formatBytes(shallowSize),
      value: ({ shallowSize }) => shallowSize,
    },
    RETAINED_COLUMN,
  ];
  const countsAll = by !== "class" && between === null;
  columns.push(
    {
      field: "allocatedCount",
      title: null,
      text: () => "",
      value: ({ allocated }) => allocated?.count ?? null,
    },
    {
      field: "allocatedSize",
      title: countsAll ? "in all" : null,
      align: "right",
      optional: true,
      text: ({ allocated }) => (allocated === null ? "–" : formatBytes(allocated.size)),
      value: ({ allocated }) => allocated?.size ?? null,
    },
  );
  if (intervals.length > 1)
    columns.push({
      field: "sizes",
      title: "over time",
      text: ({ sizes }) => renderSparkline(sizes),
      value: ({ sizes }) => sizes.join(" "),
    });
  return columns;
}

/** A timeline as text: what lives of what was allocated, when, and by what. */
export function renderTimelineText(result: TimelineResult, width: number): string {
  const { recording, rows, omitted, intervals, by } = result;
  let text = describeLive(result);
  if (recording !== null)
    text += `recorded from ${formatTime(recording.start)} to ${formatTime(recording.end)} in ${formatQuantity(recording.sampleCount, "sample")}\n`;
  if (intervals.some(({ count }) => count > 0))
    text += `\n${renderTextTable(intervalColumns(intervals, width), intervals, width)}`;
  text +=
    rows.length === 0
      ? "\nnothing that was allocated then is alive\n"
      : `\n${renderTextTable(timelineColumns(result), rows, width)}`;
  if (omitted.rows > 0)
    text += `… ${formatQuantity(omitted.rows, `more ${by}`, by === "class" ? "more classes" : `more ${by}s`)}, ${formatBytes(omitted.size)} shallow; --limit 0 shows all\n`;
  if (intervals.at(0)?.from === null)
    text += "start: up to the first sample, which times count from\n";
  if (by !== "class" && result.between === null)
    text +=
      "in all: bytes that were allocated there while the recording ran, freed ones included\n";
  return text + describeRest(result);
}

function describeLive({ live, between, recording }: TimelineResult): string {
  const when =
    between === null
      ? "while the recording ran"
      : `between ${formatTime(between.fromMilliseconds)} and ${formatTime(between.toMilliseconds)}`;
  const stacks = recording === null ? " (no samples tell when)" : "";
  return `${describeObjects(live)} that were allocated ${when} are still alive${stacks}\n`;
}

function describeRest({ before, untimed, recording }: TimelineResult): string {
  let text = "";
  if (before.count > 0)
    text +=
      recording === null
        ? `${describeObjects(before)} have no stack: they were there before, or are the runtime's own\n`
        : `${describeObjects(before)} were there before the recording began\n`;
  if (untimed.count > 0)
    text += `${describeObjects(untimed)} tell no time: roots, objects of the embedder, and what came after the last sample\n`;
  return text;
}

function describeObjects({ count, size }: LiveObjects): string {
  return `${formatBytes(size)} in ${formatQuantity(count, "object")}`;
}

/** When, how much, and a bar for it. */
function intervalColumns(
  intervals: readonly TimelineInterval[],
  width: number,
): Column<TimelineInterval>[] {
  const cells = Math.min(BAR_WIDTH.most, Math.max(BAR_WIDTH.least, width - BEFORE_BAR));
  let most = 0;
  for (const { size } of intervals) most = Math.max(most, size);
  let total = 0;
  for (const { size } of intervals) total += size;
  return [
    {
      field: "from",
      title: "From",
      align: "right",
      text: ({ from }) => (from === null ? "start" : formatTime(from)),
      value: ({ from }) => from,
    },
    {
      field: "to",
      title: "to",
      align: "right",
      text: ({ to }) => formatTime(to),
      value: ({ to }) => to,
    },
    {
      field: "count",
      title: "Alive",
      align: "right",
      text: ({ count }) => formatCount(count),
      value: ({ count }) => count,
    },
    {
      field: "size",
      title: "Shallow",
      align: "right",
      text: ({ size }) => formatBytes(size),
      value: ({ size }) => size,
    },
    {
      field: "share",
      title: "of it",
      align: "right",
      text: ({ size }) => formatPercent(total > 0 ? size / total : 0),
      value: ({ size }) => (total > 0 ? size / total : 0),
    },
    {
      field: "bar",
      title: "",
      text: ({ size }) => renderBar(most > 0 ? size / most : 0, cells),
      value: () => null,
    },
  ];
}

/** A share of 0 to 1 as a bar, to an eighth of a cell. */
function renderBar(share: number, cells: number): string {
  const eighths = Math.round(share * cells * 8);
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}

/** Whole milliseconds below a second; seconds of three decimals at most. */
function formatTime(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  return whole < 1000 ? `${whole} ms` : `${whole / 1000} s`;
}
