import { createBitSet, hasBit, setBit } from "../graph/arrays/bit-set.ts";
import { EdgeType } from "../graph/edge-type.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { NodeType } from "../graph/node-type.ts";
import type { Analyses } from "./analyses.ts";
import { nodeRow, type NodeRow } from "./node-rows.ts";
import { measureReachable } from "./reachable-size.ts";

export interface RootsOptions {
  /** Also measures what each root reaches: one more walk over the heap a row. */
  readonly reachable?: boolean;
  /** Rows to return, 0 for all. */
  readonly limit?: number;
}

/** One category of roots, or one object that the root itself holds; sizes in bytes. */
export interface RootRow extends NodeRow {
  /** Its name without parentheses, or the name the root knows it by; two categories may share one. */
  readonly category: string;
  /** Edges from it that are not weak. */
  readonly heldCount: number;
  readonly weakCount: number;
  /** Nodes that it alone keeps alive, itself not counted; their bytes are `retainedSize`. */
  readonly count: number;
  /** Nodes that it reaches, itself included; null when not asked for. */
  readonly reachableCount: number | null;
  /** Bytes that it reaches over essential edges, shared with other roots; null when not asked for. */
  readonly reachableSize: number | null;
}

/** An amount of memory outside of the rows. */
export interface RootsRest {
  readonly count: number;
  /** Bytes. */
  readonly shallowSize: number;
}

export interface RootsResult {
  readonly kind: "roots";
  /** Bytes of the whole file. */
  readonly totalSize: number;
  /** By retained size, then by reachable size, then by id. */
  readonly roots: readonly RootRow[];
  /** Held through more than one row, so that no single one keeps it alive. */
  readonly shared: RootsRest;
  /** Held by nothing that the root leads to. */
  readonly unreachable: RootsRest;
  readonly omitted: { readonly count: number; readonly retainedSize: number };
}

/**
 * What hangs on each category of GC roots. Rows are the children of `(GC roots)` and every other child of the
 * root: embedder roots, globals, Python's modules and threads. Where `(GC roots)` has no categories (Bun), it
 * is one row. O(nodes + edges), times the rows when reachable sizes are asked
 * for.
 */
export function listRoots(analyses: Analyses, options: RootsOptions = {}): RootsResult {
  const { reachable = false, limit = 0 } = options;
  const { graph, retainedSizes, shallowSizes } = analyses;
  const counts = countDominated(analyses);
  const visited = createBitSet(graph.nodeCount);
  const rows: RootRow[] = [];
  for (const { node, category } of findCategories(graph)) {
    const reached = reachable
      ? measureReachable(graph, shallowSizes, node, analyses.essential, visited.fill(0))
      : null;
    rows.push({
      category,
      ...nodeRow(analyses, node),
      ...countEdges(graph, node),
      count: counts[node] - 1,
      reachableCount: reached?.count ?? null,
      reachableSize: reached?.size ?? null,
    });
  }
  const sorted = rows.toSorted(
    (a, b) =>
      b.retainedSize - a.retainedSize ||
      (b.reachableSize ?? 0) - (a.reachableSize ?? 0) ||
      a.id - b.id,
  );
  const shown = limit > 0 ? sorted.slice(0, limit) : sorted;
  const cut = sorted.slice(shown.length);
  const unreachable = measureUnreachable(analyses);
  return {
    kind: "roots",
    totalSize: retainedSizes[graph.rootOrdinal],
    roots: shown,
    shared: measureShared(analyses, rows, counts, unreachable),
    unreachable,
    omitted: {
      count: cut.length,
      retainedSize: cut.reduce((bytes, row) => bytes + row.retainedSize, 0),
    },
  };
}

interface Category {
  readonly node: number;
  readonly category: string;
}

