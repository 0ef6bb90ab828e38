import type { PlottedRecording } from "../analysis/recording/plot-result.ts";
import { CHART_LINE, CHART_TEXT_SIZE, chartText, type LineLook } from "./chart-parts.ts";
import { visibleText } from "./dot-text.ts";
import type { Drawn } from "./lineage-svg-frame.ts";
import { type SvgElement, svgElement } from "./lineage-svg-tree.ts";
import { sansWidth } from "./lineage-text-width.ts";
import { SPAN_LOOKS } from "./recording-looks.ts";
import type { RecordingFrame } from "./recording-svg-marks.ts";
import { describeSpans, groupSpans } from "./recording-words.ts";
import { cutToWidth } from "./table.ts";

/** Brackets of one name that are drawn; those of the longest spans. */
const MAX_BRACKETS = 200;

/** Names that are told, those of the longest time. */
const MAX_NAMES = 12;

const MAX_NAME = 60;

/** Brackets around each span, at the memory of its beginning and its end, as `mprof plot` draws them. */
export function drawBrackets(
  { spans, from, to }: PlottedRecording,
  { x, y }: RecordingFrame,
): SvgElement[] {
  return groupSpans(spans).map((group, at) => {
    const longest = group.spans
      .toSorted((a, b) => b.to - b.from - (a.to - a.from))
      .slice(0, MAX_BRACKETS);
    const path = longest
      .flatMap((span) => [
        span.from < from ? "" : bracket(x(span.from), y(span.memory[0]), 1),
        span.to > to ? "" : bracket(x(span.to), y(span.memory[1]), -1),
      ])
      .join("");
    return svgElement("g", { class: `span span-${at % SPAN_LOOKS.length}` }, [
      svgElement("title", {}, [visibleText(describeSpans(group))]),
      svgElement("path", { d: path, fill: "none", stroke: lookOf(at).light, "stroke-width": 1.8 }),
    ]);
  });
}

/** The names of brackets in their colours, flowing into lines. */
export function nameBrackets({ spans }: PlottedRecording, { left, right }: RecordingFrame): Drawn {
  const groups = groupSpans(spans);
  const elements: SvgElement[] = [];
  let x = left;
  let y = 0;
  const add = (text: string, look: LineLook | null, name: string): void => {
    const width = sansWidth(text, CHART_TEXT_SIZE) + 20;
    if (x + width > right && x > left) {
      x = left;
      y += CHART_LINE;
    }
    const fill = look === null ? {} : { fill: look.light };
    const label = chartText(round(x), y + 12, text, {
      class: look === null ? "note" : "",
      ...fill,
    });
    elements.push(svgElement("g", { class: name }, [label]));
    x += width;
  };
  for (const [at, group] of groups.slice(0, MAX_NAMES).entries())
    add(
      `[ ] ${cutToWidth(visibleText(describeSpans(group)), MAX_NAME)}`,
      lookOf(at),
      `span span-${at % SPAN_LOOKS.length}`,
    );
  if (groups.length > MAX_NAMES) add(`… ${groups.length - MAX_NAMES} more`, null, "span");
  return { elements, height: groups.length === 0 ? 0 : y + CHART_LINE + 8 };
}

function lookOf(group: number): LineLook {
  return SPAN_LOOKS[group % SPAN_LOOKS.length];
}

function bracket(px: number, py: number, side: 1 | -1): string {
  return `M${round(px + 5 * side)},${round(py - 8)}h${-5 * side}v16h${5 * side}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
