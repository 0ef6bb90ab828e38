import { type SvgElement, svgElement } from "./lineage-svg-tree.ts";
import { sansWidth } from "./lineage-text-width.ts";
import { DARK_THEME, LIGHT_THEME } from "./lineage-theme.ts";
import type { Axis } from "./chart-axis.ts";

/** What charts of values have in common: sizes of texts, colours of lines, the axis at the left. */

export const CHART_TEXT_SIZE = 11.5;
export const CHART_LINE = 16;
export const TICK_GAP = 8;

/** A line's colours, which texts can have, too, and its dashes for who cannot tell the colours apart. */
export interface LineLook {
  readonly light: string;
  readonly dark: string;
  readonly dash?: string;
}

export const LINE_LOOKS: readonly LineLook[] = [
  { light: LIGHT_THEME.start, dark: DARK_THEME.start },
  { light: "#1a66d9", dark: DARK_THEME.highlight.border, dash: "8,3" },
  { light: "#1a7f37", dark: DARK_THEME.root.border, dash: "3,3" },
  { light: "#8250df", dark: "#bc8cff", dash: "10,3,2,3" },
  { light: "#8a5a00", dark: "#d29922", dash: "5,5" },
  { light: LIGHT_THEME.line, dark: DARK_THEME.line, dash: "1.5,3" },
];

/** Rules that give `.series-0`, `.series-1` … their colours on light and dark backgrounds. */
export function seriesStyle(looks: readonly LineLook[]): string {
  const rules = (theme: "light" | "dark"): string =>
    looks.map((look, at) => `.heapgraph .series-${at}{--series:${look[theme]}}`).join("\n");
  return `${rules("light")}\n@media (prefers-color-scheme:dark){\n${rules("dark")}\n}
.heapgraph .series>path,.heapgraph .series>ellipse{stroke:var(--series)}
.heapgraph .series>ellipse{fill:var(--paper)}
.heapgraph .series>text{fill:var(--series)}
`;
}

/** The rules and values of the axis at the left. */
export function drawValueAxis(
  { ticks }: Axis,
  format: (value: number) => string,
  { left, right, y }: ChartFrame,
): SvgElement[] {
  return ticks.flatMap((value) => [
    svgElement("path", {
      class: "rule",
      d: `M${left},${y(value)}H${right}`,
      stroke: LIGHT_THEME.border,
      "stroke-width": value === 0 ? 1 : 0.3,
    }),
    chartText(left - TICK_GAP, y(value) + 4, format(value), {
      class: "note",
      "text-anchor": "end",
    }),
  ]);
}

/** Where the axis and the lines lie. */
export interface ChartFrame {
  readonly left: number;
  readonly right: number;
  /** Pixels of positions or times. */
  readonly x: (position: number) => number;
  readonly y: (value: number) => number;
}

/** A small text; its look goes before what charts usually write with. */
export function chartText(
  x: number,
  y: number,
  content: string,
  look: Readonly<Record<string, string | number>>,
): SvgElement {
  const usual = { "font-size": CHART_TEXT_SIZE, fill: LIGHT_THEME.paper.soft };
  return svgElement("text", { x, y, ...usual, ...look }, [content]);
}

/** Room that the widest of some small texts takes. */
export function widestText(texts: readonly string[]): number {
  return Math.ceil(texts.reduce((most, one) => Math.max(most, sansWidth(one, CHART_TEXT_SIZE)), 0));
}
