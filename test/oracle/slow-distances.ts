import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { type Edge, listEdges } from "./edge-list.ts";
import { splitEntryName } from "./slow-essential-edges.ts";

/** Children of the root that stand for the program. */
export function slowUserRoots(graph: HeapGraph): number[] {
  const children = listEdges(graph)
    .filter(({ from }) => from === graph.rootOrdinal)
    .map(({ to }) => to);
  return [...new Set(children)].filter(
    (node) =>
      graph.nodeTypeName(node) !== "synthetic" || graph.rawName(node) === "(Document DOM trees)",
  );
}

/** Distances by two searches over one map: from the user roots, then from the root. */
export function slowDistances(graph: HeapGraph): number[] {
  const edges = listEdges(graph);
  const distances = new Map<number, number>();
  const halves = new Set<string>();
  const search = (queue: number[]): void => {
    for (const node of queue) {
      for (const edge of edges) {
        if (edge.from !== node || distances.has(edge.to) || isSkipped(graph, edge, halves))
          continue;
        distances.set(edge.to, (distances.get(node) ?? 0) + 1);
        queue.push(edge.to);
      }
    }
  };
  const userRoots = slowUserRoots(graph);
  for (const node of userRoots) distances.set(node, 1);
  search([...userRoots]);
  distances.set(graph.rootOrdinal, userRoots.length > 0 ? 100_000_000 : 0);
  search([graph.rootOrdinal]);
  return Array.from({ length: graph.nodeCount }, (_, node) => distances.get(node) ?? -5);
}

/** Whether the search passes an edge by; `halves` holds the WeakMap entries of which one half was met. */
function isSkipped(graph: HeapGraph, edge: Edge, halves: Set<string>): boolean {
  if (edge.type === "weak") return true;
  const source = `${graph.nodeTypeName(edge.from)} ${graph.rawName(edge.from)}`;
  if (source === "hidden system / NativeContext" && edge.name === "sloppy_function_map")
    return true;
  if (source === "array (map descriptors)") {
    const isIndex = edge.type === "element" || edge.type === "hidden";
    // Indexes are signed here: 4294967290 means -6.
    const index = Number.parseInt(isIndex ? String(Number(edge.name) | 0) : edge.name, 10);
    return index >= 2 && index % 3 === 1;
  }
  const entry = edge.type === "internal" ? splitEntryName(edge.name) : null;
  if (entry === null) return false;
  if (halves.delete(entry.shared)) return false;
  halves.add(entry.shared);
  return true;
}
