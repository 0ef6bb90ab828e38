import { hasBit } from "../graph/arrays/bit-set.ts";
import { NO_DISTANCE } from "../graph/distances.ts";
import { EdgeType } from "../graph/edge-type.ts";
import { NO_NODE } from "../graph/ids.ts";
import type { Analyses } from "./analyses.ts";
import { edgeCode } from "./edge-code.ts";
import { findObject } from "./find-object.ts";

export interface DominatorOptions {
  /** Object to start at; default the root. */
  readonly id?: number;
  /** Levels below the start, 0 for all. Default 4. */
  readonly depth?: number;
  /** Children of one node to return, 0 for all. Default 10. */
  readonly limit?: number;
  /** Least retained size of what is returned, bytes. Default 1 % of the start's. */
  readonly minSize?: number;
  /** Merges the children of one class at every level. */
  readonly byClass?: boolean;
}

/** An object, or by class all of one class under the same parent; sizes in bytes, summed. */
export interface DominatorNode {
  /** Null where several objects are merged, as are the next three. */
  readonly id: number | null;
  readonly ordinal: number | null;
  readonly type: string | null;
  readonly name: string | null;
  readonly class: string;
  /** How its dominator refers to it, see {@link edgeCode}; null where it does so only through others. */
  readonly edge: string | null;
  readonly count: number;
  readonly shallowSize: number;
  readonly retainedSize: number;
  /** Smallest over the objects; null when one is never reached. */
  readonly distance: number | null;
}

export interface DominatorRow extends DominatorNode {
  /** 0 for the start. */
  readonly depth: number;
  /** Position of the parent's row, null for the start. */
  readonly parent: number | null;
  /**
   * What was folded into this row because each is nearly all that the one above retains: the first few and
   * the last, from the top down. The children of the row are those of the last.
   */
  readonly chain: readonly DominatorNode[];
  /** How many were folded. */
  readonly chainCount: number;
  /** Children of the row, and small ones of its chain, that are not returned. */
  readonly omitted: { readonly count: number; readonly retainedSize: number };
}

export interface DominatorsResult {
  readonly kind: "dominators";
  readonly by: "object" | "class";
  /** Bytes of the whole file. */
  readonly totalSize: number;
  /** The options as they were applied. */
  readonly depth: number;
  readonly limit: number;
  readonly minSize: number;
  /** In preorder: each row before what it dominates, the biggest first; ties by id, of classes in the file's order. */
  readonly rows: readonly DominatorRow[];
  /** Children left out of all rows; not counted is what those dominate in turn. */
  readonly omitted: { readonly count: number };
}

export const DEFAULT_DOMINATOR_DEPTH = 4;
export const DEFAULT_DOMINATOR_LIMIT = 10;

/** Share of its parent's retained size from which an only child is folded into the parent. */
const NEARLY_ALL = 0.9;

/** Links of a chain that are returned besides the last. */
const KEPT_LINKS = 4;

/** Share of the start's retained size that is too small to show unless asked for. */
const DEFAULT_MIN_SHARE = 0.01;

/**
 * The dominator tree below an object or the root. Without recursion, so that lists of a million links pass;
 * O(children of all rows), by class O(nodes below the rows).
 * @throws {NotFoundError} NODE_NOT_FOUND
 */
export function viewDominators(
  analyses: Analyses,
  options: DominatorOptions = {},
): DominatorsResult {
  const { depth = DEFAULT_DOMINATOR_DEPTH, limit = DEFAULT_DOMINATOR_LIMIT } = options;
  const { byClass = false } = options;
  const { graph, retainedSizes } = analyses;
  const start = options.id === undefined ? graph.rootOrdinal : findObject(graph, options.id);
  const minSize = options.minSize ?? Math.floor(retainedSizes[start] * DEFAULT_MIN_SHARE);
  const selection = { limit, minSize };
  const expand = byClass ? createClassExpansion(analyses) : createObjectExpansion(analyses);

  const rows: DominatorRow[] = [];
  const pending: { group: Group; depth: number; parent: number | null }[] = [
    {
      group: { nodes: [start], retainedSize: retainedSizes[start], edge: NO_NODE },
      depth: 0,
      parent: null,
    },
  ];
  let omittedCount = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { bottom, chain, chainCount, children, small } = foldChain(next.group, expand, selection);
    const isDeepest = depth > 0 && next.depth === depth;
    const shown = isDeepest ? [] : children.shown;
    const omitted = isDeepest ? children.all : children.omitted;
    const row = rows.push({
      depth: next.depth,
      parent: next.parent,
      ...describeGroup(analyses, next.group, byClass),
      chain: [...chain, ...(chainCount > chain.length ? [bottom] : [])].map((group) =>
        describeGroup(analyses, group, byClass),
      ),
      chainCount,
      omitted: add(omitted, small),
    });
    omittedCount += omitted.count + small.count;
    for (const group of shown.toReversed())
      pending.push({ group, depth: next.depth + 1, parent: row - 1 });
  }
  return {
    kind: "dominators",
    by: byClass ? "class" : "object",
    totalSize: retainedSizes[graph.rootOrdinal],
    depth,
    limit,
    minSize,
    rows,
    omitted: { count: omittedCount },
  };
}

/** Objects shown as one. */
interface Group {
  readonly nodes: readonly number[];
  readonly retainedSize: number;
  /** The edge that its dominator holds it by, NO_NODE for none or several. */
  readonly edge: number;
}

interface Amount {
  readonly count: number;
  readonly retainedSize: number;
}

interface Children {
  readonly shown: readonly Group[];
  readonly all: Amount;
  /** All but the shown ones. */
  readonly omitted: Amount;
  /** How many are large enough to show; the limit may still cut some. */
  readonly largeCount: number;
}

