import type { AttributeObjects } from "./graphology-attributes.ts";
import { AllEdgesCursor, type EdgeCursor, edgesAt, edgesBetween } from "./graphology-cursors.ts";
import type { Direction, ShownEdges } from "./graphology-edges.ts";
import type { Callback } from "./graphology-errors.ts";
import type { ViewedHeap } from "./graphology-heap.ts";

/** One pass over nodes, neighbours or edges: what all iteration methods are made of. */
export interface Walk {
  /** Whether all nodes or all edges are walked over, and so a list of them is a copy of the heap. */
  readonly isWhole: boolean;
  readonly what: "nodes" | "edges";
  /** How many there are of the whole; only asked of a whole. */
  total(): number;
  /** Goes to the next one; false when there is none. */
  next(): boolean;
  key(): string;
  /** Calls back with what graphology gives for a node, neighbour or edge. */
  call(callback: Callback): unknown;
  /** The same as an object, for the iterators. */
  entry(): object;
}

/** All nodes by ordinal, or the nodes of a list. */
export class NodeWalk implements Walk {
  readonly what = "nodes";
  readonly isWhole: boolean;
  readonly #ordinals: readonly number[] | null;
  readonly #end: number;
  readonly #attributes: AttributeObjects;
  #at = -1;

  /** @param ordinals - neighbours; null for all nodes. */
  constructor(heap: ViewedHeap, ordinals: readonly number[] | null) {
    this.#ordinals = ordinals;
    this.#end = ordinals?.length ?? heap.graph.nodeCount;
    this.isWhole = ordinals === null;
    this.#attributes = heap.nodeAttributes;
  }

  total(): number {
    return this.#end;
  }

  next(): boolean {
    return ++this.#at < this.#end;
  }

  get #ordinal(): number {
    return this.#ordinals === null ? this.#at : this.#ordinals[this.#at];
  }

  key(): string {
    return String(this.#ordinal);
  }

  call(callback: Callback): unknown {
    return callback(this.key(), this.#attributes.at(this.#ordinal));
  }

  entry(): object {
    const attributes = this.#attributes.at(this.#ordinal);
    const key = this.key();
    return this.#ordinals === null ? { node: key, attributes } : { neighbor: key, attributes };
  }
}

/** One end of the edges walked over: consecutive edges share it, and with it key and attributes. */
class EdgeEnd {
  key = "";
  attributes: object = {};
  #ordinal = -1;
  readonly #objects: AttributeObjects;

  constructor(objects: AttributeObjects) {
    this.#objects = objects;
  }

  moveTo(ordinal: number): this {
    if (ordinal !== this.#ordinal) {
      this.#ordinal = ordinal;
      this.key = String(ordinal);
      this.attributes = this.#objects.at(ordinal);
    }
    return this;
  }
}

/** The edges a cursor stands on. */
export class EdgeWalk implements Walk {
  readonly what = "edges";
  readonly isWhole: boolean;
  readonly #edges: ShownEdges;
  readonly #cursor: EdgeCursor;
  readonly #attributes: AttributeObjects;
  readonly #source: EdgeEnd;
  readonly #target: EdgeEnd;

  constructor(heap: ViewedHeap, cursor: EdgeCursor, isWhole = false) {
    this.isWhole = isWhole;
    this.#edges = heap.edges;
    this.#cursor = cursor;
    this.#attributes = heap.edgeAttributes;
    this.#source = new EdgeEnd(heap.nodeAttributes);
    this.#target = new EdgeEnd(heap.nodeAttributes);
  }

  total(): number {
    return this.#edges.counts.size;
  }

  next(): boolean {
    return this.#cursor.next();
  }

  key(): string {
    return String(this.#cursor.edge);
  }

  call(callback: Callback): unknown {
    const { edge } = this.#cursor;
    const source = this.#source.moveTo(this.#cursor.source);
    const target = this.#target.moveTo(this.#cursor.target);
    return callback(
      String(edge),
      this.#attributes.at(edge),
      source.key,
      target.key,
      source.attributes,
      target.attributes,
      false,
    );
  }

  entry(): object {
    const { edge } = this.#cursor;
    const source = this.#source.moveTo(this.#cursor.source);
    const target = this.#target.moveTo(this.#cursor.target);
    return {
      edge: String(edge),
      attributes: this.#attributes.at(edge),
      source: source.key,
      target: target.key,
      sourceAttributes: source.attributes,
      targetAttributes: target.attributes,
      undirected: false,
    };
  }
}

/** Nothing: what is undirected is not in a heap. */
export const EMPTY_WALK: Walk = {
  what: "edges",
  isWhole: false,
  total: () => 0,
  next: () => false,
  key: () => "",
  call: () => undefined,
  entry: () => ({}),
};

/** @throws {NotFoundGraphError} */
export function walkNeighbors(
  heap: ViewedHeap,
  method: string,
  node: unknown,
  direction: Direction,
): Walk {
  return new NodeWalk(heap, heap.edges.neighbors(heap.node(method, node), direction));
}

/**
 * All edges, those at one node, or those between two.
 * @param place - no, one or two keys.
 * @throws {NotFoundGraphError}
 */
export function walkEdges(
  heap: ViewedHeap,
  method: string,
  place: readonly unknown[],
  direction: Direction,
): Walk {
  const { edges } = heap;
  if (place.length === 0) return new EdgeWalk(heap, new AllEdgesCursor(edges), true);
  if (place.length === 1)
    return new EdgeWalk(heap, edgesAt(edges, heap.node(method, place[0]), direction));
  const source = heap.node(method, place[0], "source node");
  const target = heap.node(method, place[1], "target node");
  return new EdgeWalk(heap, edgesBetween(edges, source, target, direction));
}
