import type {
  PlottedProcess,
  PlottedRecording,
  PlotResult,
} from "../analysis/recording/plot-result.ts";
import type { Points } from "../analysis/recording/thin-out.ts";
import { timeAxis, valueAxis } from "./chart-axis.ts";
import { escapeText, formatBytes, formatCount } from "./format.ts";
import { plotNotes, plotTitle } from "./recording-notes.ts";
import { describeRecording, describeSpans, describeTotal, groupSpans } from "./recording-words.ts";
import { renderSparkline } from "./sparkline.ts";
import { type Column, renderTextTable } from "./table.ts";
import { formatElapsed } from "./time-format.ts";
import { wrapWords } from "./wrap.ts";

export interface RecordingTextOptions {
  readonly width: number;
  readonly title?: string | undefined;
}

/** Lines that a chart takes, without its axis. */
const HEIGHT = 14;

const MAX_CHART_WIDTH = 110;
const SPARK_WIDTH = 24;
const MAX_SPANS = 8;

/** Eighths of a line, from the bottom. */
const EIGHTHS = " ▁▂▃▄▅▆▇█";

/** From the lowest to the highest value of a column. */
const RANGE = "░";

/** A recording as text: a chart of characters for logs and pipes, one below the other for several recordings. */
export function renderRecordingText(result: PlotResult, options: RecordingTextOptions): string {
  const { recordings } = result;
  const paragraph = (text: string): string =>
    `${wrapWords(escapeText(text), options.width, "  ").join("\n")}\n`;
  const scale: Scale = {
    highest: Math.max(
      ...recordings.map(({ peak, memoryLimit }) => withLimit(peak.value, memoryLimit)),
    ),
    from: Math.min(...recordings.map(({ from }) => from)),
    to: Math.max(...recordings.map(({ to }) => to)),
    width: Math.min(options.width, MAX_CHART_WIDTH),
  };
  let text = paragraph(plotTitle(result, options.title));
  for (const recording of recordings) {
    const { path, peak, last } = recording;
    text += paragraph(`${path}: ${describeRecording(recording)}`);
    text += `\n${drawChart(recording, scale)}\n`;
    text += paragraph(
      `${describeTotal(recording)}: peak ${formatBytes(peak.value)} at ${formatElapsed(peak.time)}, ${formatBytes(last.value)} at the end`,
    );
    text += renderProcesses(recording, options.width);
    text += renderSpans(recording).map(paragraph).join("");
  }
  const notes = plotNotes(result, { ofPicture: false });
  return `${text}\n${notes.map(paragraph).join("")}`;
}

function withLimit(peak: number, limit: number | null): number {
  return limit !== null && limit <= 1.7 * peak ? limit : peak;
}

/** What several charts have in common, so that they can be compared. */
interface Scale {
  readonly highest: number;
  readonly from: number;
  readonly to: number;
  /** Columns of the terminal. */
  readonly width: number;
}

function drawChart(recording: PlottedRecording, scale: Scale): string {
  const axis = valueAxis(scale.highest, 5);
  const room = axis.ticks.reduce((most, tick) => Math.max(most, formatBytes(tick).length), 0);
  const columns = Math.max(10, scale.width - room - 2);
  const cells = rangesOf(recording.total, columns, scale);
  const rowOf = (value: number): number => Math.floor((value / axis.most) * HEIGHT);
  const labels = new Map(axis.ticks.map((tick) => [rowOf(tick), formatBytes(tick)]));
  const { memoryLimit } = recording;
  const limitRow = memoryLimit !== null && memoryLimit <= axis.most ? rowOf(memoryLimit) : -1;
  const lines: string[] = [];
  for (let row = HEIGHT; row >= 0; row--) {
    const label = labels.get(row);
    // The line of 0 is the axis.
    if (row === 0 && label === undefined) continue;
    const edge = `${(label ?? "").padStart(room)} ${label === undefined ? "│" : "┤"}`;
    const drawn = cells
      .map((cell) => cellAt(cell, row, axis.most) ?? (row === limitRow ? "─" : " "))
      .join("");
    const limit = row === limitRow ? " limit" : "";
    lines.push(
      row === HEIGHT && drawn.trim() === "" && label === undefined
        ? ""
        : `${edge}${drawn}${limit}`.trimEnd(),
    );
  }
  return [
    ...lines.filter((line) => line !== ""),
    ...drawTimes(recording, scale, room, columns),
    "",
  ].join("\n");
}

/** Lowest and highest value of a column, null where nothing was sampled. */
type Range = readonly [low: number, high: number] | null;

