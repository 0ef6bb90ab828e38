import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { listEdges, reach } from "./edge-list.ts";

/** States of nodes: what is stated, then what attached natives lead to, then what detached ones do. */
export function slowDetachedness(graph: HeapGraph): number[] {
  const { detachedness } = graph.data;
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
  const isNative = (node: number): boolean => graph.nodeTypeName(node) === "native";
  if (detachedness === null) {
    return nodes.map((node) =>
      isNative(node) && graph.rawName(node).startsWith("Detached ") ? 2 : 0,
    );
  }
  const states = nodes.map((node) => (isNative(node) ? detachedness[node] : 0));
  for (const state of [1, 2]) {
    const edges = listEdges(graph).filter(
      ({ to, type }) =>
        !["hidden", "invisible", "weak"].includes(type) && isNative(to) && states[to] === 0,
    );
    const seeds = nodes.filter((node) => states[node] === state);
    for (const node of reach(edges, seeds)) states[node] = state;
  }
  return states;
}
