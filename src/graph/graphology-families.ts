import type { Direction } from "./graphology-edges.ts";
import type { ViewedHeap } from "./graphology-heap.ts";

/** A method of the graph before it is bound to a heap; `name` is its own, for messages. */
export type HeapMethod = (heap: ViewedHeap, name: string, args: readonly unknown[]) => unknown;

/** Methods by name. */
export type HeapMethods = Map<string, HeapMethod>;

/** Graphology's words for where edges lead, as in `forEachInEdge`; null where undirected ones are meant. */
export const DIRECTIONS: Readonly<Record<string, Direction | null>> = {
  "": "both",
  In: "in",
  Out: "out",
  Inbound: "in",
  Outbound: "out",
  Directed: "both",
  Undirected: null,
};

export function lowerFirst(noun: string): string {
  return noun[0].toLowerCase() + noun.slice(1);
}
