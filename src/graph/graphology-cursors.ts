import type { Direction, ShownEdges } from "./graphology-edges.ts";

/** Out-edges up to which looking through them is cheaper than what the index of retainers may cost. */
const FEW_EDGES = 64;

/** Stands on one shown edge after the other; before the first `next()` the fields mean nothing. */
export interface EdgeCursor {
  readonly edge: number;
  readonly source: number;
  readonly target: number;
  /** Goes to the next edge; false when there is none. */
  next(): boolean;
}

/** All shown edges, in the order of the file. */
export class AllEdgesCursor implements EdgeCursor {
  edge = -1;
  source = 0;
  target = -1;
  readonly #edges: ShownEdges;

  constructor(edges: ShownEdges) {
    this.#edges = edges;
  }

  next(): boolean {
    const { graph } = this.#edges;
    const { firstEdges, edgeTargets } = graph.data;
    while (++this.edge < graph.edgeCount) {
      if (!this.#edges.shows(this.edge)) continue;
      while (firstEdges[this.source + 1] <= this.edge) this.source++;
      this.target = edgeTargets[this.edge];
      return true;
    }
    return false;
  }
}

/** The shown edges of one node, in the order of the file. */
export class OutEdgeCursor implements EdgeCursor {
  edge: number;
  readonly source: number;
  target = -1;
  readonly #edges: ShownEdges;
  readonly #targets: Uint32Array;
  readonly #end: number;
  readonly #only: number;
  readonly #skipped: number;

  /**
   * @param only - the one target wanted, -1 for all.
   * @param skipped - a target that is not wanted, -1 for none.
   */
  constructor(edges: ShownEdges, node: number, only = -1, skipped = -1) {
    const { firstEdges, edgeTargets } = edges.graph.data;
    this.edge = firstEdges[node] - 1;
    this.source = node;
    this.#edges = edges;
    this.#targets = edgeTargets;
    this.#end = firstEdges[node + 1];
    this.#only = only;
    this.#skipped = skipped;
  }

  next(): boolean {
    while (++this.edge < this.#end) {
      const target = this.#targets[this.edge];
      if ((this.#only >= 0 && target !== this.#only) || target === this.#skipped) continue;
      if (!this.#edges.shows(this.edge)) continue;
      this.target = target;
      return true;
    }
    return false;
  }
}

/** The shown edges into one node, ascending by edge and so by source. */
export class InEdgeCursor implements EdgeCursor {
  edge = -1;
  source = -1;
  readonly target: number;
  readonly #edges: ShownEdges;
  #at: number;
  readonly #end: number;

  /** @param start - first position in the index of retainers, and the one behind the last. */
  constructor(edges: ShownEdges, node: number, start?: number, end?: number) {
    const { first } = edges.retainers;
    this.target = node;
    this.#edges = edges;
    this.#at = (start ?? first[node]) - 1;
    this.#end = end ?? first[node + 1];
  }

  next(): boolean {
    const { edges } = this.#edges.retainers;
    while (++this.#at < this.#end) {
      this.edge = edges[this.#at];
      if (!this.#edges.shows(this.edge)) continue;
      this.source = this.#edges.sourceFrom(this.edge, this.source);
      return true;
    }
    return false;
  }
}

/** The edges of one cursor, then those of another. */
class ChainedCursor implements EdgeCursor {
  #current: EdgeCursor;
  #rest: EdgeCursor | undefined;

  constructor(first: EdgeCursor, rest: EdgeCursor) {
    this.#current = first;
    this.#rest = rest;
  }

  get edge(): number {
    return this.#current.edge;
  }

  get source(): number {
    return this.#current.source;
  }

  get target(): number {
    return this.#current.target;
  }

  next(): boolean {
    if (this.#current.next()) return true;
    if (this.#rest === undefined) return false;
    this.#current = this.#rest;
    this.#rest = undefined;
    return this.#current.next();
  }
}

/** The edges at a node; those into it first, a self loop once. */
export function edgesAt(edges: ShownEdges, node: number, direction: Direction): EdgeCursor {
  if (direction === "in") return new InEdgeCursor(edges, node);
  if (direction === "out") return new OutEdgeCursor(edges, node);
  return new ChainedCursor(new InEdgeCursor(edges, node), new OutEdgeCursor(edges, node, -1, node));
}

/** The edges that link two nodes; `in` means those from `other` to `node`. A self loop stands there once. */
export function edgesBetween(
  edges: ShownEdges,
  node: number,
  other: number,
  direction: Direction,
): EdgeCursor {
  if (direction === "in") return edgesFromTo(edges, other, node);
  if (direction === "out" || node === other) return edgesFromTo(edges, node, other);
  return new ChainedCursor(edgesFromTo(edges, other, node), edgesFromTo(edges, node, other));
}

/**
 * The edges from one node to another, ascending. O(edges of the source) while these are few, else
 * O(log + parallel edges) with the index of retainers.
 */
export function edgesFromTo(edges: ShownEdges, source: number, target: number): EdgeCursor {
  const { firstEdges } = edges.graph.data;
  const [from, to] = [firstEdges[source], firstEdges[source + 1]];
  if (to - from <= FEW_EDGES) return new OutEdgeCursor(edges, source, target);
  const { first, edges: retainers } = edges.retainers;
  const start = lowerBound(retainers, first[target], first[target + 1], from);
  const end = lowerBound(retainers, start, first[target + 1], to);
  return new InEdgeCursor(edges, target, start, end);
}

/** First position in [low, high) of an ascending column whose value is not below `value`; high if none. */
function lowerBound(column: Uint32Array, low: number, high: number, value: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
