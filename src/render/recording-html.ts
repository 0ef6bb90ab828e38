import type { PlotResult } from "../analysis/recording/plot-result.ts";
import { escapeXml, visibleText } from "./dot-text.ts";
import { formatBytes } from "./format.ts";
import { DARK_THEME, LIGHT_THEME, SANS_FONTS } from "./lineage-theme.ts";
import { READOUT_SCRIPT, READOUT_SCRIPT_HASH } from "./recording-html-script.ts";
import { plotTitle } from "./recording-notes.ts";
import { drawRecording, type RecordingSvgOptions } from "./recording-svg.ts";
import { describeProcess, describeSpans, describeTotal, groupSpans } from "./recording-words.ts";
import { formatElapsed } from "./time-format.ts";

/** Stands among the first bytes of every page: by it heapgraph knows its own files. */
export const HTML_MARK = "<!-- Written by heapgraph -->";

const MAX_SPANS = 100;

/**
 * Memory over time as a page that stands alone: the picture with a readout of the values under the pointer, and
 * tables of processes and spans. It loads nothing, and nothing in it but its own script can run.
 */
export function renderRecordingHtml(result: PlotResult, options: RecordingSvgOptions = {}): string {
  const { svg, lines, place } = drawRecording(result, options);
  const title = escapeXml(plotTitle(result, options.title));
  const data = {
    place,
    lines: lines.map(({ name, points }) => ({ name: visibleText(name), points })),
  };
  return `<!doctype html>
${HTML_MARK}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${READOUT_SCRIPT_HASH}'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<figure>
${svg.trim()}
<output hidden></output>
</figure>
${tables(result)}
<script type="application/json" id="data">${JSON.stringify(data).replaceAll("<", String.raw`\u003c`)}</script>
<script>${READOUT_SCRIPT}</script>
</body>
</html>
`;
}

function tables(result: PlotResult): string {
  const [first] = result.recordings;
  const several = result.recordings.length > 1;
  const peaks = result.recordings.flatMap((recording) => [
    [
      several ? recording.path : "",
      describeTotal(recording),
      formatBytes(recording.peak.value),
      formatElapsed(recording.peak.time),
    ],
    ...recording.processes.map((process) => [
      several ? recording.path : "",
      describeProcess(process),
      formatBytes(process.peak.value),
      formatElapsed(process.peak.time),
    ]),
  ]);
  const drop = several ? 0 : 1;
  const head = ["Recording", "Memory of", "Peak", "at"].slice(drop);
  const groups = several ? [] : groupSpans(first.spans).slice(0, MAX_SPANS);
  const spans = groups.map((group) => [
    describeSpans(group),
    formatBytes(group.spans.reduce((most, { memory }) => Math.max(most, ...memory), 0)),
  ]);
  return [
    table(
      "Peaks",
      head,
      peaks.map((row) => row.slice(drop)),
    ),
    ...(spans.length > 0 ? [table("Functions and phases", ["Name", "Most at an end"], spans)] : []),
  ].join("\n");
}

function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return `<table>
<caption>${caption}</caption>
<thead>${tableRow(head, "th")}</thead>
<tbody>
${rows.map((row) => tableRow(row, "td")).join("\n")}
</tbody>
</table>`;
}

function tableRow(cells: readonly string[], tag: "td" | "th"): string {
  return `<tr>${cells.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join("")}</tr>`;
}

const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:${LIGHT_THEME.paper.fill};--ink:${LIGHT_THEME.paper.text};--soft-ink:${LIGHT_THEME.paper.soft};--border:${LIGHT_THEME.border}}
@media (prefers-color-scheme:dark){:root{--paper:${DARK_THEME.paper.fill};--ink:${DARK_THEME.paper.text};--soft-ink:${DARK_THEME.paper.soft};--border:${DARK_THEME.border}}}
body{margin:0 auto;max-width:1040px;padding:0 20px 40px;background:var(--paper);color:var(--ink);font:14px/1.5 ${SANS_FONTS}}
figure{margin:0;position:relative}
output{position:absolute;pointer-events:none;background:var(--paper);border:1px solid var(--border);border-radius:4px;padding:4px 8px;font-size:12px;white-space:pre}
table{border-collapse:collapse;margin:20px}
caption{text-align:left;font-weight:bold;padding:4px 0}
th{text-align:left;color:var(--soft-ink);font-weight:normal}
th,td{padding:2px 24px 2px 0;border-bottom:1px solid color-mix(in srgb,var(--border) 40%,transparent);overflow-wrap:anywhere}
td:nth-last-child(-n+2),th:nth-last-child(-n+2){white-space:nowrap}
`;
