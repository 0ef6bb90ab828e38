import type { HeapGraph, WideColumn } from "../../src/graph/heap-graph.ts";
import { NodeType } from "../../src/graph/node-type.ts";

/** Ordinals of flat strings that read the same and are of one size, by what was asked of one after the other. */
export function slowEqualStrings(
  graph: HeapGraph,
  sizes: WideColumn,
  minCount: number,
  isMeant: (text: string) => boolean,
): number[][] {
  const groups: number[][] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.data.nodeTypes[node] !== NodeType.string || !isMeant(graph.rawName(node))) continue;
    const group = groups.find(
      ([first]) => graph.rawName(first) === graph.rawName(node) && sizes[first] === sizes[node],
    );
    if (group === undefined) groups.push([node]);
    else group.push(node);
  }
  return groups.filter(({ length }) => length >= minCount);
}
