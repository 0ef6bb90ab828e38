import { NO_DISTANCE } from "../../graph/distances.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { isEssentialEdge } from "../../graph/essential-edges.ts";
import type { Analyses } from "../analyses.ts";
import { edgeCode } from "../edge-code.ts";

/** A reference into a component from outside. */
export interface Entry {
  /** The holder. */
  readonly id: number;
  readonly class: string;
  readonly code: string;
  /** The object of the component that it leads to. */
  readonly toId: number;
}

/** Entries that are told one by one. */
const SHOWN = 5;

/** Retainers of a component that are looked at; a hub may have millions. */
const MAX_LOOKED_AT = 1_000_000;

/**
 * References into a component from outside, and whether any of them holds it: an edge from what no root leads
 * to does not, nor does the place where Python's exporter puts cycles that nothing refers to.
 */
export function countEntries(
  analyses: Analyses,
  componentOf: Uint32Array,
  nodes: Uint32Array,
): { readonly count: number; readonly isHeld: boolean; readonly entries: readonly Entry[] } {
  const { graph, retainers, fullRules, distances } = analyses;
  const { edgeTypes, edgeTargets, nodeIds } = graph.data;
  const component = componentOf[nodes[0]];
  const isGarbageList = createGarbageTest(analyses);
  const isInside = (node: number): boolean =>
    nodes.length === 1 ? node === nodes[0] : componentOf[node] === component;
  let count = 0;
  let isHeld = false;
  let best: { edge: number; source: number; rank: number }[] = [];
  let lookedAt = 0;
  for (const node of nodes) {
    for (let at = retainers.first[node]; at < retainers.first[node + 1]; at++) {
      if (++lookedAt > MAX_LOOKED_AT) break;
      const edge = retainers.edges[at];
      if (edgeTypes[edge] === EdgeType.weak) continue;
      const source = graph.edgeSource(edge);
      if (isInside(source) || !isEssentialEdge(fullRules, source, edge)) continue;
      count++;
      const isGarbage = distances[source] === NO_DISTANCE || isGarbageList(source);
      if (!isGarbage) isHeld = true;
      const rank = distances[source] === NO_DISTANCE ? Infinity : distances[source];
      const last = best.at(-1);
      if (best.length < SHOWN || (last !== undefined && rank < last.rank))
        best = [...best, { edge, source, rank }]
          .toSorted((a, b) => a.rank - b.rank)
          .slice(0, SHOWN);
    }
  }
  const entries = best.map(({ edge, source }) => ({
    id: nodeIds[source],
    class: analyses.className(source),
    code: edgeCode(graph, edge),
    toId: nodeIds[edgeTargets[edge]],
  }));
  return { count, isHeld, entries };
}

/**
 * Where Python's exporter puts what nothing refers to: a category of roots, and with DEBUG_SAVEALL the list
 * `gc.garbage`.
 */
function createGarbageTest({ graph, referenceKinds }: Analyses): (node: number) => boolean {
  const { firstEdges, edgeTargets } = graph.data;
  const root = graph.rootOrdinal;
  const lists = new Set<number>();
  if (referenceKinds.runtime !== "python") return () => false;
  for (let edge = firstEdges[root]; edge < firstEdges[root + 1]; edge++)
    if (graph.edgeName(edge) === "gc.garbage") lists.add(edgeTargets[edge]);
  return (node) =>
    lists.has(node) ||
    (referenceKinds.isSynthetic(node) && graph.rawName(node) === "(Unreachable cycles)");
}
