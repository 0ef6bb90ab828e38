import { createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { NO_COMPONENT } from "../../graph/components.ts";
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

/** References into components from outside. */
export interface Entries {
  /** By component. */
  readonly counts: Float64Array;
  /** By component: 1 where any of them holds it; those of garbage do not. */
  readonly isHeld: Uint8Array;
  /** Of the wanted components, by number: the nearest to a root first. */
  readonly nearest: ReadonlyMap<number, readonly Entry[]>;
}

/**
 * Counts the references into all components from outside and keeps, of some, those nearest to a root, at most
 * five of each; one pass over the heap.
 * @param componentCount - how many components `componentOf` names.
 * @param isGarbage - from {@link createGarbageTest}.
 * @param wanted - components whose references are kept.
 */
export function findEntries(
  analyses: Analyses,
  componentOf: Uint32Array,
  componentCount: number,
  isGarbage: (node: number) => boolean,
  wanted: ReadonlySet<number>,
): Entries {
  const { graph, distances, referenceKinds } = analyses;
  const { edgeTargets, nodeIds } = graph.data;
  const counts = new Float64Array(componentCount);
  const isHeld = new Uint8Array(componentCount);
  const best = new Map<number, { edge: number; source: number; rank: number }[]>();
  for (const component of wanted) best.set(component, []);
  forEachEntry(analyses, componentOf, (source, edge, component) => {
    counts[component]++;
    if (isHeld[component] === 0 && !isGarbage(source)) isHeld[component] = 1;
    const list = best.get(component);
    if (list === undefined) return;
    const rank = distances[source] === NO_DISTANCE ? Infinity : distances[source];
    if (list.length === SHOWN && rank >= list[SHOWN - 1].rank) return;
    const at = list.findIndex((one) => one.rank > rank);
    list.splice(at < 0 ? list.length : at, 0, { edge, source, rank });
    if (list.length > SHOWN) list.pop();
  });
  const describe = ({ edge, source }: { edge: number; source: number }): Entry => ({
    id: nodeIds[source],
    class:
      (referenceKinds.isSynthetic(source) && graph.rawName(source)) || analyses.className(source),
    code: edgeCode(graph, edge),
    toId: nodeIds[edgeTargets[edge]],
  });
  const nearest = new Map([...best].map(([component, list]) => [component, list.map(describe)]));
  return { counts, isHeld, nearest };
}

function forEachEntry(
  { graph, fullRules }: Analyses,
  componentOf: Uint32Array,
  visit: (source: number, edge: number, component: number) => void,
): void {
  const { firstEdges, edgeTargets, edgeTypes } = graph.data;
  for (let node = 0; node < graph.nodeCount; node++) {
    const own = componentOf[node];
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      const component = componentOf[edgeTargets[edge]];
      if (component === NO_COMPONENT || component === own) continue;
      if (edgeTypes[edge] === EdgeType.weak || !isEssentialEdge(fullRules, node, edge)) continue;
      visit(node, edge, component);
    }
  }
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
