import { visibleText } from "./dot-text.ts";
import type { PictureCaption } from "./lineage-dot.ts";
import type { LineageGraph } from "./lineage-graph.ts";
import { describeGraph, legendEntries } from "./lineage-legend.ts";
import { drawHeading, drawLegend, type Drawn, PICTURE_MARGIN } from "./lineage-svg-frame.ts";
import {
  parseSvg,
  type SvgElement,
  svgElement,
  textOf,
  walkElements,
  writeElement,
} from "./lineage-svg-tree.ts";
import { PADDING } from "./lineage-text-width.ts";
import { CODE_FONTS, LIGHT_THEME, pictureStyle, SANS_FONTS } from "./lineage-theme.ts";

/** Stands among the first bytes of every SVG: by it heapgraph knows its own files. */
export const SVG_MARK = "<!-- Drawn by heapgraph -->";

/** Least room for heading and legend. */
const MIN_WIDTH = 560;

/** Pictures up to this width shrink to any window; wider ones only so far that they can still be read. */
const SHRINKABLE_WIDTH = 1400;
const LEAST_SCALE = 0.6;

const SHAPES = new Set(["path", "polygon", "polyline", "ellipse"]);

/** What is taken over of a shape or text; all else that Graphviz writes is left away. */
const KEPT_ATTRIBUTES = [
  "d",
  "points",
  "cx",
  "cy",
  "rx",
  "ry",
  "x",
  "y",
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "text-anchor",
  "font-size",
  "font-weight",
];

const PADDED = new RegExp(`^${PADDING}+|${PADDING}+$`, "g");

const FONTS: Readonly<Record<string, string>> = {
  Helvetica: SANS_FONTS,
  Courier: CODE_FONTS,
};

/**
 * Makes a picture that stands alone of what Graphviz laid out: heading, legend, colours for light and dark,
 * tooltips, words for screen readers. Only shapes and texts are taken over, so that nothing in the file can
 * run or load anything.
 * @param layout - Graphviz's SVG of the DOT text of `graph`, drawn without a caption.
 * @throws {RangeError} `layout` is something else.
 */
export function renderLineageSvg(
  layout: string,
  graph: LineageGraph,
  caption: PictureCaption,
): string {
  const laidOut = parseSvg(layout);
  const drawing = findDrawing(laidOut);
  const width = Math.ceil(Math.max(drawing.width, MIN_WIDTH)) + 2 * PICTURE_MARGIN;
  const heading = drawHeading(caption, width);
  const left = Math.round((width - drawing.width) / 2);
  const legendTop = heading.height + Math.ceil(drawing.height) + PICTURE_MARGIN;
  const legend = drawLegend(legendEntries(graph), caption.notes ?? [], width);
  const height = legendTop + legend.height;

  return writeSvg({
    title: visibleText(caption.title),
    description: visibleText(
      [describeGraph(graph), ...(caption.notes ?? []).map((note) => `${note}.`)].join(" "),
    ),
    width,
    height,
    elements: [
      ...heading.elements,
      moveTo(left, heading.height, drawing),
      moveTo(0, legendTop, legend),
    ],
  });
}

/** What a picture consists of; texts are visible ones. */
export interface SvgParts {
  readonly title: string;
  /** For who cannot see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly elements: readonly SvgElement[];
  /** Rules besides those of {@link pictureStyle}. */
  readonly style?: string;
}

/** A picture as a file that stands alone, with colours for light and dark. */
export function writeSvg(parts: SvgParts): string {
  const { title, description, width, height, elements } = parts;
  // Several pictures can stand in one page.
  const id = `heapgraph-${hashText(title + description)}`;
  const picture = svgElement(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "heapgraph",
      role: "img",
      "aria-labelledby": `${id}-title`,
      "aria-describedby": `${id}-desc`,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      style:
        width > SHRINKABLE_WIDTH ? `min-width:${Math.round(width * LEAST_SCALE)}px` : undefined,
    },
    [
      svgElement("title", { id: `${id}-title` }, [title]),
      svgElement("desc", { id: `${id}-desc` }, [description]),
      svgElement("rect", { class: "paper", width, height, fill: LIGHT_THEME.paper.fill }),
      ...elements,
    ],
  );
  const xml = writeElement(picture);
  const headEnd = xml.indexOf(">") + 1;
  const style = `<style>${pictureStyle()}${parts.style ?? ""}</style>`;
  return `${xml.slice(0, headEnd)}\n${SVG_MARK}\n${style}${xml.slice(headEnd)}\n`;
}

