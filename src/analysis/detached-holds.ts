import { type BitSet, createBitSet, hasBit, setBit } from "../graph/arrays/bit-set.ts";
import { IntStack } from "../graph/arrays/int-stack.ts";
import { isEssentialEdge } from "../graph/essential-edges.ts";
import { NodeType } from "../graph/node-type.ts";
import type { Analyses } from "./analyses.ts";
import { ReferenceLevel } from "./lineage/reference-kinds.ts";

/**
 * How a detached object is held: by a reference of JavaScript that is not itself kept by what is detached; only as
 * a part of what is held so (the child of a kept element, the elements of a kept window); by the runtime alone.
 */
export type DetachedHold = "javascript" | "tree" | "runtime";

/**
 * Tells for detached objects how they are held.
 * @param isDetached - length nodeCount bits.
 * @returns a test for ordinals of detached nodes; O(nodes + edges at detached nodes) to make.
 */
export function sortDetachedHolds(
  analyses: Analyses,
  isDetached: BitSet,
): (ordinal: number) => DetachedHold {
  const { graph, dominators } = analyses;
  const { order, idoms } = dominators;
  const { firstEdges, edgeTargets } = graph.data;
  // Dominators stand before what they dominate.
  const isKeptByDetached = createBitSet(graph.nodeCount);
  for (const node of order)
    if (node !== graph.rootOrdinal && isIn(isDetached, isKeptByDetached, idoms[node]))
      setBit(isKeptByDetached, node);
  const isHeld = createBitSet(graph.nodeCount);
  const isInTree = createBitSet(graph.nodeCount);
  const pending = new IntStack();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!hasBit(isDetached, node) || !isHeldByScript(analyses, node, isDetached, isKeptByDetached))
      continue;
    setBit(isHeld, node);
    setBit(isInTree, node);
    pending.push(node);
  }
  const { fullRules } = analyses;
  while (pending.size > 0) {
    const node = pending.pop();
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const target = edgeTargets[edge];
      if (!hasBit(isDetached, target) || hasBit(isInTree, target)) continue;
      if (!isEssentialEdge(fullRules, node, edge)) continue;
      setBit(isInTree, target);
      pending.push(target);
    }
  }
  return (ordinal) => {
    if (hasBit(isHeld, ordinal)) return "javascript";
    return isIn(isInTree, isKeptByDetached, ordinal) ? "tree" : "runtime";
  };
}

function isIn(a: BitSet, b: BitSet, node: number): boolean {
  return hasBit(a, node) || hasBit(b, node);
}

/** Whether an object, array or variable that stands outside of all that is detached refers to a node. */
function isHeldByScript(
  { graph, retainers, fullRules, referenceKinds, distances }: Analyses,
  node: number,
  isDetached: BitSet,
  isKeptByDetached: BitSet,
): boolean {
  const { nodeTypes } = graph.data;
  for (let at = retainers.first[node]; at < retainers.first[node + 1]; at++) {
    const edge = retainers.edges[at];
    const source = graph.edgeSource(edge);
    if (nodeTypes[source] === NodeType.native || nodeTypes[source] === NodeType.synthetic) continue;
    if (isIn(isDetached, isKeptByDetached, source) || distances[source] < 0) continue;
    if (referenceKinds.levelOf(source, edge) === ReferenceLevel.plumbing) continue;
    if (isEssentialEdge(fullRules, source, edge)) return true;
  }
  return false;
}
