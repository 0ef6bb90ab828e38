import { createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { NO_DISTANCE } from "../../graph/distances.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { isEssentialEdge } from "../../graph/essential-edges.ts";
import type { Analyses } from "../analyses.ts";
import { reachFromRoot } from "../cut/simulate-cut.ts";
import { edgeCode } from "../edge-code.ts";

/** A reference into a component from outside. */
export interface Entry {
  /** The holder. */
  readonly id: number;
  /** Its class; of a category of roots the name. */
  readonly class: string;
  readonly code: string;
  /** The object of the component that it leads to. */
  readonly toId: number;
}

/** Entries that are told one by one. */
const SHOWN = 5;

/**
 * References into a component from outside, and whether any of them holds it: an edge from what is garbage
 * itself does not. O(the nodes' retainers).
 * @param isGarbage - from {@link createGarbageTest}.
 */
export function countEntries(
  analyses: Analyses,
  componentOf: Uint32Array,
  nodes: Uint32Array,
  isGarbage: (node: number) => boolean,
): { readonly count: number; readonly isHeld: boolean; readonly entries: readonly Entry[] } {
  const { graph, retainers, fullRules, distances, referenceKinds } = analyses;
  const { edgeTypes, edgeTargets, nodeIds } = graph.data;
  const component = componentOf[nodes[0]];
  const isInside = (node: number): boolean =>
    nodes.length === 1 ? node === nodes[0] : componentOf[node] === component;
  let count = 0;
  let isHeld = false;
  let best: { edge: number; source: number; rank: number }[] = [];
  for (const node of nodes) {
    for (let at = retainers.first[node]; at < retainers.first[node + 1]; at++) {
      const edge = retainers.edges[at];
      if (edgeTypes[edge] === EdgeType.weak) continue;
      const source = graph.edgeSource(edge);
      if (isInside(source) || !isEssentialEdge(fullRules, source, edge)) continue;
      count++;
      isHeld ||= !isGarbage(source);
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
    class:
      (referenceKinds.isSynthetic(source) && graph.rawName(source)) || analyses.className(source),
    code: edgeCode(graph, edge),
    toId: nodeIds[edgeTargets[edge]],
  }));
  return { count, isHeld, entries };
}

/**
 * Whether a node is garbage: no root leads to it, or none but the places where Python's exporter puts what
 * nothing refers to: a category of roots, and with DEBUG_SAVEALL the list `gc.garbage`. O(nodes + edges) once.
 */
export function createGarbageTest(analyses: Analyses): (node: number) => boolean {
  const { graph, referenceKinds, distances } = analyses;
  const { firstEdges, edgeTargets, nodeNames } = graph.data;
  const root = graph.rootOrdinal;
  const places: number[] = [];
  if (referenceKinds.runtime === "python") {
    for (let edge = firstEdges[root]; edge < firstEdges[root + 1]; edge++)
      if (graph.edgeName(edge) === "gc.garbage") places.push(edgeTargets[edge]);
    const names = graph.strings.findAll("(Unreachable cycles)");
    for (let node = 0; node < graph.nodeCount; node++)
      if (referenceKinds.isSynthetic(node) && names.includes(nodeNames[node])) places.push(node);
  }
  if (places.length === 0) return (node) => distances[node] === NO_DISTANCE;
  const isGone = createBitSet(graph.nodeCount);
  for (const place of places) setBit(isGone, place);
  const held = reachFromRoot(analyses, null, isGone);
  return (node) => !hasBit(held, node);
}
