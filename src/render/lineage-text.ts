import type { HoldKind, LineageEdge, LineageResult } from "../analysis/lineage-picture.ts";
import { escapeText, formatBytes, formatCount } from "./format.ts";
import { lineageHeadline, lineageNotes } from "./lineage-notes.ts";
import { layOutLineage, type LineageTreeRow } from "./lineage-tree.ts";
import { type Detail, fitRow, labelOf, listIds, shortCode } from "./row-text.ts";
import { cutToWidth } from "./table.ts";
import { TreeLines } from "./tree-lines.ts";
import { wrapWords } from "./wrap.ts";

/** Columns in front of the tree. */
const SIZES_WIDTH = 22;

/** Least columns of a line for the tree. */
const MIN_TREE_WIDTH = 24;

const HOLD_MARKS: Readonly<Record<HoldKind, string | null>> = {
  strong: null,
  together: "together",
  loose: "not retaining",
  weak: "weak",
};

/**
 * A lineage as text: what was asked for, the tree with sizes in columns at its left, what it does not show. One
 * piece a line; a box that is met again is only named.
 */
export function* renderLineageText(result: LineageResult, width: number): Generator<string> {
  yield `${wrapWords(escapeText(lineageHeadline(result)), width).join("\n")}\n\n`;
  const space = Math.max(width - SIZES_WIDTH, MIN_TREE_WIDTH);
  const below = result.kind === "backrefs" ? "what holds it" : "what it refers to";
  yield line("Retained", "Objects", cutToWidth(`Object, and below it ${below}`, space));
  const lines = new TreeLines(space);
  for (const row of layOutLineage(result)) {
    const prefix = lines.next(row.depth, row.isLast);
    yield line(
      retainedOf(row, result),
      formatCount(row.box.count),
      describeRow(row, prefix, space, result),
    );
  }
  const told = [...describeNothing(result), ...lineageNotes(result)];
  const notes = told.flatMap((note) => wrapWords(note, width, "  "));
  if (notes.length > 0) yield `\n${notes.join("\n")}\n`;
}

function line(retained: string, count: string, tree: string): string {
  return `${`${retained.padStart(9)}  ${count.padStart(9)}  ${tree}`.trimEnd()}\n`;
}

/** What was left out has no size of its own but that of the references to it. */
function retainedOf({ box, edge }: LineageTreeRow, { kind }: LineageResult): string {
  if (box.kind === "objects") return formatBytes(box.retainedSize);
  return edge !== null && kind === "refs" ? formatBytes(edge.retainedSize) : "";
}

/** The part of a row right of its sizes, safe for a terminal. */
function describeRow(
  row: LineageTreeRow,
  prefix: string,
  space: number,
  { boxes }: LineageResult,
): string {
  const { box, edge } = row;
  const code = (width: number, detail: Detail): string => {
    if (edge === null || edge.labels.length === 0) return "";
    const counts = detail === "none" ? "" : describeCounts(edge, boxes[edge.to]);
    return describeEdge(edge, width) + counts;
  };
  const marks = describeMarks(row);
  return fitRow(prefix, space, ({ edgeWidth, nameWidth, detail }) => {
    if (box.kind === "more") {
      const groups = box.boxes === box.count ? "" : ` ${box.boxes === 1 ? "group" : "groups"}`;
      return [code(edgeWidth, detail), `… ${formatCount(box.boxes)} more${groups}`, ...marks];
    }
    if (box.kind === "steps")
      return [code(edgeWidth, detail), `… ${formatCount(box.count)} steps`, ...marks];
    const isFull = detail === "full";
    const label = `${labelOf(box, nameWidth)}${listIds(box, detail)}`;
    const loops = row.loops.map((loop) => `↻ ${describeLoop(loop, edgeWidth)}`);
    const place = isFull && box.count === 1 && row.shown === "here" ? box.location : null;
    return [
      code(edgeWidth, detail),
      label,
      ...marks,
      ...loops,
      ...(place === null ? [] : [escapeText(place)]),
      ...(box.isCut && row.shown === "here" ? ["[…]"] : []),
    ];
  });
}

function describeNothing({ edges, kind, objects }: LineageResult): string[] {
  if (edges.length > 0) return [];
  const [them, refer] = objects.count === 1 ? ["it", "it refers"] : ["them", "they refer"];
  return [
    kind === "backrefs"
      ? `nothing that is drawn holds ${them}`
      : `${refer} to nothing that is drawn`,
  ];
}

/** `.a, .b, +5 more`; fewer labels where there is no room. */
function describeEdge({ labels, omittedLabels }: LineageEdge, width: number): string {
  const texts = labels.map((label) => shortCode(label, width));
  const rest = (shown: number): string => {
    const count = omittedLabels + labels.length - shown;
    return count > 0 ? `, +${formatCount(count)}` : "";
  };
  for (let shown = texts.length; shown > 1; shown--) {
    const text = texts.slice(0, shown).join(", ") + rest(shown);
    if (cutToWidth(text, width) === text) return text;
  }
  return (texts[0] ?? "") + rest(1);
}

/** ` ×800 to 200 of 400`; nothing where each object is referred to once. */
function describeCounts(edge: LineageEdge, held: LineageResult["boxes"][number]): string {
  const times = edge.count === edge.targetCount ? "" : ` ×${formatCount(edge.count)}`;
  if (held.kind !== "objects" || edge.targetCount >= held.count) return times;
  return `${times} to ${formatCount(edge.targetCount)} of ${formatCount(held.count)}`;
}

function describeLoop(edge: LineageEdge, width: number): string {
  const times = edge.count > 1 ? ` ×${formatCount(edge.count)}` : "";
  const mark = HOLD_MARKS[edge.hold];
  return `${describeEdge(edge, width)}${times}${mark === null ? "" : ` (${mark})`}`;
}

function describeMarks({ box, edge, shown }: LineageTreeRow): string[] {
  const marks: string[] = [];
  const hold = edge === null ? null : HOLD_MARKS[edge.hold];
  if (hold !== null) marks.push(hold);
  if (box.kind === "objects") {
    if (box.isRoot) marks.push("root");
    // A module's own name says it.
    if (box.isModule && !box.class.startsWith("<module ")) marks.push("module");
    if (box.isHighlighted) marks.push("highlighted");
  }
  if (shown !== "here") marks.push(`shown ${shown}`);
  return marks.length === 0 ? [] : [`(${marks.join(", ")})`];
}
