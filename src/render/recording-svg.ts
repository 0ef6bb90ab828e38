import type { PlottedRecording, PlotResult } from "../analysis/recording/plot-result.ts";
import { placeOn, timeAxis, valueAxis } from "./chart-axis.ts";
import { chartText, drawValueAxis, seriesStyle, TICK_GAP, widestText } from "./chart-parts.ts";
import { visibleText } from "./dot-text.ts";
import { formatBytes } from "./format.ts";
import { moveTo, writeSvg } from "./lineage-svg.ts";
import { drawHeading, drawLegend, type Drawn, PICTURE_MARGIN } from "./lineage-svg-frame.ts";
import { type SvgElement, svgElement } from "./lineage-svg-tree.ts";
import { LIGHT_THEME } from "./lineage-theme.ts";
import { eventStyle, linesOf, overlaidLines, type RecordingLine } from "./recording-looks.ts";
import { plotNotes, plotSource, plotTitle } from "./recording-notes.ts";
import { drawFlame } from "./recording-svg-flame.ts";
import { drawRecordingLines, LABEL_GAP, lineLabel } from "./recording-svg-lines.ts";
import {
  drawLimit,
  drawMarks,
  drawPeak,
  drawTrend,
  type RecordingFrame,
} from "./recording-svg-marks.ts";
import { drawBrackets, nameBrackets } from "./recording-svg-spans.ts";
import { formatElapsed } from "./time-format.ts";

export interface RecordingSvgOptions {
  /** Default the command line that was recorded. */
  readonly title?: string | undefined;
  /** Spans as boxes below the chart instead of brackets in it. */
  readonly flame?: boolean | undefined;
  /** The line of least squares, too. */
  readonly slope?: boolean | undefined;
}

const WIDTH = 1000;
const PLOT_HEIGHT = 380;

/** Room for the times. */
const AXIS_HEIGHT = 30;

const NOTHING: Drawn = { elements: [], height: 0 };

/** Room for the numbers of marks. */
const MARK_ROOM = 24;

const VALUE_TICKS = 6;
const TIME_TICKS = 8;

/** A limit further away than this many peaks would flatten everything else. */
const NEAR_LIMIT = 1.7;

/**
 * Memory over time as a picture that stands alone: no script, no reference to anything outside, colours for light
 * and dark. Several recordings are laid over each other, with their beginnings aligned.
 */
export function renderRecordingSvg(result: PlotResult, options: RecordingSvgOptions = {}): string {
  return drawRecording(result, options).svg;
}

/** A picture, and where in it what lies, for who does more with it. */
export interface DrawnRecording {
  readonly svg: string;
  readonly lines: readonly RecordingLine[];
  readonly place: PlotPlace;
}

/** The part of a picture that lines are in, in pixels, with the times at its left and right. */
export interface PlotPlace {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly from: number;
  readonly to: number;
}

/** As {@link renderRecordingSvg}. */
export function drawRecording(result: PlotResult, options: RecordingSvgOptions): DrawnRecording {
  const title = plotTitle(result, options.title);
  const notes = plotNotes(result, options);
  const lines =
    result.recordings.length === 1
      ? linesOf(result.recordings[0])
      : overlaidLines(result.recordings);
  const heading = drawHeading({ title, source: plotSource(result) }, WIDTH);
  const plot = drawPlot(result, lines, options);
  const legend = drawLegend([], notes, WIDTH);
  const legendTop = heading.height + plot.height + 6;
  const svg = writeSvg({
    title: visibleText(title),
    description: visibleText([describePeaks(result), ...notes].map((note) => `${note}.`).join(" ")),
    width: WIDTH,
    height: legendTop + legend.height,
    elements: [...heading.elements, moveTo(0, heading.height, plot), moveTo(0, legendTop, legend)],
    style: seriesStyle(lines.map(({ look }) => look)) + eventStyle(),
  });
  const { top, bottom } = plot.place;
  return {
    svg,
    lines,
    place: { ...plot.place, top: heading.height + top, bottom: heading.height + bottom },
  };
}

