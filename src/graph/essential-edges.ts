import { type BitSet, createBitSet, hasBit, setBit } from "./arrays/bit-set.ts";
import { EdgeType } from "./edge-type.ts";
import { type EphemeronNames, ephemeronRow } from "./ephemerons.ts";
import type { HeapGraph } from "./heap-graph.ts";

/** What the predicate of what retains looks things up in. */
export interface RetentionRules {
  readonly graph: HeapGraph;
  readonly root: number;
  /** Bits per node: is a WeakMap's table; null when there are none. */
  readonly isTable: BitSet | null;
  /** Bits per edge: a table's half of a WeakMap entry, which does not retain; null when there are none. */
  readonly isTableHalf: BitSet | null;
  /** Bits per node: owned by a page; null when nothing is, or while everything is. */
  readonly pageOwned: BitSet | null;
}

/**
 * Collects what the predicate needs; names and ids are not looked at later on.
 * @param pageOwned - from {@link findPageOwned}.
 */
export function createRetentionRules(
  graph: HeapGraph,
  ephemerons: EphemeronNames,
  pageOwned: BitSet | null,
): RetentionRules {
  const root = graph.rootOrdinal;
  const tableIds = new Set(ephemerons.tableIds);
  if (tableIds.size === 0) return { graph, root, isTable: null, isTableHalf: null, pageOwned };
  const { nodeIds, firstEdges, edgeTypes, edgeNames } = graph.data;
  const isTable = createBitSet(graph.nodeCount);
  const isTableHalf = createBitSet(graph.edgeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!tableIds.has(nodeIds[node])) continue;
    setBit(isTable, node);
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (edgeTypes[edge] !== EdgeType.internal) continue;
      const row = ephemeronRow(ephemerons, edgeNames[edge]);
      if (row >= 0 && ephemerons.tableIds[row] === nodeIds[node]) setBit(isTableHalf, edge);
    }
  }
  return { graph, root, isTable, isTableHalf, pageOwned };
}

/**
 * THE predicate of what retains: dominators, retained sizes and every answer to "what holds it" use it.
 *
 * An edge u→v is not essential when it is weak; or a self edge; or a shortcut from another node than the
 * root; or the table's half of a WeakMap entry (the key's half stays); or leads from a node that no page
 * owns into one that a page owns, unless u is the root. (DevTools: `isEssentialEdge`.)
 *
 * @param node - u, the edge's source.
 */
export function isEssentialEdge(rules: RetentionRules, node: number, edge: number): boolean {
  const { edgeTypes, edgeTargets } = rules.graph.data;
  const type = edgeTypes[edge];
  const target = edgeTargets[edge];
  if (isOrdinarySource(rules, node)) return retainsByKind(type, target, node);
  const isRoot = node === rules.root;
  if (type === EdgeType.weak || target === node) return false;
  if (type === EdgeType.shortcut && !isRoot) return false;
  const { isTableHalf, pageOwned } = rules;
  if (isTableHalf !== null && hasBit(isTableHalf, edge)) return false;
  return pageOwned === null || isRoot || hasBit(pageOwned, node) || !hasBit(pageOwned, target);
}

/**
 * Whether of the node's edges {@link retainsByKind} alone decides: true of all nodes but the root, WeakMap
 * tables and, where there are pages, what stands outside of them. For loops over many edges.
 */
export function isOrdinarySource(rules: RetentionRules, node: number): boolean {
  const { isTable, pageOwned } = rules;
  if (node === rules.root || (isTable !== null && hasBit(isTable, node))) return false;
  return pageOwned === null || hasBit(pageOwned, node);
}

/** The part of the predicate that needs nothing but the edge itself. */
export function retainsByKind(type: number, target: number, node: number): boolean {
  return type !== EdgeType.weak && type !== EdgeType.shortcut && target !== node;
}

/**
 * Every edge's answer of {@link isEssentialEdge}.
 * @returns length edgeCount bits; O(edges).
 */
export function findEssentialEdges(rules: RetentionRules): BitSet {
  const { graph } = rules;
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  const essential = createBitSet(graph.edgeCount, graph.isShared);
  let word = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    const isOrdinary = isOrdinarySource(rules, node);
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      const holds = isOrdinary
        ? retainsByKind(edgeTypes[edge], edgeTargets[edge], node)
        : isEssentialEdge(rules, node, edge);
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
