import { EdgeType } from "../../graph/edge-type.ts";
import { NO_NODE } from "../../graph/ids.ts";
import type { Analyses } from "../analyses.ts";
import { growPathTree } from "../lineage/path-tree.ts";
import { hashNames } from "./past-heap.ts";

/**
 * Numbers the ways to objects: nodes of equal name that are reached by references of equal names from a root
 * have equal signatures, in two processes of one program too. Indexes do not count.
 * @returns length nodeCount; 0 for what no root leads to. O(nodes + edges).
 */
export function signPaths(analyses: Analyses): Uint32Array {
  const { graph } = analyses;
  const { edgeTypes, edgeNames } = graph.data;
  const { order, parents, lastEdges } = growPathTree(analyses);
  const names = hashNames(graph);
  const signatures = new Uint32Array(graph.nodeCount);
  for (const node of order) {
    const parent = parents[node];
    const edge = lastEdges[node];
    let step = 1;
    if (parent !== NO_NODE) {
      const type = edgeTypes[edge];
      const isNamed = type === EdgeType.property || type === EdgeType.context;
      step = isNamed ? graph.strings.hash(edgeNames[edge]) : type + 2;
    }
    const above = parent === NO_NODE ? 0 : signatures[parent];
    let hash = Math.imul(above ^ step, 0x9e3779b1) ^ names[node];
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    signatures[node] = (hash ^ (hash >>> 13)) >>> 0;
  }
  return signatures;
}