function describePeaks({ recordings }: PlotResult): string {
  return recordings
    .map(
      ({ path, peak }) => `${path}: peak ${formatBytes(peak.value)} at ${formatElapsed(peak.time)}`,
    )
    .join("; ");
}

function drawPlot(
  { recordings }: PlotResult,
  lines: readonly RecordingLine[],
  options: RecordingSvgOptions,
): Drawn & { readonly place: PlotPlace } {
  const limit = nearLimit(recordings);
  const highest = lines.reduce(
    (most, { points }) => points.reduce((high, [, value]) => Math.max(high, value), most),
    limit ?? 0,
  );
  const values = valueAxis(highest * 1.02, VALUE_TICKS);
  const times = timeAxis(
    Math.min(...recordings.map(({ from }) => from)),
    Math.max(...recordings.map(({ to }) => to)),
    TIME_TICKS,
  );
  const left = PICTURE_MARGIN + widestText(values.ticks.map(formatBytes)) + TICK_GAP;
  const right = WIDTH - PICTURE_MARGIN - widestText(lines.map(lineLabel)) - LABEL_GAP;
  const bottom = MARK_ROOM + PLOT_HEIGHT;
  const frame: RecordingFrame = {
    left,
    right,
    top: MARK_ROOM,
    bottom,
    x: placeOn(times, left, right),
    y: placeOn(values, bottom, MARK_ROOM),
  };
  const alone = recordings.length === 1 ? recordings[0] : null;
  const spans =
    alone === null
      ? NOTHING
      : options.flame === true
        ? drawFlame(alone.spans, frame)
        : nameBrackets(alone, frame);
  return {
    elements: [
      ...drawValueAxis(values, formatBytes, frame),
      ...drawTimes(times.ticks, frame),
      ...(limit === null ? [] : [drawLimit(limit, frame)]),
      ...drawRecordingLines(lines, frame),
      ...drawTrends(recordings, lines, frame, options.slope === true),
      ...(alone === null ? [] : drawEvents(alone, frame, options)),
      moveTo(0, bottom + AXIS_HEIGHT, spans),
    ],
    height: bottom + AXIS_HEIGHT + spans.height,
    place: { left, right, top: MARK_ROOM, bottom, from: times.least, to: times.most },
  };
}

/** In green, or of recordings that are laid over each other in the colour of each. */
function drawTrends(
  recordings: readonly PlottedRecording[],
  lines: readonly RecordingLine[],
  frame: RecordingFrame,
  showsMean: boolean,
): SvgElement[] {
  return recordings.map((one, at) => {
    const color = recordings.length === 1 ? undefined : lines[at].look.light;
    const name = recordings.length === 1 ? "trend" : `series series-${at}`;
    return svgElement("g", { class: name }, drawTrend(one, frame, showsMean, color));
  });
}

function drawEvents(
  recording: PlottedRecording,
  frame: RecordingFrame,
  { flame }: RecordingSvgOptions,
): SvgElement[] {
  return [
    ...(flame === true ? [] : drawBrackets(recording, frame)),
    drawPeak(recording, frame),
    ...drawMarks(recording.marks, frame),
  ];
}

function drawTimes(ticks: readonly number[], { x, bottom }: RecordingFrame): SvgElement[] {
  return ticks.flatMap((tick) => [
    svgElement("path", {
      class: "rule",
      d: `M${x(tick)},${bottom}v4`,
      stroke: LIGHT_THEME.border,
      "stroke-width": 1,
    }),
    chartText(x(tick), bottom + 18, formatElapsed(tick), {
      class: "note",
      "text-anchor": "middle",
    }),
  ]);
}

/** The limit of all recordings where it is one that a picture has room for. */
function nearLimit(recordings: readonly PlottedRecording[]): number | null {
  const limits = new Set(recordings.map(({ memoryLimit }) => memoryLimit));
  const [limit] = limits;
  const highest = recordings.reduce((most, { peak }) => Math.max(most, peak.value), 0);
  return limits.size === 1 && limit !== null && limit <= NEAR_LIMIT * highest ? limit : null;
}
