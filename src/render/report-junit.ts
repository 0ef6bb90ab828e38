import { escapeXml } from "./dot-text.ts";
import { escapeText } from "./format.ts";
import type { Report, ReportItem } from "./report.ts";

/** What a JUnit report that heapgraph wrote has at its beginning. */
export const JUNIT_MARK = '<testsuites name="heapgraph ';

/**
 * A report as JUnit's XML, as Jenkins and GitLab read it: a suite of gates and one of suspects. What makes the exit
 * code 3 has failed; what no gate forbids has passed, with what there is to say as its output.
 */
export function renderJunit({ title, items }: Report): string {
  const suites = [
    { name: "gates", items: items.filter(({ rule }) => rule === "gate") },
    { name: "suspects", items: items.filter(({ rule }) => rule !== "gate") },
  ].filter((suite) => suite.items.length > 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(title)}" tests="${items.length}" failures="${failuresOf(items)}" errors="0">`,
    ...suites.flatMap((suite) => renderSuite(title, suite.name, suite.items)),
    "</testsuites>",
    "",
  ].join("\n");
}

function renderSuite(title: string, name: string, items: readonly ReportItem[]): string[] {
  const skipped = items.filter(isSkipped).length;
  const counts = `tests="${items.length}" failures="${failuresOf(items)}" errors="0" skipped="${skipped}"`;
  return [
    `  <testsuite name="${escapeXml(`${title}: ${name}`)}" ${counts}>`,
    ...items.flatMap((item) => renderCase(name, item)),
    "  </testsuite>",
  ];
}

function renderCase(suite: string, item: ReportItem): string[] {
  const { name, message, outcome, rule } = item;
  const open = `    <testcase classname="heapgraph.${suite}" name="${escapeXml(name)}"`;
  const text = detailsOf(item);
  switch (outcome) {
    case "failed":
      return [
        `${open}>`,
        `      <failure type="${escapeXml(rule)}" message="${escapeXml(message)}">${text}</failure>`,
        "    </testcase>",
      ];
    case "accepted":
    case "skipped": {
      const why = outcome === "accepted" ? `accepted by the baseline: ${message}` : message;
      // The element has no attributes in every reader's schema.
      return [`${open}>`, `      <skipped>${escapeXml(why)}</skipped>`, "    </testcase>"];
    }
    case "passed":
    case "noted":
      return [`${open}>`, `      <system-out>${text}</system-out>`, "    </testcase>"];
  }
}

function detailsOf({ id, rule, message, severity, facts, place }: ReportItem): string {
  const lines = [
    rule === "gate" ? message : `${severity.toUpperCase()}  ${message}`,
    ...facts.map(([word, value]) => `${word.padEnd(8)} ${value}`),
    ...(place === null ? [] : [`file     ${place.file}:${place.line}:${place.column}`]),
    ...(rule === "gate" ? [] : [`known as ${id}`]),
  ];
  return lines.map((line) => escapeXml(escapeText(line))).join("\n");
}

function failuresOf(items: readonly ReportItem[]): number {
  return items.filter(({ outcome }) => outcome === "failed").length;
}

function isSkipped({ outcome }: ReportItem): boolean {
  return outcome === "skipped" || outcome === "accepted";
}
