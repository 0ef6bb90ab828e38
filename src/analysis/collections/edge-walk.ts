import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import type { EntryVisitor } from "./collection.ts";

/** The node under an internal reference of that name, -1 for none. */
export function internalTarget(graph: HeapGraph, node: number, name: string): number {
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
    if (edgeTypes[edge] === EdgeType.internal && graph.strings.equals(edgeNames[edge], name))
      return edgeTargets[edge];
  return -1;
}

/** One more than the largest index of an element, 0 without any. */
export function elementLength(graph: HeapGraph, node: number): number {
  const { firstEdges, edgeTypes, edgeNames } = graph.data;
  let length = 0;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
    if (edgeTypes[edge] === EdgeType.element) length = Math.max(length, edgeNames[edge] + 1);
  return length;
}

/** How many edges of a node are its own properties or elements, its prototype left out. */
export function countMembers(graph: HeapGraph, node: number): number {
  let count = 0;
  visitMembers(graph, node, Infinity, () => count++);
  return count;
}

/** How many elements a node has. */
export function countElements(graph: HeapGraph, node: number): number {
  let count = 0;
  visitElements(graph, node, Infinity, () => count++);
  return count;
}

/** Properties and elements as entries; the edge is the key. */
export function visitMembers(
  graph: HeapGraph,
  node: number,
  limit: number,
  visit: EntryVisitor,
): void {
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  let seen = 0;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1] && seen < limit; edge++) {
    const isProperty = edgeTypes[edge] === EdgeType.property;
    if (!isProperty && edgeTypes[edge] !== EdgeType.element) continue;
    if (isProperty && graph.strings.equals(edgeNames[edge], "__proto__")) continue;
    seen++;
    visit({ key: -1, value: edgeTargets[edge], edge });
  }
}

/** Elements as entries; the edge is the index. */
export function visitElements(
  graph: HeapGraph,
  node: number,
  limit: number,
  visit: EntryVisitor,
): void {
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  let seen = 0;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1] && seen < limit; edge++) {
    if (edgeTypes[edge] !== EdgeType.element) continue;
    seen++;
    visit({ key: -1, value: edgeTargets[edge], edge });
  }
}
