import { formatQuantity } from "./format.ts";
import type { Report, ReportItem } from "./report.ts";
import { type Column, renderMarkdownTable } from "./table.ts";

/** What a Markdown report that heapgraph wrote begins with. */
export const MARKDOWN_MARK = "## heapgraph ";

const OUTCOMES: Readonly<Record<ReportItem["outcome"], string>> = {
  failed: "❌ failed",
  passed: "✅ passed",
  noted: "noted",
  accepted: "accepted",
  skipped: "skipped",
};

function column(title: string, text: (item: ReportItem) => string): Column<ReportItem> {
  return { field: title.toLowerCase(), title, text, value: text };
}

const GATE_COLUMNS = [
  column("Result", ({ outcome }) => OUTCOMES[outcome]),
  column("Gate", ({ message }) => message),
];

const SUSPECT_COLUMNS = [
  column("Result", ({ outcome }) => OUTCOMES[outcome]),
  column("Severity", ({ severity }) => severity),
  column("Suspect", ({ message }) => message.replaceAll("`", "")),
  column("Cut", ({ facts }) => facts.find(([word]) => word === "cut")?.[1] ?? ""),
  column("Code", ({ place }) => (place === null ? "" : `${place.file}:${place.line}`)),
  column("Known as", ({ id }) => id),
];

/** A report as GitHub-flavoured Markdown, for a summary of a job or a comment: a table of gates, one of suspects. */
export function renderMarkdownReport({ title, files, items }: Report): string {
  const gates = items.filter(({ rule }) => rule === "gate");
  const suspects = items.filter(({ rule }) => rule !== "gate");
  const failed = items.filter(({ outcome }) => outcome === "failed").length;
  const verdict = failed > 0 ? `${formatQuantity(failed, "item")} failed` : "nothing failed";
  const parts = [
    `## ${title}\n\n${verdict}; ${formatQuantity(files.length, "snapshot")}, ${formatQuantity(suspects.length, "suspect")}\n`,
  ];
  if (gates.length > 0) parts.push(renderMarkdownTable(GATE_COLUMNS, gates));
  if (suspects.length > 0) parts.push(renderMarkdownTable(SUSPECT_COLUMNS, suspects));
  return parts.join("\n");
}
