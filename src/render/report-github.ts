import { escapeText } from "./format.ts";
import type { Report, ReportItem } from "./report.ts";

/**
 * A report as annotations of GitHub Actions, one a line: errors for what makes the exit code 3, warnings and notices
 * for other suspects. What is accepted, a mere remark, or passed is left out; GitHub shows ten of each kind a step.
 */
export function renderGithub({ title, items }: Report): string {
  return items
    .flatMap((item) => {
      const level = levelOf(item);
      return level === null ? [] : [annotationOf(item, level, title)];
    })
    .join("");
}

function levelOf({ rule, outcome, severity }: ReportItem): "error" | "warning" | "notice" | null {
  if (outcome === "failed") return "error";
  if (outcome === "skipped") return "notice";
  if (outcome !== "noted" || rule === "gate" || severity === "info") return null;
  return severity === "low" ? "notice" : "warning";
}

function annotationOf(
  { name, message, facts, place }: ReportItem,
  level: string,
  title: string,
): string {
  const at =
    place === null
      ? []
      : [
          ["file", place.file],
          ["line", place.line],
          ["col", place.column],
        ];
  const properties = [...at, ["title", `${title}: ${name}`]]
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(",");
  const text = [message, ...facts.map(([word, value]) => `${word}: ${value}`)]
    .map((line) => escapeData(escapeText(line)))
    .join("%0A");
  return `::${level} ${properties}::${text}\n`;
}

/** As the runner's own toolkit writes them. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(escapeText(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
