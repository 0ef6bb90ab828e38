import { bidirectional } from "graphology-shortest-path";
import { NotFoundError } from "../errors.ts";
import { EdgeType, isNamedEdgeType } from "../graph/edge-type.ts";
import type { Analyses } from "./analyses.ts";
import { heapAsGraph } from "./graphology-graph.ts";
import { Parts } from "./lineage/parts.ts";
import { describePath } from "./lineage/path-steps.ts";
import { Patterns } from "./lineage/patterns.ts";
import { nodeRow } from "./node-rows.ts";
import type { PathResult } from "./path-result.ts";

/**
 * The shortest way from one object to another, along any but weak references. O(nodes + edges).
 * @param from - ordinal.
 * @param to - ordinal.
 * @throws {NotFoundError} PATH_NOT_FOUND when no reference leads on.
 */
export function findPathBetween(analyses: Analyses, from: number, to: number): PathResult {
  const { graph } = analyses;
  const nodes = bidirectional(heapAsGraph(analyses), String(from), String(to));
  if (nodes === null) {
    const [a, b] = [from, to].map((ordinal) => `@${graph.data.nodeIds[ordinal]}`);
    throw new NotFoundError("PATH_NOT_FOUND", `${a} to ${b}`, `nothing leads from ${a} to ${b}`);
  }
  const ordinals = nodes.map(Number);
  const edges = Uint32Array.from(ordinals.slice(1), (target, i) =>
    chooseEdge(analyses, ordinals[i], target),
  );
  const patterns = new Patterns(graph);
  const parts = new Parts(analyses, patterns);
  const path = describePath(analyses, parts, patterns, { start: from, edges });
  const { id, class: className, name, type, retainedSize } = nodeRow(analyses, to);
  return {
    kind: "path",
    from: graph.data.nodeIds[from],
    objects: [{ id, class: className, name, type, retainedSize, paths: [path] }],
    omitted: { count: 0 },
  };
}

/** Of parallel edges the one that reads best: a name, then what retains, then the first. */
function chooseEdge({ graph, referenceKinds }: Analyses, from: number, to: number): number {
  const { firstEdges, edgeTargets, edgeTypes } = graph.data;
  let best = -1;
  let bestRank = Infinity;
  for (let edge = firstEdges[from]; edge < firstEdges[from + 1]; edge++) {
    if (edgeTargets[edge] !== to || edgeTypes[edge] === EdgeType.weak) continue;
    const isNamed = isNamedEdgeType(edgeTypes[edge]);
    const rank = referenceKinds.levelOf(from, edge) * 2 + (isNamed ? 0 : 1);
    if (rank >= bestRank) continue;
    bestRank = rank;
    best = edge;
  }
  return best;
}
