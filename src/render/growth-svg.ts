import { line as lineOf } from "d3-shape";
import type { GrowthResult } from "../analysis/change/growth-result.ts";
import { placeOn, spreadLabels, valueAxis } from "./chart-axis.ts";
import {
  CHART_LINE,
  CHART_TEXT_SIZE,
  type ChartFrame,
  chartText,
  drawValueAxis,
  LINE_LOOKS,
  seriesStyle,
  TICK_GAP,
  widestText,
} from "./chart-parts.ts";
import { visibleText } from "./dot-text.ts";
import { type ChartLine, describeChart, type GrowthChart, toGrowthChart } from "./growth-chart.ts";
import type { PictureCaption } from "./lineage-dot.ts";
import { moveTo, writeSvg } from "./lineage-svg.ts";
import { drawHeading, drawLegend, type Drawn, PICTURE_MARGIN } from "./lineage-svg-frame.ts";
import { type SvgElement, svgElement } from "./lineage-svg-tree.ts";
import { sansWidth } from "./lineage-text-width.ts";
import { LIGHT_THEME } from "./lineage-theme.ts";

const WIDTH = 900;
const PLOT_HEIGHT = 320;
const LABEL_GAP = 14;

/** Marks besides 0 on the axis. */
const TICKS = 5;

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
    style: seriesStyle(LINE_LOOKS),
  });
}

function drawPlot(chart: GrowthChart): Drawn {
  const { lines, format, measure, files } = chart;
  const highest = Math.max(...lines.flatMap(({ values }) => values));
  const axis = valueAxis(highest, TICKS, measure === "count");
  const left = PICTURE_MARGIN + widestText(axis.ticks.map(format)) + TICK_GAP;
  const right =
    WIDTH - PICTURE_MARGIN - widestText(lines.map((line) => labelOf(line, format))) - LABEL_GAP;
  const frame: ChartFrame = {
    left,
    right,
    x: placeOn({ least: 0, most: Math.max(1, files.length - 1) }, left, right),
    y: placeOn(axis, CHART_LINE + PLOT_HEIGHT, CHART_LINE),
  };
  const title = { retained: "Retained size", count: "Objects", size: "Size" }[measure];
  return {
    elements: [
      ...drawValueAxis(axis, format, frame),
      chartText(PICTURE_MARGIN, 2, title, { class: "note" }),
      ...drawFiles(files, frame),
      ...drawLines(chart, frame),
    ],
    height: PLOT_HEIGHT + 3 * CHART_LINE,
  };
}

/** Names of the files where there is room for all of them, else their numbers, or some of those. */
function drawFiles(files: readonly string[], { left, right, x, y }: ChartFrame): SvgElement[] {
  const room = (right - left) / Math.max(1, files.length - 1) - 12;
  const fits = files.every((file) => sansWidth(file, CHART_TEXT_SIZE) <= room);
  const every = Math.ceil(30 / Math.max(1, room + 12));
  return files.flatMap((file, at) => {
    const name = fits ? file : String(at + 1);
    // The first one must not begin beyond the edge.
    const middle = Math.max(x(at), PICTURE_MARGIN + sansWidth(name, CHART_TEXT_SIZE) / 2);
    const look = { class: "note", "text-anchor": "middle" };
    const mark = svgElement("path", {
      class: "rule",
      d: `M${x(at)},${y(0)}v4`,
      stroke: LIGHT_THEME.border,
      "stroke-width": 1,
    });
    const isNamed = at === files.length - 1 || (at % every === 0 && at + every / 2 < files.length);
    return isNamed ? [mark, chartText(round(middle), y(0) + 18, name, look)] : [mark];
  });
}

function drawLines(
  { lines, format, files }: GrowthChart,
  { x, y, right }: ChartFrame,
): SvgElement[] {
  const ends = lines.map(({ values }) => y(values[values.length - 1]));
  const labels = spreadLabels(ends, CHART_LINE, CHART_LINE, CHART_LINE + PLOT_HEIGHT);
  return lines
    .map((line, at) => {
      const { light, dash } = LINE_LOOKS[at];
      const values = line.values.map((value, position) => `${files[position]}: ${format(value)}`);
      const look = { fill: "none", stroke: light };
      return svgElement("g", { class: `series series-${at}` }, [
        svgElement("title", {}, [[line.name, ...values].join("\n")]),
        svgElement("path", {
          d: lineOf<number>((_, position) => x(position), y).digits(1)(line.values) ?? "",
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
        chartText(right + LABEL_GAP, round(labels[at] + 4), labelOf(line, format), { fill: light }),
      ]);
    })
    .toReversed();
}

function labelOf({ label, values }: ChartLine, format: (value: number) => string): string {
  return `${label}  ${format(values[values.length - 1])}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
