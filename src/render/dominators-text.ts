import type { DominatorNode, DominatorRow, DominatorsResult } from "../analysis/dominator-view.ts";
import { escapeText, formatBytes, formatCount, formatPercent } from "./format.ts";
import { objectLabelWithId } from "./object-label.ts";
import { cutToWidth } from "./table.ts";

/** Levels that tree lines are drawn for; deeper ones say their level instead. */
const MAX_DRAWN_DEPTH = 24;

/** Columns an edge may take. */
const EDGE_WIDTH = 32;
const INTERNAL_EDGE_WIDTH = 16;

const BAR = "│  ";
const BLANK = "   ";

/** The dominator tree as text: sizes in columns, the tree at their right. */
export function* renderDominatorsText(result: DominatorsResult, width: number): Generator<string> {
  const { rows, totalSize } = result;
  const line = (
    retained: string,
    share: string,
    shallow: string,
    tree: string,
    end = "",
  ): string => {
    const sizes = `${retained.padStart(9)}  ${share.padStart(7)}  ${shallow.padStart(9)}  `;
    const space = Math.max(width - sizes.length - end.length, 24);
    return `${`${sizes}${cutToWidth(tree, space)}${end}`.trimEnd()}\n`;
  };
  const share = (bytes: number): string => (totalSize > 0 ? formatPercent(bytes / totalSize) : "–");
  yield line("Retained", "of heap", "Shallow", "Object");

  const lastChildren = findLastChildren(rows);
  /** Rows whose children are being written, and what stands left of those. */
  const open: { row: DominatorRow; prefix: string; lastChild: number }[] = [];
  const close = (depth: number): string => {
    let text = "";
    while (open.length > depth) {
      const closed = open.pop();
      if (closed === undefined || !hasRestLine(closed.row, closed.lastChild)) continue;
      const { count, retainedSize } = closed.row.omitted;
      const tree = `${closed.prefix}└─ … ${formatCount(count)} more`;
      text += line(formatBytes(retainedSize), share(retainedSize), "", tree);
    }
    return text;
  };
  for (const [index, row] of rows.entries()) {
    const rest = close(row.depth);
    if (rest !== "") yield rest;
    const parent = open.at(-1);
    const isLast =
      parent === undefined ||
      (parent.lastChild === index && !hasRestLine(parent.row, parent.lastChild));
    const own = parent === undefined ? "" : `${parent.prefix}${isLast ? "└─ " : "├─ "}`;
    yield line(
      formatBytes(row.retainedSize),
      share(row.retainedSize),
      formatBytes(row.shallowSize),
      own + describeChain(row, 3),
      describeRest(row, lastChildren[index]),
    );
    const prefix = indent(parent?.prefix, row, isLast);
    open.push({ row, prefix, lastChild: lastChildren[index] });
  }
  const rest = close(0);
  if (rest !== "") yield rest;
  yield* renderNotes(result);
}

function indent(above: string | undefined, row: DominatorRow, isLast: boolean): string {
  if (above === undefined) return "";
  if (row.depth < MAX_DRAWN_DEPTH) return above + (isLast ? BLANK : BAR);
  const drawn = row.depth === MAX_DRAWN_DEPTH ? above : above.replace(/⋯\d+ $/, "");
  return `${drawn}⋯${row.depth} `;
}

/** By row: position of its last child's row, -1 for none. */
function findLastChildren(rows: readonly DominatorRow[]): Int32Array {
  const last = new Int32Array(rows.length).fill(-1);
  for (const [index, { parent }] of rows.entries()) if (parent !== null) last[parent] = index;
  return last;
}

/** Where no child is shown, what is below is told in the row itself. */
function hasRestLine(row: DominatorRow, lastChild: number): boolean {
  return row.omitted.count > 0 && lastChild >= 0;
}

function describeRest({ omitted }: DominatorRow, lastChild: number): string {
  if (omitted.count === 0 || lastChild >= 0) return "";
  return ` … ${formatCount(omitted.count)} more, ${formatBytes(omitted.retainedSize)}`;
}

/** `A → B → … 12 more … → Z`, safe for a terminal. */
function describeChain(row: DominatorRow, links: number): string {
  const edge = links === 2 ? "" : describeEdge(row);
  const texts = [edge + describeNode(row), ...row.chain.map(describeNode)];
  const skipped = row.chainCount + 1 - links;
  if (skipped <= 1) return texts.slice(0, row.chainCount + 1).join(" → ");
  const head = texts.slice(0, links - 1);
  return [...head, `… (+${formatCount(skipped)}) …`, texts.at(-1) ?? ""].join(" → ");
}

/** `.cache `; nothing where the edge is a number of the root's or a long-winded name of the runtime's. */
function describeEdge({ edge, type, depth }: DominatorRow): string {
  const isNumber = type === "synthetic" || (depth === 1 && /^\[\d+\]$/.test(edge ?? ""));
  const isWordy = edge !== null && edge.startsWith("<") && edge.length > INTERNAL_EDGE_WIDTH;
  return edge === null || isNumber || isWordy ? "" : `${escapeText(cutToWidth(edge, EDGE_WIDTH))} `;
}

function describeNode(node: DominatorNode): string {
  const label = escapeText(objectLabelWithId(node));
  return node.count > 1 ? `${formatCount(node.count)} × ${label}` : label;
}

function* renderNotes({ rows, omitted, depth, by }: DominatorsResult): Generator<string> {
  const notes: string[] = [];
  if (rows.some((row) => row.chainCount > 0))
    notes.push("A → B: nearly all that A retains, it retains through B; (+N) are links left out");
  if (omitted.count > 0) {
    const deeper = depth > 0 ? `--depth ${depth * 2} shows deeper ones, ` : "";
    const merged = by === "object" ? ", --class merges them" : "";
    const count = formatCount(omitted.count);
    notes.push(`… ${count} more in all; ${deeper}--limit 0 --min-size 0 smaller ones${merged}`);
  }
  if (notes.length > 0) yield `\n${notes.join("\n")}\n`;
}

/**
 * The tree as folded stacks for flame-graph viewers: `root;a;b 1234`, one line for what each row holds itself
 * and one for what was left out below it, in bytes. The sum of all lines is what the first row retains.
 */
export function* renderDominatorsFolded(result: DominatorsResult): Generator<string> {
  const { rows } = result;
  const own = Float64Array.from(rows, (row) => row.retainedSize - row.omitted.retainedSize);
  for (const { parent, retainedSize } of rows) if (parent !== null) own[parent] -= retainedSize;
  const stack: string[] = [];
  for (const [index, row] of rows.entries()) {
    stack.length = row.depth;
    stack.push(foldedFrame(describeChain(row, 2)));
    const path = stack.join(";");
    const { count, retainedSize } = row.omitted;
    if (own[index] > 0) yield `${path} ${own[index]}\n`;
    if (retainedSize > 0) yield `${path};(${formatCount(count)} more) ${retainedSize}\n`;
  }
}

/** Frames end at `;` and lines at the last blank: neither may stand in a name where it would be taken so. */
function foldedFrame(label: string): string {
  return label
    .replaceAll(";", String.raw`\u003b`)
    .replace(/^\s+|\s+$/gu, (blanks) => String.raw`\u0020`.repeat(blanks.length));
}
