import type { DominatorNode, DominatorRow, DominatorsResult } from "../analysis/dominator-view.ts";
import { escapeText, formatBytes, formatCount, formatPercent } from "./format.ts";
import { NAME_WIDTH, objectLabelWithId } from "./object-label.ts";
import { cutToWidth } from "./table.ts";

/** Levels that tree lines are drawn for; deeper ones say their level instead. */
const MAX_DRAWN_DEPTH = 24;

/** Columns of names in a row that has less and less room. */
const MIN_NAME_WIDTH = 8;
const NAME_WIDTHS = [NAME_WIDTH, 40, 32, 24, 20, 16];
const NARROW_NAME_WIDTHS = [...NAME_WIDTHS, 14, 12, 10, MIN_NAME_WIDTH];

/** Least columns of a line for the tree. */
const MIN_TREE_WIDTH = 24;

/** Columns an edge may take. */
const EDGE_WIDTH = 32;
const INTERNAL_EDGE_WIDTH = 16;

/** Columns in front of the tree. */
const SIZES_WIDTH = 31;

const BAR = "│  ";
const BLANK = "   ";

/** The dominator tree as text: sizes in columns, the tree at their right. */
export function* renderDominatorsText(result: DominatorsResult, width: number): Generator<string> {
  const { rows, totalSize } = result;
  const space = Math.max(width - SIZES_WIDTH, MIN_TREE_WIDTH);
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
      text += line(formatBytes(retainedSize), share(retainedSize), "", cutToWidth(tree, space));
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
      describeRow(own, row, describeRest(row, lastChildren[index]), space),
    );
    const prefix = indent(parent?.prefix, row, isLast);
    open.push({ row, prefix, lastChild: lastChildren[index] });
  }
  const rest = close(0);
  if (rest !== "") yield rest;
  yield* renderNotes(result);
}

function line(retained: string, share: string, shallow: string, tree: string): string {
  const sizes = `${retained.padStart(9)}  ${share.padStart(7)}  ${shallow.padStart(9)}  `;
  return `${`${sizes}${tree}`.trimEnd()}\n`;
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

/**
 * The part of a row right of its sizes: names give way, then links of the chain and what is said of the rest,
 * never a part of an id.
 */
function describeRow(own: string, row: DominatorRow, rest: string, space: number): string {
  const short = rest.replace(/,[^,]*B$/, "");
  for (const end of [rest, short]) {
    // Lines of the tree take a column each.
    const room = roomFor(end, space) - own.length;
    let tried = "";
    for (const links of room < MIN_NAME_WIDTH ? [] : [3, 2, 1]) {
      for (const nameWidth of end === short && links === 1 ? NARROW_NAME_WIDTHS : NAME_WIDTHS) {
        const text = describeChain(row, links, nameWidth);
        if (text !== tried && cutToWidth(text, room) === text) return own + join(text, end);
        tried = text;
      }
    }
  }
  const room = roomFor(short, space);
  const bare = own + describeNode(row, MIN_NAME_WIDTH);
  if (own.length < room && cutToWidth(bare, room) === bare) return join(bare, short);
  // What is too deep in the tree for an id has none.
  return join(cutToWidth(own + describeNode({ ...row, id: null }, NAME_WIDTH), room), short);
}

function roomFor(rest: string, space: number): number {
  return Math.max(space - rest.length, MIN_TREE_WIDTH);
}

/** One `…` is enough. */
function join(text: string, rest: string): string {
  return text.endsWith("…") ? text + rest.replace(" …", "") : text + rest;
}

/** `A → B → … 12 more … → Z`, safe for a terminal. */
function describeChain(row: DominatorRow, links: number, nameWidth: number): string {
  const texts = [row, ...row.chain].map((node) => describeNode(node, nameWidth));
  texts[0] = describeEdge(row, nameWidth) + texts[0];
  if (links === 1)
    return texts[0] + (row.chainCount > 0 ? ` → (+${formatCount(row.chainCount)})` : "");
  const skipped = row.chainCount + 1 - links;
  if (skipped <= (links > 2 ? 1 : 0)) return texts.slice(0, row.chainCount + 1).join(" → ");
  const head = texts.slice(0, links - 1);
  return [...head, `… (+${formatCount(skipped)}) …`, texts.at(-1) ?? ""].join(" → ");
}

/** `.cache `; nothing where the edge is a number of the root's or a long-winded name of the runtime's. */
function describeEdge({ edge, type, depth }: DominatorRow, nameWidth: number): string {
  const isNumber = type === "synthetic" || (depth === 1 && /^\[\d+\]$/.test(edge ?? ""));
  const isWordy = edge !== null && edge.startsWith("<") && edge.length > INTERNAL_EDGE_WIDTH;
  if (edge === null || isNumber || isWordy) return "";
  return `${escapeText(cutToWidth(edge, Math.min(EDGE_WIDTH, nameWidth)))} `;
}

function describeNode(node: DominatorNode, nameWidth: number): string {
  const label = escapeText(objectLabelWithId(node, nameWidth));
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

/** Characters of a frame. */
const FRAME_LENGTH = 200;

/**
 * The tree as folded stacks for flame-graph viewers: `root;a;b 1234`, one line for what the rows of equal paths
 * hold themselves and one for what was left out below them, in bytes. Frames are class names, so that objects
 * of a class are one; a chain is a frame for each link the result has. The sum of all lines is what the first
 * row retains.
 */
export function* renderDominatorsFolded(result: DominatorsResult): Generator<string> {
  const { rows } = result;
  const own = Float64Array.from(rows, (row) => row.retainedSize - row.omitted.retainedSize);
  for (const { parent, retainedSize } of rows) if (parent !== null) own[parent] -= retainedSize;
  const totals = new Map<string, { own: number; restCount: number; restSize: number }>();
  /** Paths of the rows above, by depth. */
  const paths: string[] = [];
  for (const [index, row] of rows.entries()) {
    const frames = [row, ...row.chain].map(foldedFrame).join(";");
    const path = row.depth === 0 ? frames : `${paths[row.depth - 1]};${frames}`;
    paths[row.depth] = path;
    let total = totals.get(path);
    if (total === undefined) totals.set(path, (total = { own: 0, restCount: 0, restSize: 0 }));
    total.own += own[index];
    total.restCount += row.omitted.count;
    total.restSize += row.omitted.retainedSize;
  }
  for (const [path, { own: size, restCount, restSize }] of totals) {
    if (size > 0) yield `${path} ${size}\n`;
    if (restSize > 0) yield `${path};(${formatCount(restCount)} more) ${restSize}\n`;
  }
}

/** Frames end at `;` and lines at the last blank: neither may stand in a name where it would be taken so. */
function foldedFrame({ class: name, type }: DominatorNode): string {
  const text = name === "" ? `(${type ?? "no name"})` : name;
  // Not through the middle of a surrogate pair.
  const cut =
    text.length <= FRAME_LENGTH
      ? text
      : `${text.slice(0, FRAME_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
  return escapeText(cut)
    .replaceAll(";", String.raw`\u003b`)
    .replace(/^\s+|\s+$/gu, (blanks) => String.raw`\u0020`.repeat(blanks.length));
}
