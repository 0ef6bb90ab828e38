import { hasBit } from "../graph/arrays/bit-set.ts";
import { Detachedness } from "../graph/detachedness.ts";
import { NO_DISTANCE } from "../graph/distances.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { type AllocationInterval, findAllocationInterval } from "./allocation-interval.ts";
import { AllocationStacks, type StackFrame } from "./allocation-stacks.ts";
import type { Analyses } from "./analyses.ts";
import { type BestCut, findBestCut } from "./cut/best-cut.ts";
import { findLoopThrough, type ObjectLoop } from "./cycles/loop-through.ts";
import { edgeCode } from "./edge-code.ts";
import { findObject } from "./find-object.ts";
import { nodeRow, type NodeRow } from "./node-rows.ts";
import { measureReachable } from "./reachable-size.ts";
import { type ContextScope, listContexts, listScriptScopes, type ScriptScope } from "./scopes.ts";
import { describeLocation, scriptNames } from "./script-names.ts";
import { readStringContent, type StringContent } from "./string-content.ts";
import { TopOrdinals } from "./top-ordinals.ts";

export interface ShowOptions {
  /** References, and retainers, to return; 0 for all. Default 20. */
  readonly limit?: number;
  /** UTF-16 units of a string's text to return. Default 65,536. */
  readonly textLimit?: number;
}

/** One edge with the node at its other end; the fields of {@link NodeRow} are that node's. */
export interface EdgeRow extends NodeRow {
  /** The edge as code, see {@link edgeCode}. */
  readonly edge: string;
  /** Edge type of the file, e.g. `property`. */
  readonly edgeType: string;
  /** Whether the edge counts for who retains what. */
  readonly isEssential: boolean;
  readonly isWeak: boolean;
}

/** One side of an object's edges. */
export interface EdgeList {
  readonly count: number;
  readonly rows: readonly EdgeRow[];
  /** Edges that the limit cut off. */
  readonly omitted: { readonly count: number };
}

/** One object; sizes in bytes. */
export interface ShowResult {
  readonly kind: "show";
  readonly object: NodeRow & {
    /** Share of all memory in the file, 0 to 1. */
    readonly retainedShare: number;
    /** Sum over all that edges lead to from here, weak ones left out; shared things included. */
    readonly reachableSize: number;
    /** Nodes among them, the object itself included. */
    readonly reachableCount: number;
    readonly detachedness: "unknown" | "attached" | "detached";
    /** `script:line:column`, 1-based: of a closure its source, of an object its constructor's. */
    readonly location: string | null;
  };
  /** The nearest node that every way from the root to the object passes; null for the root. */
  readonly dominator: NodeRow | null;
  /** The shortest loop of references that the object lies in; null for none. */
  readonly loop: ObjectLoop | null;
  /** The reference whose removal would free the object and least else; null where no single one does. */
  readonly bestCut: BestCut | null;
  /** Text of a string; null for other nodes. */
  readonly content: StringContent | null;
  readonly allocation: {
    /** Innermost function first; null where the file has none. */
    readonly stack: readonly StackFrame[] | null;
    /** Null where the file has none. */
    readonly interval: AllocationInterval | null;
  };
  /** Of a closure: the scopes it keeps alive, innermost first. */
  readonly contexts: readonly ContextScope[];
  /** Of a script's node: the scopes of its source. */
  readonly scopes: readonly ScriptScope[];
  /** What it refers to: essential edges first, by retained size, the biggest first. */
  readonly references: EdgeList;
  /** What refers to it: essential edges first, by distance, the nearest to a global first. */
  readonly retainers: EdgeList;
}

export const DEFAULT_SHOWN_EDGES = 20;
export const DEFAULT_SHOWN_TEXT = 65_536;

/**
 * All that is known of one object. O(nodes + edges) for the retainers and the reachable size.
 * @throws {NotFoundError} NODE_NOT_FOUND
 */
