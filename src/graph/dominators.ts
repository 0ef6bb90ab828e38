import type { BitSet } from "./arrays/bit-set.ts";
import { IntStack } from "./arrays/int-stack.ts";
import { ScratchPool } from "./arrays/scratch-pool.ts";
import { type DepthFirstSearch, searchDepthFirst } from "./depth-first-search.ts";
import type { RetentionRules } from "./essential-edges.ts";
import type { HeapGraph } from "./heap-graph.ts";

/**
 * Who dominates whom. Nodes are known by their position in `order`, in which each dominator stands before
 * what it dominates: walks over the tree then go forward through memory.
 */
export class DominatorTree {
  /** Length nodeCount; ordinal at each position, the root first. */
  readonly order: Uint32Array;
  /** Length nodeCount; position of the immediate dominator of the node at each position, the root's is 0. */
  readonly parents: Uint32Array;
  /** Bits by ordinal: what pages own; null where the heap has no page. */
  readonly pageOwned: BitSet | null;
  #idoms: Uint32Array | undefined;

  constructor(order: Uint32Array, parents: Uint32Array, pageOwned: BitSet | null) {
    this.order = order;
    this.parents = parents;
    this.pageOwned = pageOwned;
  }

  /** Length nodeCount; by ordinal the ordinal of the immediate dominator, the root's is itself. */
  get idoms(): Uint32Array {
    if (this.#idoms !== undefined) return this.#idoms;
    const { order, parents } = this;
    const idoms = new Uint32Array(order.length);
    for (let at = 0; at < order.length; at++) idoms[order[at]] = order[parents[at]];
    return (this.#idoms = idoms);
  }
}

/**
 * Immediate dominators over essential edges.
 *
 * Orphans as DevTools has them: every node without any essential retainer hangs under the root; what is
 * then still unvisited (loops that nothing holds) has the root as dominator and influences nobody.
 *
 * @param rules - of which `pageOwned` is not looked at: the search finds it on the way.
 */
export function computeDominators(
  rules: RetentionRules,
  scratch: ScratchPool = new ScratchPool(),
): DominatorTree {
  return findDominators(rules.graph, searchDepthFirst(rules, scratch), scratch);
}

/**
 * The second half: dominators from a finished search, whose columns are used up.
 *
 * Semi-NCA: Georgiadis, Tarjan, Werneck, "Finding Dominators in Practice", 2006; iterative, simple path
 * compression. Works in depth-first numbers. An edge to a higher number comes from an ancestor and is
 * settled on the spot; only edges to lower numbers are kept as lists.
 *
 * Time O(E log V), in practice linear; 12 bytes a node and 4 an edge to a lower number besides the search.
 */
export function findDominators(
  graph: HeapGraph,
  search: DepthFirstSearch,
  scratch: ScratchPool,
): DominatorTree {
  const { order, numberOf, parent, crossCounts, visited } = search;
  const { slots, sources } = listPredecessors(graph, search, scratch);
  // Their work as what they are called is done; their memory goes on as something else.
  const best = numberOf;
  const idom = crossCounts.subarray(0, graph.nodeCount);
  idom.set(parent.subarray(0, visited));
  findSemidominators(slots, sources, parent, best, visited);
  // NCA step: the dominator is the nearest ancestor in the tree that is not below the semidominator.
  for (let w = 1; w < visited; w++) {
    let v = idom[w];
    const limit = slots[2 * w];
    while (v > limit) v = idom[v];
    idom[w] = v;
  }
  idom.fill(0, visited);
  for (const column of [parent, best, slots, sources]) scratch.give(column);
  return new DominatorTree(order, idom, search.pageOwned);
}

/**
 * What the semidominator of each node is made from.
 *
 * `slots` holds two numbers a node side by side, because they are used together: the lowest number among
 * the ancestors that have an edge to it, and where its list in `sources` ends. The list begins where that
 * of the node before ends, and has the sources of all edges from higher numbers.
 */
function listPredecessors(
  graph: HeapGraph,
  { order, numberOf, parent, crossCounts, isNonTree, visited }: DepthFirstSearch,
  scratch: ScratchPool,
): { slots: Uint32Array; sources: Uint32Array } {
  const { firstEdges, edgeTargets } = graph.data;
  let most = 0;
  for (let w = 0; w < visited; w++) most += crossCounts[w];
  // The largest column goes first: where there is room for it, the others fit elsewhere.
  const sources = scratch.take(most);
  const slots = scratch.take(2 * visited);
  for (let w = 0; w < visited; w++) slots[2 * w] = parent[w];
  const root = order[0];
  for (let edge = firstEdges[root]; edge < firstEdges[root + 1]; edge++) {
    const isSet = ((isNonTree[edge >>> 5] >>> (edge & 31)) & 1) === 1;
    if (isSet) slots[2 * numberOf[edgeTargets[edge]]] = 0;
  }
  // What the root itself holds has the root as dominator whatever else holds it: it needs no list.
  let total = 0;
  for (let w = 0; w < visited; w++) {
    slots[2 * w + 1] = total;
    if (slots[2 * w] > 0) total += crossCounts[w];
  }
  for (let u = 1; u < visited; u++) {
    const node = order[u];
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      const word = isNonTree[edge >>> 5] >>> (edge & 31);
      // No bit is left in this word: go to the next one.
      if (word === 0) {
        edge |= 31;
        continue;
      }
      if ((word & 1) === 0) continue;
      const slot = 2 * numberOf[edgeTargets[edge]];
      const lowest = slots[slot];
      if (lowest === 0) continue;
      if (slot < 2 * u) sources[slots[slot + 1]++] = u;
      else if (u < lowest) slots[slot] = u;
    }
  }
  return { slots, sources };
}

/**
 * Letters as in the paper: w runs down the numbers; `ancestor` is the parent until path compression
 * moves it up; `best[v]` is the least semidominator on the compressed path that ends in v. The semidominator
 * of w replaces what its slot begins with.
 */
function findSemidominators(
  slots: Uint32Array,
  sources: Uint32Array,
  ancestor: Uint32Array,
  best: Uint32Array,
  visited: number,
): void {
  const path = new IntStack();
  for (let w = visited - 1; w > 0; w--) {
    let least = slots[2 * w];
    for (let at = slots[2 * w - 1], end = slots[2 * w + 1]; at < end && least > 0; at++) {
      const v = sources[at];
      // Nodes above w are linked to their parents, w and those below are not yet.
      const value = ancestor[v] > w ? compress(v, w, ancestor, best, path) : best[v];
      if (value < least) least = value;
    }
    slots[2 * w] = least;
    best[w] = least;
  }
}

/** Points every node on the way from `v` up to the highest linked one at what is above that; returns best[v]. */
function compress(
  v: number,
  w: number,
  ancestor: Uint32Array,
  best: Uint32Array,
  path: IntStack,
): number {
  let at = v;
  while (ancestor[at] > w) {
    path.push(at);
    at = ancestor[at];
  }
  let above = best[at];
  const top = ancestor[at];
  while (path.size > 0) {
    const node = path.pop();
    if (above < best[node]) best[node] = above;
    else above = best[node];
    ancestor[node] = top;
  }
  return best[v];
}
