import type {
  HoldKind,
  LineageBox,
  LineageEdge,
  LineageResult,
} from "../analysis/lineage-picture.ts";

/** One line of a lineage that is written as a tree. */
export interface LineageTreeRow {
  readonly box: LineageBox;
  /** The reference between this box and the one of the row above it in the tree; null for roots of the tree. */
  readonly edge: LineageEdge | null;
  /** References from objects of the box to objects of the same box. */
  readonly loops: readonly LineageEdge[];
  /** Level, 0 for roots of the tree. */
  readonly depth: number;
  readonly isLast: boolean;
  /** A box has its children in one row, where its level is least; other rows only name it. */
  readonly shown: "here" | "above" | "below";
}

/** What holds comes first. */
const HOLD_RANKS: Readonly<Record<HoldKind, number>> = {
  strong: 0,
  together: 0,
  loose: 1,
  weak: 2,
};

/** A row that is not yet written. */
interface Branch {
  readonly position: number;
  readonly edge: LineageEdge | null;
  readonly depth: number;
  readonly isLast: boolean;
  readonly isHome: boolean;
}

/**
 * Lays the boxes of a lineage out as a tree, in preorder: boxes of the objects asked for are its roots, below
 * each its holders (`backrefs`) or what it refers to (`refs`): those that hold before those that do not, what
 * retains most first, then the nearest to a root. Every box and every reference is in it once, a box that is
 * met more than once in as many rows. O(boxes + references log references).
 */
export function* layOutLineage(result: LineageResult): Generator<LineageTreeRow> {
  const { boxes } = result;
  const { branches, loops } = sortEdges(result);
  const otherEnd = (edge: LineageEdge): number =>
    result.kind === "backrefs" ? edge.from : edge.to;
  const homes = findHomes(result, branches, otherEnd);
  const isWritten = new Uint8Array(boxes.length);
  const pending: Branch[] = [];
  for (const root of homes.roots.toReversed())
    pending.push({ position: root, edge: null, depth: 0, isLast: true, isHome: true });
  for (let branch = pending.pop(); branch !== undefined; branch = pending.pop()) {
    const { position, edge, depth, isLast, isHome } = branch;
    const shown = isHome ? "here" : isWritten[position] === 1 ? "above" : "below";
    const ownLoops = isHome ? loops[position] : [];
    yield { box: boxes[position], edge, loops: ownLoops, depth, isLast, shown };
    if (!isHome) continue;
    isWritten[position] = 1;
    const below = branches[position];
    for (let at = below.length - 1; at >= 0; at--) {
      const next = otherEnd(below[at]);
      pending.push({
        position: next,
        edge: below[at],
        depth: depth + 1,
        isLast: at === below.length - 1,
        isHome: homes.edgeOf[next] === below[at],
      });
    }
  }
}

/** References by the box they are written below, in order, and those from a box to itself. */
function sortEdges({ boxes, edges, kind }: LineageResult): {
  branches: LineageEdge[][];
  loops: LineageEdge[][];
} {
  const branches = boxes.map((): LineageEdge[] => []);
  const loops = boxes.map((): LineageEdge[] => []);
  for (const edge of edges) {
    if (edge.from === edge.to) loops[edge.from].push(edge);
    else branches[kind === "backrefs" ? edge.to : edge.from].push(edge);
  }
  const compare = (a: LineageEdge, b: LineageEdge): number => {
    const boxA = boxes[kind === "backrefs" ? a.from : a.to];
    const boxB = boxes[kind === "backrefs" ? b.from : b.to];
    const near = distanceOf(boxA);
    const far = distanceOf(boxB);
    return (
      rankOf(boxA) - rankOf(boxB) ||
      HOLD_RANKS[a.hold] - HOLD_RANKS[b.hold] ||
      b.retainedSize - a.retainedSize ||
      (near === far ? 0 : near - far)
    );
  };
  for (const list of branches) list.sort(compare);
  return { branches, loops };
}

/** What was left out stands behind what is there. */
function rankOf({ kind }: LineageBox): number {
  return kind === "more" ? 1 : 0;
}

function distanceOf(box: LineageBox): number {
  return box.kind === "objects" ? (box.distance ?? Infinity) : 0;
}

/** Where each box is written with what is below it: breadth first, so that ways stay as short as they are. */
function findHomes(
  { boxes }: LineageResult,
  branches: readonly (readonly LineageEdge[])[],
  otherEnd: (edge: LineageEdge) => number,
): { roots: number[]; edgeOf: (LineageEdge | undefined)[] } {
  const edgeOf: (LineageEdge | undefined)[] = boxes.map(() => undefined);
  const isPlaced = new Uint8Array(boxes.length);
  const roots: number[] = [];
  const spread = (queue: number[]): void => {
    // The queue grows while it is walked.
    for (const position of queue) {
      for (const edge of branches[position]) {
        const next = otherEnd(edge);
        if (isPlaced[next] === 1) continue;
        isPlaced[next] = 1;
        edgeOf[next] = edge;
        queue.push(next);
      }
    }
  };
  for (const [position, box] of boxes.entries())
    if (box.kind === "objects" && box.isStart) roots.push(position);
  for (const root of roots) isPlaced[root] = 1;
  spread([...roots]);
  // What no start is connected with is not left out.
  for (const position of boxes.keys()) {
    if (isPlaced[position] === 1) continue;
    isPlaced[position] = 1;
    roots.push(position);
    spread([position]);
  }
  return { roots, edgeOf };
}