export function showObject(
  analyses: Analyses,
  id: number,
  { limit = DEFAULT_SHOWN_EDGES, textLimit = DEFAULT_SHOWN_TEXT }: ShowOptions = {},
): ShowResult {
  const { graph, retainedSizes, shallowSizes, dominators } = analyses;
  const ordinal = findObject(graph, id);
  const total = retainedSizes[graph.rootOrdinal];
  const reachable = measureReachable(graph, shallowSizes, ordinal);
  return {
    kind: "show",
    object: {
      ...nodeRow(analyses, ordinal),
      retainedShare: total > 0 ? retainedSizes[ordinal] / total : 0,
      reachableSize: reachable.size,
      reachableCount: reachable.count,
      detachedness: STATE_NAMES[analyses.detached.states[ordinal]] ?? "unknown",
      location: locate(graph, ordinal),
    },
    dominator: ordinal === graph.rootOrdinal ? null : nodeRow(analyses, dominators.idoms[ordinal]),
    loop: findLoopThrough(analyses, ordinal),
    bestCut: findBestCut(analyses, ordinal),
    content: readStringContent(graph, ordinal, textLimit),
    allocation: {
      stack: findStack(graph, ordinal),
      interval: findAllocationInterval(graph, ordinal),
    },
    contexts: listContexts(analyses, ordinal),
    scopes: listScriptScopes(graph, ordinal),
    references: listReferences(analyses, ordinal, limit),
    retainers: listRetainers(analyses, ordinal, limit),
  };
}

const STATE_NAMES: Readonly<Record<number, "unknown" | "attached" | "detached">> = {
  [Detachedness.unknown]: "unknown",
  [Detachedness.attached]: "attached",
  [Detachedness.detached]: "detached",
};

/** The calls that allocated an object; null where the file has no stacks or not this one. */
function findStack(graph: HeapGraph, ordinal: number): StackFrame[] | null {
  const { traceNodeIds, traceTree } = graph.data;
  if (traceNodeIds === null || traceTree.count === 0) return null;
  const stacks = new AllocationStacks(graph);
  const position = stacks.positionOf(ordinal);
  return position < 0 ? null : stacks.framesAt(position);
}

function locate(graph: HeapGraph, ordinal: number): string | null {
  const { locations } = graph.data;
  const row = locations.ordinals.subarray(0, locations.count).indexOf(ordinal);
  if (row < 0) return null;
  const location = {
    scriptId: locations.scriptIds[row],
    line: locations.lines[row],
    column: locations.columns[row],
  };
  return describeLocation(location, scriptNames(graph));
}

function listReferences(analyses: Analyses, ordinal: number, limit: number): EdgeList {
  const { essential, retainedSizes } = analyses;
  const { firstEdges, edgeTargets, nodeIds } = analyses.graph.data;
  const best = new TopOrdinals(
    (a, b) =>
      Number(hasBit(essential, b)) - Number(hasBit(essential, a)) ||
      retainedSizes[edgeTargets[b]] - retainedSizes[edgeTargets[a]] ||
      nodeIds[edgeTargets[a]] - nodeIds[edgeTargets[b]] ||
      a - b,
    limit,
  );
  for (let edge = firstEdges[ordinal]; edge < firstEdges[ordinal + 1]; edge++) best.offer(edge);
  return toList(analyses, best, (edge) => edgeTargets[edge]);
}

function listRetainers(analyses: Analyses, ordinal: number, limit: number): EdgeList {
  const { graph, essential, distances } = analyses;
  const { edgeTargets, nodeIds } = graph.data;
  const rank = (node: number): number =>
    distances[node] === NO_DISTANCE ? Infinity : distances[node];
  const compare = (a: number, b: number): number => {
    const byWeight = Number(hasBit(essential, b)) - Number(hasBit(essential, a));
    if (byWeight !== 0) return byWeight;
    const from = graph.edgeSource(a);
    const other = graph.edgeSource(b);
    const near = rank(from);
    const far = rank(other);
    return near === far ? nodeIds[from] - nodeIds[other] || a - b : near < far ? -1 : 1;
  };
  const best = new TopOrdinals(compare, limit);
  // One pass over the edges costs less than an index of all of them.
  let edge = edgeTargets.indexOf(ordinal);
  while (edge >= 0) {
    best.offer(edge);
    edge = edgeTargets.indexOf(ordinal, edge + 1);
  }
  return toList(analyses, best, (at) => graph.edgeSource(at));
}

function toList(
  analyses: Analyses,
  best: TopOrdinals,
  otherEnd: (edge: number) => number,
): EdgeList {
  const { graph, essential } = analyses;
  const rows = Array.from(best.finish(), (edge) => ({
    edge: edgeCode(graph, edge),
    edgeType: graph.edgeTypeName(edge),
    isEssential: hasBit(essential, edge),
    isWeak: graph.isWeak(edge),
    ...nodeRow(analyses, otherEnd(edge)),
  }));
  return { count: best.offered, rows, omitted: { count: best.offered - rows.length } };
}
