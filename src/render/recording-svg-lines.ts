import { area, line } from "d3-shape";
import { spreadLabels } from "./chart-axis.ts";
import { CHART_LINE, type ChartFrame, chartText } from "./chart-parts.ts";
import { visibleText } from "./dot-text.ts";
import { formatBytes } from "./format.ts";
import { type SvgElement, svgElement } from "./lineage-svg-tree.ts";
import type { RecordingLine } from "./recording-looks.ts";
import { cutToWidth } from "./table.ts";
import { formatElapsed } from "./time-format.ts";

/** Room between the end of the axis and the names of lines. */
export const LABEL_GAP = 14;

const MAX_LABEL = 30;

/** `4711 node app.js  80.1 MB`: a line's name, cut, and its highest value. */
export function lineLabel({ name, points }: RecordingLine): string {
  const peak = highest(points);
  const text = cutToWidth(visibleText(name), MAX_LABEL);
  return peak === null ? text : `${text}  ${formatBytes(peak[1])}`;
}

/** Lines with their names at the right, those in front last. */
export function drawRecordingLines(
  lines: readonly RecordingLine[],
  frame: ChartFrame & { readonly top: number; readonly bottom: number },
): SvgElement[] {
  const { right, x, y, top, bottom } = frame;
  const ends = lines.map(({ points }) => y(points.at(-1)?.[1] ?? 0));
  const labels = spreadLabels(ends, CHART_LINE, top + 4, bottom);
  return lines
    .map((one, at) => {
      const { points, look, width, isBand } = one;
      const stroke = { fill: "none", stroke: look.light };
      const last = points.at(-1)?.[0] ?? 0;
      const isAtEnd = x(last) > right - 12;
      const path = line<(typeof points)[number]>(
        ([time]) => x(time),
        ([, value]) => y(value),
      ).digits(1)(points);
      return svgElement("g", { class: `series series-${at}` }, [
        svgElement("title", {}, [tooltipOf(one)]),
        ...(isBand ? [drawBand(one, frame)] : []),
        svgElement("path", {
          d: path ?? "",
          ...stroke,
          "stroke-width": width,
          "stroke-dasharray": look.dash,
          "stroke-linejoin": "round",
        }),
        ...(isAtEnd
          ? [
              svgElement("path", {
                d: `M${right + 3},${ends[at]}L${right + LABEL_GAP - 3},${round(labels[at])}`,
                ...stroke,
                "stroke-width": 0.7,
              }),
            ]
          : []),
        chartText(right + LABEL_GAP, round(labels[at] + 4), lineLabel(one), { fill: look.light }),
      ]);
    })
    .toReversed();
}

function drawBand({ points, look }: RecordingLine, { x, y }: ChartFrame): SvgElement {
  const band = area<(typeof points)[number]>(
    ([time]) => x(time),
    y(0),
    ([, value]) => y(value),
  ).digits(1)(points);
  return svgElement("path", {
    class: "band",
    d: band ?? "",
    fill: look.light,
    "fill-opacity": 0.25,
    stroke: "none",
  });
}

function tooltipOf({ name, points }: RecordingLine): string {
  const peak = highest(points);
  const last = points.at(-1);
  const told = [visibleText(name)];
  if (peak !== null) told.push(`peak ${formatBytes(peak[1])} at ${formatElapsed(peak[0])}`);
  if (last !== undefined) told.push(`last ${formatBytes(last[1])} at ${formatElapsed(last[0])}`);
  return told.join("\n");
}

function highest(points: RecordingLine["points"]): RecordingLine["points"][number] | null {
  let best: RecordingLine["points"][number] | null = null;
  for (const point of points) if (best === null || point[1] > best[1]) best = point;
  return best;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
