import type { PlottedSpan } from "../analysis/recording/plot-result.ts";
import { chartText, CHART_TEXT_SIZE } from "./chart-parts.ts";
import { visibleText } from "./dot-text.ts";
import { formatBytes, formatSigned } from "./format.ts";
import type { Drawn } from "./lineage-svg-frame.ts";
import { type SvgElement, svgElement } from "./lineage-svg-tree.ts";
import { sansWidth } from "./lineage-text-width.ts";
import { LIGHT_THEME } from "./lineage-theme.ts";
import type { RecordingFrame } from "./recording-svg-marks.ts";
import { formatElapsed } from "./time-format.ts";

const ROW = 18;

/** Rows and boxes that are drawn. */
const MAX_LEVELS = 12;
const MAX_BOXES = 1500;

/** Spans as boxes below each other, each level in a row of its own; the longest where there are too many. */
export function drawFlame(
  spans: readonly PlottedSpan[],
  { left, right, x }: RecordingFrame,
): Drawn {
  const shown = spans
    .filter(({ level }) => level < MAX_LEVELS)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, MAX_BOXES);
  const levels = shown.reduce((most, { level }) => Math.max(most, level + 1), 0);
  const elements = shown.map((span) => {
    const from = Math.max(left, x(span.from));
    const width = Math.max(0.5, Math.min(right, x(span.to)) - from);
    return drawBox(span, from, width);
  });
  return { elements, height: levels * ROW + (levels > 0 ? 8 : 0) };
}

function drawBox(span: PlottedSpan, from: number, width: number): SvgElement {
  const { name, level, memory } = span;
  const change = formatSigned(memory[1] - memory[0], formatBytes);
  const told = `${formatElapsed(span.to - span.from)}, ${change}`;
  const label = fitName(name, width - 8);
  const surface = LIGHT_THEME.depths[Math.min(level + 1, LIGHT_THEME.depths.length - 1)];
  const y = level * ROW;
  return svgElement(
    "g",
    { class: `node depth-${Math.min(level + 1, LIGHT_THEME.depths.length - 1)}` },
    [
      svgElement("title", {}, [`${visibleText(name)}\n${told}`]),
      svgElement("rect", {
        x: round(from),
        y: y + 0.5,
        width: round(width),
        height: ROW - 2,
        fill: surface.fill,
        stroke: LIGHT_THEME.border,
        "stroke-width": width < 3 ? 0.2 : 0.6,
      }),
      ...(label === ""
        ? []
        : [chartText(round(from + 4), y + 12.5, label, { class: "name", fill: surface.text })]),
    ],
  );
}

/** The end of a dotted name says most; nothing where nothing fits. */
function fitName(name: string, room: number): string {
  const fits = (text: string): boolean => sansWidth(text, CHART_TEXT_SIZE) <= room;
  const visible = visibleText(name);
  const last = visible.slice(visible.lastIndexOf(".") + 1);
  return fits(visible) ? visible : fits(last) ? last : "";
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
