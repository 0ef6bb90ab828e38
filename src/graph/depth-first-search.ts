import { type BitSet, createBitSet, setBit } from "./arrays/bit-set.ts";
import type { ScratchPool } from "./arrays/scratch-pool.ts";
import { EdgeType } from "./edge-type.ts";
import {
  isEssentialEdge,
  isOrdinarySource,
  retainsByKind,
  type RetentionRules,
} from "./essential-edges.ts";
import type { HeapGraph } from "./heap-graph.ts";
import { NO_NODE } from "./ids.ts";
import { findPageGlobals, spreadOwnership } from "./page-ownership.ts";

/** A depth-first search over essential edges; columns are by depth-first number unless they say otherwise. */
export interface DepthFirstSearch {
  /** Length nodeCount; ordinals, those never visited at the end. */
  readonly order: Uint32Array;
  /** By ordinal: the number, NO_NODE where never visited. */
  readonly numberOf: Uint32Array;
  /** Number of the node it was first reached from; 0 for the root and for orphans. */
  readonly parent: Uint32Array;
  /** Length nodeCount + 1: how many edges lead to the node from higher numbers. */
  readonly crossCounts: Uint32Array;
  /** Bits per edge: essential, from a visited node, and not the one its target was first reached by. */
  readonly isNonTree: BitSet;
  /** Nodes that have a number: 0 to visited - 1. */
  readonly visited: number;
  /** Bits per node: what pages own; null where the heap has no page. */
  readonly pageOwned: BitSet | null;
}

/**
 * Numbers nodes depth-first over essential edges from the root, then from every orphan (a node without any
 * essential retainer) in ordinal order; loops that nothing holds stay unvisited.
 *
 * What a page owns is found on the way: the page's globals are searched first, and what they lead to is
 * exactly what is owned, but for what only non-essential edges reach.
 *
 * O(nodes + edges); 16 bytes a node, no recursion.
 * @param rules - of which `pageOwned` is not looked at.
 */
export function searchDepthFirst(rules: RetentionRules, scratch: ScratchPool): DepthFirstSearch {
  const search = new Search(rules, scratch);
  search.run();
  return search;
}

class Search implements DepthFirstSearch {
  readonly order: Uint32Array;
  readonly numberOf: Uint32Array;
  readonly parent: Uint32Array;
  readonly crossCounts: Uint32Array;
  readonly isNonTree: BitSet;
  visited = 0;
  pageOwned: BitSet | null = null;
  readonly #rules: RetentionRules;
  readonly #graph: HeapGraph;
  /** Where to go on at each node of the current path. */
  #cursors = new Uint32Array(4096);

  constructor(rules: RetentionRules, scratch: ScratchPool) {
    const { graph } = rules;
    this.#rules = rules;
    this.#graph = graph;
    this.order = scratch.take(graph.nodeCount);
    this.numberOf = scratch.take(graph.nodeCount).fill(NO_NODE);
    this.parent = scratch.take(graph.nodeCount);
    this.crossCounts = scratch.take(graph.nodeCount + 1).fill(0);
    this.isNonTree = createBitSet(graph.edgeCount);
  }

  run(): void {
    const { rootOrdinal, nodeCount } = this.#graph;
    this.#visit(rootOrdinal, 0);
    this.pageOwned = this.#searchPages();
    const rules = { ...this.#rules, pageOwned: this.pageOwned };
    this.#walk(0, rules, null);
    if (this.visited === nodeCount) return;
    const isRetained = this.#findRetainedAmongUnvisited(rules);
    for (let node = 0; node < nodeCount; node++) {
      if (this.numberOf[node] !== NO_NODE || isRetained[node] === 1) continue;
      this.#walk(this.#visit(node, 0), rules, null);
    }
    let rest = this.visited;
    for (let node = 0; node < nodeCount; node++) {
      if (this.numberOf[node] === NO_NODE) this.order[rest++] = node;
    }
  }

  #visit(node: number, parent: number): number {
    const number = this.visited++;
    this.numberOf[node] = number;
    this.order[number] = node;
    this.parent[number] = parent;
    return number;
  }

  /** Searches from the page's globals; returns what pages own, null when there are no such globals. */
  #searchPages(): BitSet | null {
    const globals = findPageGlobals(this.#graph);
    if (globals.length === 0) return null;
    const aside: number[] = [];
    // Whatever is reached from here is owned, so ownership forbids none of these edges.
    const rules = { ...this.#rules, pageOwned: null };
    for (const node of globals) {
      if (this.numberOf[node] === NO_NODE) this.#walk(this.#visit(node, 0), rules, aside);
    }
    const owned = createBitSet(this.#graph.nodeCount);
    for (let number = 1; number < this.visited; number++) setBit(owned, this.order[number]);
    // A root that is its own global owns all.
    spreadOwnership(this.#graph, owned, [...globals, ...aside]);
    return owned;
  }

  /**
   * Visits all that is reachable from the node numbered `base`.
   * @param aside - collects where non-weak edges lead that are not essential or lead to the root.
   */
  #walk(base: number, rules: RetentionRules, aside: number[] | null): void {
    const { firstEdges, edgeTypes, edgeTargets } = this.#graph.data;
    const { order, numberOf, parent, crossCounts, isNonTree } = this;
    let cursors = this.#cursors;
    let { visited } = this;
    let depth = 0;
    let current = base;
    let node = order[base];
    let edge = firstEdges[node];
    let end = firstEdges[node + 1];
    let isOrdinary = isOrdinarySource(rules, node);
    for (;;) {
      let found = NO_NODE;
      for (; edge < end; edge++) {
        const target = edgeTargets[edge];
        const holds = isOrdinary
          ? retainsByKind(edgeTypes[edge], target, node)
          : isEssentialEdge(rules, node, edge);
        if (!holds) {
          if (aside !== null && edgeTypes[edge] !== EdgeType.weak) aside.push(target);
          continue;
        }
        const number = numberOf[target];
        if (number === NO_NODE) {
          found = target;
          edge++;
          break;
        }
        if (number < current) crossCounts[number]++;
        setBit(isNonTree, edge);
        if (number === 0) aside?.push(target);
      }
      if (found === NO_NODE) {
        if (current === base) break;
        current = parent[current];
        node = order[current];
        edge = cursors[--depth];
      } else {
        if (depth === cursors.length) {
          cursors = new Uint32Array(depth * 2);
          cursors.set(this.#cursors);
          this.#cursors = cursors;
        }
        cursors[depth++] = edge;
        numberOf[found] = visited;
        order[visited] = found;
        parent[visited] = current;
        current = visited++;
        node = found;
        edge = firstEdges[node];
      }
      end = firstEdges[node + 1];
      isOrdinary = isOrdinarySource(rules, node);
    }
    this.visited = visited;
  }

  /** By ordinal: 1 for a target of an unvisited node. What retains an unvisited node is unvisited itself. */
  #findRetainedAmongUnvisited(rules: RetentionRules): Uint8Array {
    const { firstEdges, edgeTargets } = this.#graph.data;
    const isRetained = new Uint8Array(this.#graph.nodeCount);
    for (let node = 0; node < isRetained.length; node++) {
      if (this.numberOf[node] !== NO_NODE) continue;
      for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
        if (isEssentialEdge(rules, node, edge)) isRetained[edgeTargets[edge]] = 1;
      }
    }
    return isRetained;
  }
}
