import { createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { NO_NODE } from "../../graph/ids.ts";
import type { Analyses } from "../analyses.ts";
import { COLLECTOR_ROOT, mayLead, stepCost } from "../lineage/path-search.ts";
import { growPathTree } from "../lineage/path-tree.ts";
import { hashNames } from "./past-heap.ts";

/**
 * Numbers the ways to objects: nodes of equal name that are reached by references of equal names from a root
 * have equal signatures, in two processes of one program too. Indexes do not count. Of several cheapest ways the
 * one with the smallest signature counts: which comes first in a file is chance.
 * @returns length nodeCount; 0 for what no root leads to. O(nodes + edges).
 */
export function signPaths(analyses: Analyses): Uint32Array {
  const { graph, fullRules, referenceKinds } = analyses;
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  const { order, costs, parents } = growPathTree(analyses);
  const names = hashNames(graph);
  const signatures = new Uint32Array(graph.nodeCount);
  const isSigned = createBitSet(graph.nodeCount);
  // Nodes come in the order of cost and no step is free: a signature is final when its node's turn has come.
  for (const node of order) {
    if (parents[node] === NO_NODE) signatures[node] = mix(0, 1, names[node]);
    const discount = referenceKinds.isSynthetic(node) ? COLLECTOR_ROOT : 0;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const target = edgeTargets[edge];
      const type = edgeTypes[edge];
      if (type === EdgeType.weak || parents[target] === NO_NODE) continue;
      if (costs[target] !== costs[node] + stepCost(analyses, node, edge) - discount) continue;
      if (!mayLead(fullRules, node, edge)) continue;
      const isNamed = type === EdgeType.property || type === EdgeType.context;
      const step = isNamed ? graph.strings.hash(edgeNames[edge]) : type + 2;
      const signature = mix(signatures[node], step, names[target]);
      if (hasBit(isSigned, target) && signature >= signatures[target]) continue;
      setBit(isSigned, target);
      signatures[target] = signature;
    }
  }
  return signatures;
}

function mix(above: number, step: number, name: number): number {
  let hash = Math.imul(above ^ step, 0x9e3779b1) ^ name;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
