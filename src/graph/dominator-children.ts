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

/** Positions of nodes when the dominator tree is walked from the root, each node before its subtree. */
export interface DominatorPreorder {
  /** Length nodeCount; ordinals in that order. */
  readonly nodes: Uint32Array;
  /** Length nodeCount, by position: how many nodes the subtree has, itself included. */
  readonly subtreeCounts: Uint32Array;
}

/** Lays the dominator tree out in preorder without listing children; O(nodes), 12 bytes a node. */
export function layOutPreorder({ idoms, order }: DominatorTree): DominatorPreorder {
  const nodeCount = idoms.length;
  const counts = new Uint32Array(nodeCount).fill(1);
  for (let at = nodeCount - 1; at > 0; at--) counts[idoms[order[at]]] += counts[order[at]];
  // By ordinal: the first position that the subtree has left for a child.
  const free = new Uint32Array(nodeCount);
  const nodes = new Uint32Array(nodeCount);
  const subtreeCounts = new Uint32Array(nodeCount);
  for (let at = 0; at < nodeCount; at++) {
    const node = order[at];
    let position = 0;
    if (at > 0) {
      position = free[idoms[node]];
      free[idoms[node]] += counts[node];
    }
    free[node] = position + 1;
    nodes[position] = node;
    subtreeCounts[position] = counts[node];
  }
  return { nodes, subtreeCounts };
}
