import type { PlottedRecording } from "../analysis/recording/plot-result.ts";
import type { Points } from "../analysis/recording/thin-out.ts";
import type { LineLook } from "./chart-parts.ts";
import { DARK_THEME, LIGHT_THEME } from "./lineage-theme.ts";
import { describeProcess, describeTotal } from "./recording-words.ts";

/** One line of a picture of recordings. */
export interface RecordingLine {
  /** In full; may hold text from the file. */
  readonly name: string;
  readonly points: Points;
  readonly look: LineLook;
  /** Pixels. */
  readonly width: number;
  /** It is drawn as the edge of a filled band. */
  readonly isBand: boolean;
}

const TOTAL: LineLook = { light: LIGHT_THEME.paper.text, dark: DARK_THEME.paper.text };
const GREY: LineLook = { light: LIGHT_THEME.faintLine, dark: DARK_THEME.faintLine };
const HEAP: LineLook = { light: "#8a5a00", dark: "#d29922", dash: "2,2" };

/** Processes, or recordings that are laid over each other; green is the floor's. */
const MEMBERS: readonly LineLook[] = [
  { light: "#1a66d9", dark: DARK_THEME.highlight.border },
  { light: "#8250df", dark: "#bc8cff", dash: "8,3" },
  { light: "#0a7d8c", dark: "#39c5cf", dash: "3,3" },
  { light: "#bf3989", dark: "#f778ba", dash: "10,3,2,3" },
  { light: "#9a4b00", dark: "#e3824a", dash: "5,5" },
  { light: "#57606a", dark: "#9da7b3", dash: "1.5,3" },
];

/** Brackets of spans, by name. */
export const SPAN_LOOKS: readonly LineLook[] = [
  MEMBERS[3],
  MEMBERS[1],
  MEMBERS[2],
  MEMBERS[4],
  MEMBERS[5],
  MEMBERS[0],
];

/** Colours of what is no line, for both backgrounds; elements carry those for light ones, too. */
export function eventStyle(): string {
  return `${eventColors("light")}\n@media (prefers-color-scheme:dark){\n${eventColors("dark")}\n}
.heapgraph .band{stroke:none;fill:var(--series)}
.heapgraph .peak>path,.heapgraph .limit>path,.heapgraph .heap>path{stroke:var(--alert)}
.heapgraph .peak>text,.heapgraph .limit>text,.heapgraph .heap>text,.heapgraph .heap>ellipse{fill:var(--alert)}
.heapgraph .heap>ellipse{stroke:var(--paper)}
.heapgraph .peak>text,.heapgraph .limit>text,.heapgraph .heap>text{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
.heapgraph .trend>path{stroke:var(--floor)}
.heapgraph .span>path{stroke:var(--span)}
.heapgraph .span>text{fill:var(--span)}
`;
}

function eventColors(theme: "light" | "dark"): string {
  const { start, root } = theme === "light" ? LIGHT_THEME : DARK_THEME;
  return [
    `.heapgraph{--alert:${start};--floor:${root.border}}`,
    ...SPAN_LOOKS.map((look, at) => `.heapgraph .span-${at}{--span:${look[theme]}}`),
  ].join("\n");
}

/** Lines of one recording, those in front first. */
export function linesOf(recording: PlottedRecording): RecordingLine[] {
  const { total, rss, processes, rest, heaps } = recording;
  const lines: RecordingLine[] = [
    { name: describeTotal(recording), points: total, look: TOTAL, width: 2.2, isBand: false },
  ];
  for (const [at, process] of processes.entries())
    lines.push({
      name: describeProcess(process),
      points: process.points,
      look: MEMBERS[at % MEMBERS.length],
      width: 1.5,
      isBand: false,
    });
  for (const { pid, heapUsed } of heaps.slice(0, 2))
    lines.push({
      name: `heap used, ${pid}`,
      points: heapUsed,
      look: HEAP,
      width: 1.5,
      isBand: false,
    });
  if (rest !== null) {
    const name = processes.length === 0 ? `${rest.count} children` : `${rest.count} others`;
    lines.push({ name, points: rest.points, look: GREY, width: 1, isBand: true });
  }
  if (rss !== null)
    lines.push({ name: "RSS added up", points: rss, look: GREY, width: 0.8, isBand: false });
  return lines;
}

/** The totals of recordings that are laid over each other. */
export function overlaidLines(recordings: readonly PlottedRecording[]): RecordingLine[] {
  return recordings.map((recording, at) => ({
    name: `${recording.path}, ${describeTotal(recording)}`,
    points: recording.total,
    look: MEMBERS[at % MEMBERS.length],
    width: 1.8,
    isBand: false,
  }));
}
