import { MultiDirectedGraph } from "graphology";
import type { LineageBox, LineageEdge, LineagePicture } from "../analysis/lineage-picture.ts";

// Attributes of a graph are open to other names, which an interface is not.
type Plain<T> = T extends unknown ? { [K in keyof T]: T[K] } : never;

/** Attributes of a node that is drawn as a box. */
export type BoxAttributes = Plain<LineageBox>;

/** Attributes of an edge that is drawn; the graph knows its ends. */
export type EdgeAttributes = Plain<Omit<LineageEdge, "from" | "to">>;

/** What can be drawn: any directed graph of graphology whose nodes and edges have these attributes. */
export type LineageGraph = MultiDirectedGraph<BoxAttributes, EdgeAttributes>;

/** A picture as a graph of graphology; a node's key is its box's position in `boxes`. */
export function toLineageGraph(picture: LineagePicture): LineageGraph {
  const graph: LineageGraph = new MultiDirectedGraph<BoxAttributes, EdgeAttributes>();
  for (const [position, box] of picture.boxes.entries()) graph.addNode(position, { ...box });
  for (const { from, to, ...attributes } of picture.edges) graph.addEdge(from, to, attributes);
  return graph;
}

/** Where held things stand, seen from their holders. */
export type Direction = "below" | "right";

/** Boxes side by side that a page has room for. */
const MAX_ABREAST = 8;

/** Below, unless boxes of one depth would make the picture much wider than it is high. */
export function chooseDirection(graph: LineageGraph): Direction {
  const abreast = new Map<number, number>();
  graph.forEachNode((_, { depth }) => abreast.set(depth, (abreast.get(depth) ?? 0) + 1));
  const widest = Math.max(0, ...abreast.values());
  return widest > MAX_ABREAST && widest > 2 * abreast.size ? "right" : "below";
}

/** References in all, and for each box, up to which a layout with room for every label takes no second. */
const MAX_LABELLED = 150;
const MAX_LABELLED_PER_BOX = 2;

/** Whether there are so many references that a careful layout could take minutes. */
export function isCrowded(graph: LineageGraph): boolean {
  return graph.size > Math.min(MAX_LABELLED, MAX_LABELLED_PER_BOX * graph.order);
}
