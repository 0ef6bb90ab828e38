import type { MergedPathResult, MergedPathRow } from "../analysis/path-result.ts";
import { escapeText, formatBytes, formatCount, formatPercent, formatQuantity } from "./format.ts";
import { fitRow, labelOf, listIds, shortCode } from "./row-text.ts";
import { findLastSiblings, TreeLines } from "./tree-lines.ts";
import { wrapWords } from "./wrap.ts";

/** Columns in front of the tree. */
const SIZES_WIDTH = 31;

/** Least columns of a line for the tree. */
const MIN_TREE_WIDTH = 24;

/** A line of the tree: a row, or what was left out below the row above it. */
type Line =
  | { readonly depth: number; readonly row: MergedPathRow }
  | { readonly depth: number; readonly omitted: MergedPathRow["omitted"] };

/**
 * The shortest ways to many objects as one tree: how many of them each part of it leads to, and what those
 * retain. One piece a line.
 */
export function* renderMergedPathText(result: MergedPathResult, width: number): Generator<string> {
  const { count, retainedSize, rows } = result;
  const objects = formatQuantity(count, "object");
  yield `${wrapWords(`${objects}, ${formatBytes(retainedSize)} retained`, width).join("\n")}\n`;
  if (rows.length > 0) {
    const space = Math.max(width - SIZES_WIDTH, MIN_TREE_WIDTH);
    yield `\n${sizes("Reached", "of all", "Retained", "Way from the root")}`;
    const tree = withRests(rows);
    const isLast = findLastSiblings(tree.map((line) => line.depth));
    const lines = new TreeLines(space);
    for (const [at, line] of tree.entries()) {
      const prefix = lines.next(line.depth, isLast[at]);
      const share = (reached: number): string => (count > 0 ? formatPercent(reached / count) : "–");
      if ("omitted" in line) {
        const reached = line.omitted.reachedCount;
        const rest = `${prefix}… ${formatCount(line.omitted.count)} more`;
        yield sizes(formatCount(reached), share(reached), "", rest);
        continue;
      }
      const { row } = line;
      const hasBelow = (tree[at + 1]?.depth ?? 0) > line.depth;
      yield sizes(
        formatCount(row.reachedCount),
        share(row.reachedCount),
        formatBytes(row.retainedSize),
        describeRow(row, prefix, space, hasBelow),
      );
    }
  }
  const notes = describeRest(result).flatMap((note) => wrapWords(note, width, "  "));
  if (notes.length > 0) yield `\n${notes.join("\n")}\n`;
}

function sizes(reached: string, share: string, retained: string, tree: string): string {
  const columns = `${reached.padStart(9)}  ${share.padStart(7)}  ${retained.padStart(9)}  `;
  return `${`${columns}${tree}`.trimEnd()}\n`;
}

/** Rows, and behind the children of each what was left out of them. */
function withRests(rows: readonly MergedPathRow[]): Line[] {
  const lines: Line[] = [];
  /** Rows that are not yet left, the outermost first. */
  const open: MergedPathRow[] = [];
  const close = (depth: number): void => {
    for (let row = open.at(-1); row !== undefined && row.depth >= depth; row = open.at(-1)) {
      open.pop();
      if (row.omitted.count > 0) lines.push({ depth: row.depth + 1, omitted: row.omitted });
    }
  };
  for (const row of rows) {
    close(row.depth);
    lines.push({ depth: row.depth, row });
    open.push(row);
  }
  close(0);
  return lines;
}

function describeRow(row: MergedPathRow, prefix: string, space: number, hasBelow: boolean): string {
  const times = row.repeat > 1 ? ` × ${formatCount(row.repeat)}` : "";
  // Where a way ends in a row with others below it, its reach alone would not tell.
  const ends = hasBelow && row.endCount > 0 ? `(${formatCount(row.endCount)} end here)` : "";
  return fitRow(prefix, space, ({ edgeWidth, nameWidth, detail }) => {
    const root = row.root === null ? "" : escapeText(row.root);
    const code = shortCode(row.code, edgeWidth);
    const label = labelOf(row, nameWidth);
    const count = row.count > 1 ? `${formatCount(row.count)} × ` : "";
    const object = `${count}${label}${listIds(row, detail)}`;
    return [
      root,
      code === "" || code.replaceAll(/^\(|\)$/g, "") === root ? "" : code + times,
      // A category of roots is known by its name, and there is one.
      label.replaceAll(/^\(|\)$/g, "") === root ? "" : object,
      ends,
    ];
  });
}

function describeRest({ count, unreachable, omitted, omittedRoots }: MergedPathResult): string[] {
  const notes: string[] = [];
  if (omittedRoots.count > 0)
    notes.push(
      `… ${formatQuantity(omittedRoots.count, "more root")}, which lead to ${formatQuantity(omittedRoots.reachedCount, "object")}`,
    );
  if (unreachable.count > 0)
    notes.push(
      `nothing leads to ${unreachable.count === count ? "any" : formatCount(unreachable.count)} of them`,
    );
  if (omitted.count > 0)
    notes.push(`… ${formatQuantity(omitted.count, "more object")}; --max-objects 0 takes all`);
  return notes;
}
