import type { Analyses } from "../../src/analysis/analyses.ts";
import type { DetachedHold } from "../../src/analysis/detached-holds.ts";
import { ReferenceLevel } from "../../src/analysis/lineage/reference-kinds.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { reach } from "./edge-list.ts";
import { slowDominators } from "./slow-dominators.ts";
import { slowEssentialEdges } from "./slow-essential-edges.ts";

/** How each detached node is held, from the definitions; null for the others. */
export function slowDetachedHolds(
  { graph, distances, referenceKinds }: Analyses,
  isDetached: (node: number) => boolean,
): (DetachedHold | null)[] {
  const idoms = slowDominators(graph);
  const { nodeTypes } = graph.data;
  const isKeptByDetached = (node: number): boolean => {
    for (let at = node; at !== graph.rootOrdinal; at = idoms[at])
      if (isDetached(idoms[at])) return true;
    return false;
  };
  const edges = slowEssentialEdges(graph);
  const nodes = idoms.map((_, node) => node);
  const held = nodes.filter(
    (node) =>
      isDetached(node) &&
      edges.some(
        ({ from, to, index }) =>
          to === node &&
          nodeTypes[from] !== NodeType.native &&
          nodeTypes[from] !== NodeType.synthetic &&
          !isDetached(from) &&
          !isKeptByDetached(from) &&
          distances[from] >= 0 &&
          referenceKinds.levelOf(from, index) !== ReferenceLevel.plumbing,
      ),
  );
  const tree = reach(
    edges.filter(({ from, to }) => isDetached(from) && isDetached(to)),
    held,
  );
  return nodes.map((node) => {
    if (!isDetached(node)) return null;
    if (held.includes(node)) return "javascript";
    return tree.has(node) || isKeptByDetached(node) ? "tree" : "runtime";
  });
}
