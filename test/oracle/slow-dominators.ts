import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { reach } from "./edge-list.ts";
import { slowEssentialEdges } from "./slow-essential-edges.ts";

interface Link {
  readonly from: number;
  readonly to: number;
}

/** Immediate dominators: d dominates n when n cannot be reached without d. */
export function slowDominators(graph: HeapGraph): number[] {
  const { rootOrdinal, nodeCount } = graph;
  const links = adoptOrphans(graph);
  const reached = reach(links, [rootOrdinal]);
  const dominatorsOf = new Map([...reached].map((node) => [node, new Set<number>()]));
  for (const dominator of reached) {
    const left = reach(links, [rootOrdinal], dominator);
    for (const node of reached) if (!left.has(node)) dominatorsOf.get(node)?.add(dominator);
  }
  const idoms: number[] = [];
  for (let node = 0; node < nodeCount; node++) {
    // The dominators of a node form a chain; the nearest has all the others above itself.
    let nearest: number = rootOrdinal;
    for (const candidate of dominatorsOf.get(node) ?? []) {
      if (candidate !== node && depth(dominatorsOf, candidate) > depth(dominatorsOf, nearest)) {
        nearest = candidate;
      }
    }
    idoms.push(nearest);
  }
  return idoms;
}

function depth(dominatorsOf: ReadonlyMap<number, ReadonlySet<number>>, node: number): number {
  return dominatorsOf.get(node)?.size ?? 0;
}

/** The essential edges, and one from the root to each unreached node that nothing retains. */
export function adoptOrphans(graph: HeapGraph): Link[] {
  const { rootOrdinal, nodeCount } = graph;
  const links: Link[] = slowEssentialEdges(graph);
  const retained = new Set(links.map(({ to }) => to));
  for (let to = 0; to < nodeCount; to++) {
    const isOrphan = !retained.has(to) && !reach(links, [rootOrdinal]).has(to);
    if (isOrphan) links.push({ from: rootOrdinal, to });
  }
  return links;
}
