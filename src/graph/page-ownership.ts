import { type BitSet, createBitSet, hasBit, setBit } from "./arrays/bit-set.ts";
import { IntStack } from "./arrays/int-stack.ts";
import { EdgeType } from "./edge-type.ts";
import type { HeapGraph } from "./heap-graph.ts";

/**
 * A page's globals: targets of the root's shortcut edges, and `(Document DOM trees)` when an element edge
 * of the root leads to it.
 * @returns ordinals in the order of the root's edges, possibly repeated; empty in V8 >= 15.
 */
export function findPageGlobals(graph: HeapGraph): number[] {
  const { firstEdges, edgeTypes, edgeTargets, nodeNames } = graph.data;
  const root = graph.rootOrdinal;
  const found: number[] = [];
  for (let edge = firstEdges[root]; edge < firstEdges[root + 1]; edge++) {
    const type = edgeTypes[edge];
    const target = edgeTargets[edge];
    const isGlobal =
      type === EdgeType.shortcut ||
      (type === EdgeType.element &&
        graph.strings.equals(nodeNames[target], "(Document DOM trees)"));
    if (isGlobal) found.push(target);
  }
  return found;
}

/**
 * Nodes reachable over non-weak edges from the page's globals. (DevTools: `markPageOwnedNodes`.)
 * @returns length nodeCount bits, or null when there are no such globals.
 */
export function findPageOwned(graph: HeapGraph): BitSet | null {
  const globals = findPageGlobals(graph);
  if (globals.length === 0) return null;
  const owned = createBitSet(graph.nodeCount);
  spreadOwnership(graph, owned, globals);
  return owned;
}

/** Adds to `owned` all that non-weak edges lead to from `starts`, themselves included. */
export function spreadOwnership(graph: HeapGraph, owned: BitSet, starts: readonly number[]): void {
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  const pending = new IntStack();
  for (const start of starts) {
    if (hasBit(owned, start)) continue;
    setBit(owned, start);
    pending.push(start);
  }
  while (pending.size > 0) {
    const node = pending.pop();
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      if (edgeTypes[edge] === EdgeType.weak) continue;
      const target = edgeTargets[edge];
      if (hasBit(owned, target)) continue;
      setBit(owned, target);
      pending.push(target);
    }
  }
}
