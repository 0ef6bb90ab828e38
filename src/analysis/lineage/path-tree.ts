import { type BitSet, createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { NO_NODE } from "../../graph/ids.ts";
import type { Analyses } from "../analyses.ts";
import { IntList } from "./int-list.ts";
import { COLLECTOR_ROOT, mayLead, STEP, stepCost } from "./path-search.ts";

/** Marks "no edge" in columns of edges. */
export const NO_EDGE = 0xffffffff;

/** The cheapest way from the roots to every node, as a tree. */
export interface PathTree {
  /** Ordinals in the order they were reached: each behind the node that its way comes from. */
  readonly order: Uint32Array;
  /** Length nodeCount; by ordinal what its way costs, 0xffffffff for what nothing leads to. */
  readonly costs: Uint32Array;
  /** Bits per node: what a root leads to. */
  readonly isReached: BitSet;
  /** Length nodeCount; by ordinal the edge its way ends with, NO_EDGE for roots and what nothing leads to. */
  readonly lastEdges: Uint32Array;
  /** Length nodeCount; by ordinal the node before it, NO_NODE likewise. */
  readonly parents: Uint32Array;
}

/**
 * Finds the cheapest ways from the roots to all nodes at once, by the costs that the search for one has:
 * Dijkstra with buckets (Dial, "Algorithm 360", 1969). O(edges + the largest cost); 16 bytes a node.
 */
export function growPathTree(analyses: Analyses): PathTree {
  const { graph, programRoots, referenceKinds, fullRules } = analyses;
  const { firstEdges, edgeTargets, edgeTypes } = graph.data;
  const { nodeCount } = graph;
  const costs = new Uint32Array(nodeCount).fill(0xffffffff);
  const isSettled = createBitSet(nodeCount);
  const lastEdges = new Uint32Array(nodeCount).fill(NO_EDGE);
  const parents = new Uint32Array(nodeCount).fill(NO_NODE);
  const order = new Uint32Array(nodeCount);
  const buckets = new Buckets();
  let reached = 0;
  for (const root of programRoots) {
    costs[root] = 0;
    buckets.add(0, root);
  }
  for (let node = 0; node < nodeCount; node++) {
    if (!referenceKinds.isSynthetic(node)) continue;
    costs[node] = COLLECTOR_ROOT;
    buckets.add(COLLECTOR_ROOT, node);
  }
  while (!buckets.isEmpty) {
    const { cost } = buckets;
    const node = buckets.take();
    if (hasBit(isSettled, node) || costs[node] !== cost) continue;
    setBit(isSettled, node);
    order[reached++] = node;
    const discount = referenceKinds.isSynthetic(node) ? COLLECTOR_ROOT : 0;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      const target = edgeTargets[edge];
      // Most edges lead to what has a way already that no step could undercut.
      if (cost + STEP >= costs[target] || edgeTypes[edge] === EdgeType.weak) continue;
      const sum = cost + stepCost(analyses, node, edge) - discount;
      if (sum >= costs[target] || !mayLead(fullRules, node, edge)) continue;
      costs[target] = sum;
      lastEdges[target] = edge;
      parents[target] = node;
      buckets.add(sum, target);
    }
  }
  return { order: order.subarray(0, reached), costs, isReached: isSettled, lastEdges, parents };
}

/** Larger than any step costs. */
const BUCKETS = 4096;

/** A priority queue for small integers: one list for each cost, used in turn. Costs only grow. */
class Buckets {
  /** The smallest cost that waits; read it before `take`. */
  cost = 0;
  readonly #lists: (IntList | undefined)[] = [];
  #waiting = 0;

  get isEmpty(): boolean {
    if (this.#waiting === 0) return true;
    while ((this.#lists[this.cost % BUCKETS]?.length ?? 0) === 0) this.cost++;
    return false;
  }

  add(cost: number, node: number): void {
    const list = (this.#lists[cost % BUCKETS] ??= new IntList());
    list.push(node);
    this.#waiting++;
  }

  /** A node of the smallest cost; call only when not empty. */
  take(): number {
    this.#waiting--;
    return this.#lists[this.cost % BUCKETS]?.pop() ?? NO_NODE;
  }
}