/** A part at its place. */
export function moveTo(x: number, y: number, { elements }: Drawn): SvgElement {
  return svgElement("g", { transform: `translate(${x} ${y})` }, elements);
}

/** The graph itself, without Graphviz's background, title and names. */
function findDrawing(root: SvgElement): Drawn & { readonly width: number } {
  const [, , width, height] = (root.attributes["viewBox"] ?? "").split(/\s+/).map(Number);
  const graph = root.children.find((child) => typeof child !== "string" && child.name === "g");
  if (graph === undefined || typeof graph === "string" || !(width > 0 && height > 0))
    throw new RangeError("not an SVG of Graphviz: it has no graph or no size");
  const groups = graph.children.filter((child) => typeof child !== "string");
  const ofKind = (kind: string): SvgElement[] =>
    groups.filter(({ attributes }) => (attributes["class"] ?? "").split(" ")[0] === kind);
  // Boxes lie above the ends of lines.
  const elements = [...ofKind("edge").map(convertEdge), ...ofKind("node").map(convertNode)];
  const { transform } = graph.attributes;
  return { width, height, elements: [svgElement("g", { class: "graph", transform }, elements)] };
}

function convertNode(group: SvgElement): SvgElement {
  const shapes = shapesOf(group);
  const x = middleOf(shapes);
  // Graphviz guesses the width of letters it does not know: centred by the viewer, texts stay in the middle.
  const texts = textsOf(group).map((text) =>
    svgElement(
      "text",
      {
        class: text.attributes["font-weight"] === "bold" ? "name" : "detail",
        ...keptAttributes(text),
        ...(x === null ? {} : { x, "text-anchor": "middle" }),
        "font-family": fontOf(text),
      },
      [textOf(text)],
    ),
  );
  return convertGroup(group, [...shapes, ...texts]);
}

function convertEdge(group: SvgElement): SvgElement {
  const texts = textsOf(group).flatMap((text) => {
    const label = textOf(text).replaceAll(PADDED, "");
    const attributes = { class: "code", ...keptAttributes(text), "font-family": fontOf(text) };
    return label === "" ? [] : [svgElement("text", attributes, [label])];
  });
  return convertGroup(group, [...shapesOf(group), ...texts]);
}

function convertGroup(group: SvgElement, children: readonly SvgElement[]): SvgElement {
  const tooltip = [...walkElements(group)]
    .map(({ attributes }) => attributes["xlink:title"])
    .find((text) => text !== undefined);
  return svgElement("g", { class: group.attributes["class"] }, [
    ...(tooltip === undefined ? [] : [svgElement("title", {}, [tooltip])]),
    ...children,
  ]);
}

function shapesOf(group: SvgElement): SvgElement[] {
  return [...walkElements(group)]
    .filter(({ name }) => SHAPES.has(name))
    .map((shape) => svgElement(shape.name, keptAttributes(shape)));
}

function textsOf(group: SvgElement): SvgElement[] {
  return [...walkElements(group)].filter(({ name }) => name === "text");
}

function keptAttributes({ attributes }: SvgElement): Record<string, string | undefined> {
  return Object.fromEntries(
    KEPT_ATTRIBUTES.map((name) => [name, attributes[name]]).filter(
      ([, value]) => value !== undefined && !value.includes("("),
    ),
  ) as Record<string, string | undefined>;
}

function fontOf({ attributes }: SvgElement): string | undefined {
  const [first] = (attributes["font-family"] ?? "").split(",");
  return FONTS[first];
}

/** Halfway between the outermost points of a box; null when it has no outline. */
function middleOf([shape]: readonly SvgElement[]): number | null {
  const numbers = (shape?.attributes["d"] ?? shape?.attributes["points"] ?? "").match(/-?[\d.]+/g);
  const xs = (numbers ?? []).filter((_, at) => at % 2 === 0).map(Number);
  if (xs.length === 0) return null;
  return Math.round((Math.min(...xs) + Math.max(...xs)) * 50) / 100;
}

/** FNV-1a, 32 bits. */
function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(36);
}
