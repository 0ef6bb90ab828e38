import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { listEdges, reach } from "./edge-list.ts";

/** What the page's globals lead to over edges that are not weak. */
export function slowPageOwned(graph: HeapGraph): Set<number> {
  const edges = listEdges(graph);
  const seeds = edges.filter(
    ({ from, to, type }) =>
      from === graph.rootOrdinal &&
      (type === "shortcut" || (type === "element" && graph.rawName(to) === "(Document DOM trees)")),
  );
  return reach(
    edges.filter(({ type }) => type !== "weak"),
    seeds.map(({ to }) => to),
  );
}
