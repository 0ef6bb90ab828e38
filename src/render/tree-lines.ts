/** Levels that lines are drawn for at most; deeper ones say their level instead. */
const MAX_DRAWN_DEPTH = 24;
const MIN_DRAWN_DEPTH = 3;

/** Columns that a row keeps for what it says itself. */
const MIN_TEXT_WIDTH = 36;

const BAR = "│  ";
const BLANK = "   ";

/** Draws the lines of a tree whose rows come in preorder, as deep as there is room for them. */
export class TreeLines {
  readonly #maxDepth: number;
  /** By depth: what stands left of the children of the row written last. */
  readonly #below: string[] = [];

  /** @param space - columns for lines and text together. */
  constructor(space: number) {
    const fitting = Math.floor((space - MIN_TEXT_WIDTH) / BAR.length);
    this.#maxDepth = Math.min(Math.max(fitting, MIN_DRAWN_DEPTH), MAX_DRAWN_DEPTH);
  }

  /** What stands left of the next row; `⋯25 ` where lines have no room any more. */
  next(depth: number, isLast: boolean): string {
    if (depth === 0) {
      this.#below[0] = "";
      return "";
    }
    const drawn = Math.min(depth, this.#maxDepth);
    const above = this.#below[drawn - 1] ?? "";
    if (depth > this.#maxDepth) return `${above}⋯${depth} `;
    this.#below[depth] = above + (isLast ? BLANK : BAR);
    return above + (isLast ? "└─ " : "├─ ");
  }
}

/**
 * By row: whether no later row of its parent follows.
 * @param depths - of rows in preorder.
 */
export function findLastSiblings(depths: readonly number[]): boolean[] {
  const isLast = Array.from(depths, () => true);
  /** By depth: whether a row was seen below, in the subtree that is being left. */
  const seen: boolean[] = [];
  for (let row = depths.length - 1; row >= 0; row--) {
    const depth = depths[row];
    isLast[row] = !seen[depth];
    seen.length = Math.min(seen.length, depth + 1);
    seen[depth] = true;
  }
  return isLast;
}
