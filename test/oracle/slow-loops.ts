import { type Edge, reach } from "./edge-list.ts";

type Ends = Pick<Edge, "from" | "to">;

/** Nodes that lead to each other, in groups of two or more; ascending, by their first node. */
export function slowComponents(edges: readonly Ends[], nodeCount: number): number[][] {
  const reached = Array.from({ length: nodeCount }, (_, node) => reach(edges, [node]));
  const found: number[][] = [];
  for (let node = 0; node < nodeCount; node++) {
    const own = [...reached[node]].filter((other) => reached[other].has(node));
    own.sort((a, b) => a - b);
    if (own.length > 1 && own[0] === node) found.push(own);
  }
  return found;
}

/** Steps of the shortest way from a node back to itself, Infinity for none; a self edge is one step. */
export function slowLoopLength(edges: readonly Ends[], start: number): number {
  let level = new Set([start]);
  const seen = new Set<number>();
  for (let length = 1; level.size > 0; length++) {
    const next = new Set<number>();
    for (const { from, to } of edges) {
      if (!level.has(from)) continue;
      if (to === start) return length;
      if (!seen.has(to)) next.add(to);
    }
    for (const node of next) seen.add(node);
    level = next;
  }
  return Infinity;
}
