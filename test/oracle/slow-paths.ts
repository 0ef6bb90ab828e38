import type { Analyses } from "../../src/analysis/analyses.ts";
import { type Edge, listEdges } from "./edge-list.ts";
import { slowEssentialEdges } from "./slow-essential-edges.ts";

/** One step with what it costs. */
export interface CostlyStep extends Edge {
  readonly cost: number;
}

/** What a way costs besides its steps that begins at a root of the collector. */
const COLLECTOR_ROOT = 1600;

/** Steps a way may take: what retains, and short cuts from other nodes than the root. */
export function slowSteps(analyses: Analyses): CostlyStep[] {
  const { graph, referenceKinds } = analyses;
  const essential = new Set(slowEssentialEdges(graph).map(({ index }) => index));
  return listEdges(graph)
    .filter(
      ({ index, type, from }) =>
        essential.has(index) || (type === "shortcut" && from !== graph.rootOrdinal),
    )
    .map((edge) => {
      const isNamed = ["property", "element", "context"].includes(edge.type);
      const penalty = [0, 128, 512][referenceKinds.levelOf(edge.from, edge.index)];
      return Object.assign(edge, { cost: 16 + (isNamed ? 0 : 1) + penalty });
    });
}

/** Ordinals of roots: of the program, and categories of the collector's. */
export function slowRoots({ graph, programRoots, referenceKinds }: Analyses): number[] {
  const all = Array.from({ length: graph.nodeCount }, (_, node) => node);
  return all.filter((node) => programRoots.includes(node) || referenceKinds.isSynthetic(node));
}

/**
 * Cost of the cheapest way from a root to each node, Infinity where none leads; ways to one node go on through
 * other roots only if `throughRoots`. Bellman and Ford: every step is tried until nothing changes.
 */
export function slowCosts(
  analyses: Analyses,
  steps: readonly CostlyStep[],
  throughRoots: boolean,
): number[] {
  const { graph, referenceKinds } = analyses;
  const costs = Array.from({ length: graph.nodeCount }, () => Infinity);
  const roots = new Set(slowRoots(analyses));
  for (const root of roots) costs[root] = referenceKinds.isSynthetic(root) ? COLLECTOR_ROOT : 0;
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const { from, to, cost } of steps) {
      if (costs[from] + cost >= costs[to] || (roots.has(to) && !throughRoots)) continue;
      costs[to] = costs[from] + cost;
      hasChanged = true;
    }
  }
  return costs;
}

/** Every simple way to a node that touches a root only where it begins: edges with the cost, cheapest first. */
export function slowWays(
  analyses: Analyses,
  steps: readonly CostlyStep[],
  node: number,
): { readonly edges: readonly number[]; readonly cost: number }[] {
  const roots = new Set(slowRoots(analyses));
  const found: { edges: readonly number[]; cost: number }[] = [];
  const walk = (at: number, seen: readonly number[], edges: readonly number[], sum: number) => {
    if (roots.has(at)) {
      const start = analyses.referenceKinds.isSynthetic(at) ? COLLECTOR_ROOT : 0;
      found.push({ edges, cost: sum + start });
      return;
    }
    for (const { index, from, to, cost } of steps)
      if (to === at && !seen.includes(from))
        walk(from, [...seen, from], [index, ...edges], sum + cost);
  };
  walk(node, [node], [], 0);
  return found.toSorted((a, b) => a.cost - b.cost);
}
