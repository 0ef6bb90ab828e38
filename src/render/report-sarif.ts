import type { Severity } from "../analysis/suspects/suspect.ts";
import { VERSION } from "../version.ts";
import { escapeText } from "./format.ts";
import type { Report, ReportItem } from "./report.ts";
import { RULES } from "./report-rules.ts";

/** What a SARIF report that heapgraph wrote has at its beginning. */
export const SARIF_MARK = '"name": "heapgraph"';

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

/**
 * A report as SARIF 2.1.0, as code scanning reads it: a result for each suspect, and for each gate that failed. A
 * place in code where the snapshot tells one, else the last snapshot. What a baseline accepts is suppressed.
 */
export function renderSarif({ files, items }: Report): string {
  const told = items.filter(({ rule, outcome }) => rule !== "gate" || outcome === "failed");
  const rules = [...new Set(told.map(({ rule }) => rule))];
  const isFailed = items.some(({ outcome }) => outcome === "failed");
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "heapgraph",
            version: VERSION,
            semanticVersion: VERSION,
            rules: rules.map((id) => ({
              id,
              shortDescription: { text: RULES[id].short },
              help: { text: RULES[id].help },
            })),
          },
        },
        invocations: [{ executionSuccessful: true, exitCode: isFailed ? 3 : 0 }],
        columnKind: "utf16CodeUnits",
        results: told.map((item) => resultOf(item, rules.indexOf(item.rule), files.at(-1) ?? "")),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(item: ReportItem, ruleIndex: number, snapshot: string): object {
  const { rule, id, name, message, facts, outcome, severity, place } = item;
  const region =
    place === null ? {} : { region: { startLine: place.line, startColumn: place.column } };
  const text = [message, ...facts.map(([word, value]) => `${word} ${value}`)]
    .map((line) => escapeText(line))
    .join("\n");
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(place?.file ?? snapshot) },
          ...region,
        },
      },
    ],
    // Of gates the text, so that another limit is another result.
    partialFingerprints: { "heapgraph/v1": id },
    ...(outcome === "accepted" && {
      suppressions: [{ kind: "external", justification: "accepted by the baseline" }],
    }),
    properties: { name: escapeText(name), severity, outcome },
  };
}

/** A path as a URI; relative paths stay relative. */
function uriOf(path: string): string {
  if (path === "-") return "stdin";
  const text = escapeText(path);
  if (/^[a-z][\w+.-]+:\/\//i.test(text)) return encodeURI(text);
  const uri = text
    .replaceAll("\\", "/")
    .split("/")
    .map((part) => encodeURIComponent(part))
    .join("/");
  return uri.startsWith("/") ? `file://${uri}` : uri;
}
