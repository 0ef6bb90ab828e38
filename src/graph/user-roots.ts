import { createBitSet, hasBit, setBit } from "./arrays/bit-set.ts";
import type { HeapGraph } from "./heap-graph.ts";
import { NodeType } from "./node-type.ts";

/**
 * Children of the root that stand for the program: not synthetic, or `(Document DOM trees)`.
 * @returns ordinals in the order of the root's edges, each once. (DevTools: `isUserRoot`.)
 */
export function findUserRoots(graph: HeapGraph): Uint32Array {
  const { firstEdges, edgeTargets, nodeTypes, nodeNames } = graph.data;
  const root = graph.rootOrdinal;
  const found: number[] = [];
  const seen = createBitSet(graph.nodeCount);
  for (let edge = firstEdges[root]; edge < firstEdges[root + 1]; edge++) {
    const target = edgeTargets[edge];
    const isUserRoot =
      nodeTypes[target] !== NodeType.synthetic ||
      graph.strings.equals(nodeNames[target], "(Document DOM trees)");
    if (!isUserRoot || hasBit(seen, target)) continue;
    setBit(seen, target);
    found.push(target);
  }
  return Uint32Array.from(found);
}