/** A value goes on until the next one. */
function rangesOf(points: Points, columns: number, { from, to }: Scale): Range[] {
  const ranges: Range[] = Array.from({ length: columns }, () => null);
  const columnOf = (time: number): number =>
    Math.min(columns - 1, Math.floor(((time - from) / Math.max(1e-9, to - from)) * columns));
  const widen = (at: number, value: number): void => {
    const range = ranges[at];
    ranges[at] =
      range === null ? [value, value] : [Math.min(range[0], value), Math.max(range[1], value)];
  };
  for (const [at, [time, value]] of points.entries()) {
    const column = columnOf(time);
    widen(column, value);
    const next = points[at + 1];
    if (next === undefined) continue;
    for (let between = column + 1; between < columnOf(next[0]); between++) widen(between, value);
  }
  return ranges;
}

/** The character of a column in a line, null for none; line 0 is the lowest. */
function cellAt(range: Range, row: number, most: number): string | null {
  if (range === null) return null;
  const [low, high] = range.map((value) => (value / most) * HEIGHT * 8);
  const base = row * 8;
  if (low >= base + 8) return EIGHTHS[8];
  const ownLow = Math.max(0, Math.round(low - base));
  if (Math.round(high - base) <= 0) return null;
  // A range that ends in this very line looks like its top.
  if (high < base + 8 && low >= base - 8) return EIGHTHS[Math.min(8, Math.round(high - base))];
  return ownLow > 0 && high - low < 8 ? EIGHTHS[ownLow] : RANGE;
}

function drawTimes(
  { marks }: PlottedRecording,
  { from, to }: Scale,
  room: number,
  columns: number,
): string[] {
  const axis = timeAxis(from, to, Math.max(2, Math.floor(columns / 14)));
  const columnOf = (time: number): number =>
    Math.min(columns - 1, Math.floor(((time - from) / (axis.most - from)) * columns));
  const edge = Array.from({ length: columns }, () => "─");
  let labels = "";
  for (const tick of axis.ticks) {
    const text = formatElapsed(tick);
    const at = columnOf(tick);
    edge[at] = "┬";
    if (at >= labels.length && at + text.length <= columns + 8)
      labels = `${labels.padEnd(at)}${text} `;
  }
  const indent = " ".repeat(room + 2);
  const lines = [`${" ".repeat(room)} └${edge.join("")}`, `${indent}${labels.trimEnd()}`];
  if (marks.length > 0) {
    const numbers = Array.from({ length: columns }, () => " ");
    for (const [at, { time }] of marks.entries()) {
      const digits = String(at + 1);
      const column = columnOf(time);
      if (at < 20 && numbers[column] === " ")
        numbers.splice(column, digits.length, ...digits.split(""));
    }
    lines.push(`${indent}${numbers.join("").trimEnd()}  marks`);
  }
  return lines;
}

function renderProcesses(recording: PlottedRecording, width: number): string {
  const { processes, rest, from, to } = recording;
  if (processes.length === 0) return "";
  const columns: Column<PlottedProcess>[] = [
    {
      field: "pid",
      title: "Pid",
      align: "right",
      text: ({ pid }) => String(pid),
      value: ({ pid }) => pid,
    },
    {
      field: "command",
      title: "Command",
      shrinks: true,
      text: ({ command }) => command ?? "",
      value: ({ command }) => command,
    },
    {
      field: "trend",
      title: "Over time",
      optional: true,
      text: ({ points }) => sparkline(points, from, to),
      value: () => null,
    },
    {
      field: "peak",
      title: "Peak",
      align: "right",
      text: ({ peak }) => formatBytes(peak.value),
      value: ({ peak }) => peak.value,
    },
    {
      field: "time",
      title: "at",
      align: "right",
      text: ({ peak }) => formatElapsed(peak.time),
      value: ({ peak }) => peak.time,
    },
  ];
  const others =
    rest === null
      ? ""
      : `… ${formatCount(rest.count)} more; \`heapgraph peak --limit 0\` lists all processes\n`;
  return `\n${renderTextTable(columns, processes, width)}${others}`;
}

/** Highest values; blanks before a process began and behind its end. */
function sparkline(points: Points, from: number, to: number): string {
  const ranges = rangesOf(points, SPARK_WIDTH, { highest: 0, from, to, width: 0 });
  const first = ranges.findIndex((range) => range !== null);
  const last = ranges.findLastIndex((range) => range !== null);
  const highs: number[] = [0];
  for (let at = first; at <= last; at++) highs.push(ranges[at]?.[1] ?? highs[highs.length - 1]);
  return " ".repeat(first) + renderSparkline(highs).slice(1);
}

function renderSpans({ spans }: PlottedRecording): string[] {
  const groups = groupSpans(spans);
  const told = groups.slice(0, MAX_SPANS).map((group) => `[ ] ${describeSpans(group)}`);
  if (groups.length > MAX_SPANS)
    told.push(`… ${formatCount(groups.length - MAX_SPANS)} more names`);
  return told.length === 0 ? [] : [...told];
}
