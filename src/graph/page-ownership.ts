import { type BitSet, createBitSet, hasBit, setBit } from "./arrays/bit-set.ts";
import { IntStack } from "./arrays/int-stack.ts";
import { EdgeType } from "./edge-type.ts";
import type { HeapGraph } from "./heap-graph.ts";

/**
 * Nodes reachable over non-weak edges from the page's globals: targets of the root's shortcut edges, and
 * `(Document DOM trees)` when an element edge of the root leads to it. (DevTools: `markPageOwnedNodes`.)
 * @returns length nodeCount bits, or null when there are no such globals (V8 >= 15).
 */
export function findPageOwned(graph: HeapGraph): BitSet | null {
  const { firstEdges, edgeTypes, edgeTargets, nodeNames } = graph.data;
  const owned = createBitSet(graph.nodeCount);
  const pending = new IntStack();
  const root = graph.rootOrdinal;
  for (let edge = firstEdges[root]; edge < firstEdges[root + 1]; edge++) {
    const type = edgeTypes[edge];
    const target = edgeTargets[edge];
    const isSeed =
      type === EdgeType.shortcut ||
      (type === EdgeType.element &&
        graph.strings.equals(nodeNames[target], "(Document DOM trees)"));
    if (!isSeed || hasBit(owned, target)) continue;
    setBit(owned, target);
    pending.push(target);
  }
  if (pending.size === 0) return null;
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
  return owned;
}
