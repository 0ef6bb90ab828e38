import type { PeakResult, PeakRow } from "../analysis/recording/peak-result.ts";
import type { Peak } from "../analysis/recording/series.ts";
import { escapeText, formatBytes, formatCount, formatQuantity } from "./format.ts";
import { type Column, renderTextTable } from "./table.ts";
import { formatElapsed } from "./time-format.ts";
import { wrapWords } from "./wrap.ts";

/** A process, or all of them together, whose pid is null. */
export interface PeakTableRow extends Omit<PeakRow, "pid" | "from" | "to"> {
  readonly pid: number | null;
  readonly from: number | null;
  readonly to: number | null;
}

/** All processes together, then each. */
export function peakRows({ total, processes, commandLine }: PeakResult): PeakTableRow[] {
  const all: PeakTableRow = {
    ...total,
    pid: null,
    parentPid: null,
    command: commandLine,
    isMain: false,
    kernelPeakRss: null,
    from: null,
    to: null,
    status: null,
  };
  return [all, ...processes];
}

/**
 * The columns of a table of peaks.
 * @param rows - columns that none of them has anything for are left out of texts.
 * @param isWhole - all of the recording was looked at; the kernel's peak is of nothing less.
 */
export function peakColumns(
  rows: readonly PeakTableRow[],
  isWhole: boolean,
): Column<PeakTableRow>[] {
  const has = (value: (row: PeakTableRow) => unknown): boolean =>
    rows.some((row) => value(row) !== null);
  const measured = (name: "rss" | "pss" | "uss", title: string): Column<PeakTableRow>[] => [
    {
      field: name,
      title: has((row) => row[name]) ? title : null,
      align: "right",
      text: (row) => sizeOf(row[name]),
      value: (row) => row[name]?.value ?? null,
    },
    {
      field: `${name}Time`,
      title: has((row) => row[name]) ? "at" : null,
      align: "right",
      optional: name !== "rss",
      text: (row) => (row[name] === null ? "" : formatElapsed(row[name].time)),
      value: (row) => row[name]?.time ?? null,
    },
  ];
  return [
    {
      field: "pid",
      title: "Pid",
      align: "right",
      text: ({ pid }) => (pid === null ? "all" : String(pid)),
      value: ({ pid }) => pid,
    },
    {
      field: "command",
      title: has(({ command }) => command) ? "Command" : null,
      shrinks: true,
      text: ({ command }) => command ?? "",
      value: ({ command }) => command,
    },
    ...measured("rss", "Peak RSS"),
    ...measured("pss", "Peak PSS"),
    ...measured("uss", "Peak USS"),
    {
      field: "kernelPeakRss",
      title: isWhole && has(({ kernelPeakRss }) => kernelPeakRss) ? "Kernel's peak" : null,
      align: "right",
      text: ({ kernelPeakRss }) => (kernelPeakRss === null ? "" : formatBytes(kernelPeakRss)),
      value: ({ kernelPeakRss }) => kernelPeakRss,
    },
    {
      field: "from",
      title: rows.length > 1 ? "Seen" : null,
      optional: true,
      text: ({ from, to }) =>
        from === null || to === null ? "" : `${formatElapsed(from)} to ${formatElapsed(to)}`,
      value: ({ from }) => from,
    },
    { field: "to", title: null, text: () => "", value: ({ to }) => to },
    {
      field: "status",
      title: has(({ status }) => status) ? "Exit" : null,
      text: ({ status }) => (status === null ? "" : String(status)),
      value: ({ status }) => status,
    },
    { field: "parentPid", title: null, text: () => "", value: ({ parentPid }) => parentPid },
    { field: "isMain", title: null, text: () => "", value: ({ isMain }) => isMain },
  ];
}

/** Peaks of a recording as text. */
export function renderPeakText(result: PeakResult, width: number): string {
  const { path, span, window, omitted, isCut } = result;
  const rows = peakRows(result);
  const paragraph = (text: string): string =>
    `${wrapWords(escapeText(text), width, "  ").join("\n")}\n`;
  const where: string[] = [];
  if (span !== null)
    where.push(
      ` while ${span.name} ran${span.count > 1 ? ` (${formatCount(span.count)} times)` : ""}`,
    );
  if (window !== null)
    where.push(` from ${formatElapsed(window.from)} to ${formatElapsed(window.to)}`);
  const count = result.processes.length + omitted.count;
  const processes = count === 0 ? "" : ` of ${formatQuantity(count, "process", "processes")}`;
  let text = paragraph(`${path}: highest memory${processes}${where.join(",")}`);
  text += `\n${renderTextTable(peakColumns(rows, span === null && window === null), rows, width)}`;
  if (omitted.count > 0) text += `… ${formatCount(omitted.count)} more; --limit 0 shows all\n`;
  if (isCut) text += "the last line is cut off and left out\n";
  return text;
}

function sizeOf(peak: Peak | null): string {
  return peak === null ? "–" : formatBytes(peak.value);
}
