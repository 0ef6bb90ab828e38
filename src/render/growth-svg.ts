import type { GrowthResult } from "../analysis/change/growth-result.ts";
import { visibleText } from "./dot-text.ts";
import { type Axis, chooseAxis, spreadLabels } from "./growth-axis.ts";
import { type ChartLine, describeChart, type GrowthChart, toGrowthChart } from "./growth-chart.ts";
import type { PictureCaption } from "./lineage-dot.ts";
import { moveTo, writeSvg } from "./lineage-svg.ts";
import { drawHeading, drawLegend, type Drawn, PICTURE_MARGIN } from "./lineage-svg-frame.ts";
import { type SvgElement, svgElement } from "./lineage-svg-tree.ts";
import { sansWidth } from "./lineage-text-width.ts";
import { DARK_THEME, LIGHT_THEME } from "./lineage-theme.ts";

const WIDTH = 900;
const PLOT_HEIGHT = 320;
const TEXT_SIZE = 11.5;
const LABEL_LINE = 16;
const LABEL_GAP = 14;
const TICK_GAP = 8;

/** Marks besides 0 on the axis. */
const TICKS = 5;

/** Colours that texts can have, too, and dashes for who cannot tell them apart. */
const LINES: readonly { readonly light: string; readonly dark: string; readonly dash?: string }[] =
  [
    { light: LIGHT_THEME.start, dark: DARK_THEME.start },
    { light: "#1a66d9", dark: DARK_THEME.highlight.border, dash: "8,3" },
    { light: "#1a7f37", dark: DARK_THEME.root.border, dash: "3,3" },
    { light: "#8250df", dark: "#bc8cff", dash: "10,3,2,3" },
    { light: "#8a5a00", dark: "#d29922", dash: "5,5" },
    { light: LIGHT_THEME.line, dark: DARK_THEME.line, dash: "1.5,3" },
  ];

/**
 * A small line chart of the classes that grow most, which stands alone: no script, no reference to anything
 * outside, colours for light and dark. Where nothing grows, the whole heap is drawn.
 */
export function renderGrowthSvg(result: GrowthResult, caption: PictureCaption): string {
  const chart = toGrowthChart(result);
  const heading = drawHeading(caption, WIDTH);
  const plot = drawPlot(chart);
  const legend = drawLegend([], caption.notes ?? [], WIDTH);
  const legendTop = heading.height + plot.height + PICTURE_MARGIN;
  return writeSvg({
    title: visibleText(caption.title),
    description: visibleText(
      [describeChart(chart), ...(caption.notes ?? []).map((note) => `${note}.`)].join(" "),
    ),
    width: WIDTH,
    height: legendTop + legend.height,
    elements: [...heading.elements, moveTo(0, heading.height, plot), moveTo(0, legendTop, legend)],
    style: `${lineRules("light")}\n@media (prefers-color-scheme:dark){\n${lineRules("dark")}\n}
.heapgraph .series>path,.heapgraph .series>ellipse{stroke:var(--series)}
.heapgraph .series>ellipse{fill:var(--paper)}
.heapgraph .series>text{fill:var(--series)}
`,
  });
}

function lineRules(theme: "light" | "dark"): string {
  return LINES.map((line, at) => `.heapgraph .series-${at}{--series:${line[theme]}}`).join("\n");
}

function widest(texts: readonly string[]): number {
  return Math.ceil(Math.max(...texts.map((one) => sansWidth(one, TEXT_SIZE))));
}

/** Where values and files lie. */
interface Scale {
  readonly left: number;
  readonly right: number;
  readonly x: (position: number) => number;
  readonly y: (value: number) => number;
}

