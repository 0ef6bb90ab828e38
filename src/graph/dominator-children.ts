import { ScratchPool } from "./arrays/scratch-pool.ts";
import type { DominatorTree } from "./dominators.ts";

/** The dominator tree downwards: what each node immediately dominates. */
export interface DominatorChildren {
  /** Length nodeCount + 1. */
  readonly first: Uint32Array;
  /** Length nodeCount - 1; ordinals, ascending within one parent. */
  readonly nodes: Uint32Array;
}

/** Lists the children of every node of a dominator tree; O(nodes). */
export function listDominatorChildren({ idoms }: DominatorTree, root: number): DominatorChildren {
  const nodeCount = idoms.length;
  const first = new Uint32Array(nodeCount + 1);
  for (let node = 0; node < nodeCount; node++) if (node !== root) first[idoms[node] + 1]++;
  for (let node = 0; node < nodeCount; node++) first[node + 1] += first[node];
  const next = first.slice(0, nodeCount);
  const nodes = new Uint32Array(Math.max(0, nodeCount - 1));
  for (let node = 0; node < nodeCount; node++) if (node !== root) nodes[next[idoms[node]]++] = node;
  return { first, nodes };
}

/** The dominator tree walked from the root, each node before its subtree. */
export interface DominatorPreorder {
  /** Length nodeCount; positions in the tree's order, in that sequence. */
  readonly positions: Uint32Array;
  /** Length nodeCount, by position in the tree's order: nodes of the subtree, itself included. */
  readonly subtreeCounts: Uint32Array;
}

/** Lays the dominator tree out in preorder without listing children; O(nodes), 12 bytes a node. */
export function layOutPreorder(
  { parents }: DominatorTree,
  scratch: ScratchPool = new ScratchPool(),
): DominatorPreorder {
  const nodeCount = parents.length;
  const subtreeCounts = scratch.take(nodeCount).fill(1);
  for (let at = nodeCount - 1; at > 0; at--) subtreeCounts[parents[at]] += subtreeCounts[at];
  // The first place that a subtree has left for a child.
  const free = scratch.take(nodeCount);
  const positions = scratch.take(nodeCount);
  positions[0] = 0;
  free[0] = 1;
  for (let at = 1; at < nodeCount; at++) {
    const parent = parents[at];
    const place = free[parent];
    free[parent] = place + subtreeCounts[at];
    free[at] = place + 1;
    positions[place] = at;
  }
  scratch.give(free);
  return { positions, subtreeCounts };
}
