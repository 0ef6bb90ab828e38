import type { FileReport } from "../fleet/file-report.ts";
import type { FleetLeak, FleetResult } from "../fleet/join-reports.ts";
import { escapeText, formatBytes, formatCount, formatQuantity } from "./format.ts";
import { type Column, renderTextTable } from "./table.ts";
import { wrapPieces } from "./wrap.ts";

/** Files that could not be read that are named; JSON names all. */
const MAX_FAILED = 20;

/** A leak with its place in the table. */
interface NumberedLeak extends FleetLeak {
  readonly number: number;
}

const LEAK_COLUMNS: readonly Column<NumberedLeak>[] = [
  numberColumn("number", "", (row) => row.number, formatCount),
  {
    field: "severity",
    title: "Severity",
    text: (row) => row.severity,
    value: (row) => row.severity,
  },
  numberColumn("fileCount", "Files", (row) => row.fileCount, formatCount),
  numberColumn("count", "Objects", (row) => row.count, formatCount),
  numberColumn("bytes", "Bytes", (row) => row.bytes, formatBytes),
  numberColumn("worstBytes", "At worst", (row) => row.worst.bytes, formatBytes),
  {
    field: "leak",
    title: "Leak",
    shrinks: true,
    text: (row) => row.fingerprint.text,
    value: (row) => row.fingerprint.text,
  },
];

function numberColumn(
  field: string,
  title: string,
  value: (row: NumberedLeak) => number,
  format: (value: number) => string,
): Column<NumberedLeak> {
  return { field, title, align: "right", text: (row) => format(value(row)), value };
}

/** A fleet as text: the verdict, the leaks, where each is worst, the files that could not be read. */
export function renderFleetText(result: FleetResult, width: number): string {
  const { leaks, omitted, accepted, failed } = result;
  let text = `${describeVerdict(result)}\n`;
  if (leaks.length > 0) text += `\n${renderLeaks(leaks, width)}`;
  if (omitted.count > 0)
    text += `… ${formatCount(omitted.count)} more, ${formatBytes(omitted.bytes)}; --limit 0 shows all\n`;
  if (leaks.length > 0) text += `\nat worst:\n${renderWorst(leaks, width)}`;
  if (accepted !== null && accepted.length > 0) {
    text += `\naccepted by the baseline:\n\n`;
    text += renderLeaks(accepted, width);
  }
  if (failed.length > 0) text += `\nnot read:\n`;
  for (const { path, message } of failed.slice(0, MAX_FAILED))
    text += `  ${escapeText(path)}: ${escapeText(message)}\n`;
  if (failed.length > MAX_FAILED)
    text += `  … ${formatCount(failed.length - MAX_FAILED)} more; --json names all\n`;
  return text;
}

function renderLeaks(leaks: readonly FleetLeak[], width: number): string {
  const numbered = leaks.map((leak, at) => Object.assign({ number: at + 1 }, leak));
  return renderTextTable(LEAK_COLUMNS, numbered, width);
}

/** In words what the worst file of each leak has. */
function renderWorst(leaks: readonly FleetLeak[], width: number): string {
  const digits = String(leaks.length).length;
  const indent = " ".repeat(digits + 4);
  return leaks
    .flatMap(({ worst: { path, finding } }, at) => {
      const head = `  ${String(at + 1).padStart(digits)}  `;
      const words = escapeText(`${path}: ${finding}`).split(/(?<= )/);
      return wrapPieces([head, ...words], width, indent);
    })
    .map((line) => `${line}\n`)
    .join("");
}

function describeVerdict(result: FleetResult): string {
  const { fileCount, totalSize, leakingCount, leaks, omitted, failed, minSeverity } = result;
  const count = leaks.length + omitted.count;
  const read = fileCount - failed.length;
  const found =
    count === 0
      ? `nothing of severity ${minSeverity} or more`
      : `${formatQuantity(count, "leak")} in ${formatCount(leakingCount)} of ${formatQuantity(read, "file")}`;
  const unread = failed.length === 0 ? "" : `; ${formatCount(failed.length)} not read`;
  return `${found}; heaps of ${formatBytes(totalSize)}${unread}`;
}

/**
 * A line of JSON for each file and suspect, in the order of the files: for engines that read tables.
 * @param nameOf - how a path is told.
 */
export function* renderFleetRows(
  reports: readonly FileReport[],
  nameOf: (path: string) => string,
): Generator<string> {
  for (const report of reports) {
    if (report.status === "failed") continue;
    const { path, size, changed, nodeCount, edgeCount, totalSize, suspects } = report;
    for (const [at, { fingerprint, ...suspect }] of suspects.entries()) {
      const row = {
        file: nameOf(path),
        fileSize: size,
        changed: new Date(changed).toISOString(),
        nodeCount,
        edgeCount,
        totalSize,
        rank: at + 1,
        fingerprint: fingerprint.hash,
        leak: fingerprint.text,
        ...suspect,
      };
      yield `${JSON.stringify(row)}\n`;
    }
  }
}