interface Selection {
  readonly limit: number;
  readonly minSize: number;
}

type Expansion = (group: Group, selection: Selection) => Children;

interface Fold {
  readonly bottom: Group;
  /** Links below the top, the first few. */
  readonly chain: readonly Group[];
  readonly chainCount: number;
  /** Of the bottom. */
  readonly children: Children;
  /** Children of links above the bottom that are too small to show. */
  readonly small: Amount;
}

/** Follows only children that are nearly all of what the one above retains. */
function foldChain(top: Group, expand: Expansion, selection: Selection): Fold {
  const chain: Group[] = [];
  let chainCount = 0;
  let bottom = top;
  let small: Amount = { count: 0, retainedSize: 0 };
  for (;;) {
    const children = expand(bottom, selection);
    const [only] = children.shown;
    const folds =
      children.largeCount === 1 &&
      only.nodes.length === bottom.nodes.length &&
      only.retainedSize >= bottom.retainedSize * NEARLY_ALL;
    if (!folds) return { bottom, chain, chainCount, children, small };
    small = add(small, children.omitted);
    if (chainCount++ < KEPT_LINKS) chain.push(only);
    bottom = only;
  }
}

function add(a: Amount, b: Amount): Amount {
  return { count: a.count + b.count, retainedSize: a.retainedSize + b.retainedSize };
}

/** Every object by itself. */
function createObjectExpansion(analyses: Analyses): Expansion {
  const { dominatorChildren, retainedSizes } = analyses;
  const { nodeIds } = analyses.graph.data;
  const { first, nodes } = dominatorChildren;
  const compare = (a: number, b: number): number =>
    retainedSizes[b] - retainedSizes[a] || nodeIds[a] - nodeIds[b];
  return (group, { limit, minSize }) => {
    const [parent] = group.nodes;
    const large: number[] = [];
    let retainedSize = 0;
    for (let at = first[parent]; at < first[parent + 1]; at++) {
      const size = retainedSizes[nodes[at]];
      retainedSize += size;
      if (size >= minSize) large.push(nodes[at]);
    }
    large.sort(compare);
    const kept = limit > 0 ? large.slice(0, limit) : large;
    const edges = findEdges(analyses, parent, kept);
    const shown = kept.map((node) => ({
      nodes: [node],
      retainedSize: retainedSizes[node],
      edge: edges.get(node) ?? NO_NODE,
    }));
    const all = { count: first[parent + 1] - first[parent], retainedSize };
    return { shown, all, omitted: without(all, shown), largeCount: large.length };
  };
}

/** The edge from a node to each of the targets that names it best: V8 also leads to them by internal ones. */
function findEdges(
  { graph, essential }: Analyses,
  node: number,
  targets: readonly number[],
): Map<number, number> {
  const found = new Map(targets.map((target) => [target, NO_NODE]));
  if (found.size === 0) return found;
  const { firstEdges, edgeTargets, edgeTypes } = graph.data;
  const isInternal = (edge: number): boolean => edgeTypes[edge] === EdgeType.internal;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
    const known = found.get(edgeTargets[edge]);
    if (known === undefined || !hasBit(essential, edge)) continue;
    if (known === NO_NODE || (isInternal(known) && !isInternal(edge)))
      found.set(edgeTargets[edge], edge);
  }
  return found;
}

/** All children of one class key as one; subtrees are disjoint, so sums count nothing twice. */
function createClassExpansion(analyses: Analyses): Expansion {
  const { dominatorChildren, retainedSizes, classKeys } = analyses;
  const { first, nodes } = dominatorChildren;
  return (group, { limit, minSize }) => {
    const members = new Map<
      number,
      Group & { key: number; nodes: number[]; retainedSize: number }
    >();
    let retainedSize = 0;
    for (const parent of group.nodes) {
      for (let at = first[parent]; at < first[parent + 1]; at++) {
        const node = nodes[at];
        const key = classKeys.keyOf[node];
        let known = members.get(key);
        if (known === undefined)
          members.set(key, (known = { key, nodes: [], retainedSize: 0, edge: NO_NODE }));
        known.nodes.push(node);
        known.retainedSize += retainedSizes[node];
        retainedSize += retainedSizes[node];
      }
    }
    const large = [...members.values()].filter((each) => each.retainedSize >= minSize);
    large.sort((a, b) => b.retainedSize - a.retainedSize || a.key - b.key);
    const shown = limit > 0 ? large.slice(0, limit) : large;
    const all = { count: members.size, retainedSize };
    return { shown, all, omitted: without(all, shown), largeCount: large.length };
  };
}

function without(all: Amount, shown: readonly Group[]): Amount {
  let { retainedSize } = all;
  for (const group of shown) retainedSize -= group.retainedSize;
  return { count: all.count - shown.length, retainedSize };
}

function describeGroup(analyses: Analyses, group: Group, byClass: boolean): DominatorNode {
  const { graph, shallowSizes, distances } = analyses;
  const [node] = group.nodes;
  let shallowSize = 0;
  let distance = distances[node];
  for (const member of group.nodes) {
    shallowSize += shallowSizes[member];
    distance = Math.min(distance, distances[member]);
  }
  return {
    id: byClass ? null : graph.data.nodeIds[node],
    ordinal: byClass ? null : node,
    type: byClass ? null : graph.nodeTypeName(node),
    name: byClass ? null : analyses.nodeName(node),
    class: byClass && node === graph.rootOrdinal ? "(root)" : analyses.className(node),
    edge: group.edge === NO_NODE ? null : edgeCode(graph, group.edge),
    count: group.nodes.length,
    shallowSize,
    retainedSize: group.retainedSize,
    distance: distance === NO_DISTANCE ? null : distance,
  };
}
