import { type BitSet, createBitSet, setBit } from "./arrays/bit-set.ts";
import { IntStack } from "./arrays/int-stack.ts";
import { EdgeType } from "./edge-type.ts";
import type { HeapGraph } from "./heap-graph.ts";
import { NodeType } from "./node-type.ts";

/** States of DOM nodes as V8 writes them. */
export const Detachedness = { unknown: 0, attached: 1, detached: 2 } as const;

/** What is known of nodes that have left their document. */
export interface DetachedNodes {
  /** Length nodeCount; {@link Detachedness} after propagation. */
  readonly states: Uint8Array;
  /** Nodes that show as `Detached <name>`; null when there are none. */
  readonly renamed: BitSet | null;
}

/**
 * Spreads attached and detached states from native nodes that have one to native nodes of unknown state,
 * over edges that are not hidden, invisible or weak; attached first, so it wins. Files without the field
 * count native nodes named `Detached …` instead. (DevTools: `propagateDOMState`.)
 */
export function propagateDetachedness(graph: HeapGraph): DetachedNodes {
  const { detachedness, nodeTypes, nodeNames } = graph.data;
  const { nodeCount } = graph;
  // Server heaps have the field and no DOM: nothing to spread, and the column serves as it is.
  if (detachedness !== null && !hasAnyState(detachedness))
    return { states: detachedness, renamed: null };
  const states = new Uint8Array(nodeCount);
  if (detachedness === null) {
    for (let node = 0; node < nodeCount; node++) {
      if (nodeTypes[node] !== NodeType.native) continue;
      if (graph.strings.startsWith(nodeNames[node], "Detached "))
        states[node] = Detachedness.detached;
    }
    return { states, renamed: null };
  }
  spread(graph, states, detachedness, Detachedness.attached);
  spread(graph, states, detachedness, Detachedness.detached);
  let renamed: BitSet | null = null;
  for (let node = 0; node < nodeCount; node++) {
    if (states[node] !== Detachedness.detached) continue;
    renamed ??= createBitSet(nodeCount);
    setBit(renamed, node);
  }
  return { states, renamed };
}

function spread(graph: HeapGraph, states: Uint8Array, stated: Uint8Array, state: number): void {
  const { firstEdges, edgeTypes, edgeTargets, nodeTypes } = graph.data;
  const pending = new IntStack();
  for (let node = 0; node < states.length; node++) {
    if (stated[node] !== state || nodeTypes[node] !== NodeType.native) continue;
    states[node] = state;
    pending.push(node);
  }
  while (pending.size > 0) {
    const node = pending.pop();
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const type = edgeTypes[edge];
      if (type === EdgeType.hidden || type === EdgeType.invisible || type === EdgeType.weak)
        continue;
      const target = edgeTargets[edge];
      if (nodeTypes[target] !== NodeType.native || states[target] !== 0) continue;
      // A state that the file states stands; it starts a propagation of its own.
      if (stated[target] !== 0) continue;
      states[target] = state;
      pending.push(target);
    }
  }
}

function hasAnyState(stated: Uint8Array): boolean {
  for (const state of stated) if (state !== 0) return true;
  return false;
}
