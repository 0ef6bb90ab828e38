import { dotComment, dotHtml, dotLabel, dotTooltip } from "./dot-text.ts";
import {
  boxText,
  type BoxText,
  type BoxTextOptions,
  edgeLines,
  edgeTooltip,
  shortEdgeLine,
} from "./lineage-box-text.ts";
import {
  type BoxAttributes,
  chooseDirection,
  type Direction,
  type EdgeAttributes,
  isCrowded,
  type LineageGraph,
} from "./lineage-graph.ts";
import { boxLook, edgeLook } from "./lineage-look.ts";
import { padForGraphviz, sansWidth } from "./lineage-text-width.ts";
import { LIGHT_THEME } from "./lineage-theme.ts";

/** What stands around a picture. Texts may hold names from files. */
export interface PictureCaption {
  /** What is shown, in one line. */
  readonly title: string;
  /** The file it was made from. */
  readonly source?: string;
  /** The command that made it. */
  readonly command?: string;
  /** What the picture leaves out, one sentence each. */
  readonly notes?: readonly string[];
}

export interface DotOptions extends BoxTextOptions {
  /** Drawn above the graph. Leave it away for {@link renderLineageSvg}, which draws it itself. */
  readonly caption?: PictureCaption;
  /** Default: what fits the graph. */
  readonly direction?: Direction;
}

/** First line of every DOT text: by it heapgraph knows its own files. */
export const DOT_MARK = "// Drawn by heapgraph";

/** Sizes of fonts: a box's name, its other lines, code at a reference. */
const NAME_SIZE = 13;
const DETAIL_SIZE = 10.5;
const CODE_SIZE = 10;

/** Blank between text and border at each side, in points. */
const MARGIN = 12;

/** Lines of a box as rows: their cells keep them apart. */
const LABEL_TABLE = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">';

/** Less patience in placing, for graphs where more would take minutes. */
const HASTY: DotAttributes = { nslimit: 1, nslimit1: 1, mclimit: 0.5 };

const POINTS_PER_INCH = 72;

/**
 * A graph as DOT text, which any Graphviz draws. Classes (`start`, `weak`, `depth-2` …) say what each thing
 * is; the colours are those for a light background.
 * @param graph - of {@link toLineageGraph}, or any graph with the same attributes.
 */
export function renderLineageDot(graph: LineageGraph, options: DotOptions = {}): string {
  const names = new Map<string, { id: string; text: BoxText }>();
  const lines: string[] = [];
  graph.forEachNode((key, box) => {
    const named = { id: `n${names.size}`, text: boxText(box, options) };
    names.set(key, named);
    lines.push(`  ${named.id} [${writeAttributes(boxAttributes(box, named.text))}];`);
  });
  const direction = options.direction ?? chooseDirection(graph);
  const layout: Layout = { direction, isCrowded: isCrowded(graph) };
  const most = findScale(graph);
  const grain = findGrain(graph);
  graph.forEachEdge((_, edge, source, target, holder, held) => {
    const [from, to] = [names.get(source), names.get(target)];
    if (from === undefined || to === undefined) return;
    const tooltip = dotTooltip(edgeTooltip(edge, from.text.name, to.text.name));
    const isAgainst = (holder.depth - held.depth) * grain < 0;
    const attributes = {
      ...edgeAttributes(edge, most, layout),
      tooltip,
      // A reference that leads back must not turn the order of levels upside down.
      ...(isAgainst ? { constraint: "false" } : {}),
    };
    lines.push(`  ${from.id} -> ${to.id} [${writeAttributes(attributes)}];`);
  });
  return `${[
    DOT_MARK,
    ...captionLines(options.caption).map(dotComment),
    "digraph heapgraph {",
    `  graph [${writeAttributes(graphAttributes(layout, options.caption))}];`,
    `  node [shape=box, style="rounded,filled", fontname=Helvetica, fontsize=${NAME_SIZE}, height=0, margin="${inches(MARGIN)},${inches(MARGIN / 3)}"];`,
    `  edge [fontname=Courier, fontsize=${CODE_SIZE}, fontcolor="${LIGHT_THEME.paper.text}"];`,
    ...lines,
    "}",
  ].join("\n")}\n`;
}