function findCategories(graph: HeapGraph): Category[] {
  const { firstEdges, edgeTargets, edgeTypes, nodeTypes } = graph.data;
  const root = graph.rootOrdinal;
  const found = new Map<number, Category>();
  const add = (edge: number): void => {
    const node = edgeTargets[edge];
    if (node === root || found.has(node)) return;
    found.set(node, { node, category: nameCategory(graph, edge) });
  };
  for (let edge = firstEdges[root]; edge < firstEdges[root + 1]; edge++) {
    const target = edgeTargets[edge];
    if (!isGcRoots(graph, target)) {
      add(edge);
      continue;
    }
    let holdsCategories = false;
    for (let inner = firstEdges[target]; inner < firstEdges[target + 1]; inner++)
      holdsCategories ||= nodeTypes[edgeTargets[inner]] === NodeType.synthetic;
    if (!holdsCategories) {
      add(edge);
      continue;
    }
    for (let inner = firstEdges[target]; inner < firstEdges[target + 1]; inner++) {
      if (edgeTypes[inner] !== EdgeType.weak) add(inner);
    }
  }
  return [...found.values()];
}

function isGcRoots(graph: HeapGraph, node: number): boolean {
  return (
    graph.data.nodeTypes[node] === NodeType.synthetic && /^\(GC roots\)$/i.test(graph.rawName(node))
  );
}

/** Synthetic nodes have telling names; anything else is known by the edge if that has a name. */
function nameCategory(graph: HeapGraph, edge: number): string {
  const target = graph.data.edgeTargets[edge];
  const name = graph.rawName(target);
  if (graph.data.nodeTypes[target] === NodeType.synthetic) return name.replace(/^\((.*)\)$/s, "$1");
  const edgeName = graph.data.edgeTypes[edge] === EdgeType.property ? graph.edgeName(edge) : "";
  return edgeName === "" ? name : edgeName;
}

function countEdges(graph: HeapGraph, node: number): { heldCount: number; weakCount: number } {
  const { firstEdges } = graph.data;
  let weakCount = 0;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
    if (graph.isWeak(edge)) weakCount++;
  }
  return { heldCount: firstEdges[node + 1] - firstEdges[node] - weakCount, weakCount };
}

/** By ordinal: nodes of the dominator subtree, the node itself included. */
function countDominated({ dominators, graph }: Analyses): Uint32Array {
  const { idoms, order } = dominators;
  const counts = new Uint32Array(graph.nodeCount).fill(1);
  for (let at = graph.nodeCount - 1; at > 0; at--) counts[idoms[order[at]]] += counts[order[at]];
  return counts;
}

function measureUnreachable({
  graph,
  shallowSizes,
  essential,
  retainedSizes,
}: Analyses): RootsRest {
  const reached = measureReachable(graph, shallowSizes, graph.rootOrdinal, essential);
  return {
    count: graph.nodeCount - reached.count,
    shallowSize: retainedSizes[graph.rootOrdinal] - reached.size,
  };
}

/** All reachable memory that no row dominates. A row may dominate another: that one is counted once. */
function measureShared(
  analyses: Analyses,
  rows: readonly RootRow[],
  counts: Uint32Array,
  unreachable: RootsRest,
): RootsRest {
  const { graph, dominators, retainedSizes } = analyses;
  const isRow = createBitSet(graph.nodeCount);
  for (const { ordinal } of rows) setBit(isRow, ordinal);
  const { firstEdges, edgeTargets } = graph.data;
  const root = graph.rootOrdinal;
  // The root and the node that gathers the categories are no memory of their own.
  let count = graph.nodeCount - unreachable.count - 1;
  for (let edge = firstEdges[root]; edge < firstEdges[root + 1]; edge++) {
    const target = edgeTargets[edge];
    if (isGcRoots(graph, target) && rows.every((row) => row.ordinal !== target)) count--;
  }
  let shallowSize = retainedSizes[graph.rootOrdinal] - unreachable.shallowSize;
  for (const { ordinal } of rows) {
    if (isUnderRow(ordinal, dominators.idoms, isRow)) continue;
    count -= counts[ordinal];
    shallowSize -= retainedSizes[ordinal];
  }
  return { count, shallowSize };
}

function isUnderRow(ordinal: number, idoms: Uint32Array, isRow: Uint32Array): boolean {
  for (let at = ordinal; idoms[at] !== at;) {
    at = idoms[at];
    if (hasBit(isRow, at)) return true;
  }
  return false;
}
