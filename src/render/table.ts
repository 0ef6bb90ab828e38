import stringWidth from "string-width";
import { escapeText } from "./format.ts";

/** A value of a row in machine-readable form. */
export type CellValue = string | number | boolean | null;

/** One column of a table: the same definition serves text, Markdown, CSV and JSON lines. */
export interface Column<Row> {
  /** Field name in CSV and JSON lines. */
  readonly field: string;
  /** Heading in text and Markdown; null keeps the column out of them. */
  readonly title: string | null;
  readonly align?: "left" | "right";
  /** At most one column gives way when the table is wider than the terminal. */
  readonly shrinks?: boolean;
  /** Text of the cell; names from files may be passed as they are, they are escaped here. */
  text(row: Row): string;
  /** Value of the cell for machines; full precision. */
  value(row: Row): CellValue;
}

/** Least width a shrinking column keeps. */
const MIN_SHRUNK = 16;
const GAP = "  ";

/** Lines up rows under their headings; no trailing blanks, ends in a newline. */
export function renderTextTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): string {
  const shown = columns.filter((column) => column.title !== null);
  const cells = rows.map((row) => shown.map((column) => escapeText(column.text(row))));
  const widths = shown.map((column, at) => {
    let widest = displayWidth(column.title ?? "");
    for (const row of cells) widest = Math.max(widest, displayWidth(row[at]));
    return widest;
  });
  const total = widths.reduce((sum, each) => sum + each, GAP.length * (shown.length - 1));
  const shrinking = shown.findIndex((column) => column.shrinks === true);
  if (total > width && shrinking >= 0) {
    widths[shrinking] = Math.max(
      Math.min(MIN_SHRUNK, widths[shrinking]),
      widths[shrinking] - (total - width),
    );
  }
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) => pad(cutToWidth(text, widths[at]), widths[at], shown[at].align ?? "left"))
      .join(GAP)
      .trimEnd();
  const lines = [line(shown.map((column) => column.title ?? "")), ...cells.map(line)];
  return `${lines.join("\n")}\n`;
}

/** A GitHub-flavoured Markdown table. */
export function renderMarkdownTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string {
  const shown = columns.filter((column) => column.title !== null);
  const rule = shown.map((column) => (column.align === "right" ? "--:" : "---"));
  const lines = [
    markdownLine(shown.map((column) => column.title ?? "")),
    markdownLine(rule),
    ...rows.map((row) => markdownLine(shown.map((column) => escapeMarkdown(column.text(row))))),
  ];
  return `${lines.join("\n")}\n`;
}

/** One line of CSV (RFC 4180), without its line break. */
export function renderCsvLine(values: readonly CellValue[]): string {
  return values.map(csvCell).join(",");
}

/** Comma-separated values with a heading line; line breaks as in RFC 4180. */
export function renderCsvTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [
    renderCsvLine(columns.map((column) => column.field)),
    ...rows.map((row) => renderCsvLine(columns.map((column) => column.value(row)))),
  ];
  return `${lines.join("\r\n")}\r\n`;
}

/** One JSON object a line. */
export function renderJsonLines<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string {
  return rows
    .map(
      (row) =>
        `${JSON.stringify(Object.fromEntries(columns.map((column) => [column.field, column.value(row)])))}\n`,
    )
    .join("");
}

/** Cuts a text to a display width and marks the cut with `…`. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let cut = "";
  let used = 0;
  for (const character of text) {
    const next = displayWidth(character);
    if (used + next > width - 1) break;
    cut += character;
    used += next;
  }
  return `${cut}…`;
}

/** Columns a text takes; the library knows wide and zero-width characters, which most texts have none of. */
function displayWidth(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

function pad(text: string, width: number, align: "left" | "right"): string {
  const blanks = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "right" ? blanks + text : text + blanks;
}

/** Cells a spreadsheet would take for a formula get an apostrophe in front. */
function csvCell(value: CellValue): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markdownLine(texts: readonly string[]): string {
  return `| ${texts.join(" | ")} |`;
}

function escapeMarkdown(text: string): string {
  return escapeText(text).replaceAll(/[\\|`*_<>[\]]/g, String.raw`\$&`);
}