function captionLines(caption: PictureCaption | undefined): readonly string[] {
  if (caption === undefined) return [];
  const { title, source, command, notes = [] } = caption;
  return [title, source, command, ...notes].filter((line) => line !== undefined);
}

/** Attributes by name, in DOT's own writing. */
type DotAttributes = Readonly<Record<string, string | number>>;

/** How Graphviz shall place things. */
interface Layout {
  readonly direction: Direction;
  readonly isCrowded: boolean;
}

function graphAttributes(layout: Layout, caption: PictureCaption | undefined): DotAttributes {
  const { direction } = layout;
  const lines = captionLines(caption);
  return {
    rankdir: direction === "below" ? "TB" : "LR",
    nodesep: direction === "below" ? 0.3 : 0.2,
    ranksep: direction === "below" ? 0.45 : 0.7,
    fontname: "Helvetica",
    ...(layout.isCrowded ? HASTY : {}),
    ...(lines.length === 0 ? {} : { label: dotLabel(lines), labelloc: "t", fontsize: NAME_SIZE }),
  };
}

function boxAttributes(box: BoxAttributes, text: BoxText): DotAttributes {
  const look = boxLook(box);
  const rows = [
    `<B>${dotHtml(text.name)}</B>`,
    ...text.details.map(
      (line) =>
        `<FONT POINT-SIZE="${DETAIL_SIZE}" COLOR="${look.surface.soft}">${dotHtml(line)}</FONT>`,
    ),
  ].map((row) => `<TR><TD>${row}</TD></TR>`);
  const widest = Math.max(
    sansWidth(text.name, NAME_SIZE),
    ...text.details.map((line) => sansWidth(line, DETAIL_SIZE)),
  );
  return {
    label: `<${LABEL_TABLE}${rows.join("")}</TABLE>>`,
    tooltip: dotTooltip(text.tooltip),
    class: `"${look.classes.join(" ")}"`,
    fillcolor: `"${look.surface.fill}"`,
    color: `"${look.borderColor}"`,
    fontcolor: `"${look.nameColor}"`,
    penwidth: look.borderWidth,
    width: inches(widest + 2 * MARGIN),
    ...(look.isDashed ? { style: '"rounded,filled,dashed"' } : {}),
  };
}

/** 1 where most references lead to boxes nearer to the start, -1 where they lead away from it. */
function findGrain(graph: LineageGraph): number {
  let sum = 0;
  graph.forEachEdge((_edge, _attributes, _source, _target, holder, held) => {
    sum += Math.sign(holder.depth - held.depth);
  });
  return sum < 0 ? -1 : 1;
}

/** What the widest line stands for, bytes; 0 where widths would tell nothing. */
function findScale(graph: LineageGraph): number {
  const sizes = graph.mapEdges((_, { retainedSize }) => retainedSize);
  const most = sizes.reduce((biggest, size) => Math.max(biggest, size), 0);
  return sizes.some((size) => size < most) ? most : 0;
}

function edgeAttributes(edge: EdgeAttributes, most: number, layout: Layout): DotAttributes {
  const look = edgeLook(edge, most);
  const lines = layout.isCrowded ? [shortEdgeLine(edge)] : [...edgeLines(edge)];
  // Graphviz sets a text right upon a line that runs level.
  if (layout.direction === "right" && lines.length > 0) lines.push("");
  const label = dotLabel(lines.map(padForGraphviz));
  return {
    // An xlabel is put where there is room in the end, which takes no time.
    ...(lines.length === 0 ? {} : { [layout.isCrowded ? "xlabel" : "label"]: label }),
    class: look.class,
    color: `"${look.color}"`,
    penwidth: round(look.width),
    // A head must be wider than its line.
    arrowsize: round(0.6 + look.width / 10),
    ...(look.dash === null ? {} : { style: look.dash }),
    ...(edge.hold === "together" ? { dir: "both", arrowtail: "odiamond" } : {}),
  };
}

function writeAttributes(attributes: DotAttributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}

function inches(points: number): number {
  return round(points / POINTS_PER_INCH);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
