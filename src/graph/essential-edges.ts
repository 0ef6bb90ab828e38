import { type BitSet, createBitSet, hasBit } from "./arrays/bit-set.ts";
import { EdgeType } from "./edge-type.ts";
import { type EphemeronNames, ephemeronRow } from "./ephemerons.ts";
import type { HeapGraph } from "./heap-graph.ts";

/**
 * THE predicate of what retains: dominators, retained sizes and every answer to "what holds it" use it.
 *
 * An edge u→v is not essential when it is weak; or a self edge; or a shortcut from another node than the
 * root; or the table's half of a WeakMap entry (the key's half stays); or leads from a node that no page
 * owns into one that a page owns, unless u is the root. (DevTools: `isEssentialEdge`.)
 *
 * @param pageOwned - bits per node, null when nothing is page-owned.
 * @returns length edgeCount bits; O(edges).
 */
export function findEssentialEdges(
  graph: HeapGraph,
  ephemerons: EphemeronNames,
  pageOwned: BitSet | null,
): BitSet {
  const { firstEdges, edgeTypes, edgeNames, edgeTargets, nodeIds } = graph.data;
  const essential = createBitSet(graph.edgeCount, graph.isShared);
  const root = graph.rootOrdinal;
  const hasEphemerons = ephemerons.strings.length > 0;
  const firstName = hasEphemerons ? ephemerons.strings[0] : 0;
  let word = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    const isRoot = node === root;
    const isPageOwned = pageOwned === null || isRoot || hasBit(pageOwned, node);
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      const type = edgeTypes[edge];
      const target = edgeTargets[edge];
      let holds =
        type !== EdgeType.weak && target !== node && (isPageOwned || !isOwned(pageOwned, target));
      if (type === EdgeType.shortcut) holds &&= isRoot;
      else if (type === EdgeType.internal && hasEphemerons && edgeNames[edge] >= firstName) {
        const row = ephemeronRow(ephemerons, edgeNames[edge]);
        if (row >= 0 && ephemerons.tableIds[row] === nodeIds[node]) holds = false;
      }
      if (holds) word |= 1 << (edge & 31);
      if ((edge & 31) === 31) {
        essential[edge >>> 5] = word;
        word = 0;
      }
    }
  }
  if ((graph.edgeCount & 31) !== 0) essential[graph.edgeCount >>> 5] = word;
  return essential;
}

function isOwned(pageOwned: BitSet | null, node: number): boolean {
  return pageOwned !== null && hasBit(pageOwned, node);
}
