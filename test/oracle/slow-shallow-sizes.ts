import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { listEdges, reach } from "./edge-list.ts";
import { slowUserRoots } from "./slow-distances.ts";

/** Self sizes, each candidate's moved to the only node that reaches it through candidates alone. */
export function slowShallowSizes(graph: HeapGraph): number[] {
  const { nodeCount, rootOrdinal } = graph;
  const sizes = [...graph.data.selfSizes];
  if (slowUserRoots(graph).length === 0) return sizes;
  const nodes = Array.from({ length: nodeCount }, (_, node) => node);
  const edges = listEdges(graph).filter(
    ({ to, type }) => type !== "weak" && isCandidate(graph, to),
  );
  const ownersOf = nodes.map((): number[] => []);
  for (const owner of nodes) {
    if (isCandidate(graph, owner)) continue;
    for (const owned of reach(edges, [owner])) if (owned !== owner) ownersOf[owned].push(owner);
  }
  for (const node of nodes) {
    if (ownersOf[node].length !== 1) continue;
    const [owner] = ownersOf[node];
    if (owner === rootOrdinal || graph.nodeTypeName(owner) === "synthetic") continue;
    sizes[owner] += graph.data.selfSizes[node];
    sizes[node] -= graph.data.selfSizes[node];
  }
  return sizes;
}

function isCandidate(graph: HeapGraph, node: number): boolean {
  const type = graph.nodeTypeName(node);
  if (type === "native") return graph.rawName(node) === "system / ExternalStringData";
  return type === "hidden" || type === "array";
}
