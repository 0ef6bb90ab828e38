import { visibleText } from "./dot-text.ts";
import type { PictureCaption } from "./lineage-dot.ts";
import type { LegendEntry } from "./lineage-legend.ts";
import { boxLook, edgeLook } from "./lineage-look.ts";
import { type SvgElement, svgElement } from "./lineage-svg-tree.ts";
import { monospaceWidth, sansWidth, wrapText } from "./lineage-text-width.ts";
import { CODE_FONTS, LIGHT_THEME, SANS_FONTS } from "./lineage-theme.ts";

/** A part of a picture, its upper left corner at 0, 0. */
export interface Drawn {
  readonly elements: readonly SvgElement[];
  readonly height: number;
}

/** Blank around everything. */
export const PICTURE_MARGIN = 20;

const TITLE_SIZE = 17;
const TEXT_SIZE = 11.5;
const TITLE_LINE = 23;
const TEXT_LINE = 17;

const SAMPLE_WIDTH = 30;
const SAMPLE_HEIGHT = 13;
const SAMPLE_GAP = 8;
const ENTRY_GAP = 24;
const ENTRY_LINE = 22;

/** Lines that any part of a caption may take. */
const MAX_LINES = 6;

/** What is shown, and below it the file and the command. */
export function drawHeading(caption: PictureCaption, width: number): Drawn {
  const room = width - 2 * PICTURE_MARGIN;
  const elements: SvgElement[] = [];
  let y = PICTURE_MARGIN;
  for (const line of breakText(caption.title, room, (text) => sansWidth(text, TITLE_SIZE))) {
    y += TITLE_LINE;
    const look = { "font-size": TITLE_SIZE, "font-weight": "bold", fill: LIGHT_THEME.paper.text };
    elements.push(textLine("heading", y - 7, line, look));
  }
  for (const source of [caption.source, caption.command]) {
    if (source === undefined) continue;
    for (const line of breakText(source, room, (text) => monospaceWidth(text, TEXT_SIZE))) {
      y += TEXT_LINE;
      const look = { "font-family": CODE_FONTS, fill: LIGHT_THEME.paper.soft };
      elements.push(textLine("source code", y - 4, line, look));
    }
  }
  return { elements, height: y + PICTURE_MARGIN };
}

/** Samples with their meaning, flowing into lines, and below them what is left out. */
export function drawLegend(
  entries: readonly LegendEntry[],
  notes: readonly string[],
  width: number,
): Drawn {
  const right = width - PICTURE_MARGIN;
  const elements: SvgElement[] = [drawRule(right)];
  let x = PICTURE_MARGIN;
  let y = 14;
  for (const [at, entry] of entries.entries()) {
    const isNextKind = at > 0 && entry.kind !== entries[at - 1].kind;
    const room = SAMPLE_WIDTH + SAMPLE_GAP + sansWidth(entry.text, TEXT_SIZE);
    if ((x + room > right || isNextKind) && x > PICTURE_MARGIN) {
      x = PICTURE_MARGIN;
      y += ENTRY_LINE;
    }
    elements.push(drawEntry(entry, Math.round(x), y));
    x += room + ENTRY_GAP;
  }
  if (entries.length > 0) y += ENTRY_LINE + 4;
  const texts: SvgElement[] = [];
  for (const note of notes) {
    const measure = (text: string): number => sansWidth(text, TEXT_SIZE);
    for (const line of breakText(note, right - PICTURE_MARGIN, measure)) {
      texts.push(textLine("note", y + 10, line, { fill: LIGHT_THEME.paper.soft }));
      y += TEXT_LINE;
    }
  }
  const legend = svgElement("g", { class: "legend" }, [...elements, ...texts]);
  return { elements: [legend], height: y + PICTURE_MARGIN - 4 };
}

function drawRule(right: number): SvgElement {
  const d = `M${PICTURE_MARGIN},0H${right}`;
  return svgElement("path", { class: "rule", d, stroke: LIGHT_THEME.border, "stroke-width": 0.5 });
}

function drawEntry(entry: LegendEntry, x: number, y: number): SvgElement {
  const sample = entry.kind === "box" ? drawBoxSample(entry.sample) : drawEdgeSample(entry.sample);
  const text = svgElement(
    "text",
    {
      class: "meaning",
      x: SAMPLE_WIDTH + SAMPLE_GAP,
      y: 10.5,
      "font-size": TEXT_SIZE,
      "font-family": SANS_FONTS,
      fill: LIGHT_THEME.paper.text,
    },
    [entry.text],
  );
  return svgElement("g", { transform: `translate(${x} ${y})` }, [sample, text]);
}

function drawBoxSample(sample: Extract<LegendEntry, { kind: "box" }>["sample"]): SvgElement {
  const look = boxLook(sample);
  const box = svgElement("rect", {
    x: 1,
    y: 0.5,
    width: SAMPLE_WIDTH - 2,
    height: SAMPLE_HEIGHT,
    rx: 4,
    fill: look.surface.fill,
    stroke: look.borderColor,
    "stroke-width": look.borderWidth,
    "stroke-dasharray": look.isDashed ? "5,2" : undefined,
  });
  return svgElement("g", { class: ["node", ...look.classes].join(" ") }, [box]);
}

function drawEdgeSample(sample: Extract<LegendEntry, { kind: "edge" }>["sample"]): SvgElement {
  const { color, width, dash, class: name } = edgeLook(sample, 1);
  const y = SAMPLE_HEIGHT / 2 + 0.5;
  const isTogether = sample.hold === "together";
  const head = 4 + width / 2;
  const end = SAMPLE_WIDTH - 1;
  const line = svgElement("path", {
    d: `M${isTogether ? 13 : 1},${y}H${end - 2 * head}`,
    fill: "none",
    stroke: color,
    "stroke-width": Math.round(width * 10) / 10,
    "stroke-dasharray": dash === "dashed" ? "5,2" : dash === "dotted" ? "1,4" : undefined,
  });
  const points = `${end},${y} ${end - 2 * head},${y - head} ${end - 2 * head},${y + head}`;
  const diamond = svgElement("polygon", {
    points: `1,${y} 7,${y - 4} 13,${y} 7,${y + 4}`,
    fill: "none",
    stroke: color,
  });
  return svgElement("g", { class: `edge ${name}` }, [
    line,
    svgElement("polygon", { points, fill: color, stroke: color }),
    ...(isTogether ? [diamond] : []),
  ]);
}

function textLine(
  name: string,
  y: number,
  text: string,
  look: Readonly<Record<string, string | number>>,
): SvgElement {
  const usual = { "font-size": TEXT_SIZE, "font-family": SANS_FONTS };
  return svgElement("text", { class: name, x: PICTURE_MARGIN, y, ...usual, ...look }, [text]);
}

function breakText(
  text: string,
  width: number,
  measure: (text: string) => number,
): readonly string[] {
  const lines = wrapText(visibleText(text), width, measure);
  return lines.length <= MAX_LINES ? lines : [...lines.slice(0, MAX_LINES - 1), "…"];
}
