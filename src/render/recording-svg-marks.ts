import type { PlottedMark, PlottedRecording } from "../analysis/recording/plot-result.ts";
import { spreadLabels } from "./chart-axis.ts";
import { type ChartFrame, chartText } from "./chart-parts.ts";
import { visibleText } from "./dot-text.ts";
import { formatBytes } from "./format.ts";
import { type SvgElement, svgElement } from "./lineage-svg-tree.ts";
import { LIGHT_THEME } from "./lineage-theme.ts";
import { describeMark } from "./recording-words.ts";
import { isSteady } from "./recording-words.ts";
import { formatElapsed } from "./time-format.ts";

/** The part of a picture that values are drawn in. */
export interface RecordingFrame extends ChartFrame {
  readonly top: number;
  readonly bottom: number;
}

/** Marks that get a number; more would cover the picture. */
export const MAX_MARKS = 20;

/** A dashed cross at the highest moment, with value and time. */
export function drawPeak({ peak }: PlottedRecording, frame: RecordingFrame): SvgElement {
  const { left, right, top, bottom, x, y } = frame;
  const [px, py] = [x(peak.time), y(peak.value)];
  const isLeft = px < (left + right) / 2;
  const label = `peak ${formatBytes(peak.value)} at ${formatElapsed(peak.time)}`;
  return svgElement("g", { class: "peak" }, [
    svgElement("path", {
      d: `M${left},${py}H${right}M${px},${top}V${bottom}`,
      fill: "none",
      stroke: LIGHT_THEME.start,
      "stroke-width": 0.8,
      "stroke-dasharray": "4,3",
    }),
    chartText(isLeft ? px + 6 : px - 6, py - 5, label, {
      fill: LIGHT_THEME.start,
      "font-weight": "bold",
      "text-anchor": isLeft ? "start" : "end",
    }),
  ]);
}

/** What the control group allows. */
export function drawLimit(limit: number, { left, right, y }: RecordingFrame): SvgElement {
  return svgElement("g", { class: "limit" }, [
    svgElement("path", {
      d: `M${left},${y(limit)}H${right}`,
      fill: "none",
      stroke: LIGHT_THEME.start,
      "stroke-width": 1.5,
    }),
    chartText(left + 6, y(limit) + 14, `limit ${formatBytes(limit)}`, { fill: LIGHT_THEME.start }),
  ]);
}

/**
 * The floor under the sawtooth, and the line of least squares where it is asked for.
 * @param color - for light backgrounds.
 */
export function drawTrend(
  { trend: { floor, mean }, from, to }: PlottedRecording,
  { x, y }: RecordingFrame,
  showsMean: boolean,
  color: string = LIGHT_THEME.root.border,
): SvgElement[] {
  const draw = (line: { slope: number; intercept: number } | null, dash: string): SvgElement[] => {
    if (line === null) return [];
    const at = (time: number): number => y(Math.max(0, line.intercept + line.slope * time));
    return [
      svgElement("path", {
        d: `M${x(from)},${at(from)}L${x(to)},${at(to)}`,
        fill: "none",
        stroke: color,
        "stroke-width": 1.6,
        "stroke-dasharray": dash,
      }),
    ];
  };
  return [...draw(isSteady(floor) ? floor : null, "6,3"), ...draw(showsMean ? mean : null, "2,3")];
}

/** Numbered lines at marks, and dots at the heap totals of snapshots that were read. */
export function drawMarks(marks: readonly PlottedMark[], frame: RecordingFrame): SvgElement[] {
  const { left, right, top, bottom, x, y } = frame;
  const shown = marks.slice(0, MAX_MARKS);
  const places = spreadLabels(
    shown.map(({ time }) => x(time)),
    15,
    left,
    right,
  );
  return shown.map((mark, at) => {
    const px = x(mark.time);
    const stroke = { fill: "none", stroke: LIGHT_THEME.border };
    const heap = mark.heapSize === null ? [] : drawHeap(mark, mark.heapSize, px, y);
    return svgElement("g", { class: "mark" }, [
      svgElement("title", {}, [visibleText(describeMark(mark))]),
      svgElement("path", {
        class: "rule",
        d: `M${px},${bottom}V${top}L${places[at]},${top - 4}`,
        ...stroke,
        "stroke-width": 0.8,
        "stroke-dasharray": "2,2",
      }),
      svgElement("ellipse", {
        class: "rule paper",
        cx: places[at],
        cy: top - 11,
        rx: 7,
        ry: 7,
        fill: LIGHT_THEME.paper.fill,
        stroke: LIGHT_THEME.border,
        "stroke-width": 0.8,
      }),
      chartText(places[at], top - 7.5, String(at + 1), {
        class: "note",
        "font-size": 9.5,
        "text-anchor": "middle",
      }),
      ...heap,
    ]);
  });
}

/** A dot at what a snapshot explains, and a line up to what the process had. */
function drawHeap(
  { residentSize }: PlottedMark,
  heapSize: number,
  px: number,
  y: (value: number) => number,
): SvgElement[] {
  const gap = svgElement("path", {
    d: `M${px},${y(heapSize)}V${y(residentSize ?? heapSize)}`,
    fill: "none",
    stroke: LIGHT_THEME.start,
    "stroke-width": 1.2,
  });
  const dot = svgElement("ellipse", {
    cx: px,
    cy: y(heapSize),
    rx: 4,
    ry: 4,
    fill: LIGHT_THEME.start,
    stroke: LIGHT_THEME.paper.fill,
  });
  return [
    svgElement("g", { class: "heap" }, [
      ...(residentSize === null ? [] : [gap]),
      dot,
      chartText(px + 7, y(heapSize) + 4, formatBytes(heapSize), { fill: LIGHT_THEME.start }),
    ]),
  ];
}