function drawPlot(chart: GrowthChart): Drawn {
  const { lines, format, measure, files } = chart;
  const highest = Math.max(...lines.flatMap(({ values }) => values));
  const axis = chooseAxis(highest, TICKS, measure === "count");
  const left = PICTURE_MARGIN + widest(axis.ticks.map(format)) + TICK_GAP;
  const right =
    WIDTH - PICTURE_MARGIN - widest(lines.map((line) => labelOf(line, format))) - LABEL_GAP;
  const scale: Scale = {
    left,
    right,
    x: (position) => round(left + ((right - left) * position) / Math.max(1, files.length - 1)),
    y: (value) => round(LABEL_LINE + PLOT_HEIGHT * (1 - value / axis.most)),
  };
  const title = { retained: "Retained size", count: "Objects", size: "Size" }[measure];
  return {
    elements: [
      ...drawAxis(axis, chart, scale),
      text(PICTURE_MARGIN, 2, title, { class: "note" }),
      ...drawFiles(files, scale),
      ...drawLines(chart, scale),
    ],
    height: PLOT_HEIGHT + 3 * LABEL_LINE,
  };
}

function drawAxis(axis: Axis, { format }: GrowthChart, { left, right, y }: Scale): SvgElement[] {
  return axis.ticks.flatMap((value) => [
    svgElement("path", {
      class: "rule",
      d: `M${left},${y(value)}H${right}`,
      stroke: LIGHT_THEME.border,
      "stroke-width": value === 0 ? 1 : 0.3,
    }),
    text(left - TICK_GAP, y(value) + 4, format(value), { class: "note", "text-anchor": "end" }),
  ]);
}

/** Names of the files where there is room for all of them, else their numbers, or some of those. */
function drawFiles(files: readonly string[], { left, right, x, y }: Scale): SvgElement[] {
  const room = (right - left) / Math.max(1, files.length - 1) - 12;
  const fits = files.every((file) => sansWidth(file, TEXT_SIZE) <= room);
  const every = Math.ceil(30 / Math.max(1, room + 12));
  return files.flatMap((file, at) => {
    const name = fits ? file : String(at + 1);
    // The first one must not begin beyond the edge.
    const middle = Math.max(x(at), PICTURE_MARGIN + sansWidth(name, TEXT_SIZE) / 2);
    const look = { class: "note", "text-anchor": "middle" };
    const mark = svgElement("path", {
      class: "rule",
      d: `M${x(at)},${y(0)}v4`,
      stroke: LIGHT_THEME.border,
      "stroke-width": 1,
    });
    const isNamed = at === files.length - 1 || (at % every === 0 && at + every / 2 < files.length);
    return isNamed ? [mark, text(round(middle), y(0) + 18, name, look)] : [mark];
  });
}

function drawLines({ lines, format, files }: GrowthChart, { x, y, right }: Scale): SvgElement[] {
  const ends = lines.map(({ values }) => y(values[values.length - 1]));
  const labels = spreadLabels(ends, LABEL_LINE, LABEL_LINE, LABEL_LINE + PLOT_HEIGHT);
  return lines
    .map((line, at) => {
      const { light, dash } = LINES[at];
      const points = line.values.map((value, position) => `${x(position)},${y(value)}`);
      const values = line.values.map((value, position) => `${files[position]}: ${format(value)}`);
      const look = { fill: "none", stroke: light };
      return svgElement("g", { class: `series series-${at}` }, [
        svgElement("title", {}, [[line.name, ...values].join("\n")]),
        svgElement("path", {
          d: `M${points.join("L")}`,
          ...look,
          "stroke-width": 2,
          "stroke-dasharray": dash,
        }),
        ...line.values.map((value, position) =>
          svgElement("ellipse", {
            cx: x(position),
            cy: y(value),
            rx: 2.5,
            ry: 2.5,
            fill: LIGHT_THEME.paper.fill,
            stroke: light,
            "stroke-width": 1.5,
          }),
        ),
        svgElement("path", {
          d: `M${right + 4},${ends[at]}L${right + LABEL_GAP - 3},${round(labels[at])}`,
          ...look,
          "stroke-width": 0.7,
        }),
        text(right + LABEL_GAP, round(labels[at] + 4), labelOf(line, format), { fill: light }),
      ]);
    })
    .toReversed();
}

function labelOf({ label, values }: ChartLine, format: (value: number) => string): string {
  return `${label}  ${format(values[values.length - 1])}`;
}

function text(
  x: number,
  y: number,
  content: string,
  attributes: Readonly<Record<string, string | number>>,
): SvgElement {
  const usual = { "font-size": TEXT_SIZE, fill: LIGHT_THEME.paper.soft };
  return svgElement("text", { x, y, ...usual, ...attributes }, [content]);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
