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
  /** Left out, the rightmost first, where a narrow terminal has no room for all. */
  readonly optional?: boolean;
  /** Text of the cell; names from files may be passed as they are, they are escaped here. */
  text(row: Row): string;
  /** Value of the cell for machines; full precision. */
  value(row: Row): CellValue;
}

/** Least width a shrinking column keeps; on a narrow terminal. */
const MIN_SHRUNK = 16;
const MIN_SHRUNK_NARROW = 8;

/** Columns of a terminal from which on no column of a table is left out. */
const COMFORTABLE_WIDTH = 100;

const GAP = "  ";

/** Lines up rows under their headings; no trailing blanks, ends in a newline. */
export function renderTextTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): string {
  const all: MeasuredColumn[] = columns
    .filter((column) => column.title !== null)
    .map((column) => {
      const cells = [column.title ?? "", ...rows.map((row) => escapeText(column.text(row)))];
      let widest = 0;
      for (const cell of cells) widest = Math.max(widest, displayWidth(cell));
      return { column, cells, width: widest };
    });
  const shown = fitColumns(all, width);
  const line = (row: number): string =>
    shown
      .map(({ column: { align = "left" }, cells, width: own }) =>
        pad(cutToWidth(cells[row], own), own, align),
      )
      .join(GAP)
      .trimEnd();
  return Array.from({ length: rows.length + 1 }, (_, row) => `${line(row)}\n`).join("");
}

/** A column with its texts, the heading first, and the width it takes. */
interface MeasuredColumn {
  readonly column: Pick<Column<never>, "align" | "shrinks" | "optional">;
  readonly cells: readonly string[];
  readonly width: number;
}

/**
 * The columns that a width has room for, the shrinking one as narrow as it must be. On a narrow terminal
 * optional columns go, then all other texts give way too; numbers are never cut.
 */
function fitColumns(columns: readonly MeasuredColumn[], width: number): MeasuredColumn[] {
  const isNarrow = width < COMFORTABLE_WIDTH;
  const least = isNarrow ? MIN_SHRUNK_NARROW : MIN_SHRUNK;
  let fitted = [...columns];
  const excess = (): number =>
    fitted.reduce((sum, column) => sum + column.width, GAP.length * (fitted.length - 1)) - width;
  const shrink = (at: number): void => {
    const measured = fitted[at];
    const narrowed = Math.max(Math.min(least, measured.width), measured.width - excess());
    fitted = fitted.with(at, { ...measured, width: narrowed });
  };
  const slack = columns.reduce(
    (sum, { column, width: own }) => sum + (column.shrinks === true ? Math.max(0, own - least) : 0),
    0,
  );
  const optionals = fitted.filter(({ column }) => isNarrow && column.optional === true);
  for (const dropped of optionals.toReversed()) {
    if (excess() > slack) fitted = fitted.filter((each) => each !== dropped);
  }
  const shrinking = fitted.findIndex(({ column }) => column.shrinks === true);
  if (excess() > 0 && shrinking >= 0) shrink(shrinking);
  const texts = fitted.map(({ column }, at) => (isNarrow && column.align !== "right" ? at : -1));
  for (const at of texts.toReversed()) if (at >= 0 && excess() > 0) shrink(at);
  return fitted;
}

/** A GitHub-flavoured Markdown table. */
export function renderMarkdownTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): string {
  const shown = columns.filter((column) => column.title !== null);
  const rule = shown.map((column) => (column.align === "right" ? "--:" : "---"));
  const lines = [
    markdownLine(shown.map((column) => escapeMarkdown(column.title ?? ""))),
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
