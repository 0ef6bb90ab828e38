import type { HeapGraph } from "../../graph/heap-graph.ts";
import { type Components, type EdgeTest, NO_COMPONENT } from "../../graph/components.ts";

/** Components up to this size are searched from every node; of larger ones some nodes are tried. */
const EXACT_NODES = 400;

/** Nodes that are tried of a larger component. */
const TRIED = 24;

/** Nodes that one try may visit. */
const MAX_VISITED = 200_000;

/**
 * Finds short loops inside of strongly connected components: a breadth-first search from a node back to
 * itself. In small components the shortest of all, in large ones the shortest through the nodes that are tried.
 */
export class LoopFinder {
  readonly #graph: HeapGraph;
  readonly #components: Components;
  readonly #follows: EdgeTest;
  /** By ordinal: the search that reached a node, and the edge it was reached by. */
  readonly #reachedIn: Uint32Array;
  readonly #edges: Uint32Array;
  #search = 0;
  #queue = new Uint32Array(1024);

  constructor(graph: HeapGraph, components: Components, follows: EdgeTest) {
    this.#graph = graph;
    this.#components = components;
    this.#follows = follows;
    this.#reachedIn = new Uint32Array(graph.nodeCount);
    this.#edges = new Uint32Array(graph.nodeCount);
  }

  /**
   * The edges of a shortest loop, in order.
   * @param nodes - nodes to go through, at least one of them; by default any of the component.
   */
  find(component: number, nodes?: Uint32Array): Uint32Array {
    const { first, nodes: members } = this.#components;
    const own = members.subarray(first[component], first[component + 1]);
    const candidates = nodes ?? own;
    const tried = candidates.length <= EXACT_NODES ? candidates : spread(candidates, TRIED);
    let best = new Uint32Array();
    for (const node of tried) {
      const limit = best.length === 0 ? Infinity : best.length - 1;
      const loop = this.#searchFrom(node, limit, MAX_VISITED);
      if (loop !== null) best = loop;
      if (best.length === 2) break;
    }
    // One long ring: there is nothing shorter than to go round it.
    return best.length > 0 ? best : (this.#searchFrom(candidates[0], Infinity, Infinity) ?? best);
  }

  /** The shortest loop through a node of at most `limit` edges; null for none. */
  #searchFrom(start: number, limit: number, visited: number): Uint32Array<ArrayBuffer> | null {
    const { firstEdges, edgeTargets } = this.#graph.data;
    const { componentOf } = this.#components;
    const component = componentOf[start];
    if (component === NO_COMPONENT) return null;
    const search = ++this.#search;
    let length = 0;
    let depthEnd = 1;
    let depth = 0;
    this.#push(length++, start);
    for (let head = 0; head < length && length < visited; head++) {
      if (head === depthEnd) {
        depthEnd = length;
        depth++;
      }
      if (depth + 1 > limit) return null;
      const node = this.#queue[head];
      for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
        const target = edgeTargets[edge];
        if (componentOf[target] !== component || target === node) continue;
        if (!this.#follows(node, edge)) continue;
        if (target === start) return this.#read(start, edge);
        if (this.#reachedIn[target] === search) continue;
        this.#reachedIn[target] = search;
        this.#edges[target] = edge;
        this.#push(length++, target);
      }
    }
    return null;
  }

  #read(start: number, last: number): Uint32Array<ArrayBuffer> {
    const loop = [last];
    for (let node = this.#graph.edgeSource(last); node !== start;) {
      loop.push(this.#edges[node]);
      node = this.#graph.edgeSource(this.#edges[node]);
    }
    return Uint32Array.from(loop.toReversed());
  }

  #push(at: number, node: number): void {
    if (at === this.#queue.length) {
      const grown = new Uint32Array(at * 2);
      grown.set(this.#queue);
      this.#queue = grown;
    }
    this.#queue[at] = node;
  }
}

function spread(nodes: Uint32Array, count: number): Uint32Array {
  return Uint32Array.from(
    { length: count },
    (_, i) => nodes[Math.floor((i * nodes.length) / count)],
  );
}
