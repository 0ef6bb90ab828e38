import { dominates } from "../../graph/dominance.ts";
import { NO_DISTANCE } from "../../graph/distances.ts";
import { EdgeType, isNamedEdgeType } from "../../graph/edge-type.ts";
import { isEssentialEdge, type RetentionRules } from "../../graph/essential-edges.ts";
import type { Analyses } from "../analyses.ts";
import { EntryHeap } from "./entry-heap.ts";

/** A way through the heap along retaining edges. */
export interface RawPath {
  /** Ordinal the way begins at: a root of the program, or a category of GC roots. */
  readonly start: number;
  /** Edges from there to the object, in order. */
  readonly edges: Uint32Array;
}

/** What a step costs at least, more by its level; one that reads as code costs a little less than one that does not. */
export const STEP = 16;
const UNNAMED = 1;
const PENALTIES = [0, 8 * STEP, 32 * STEP] as const;

/** Added where a way would begin at a root of the collector, so that one from a global is preferred. */
export const COLLECTOR_ROOT: number = 100 * STEP;

/** More is never assumed of what is left of a way. */
const FAR: number = COLLECTOR_ROOT + STEP;

/** Entries of a way that are looked at for a loop; longer ones are found out in the end. */
const LOOKED_BACK = 1000;

/** Entries after which the search for further ways gives up; the first way is always found. */
const MAX_FURTHER_ENTRIES = 2_000_000;

/**
 * What a step from `source` costs: short ways through the program's own references are preferred to ways
 * through prototypes, and those to ways through the runtime's tables.
 */
export function stepCost(analyses: Analyses, source: number, edge: number): number {
  const isNamed = isNamedEdgeType(analyses.graph.data.edgeTypes[edge]);
  const { referenceKinds } = analyses;
  const base = STEP + (isNamed ? 0 : UNNAMED) + PENALTIES[referenceKinds.levelOf(source, edge)];
  return referenceKinds.isSynthetic(source) ? base + COLLECTOR_ROOT : base;
}

/** The cheapest way from the roots to a node; null when nothing leads there. */
export function searchPath(
  analyses: Analyses,
  node: number,
  isRoot: (ordinal: number) => boolean,
): RawPath | null {
  return searchPaths(analyses, node, 1, isRoot).next().value ?? null;
}

/**
 * The cheapest ways from the roots to a node, cheapest first: best-first search upwards, guided by the
 * distances (A*: Hart, Nilsson, Raphael 1968).
 *
 * @param passes - how many ways may lead through one node, at most 255.
 * @param isRoot - where ways begin.
 */
export function* searchPaths(
  analyses: Analyses,
  node: number,
  passes: number,
  isRoot: (ordinal: number) => boolean,
): Generator<RawPath, undefined> {
  if (isRoot(node)) {
    yield { start: node, edges: new Uint32Array() };
    return;
  }
  const { graph, retainers, fullRules, distances, dominance } = analyses;
  const { edgeTypes } = graph.data;
  const passed = new Uint8Array(graph.nodeCount);
  const heap = new EntryHeap();
  const nearest = nearestRoot(analyses);
  // Never more than the way costs: a root of the collector may end it, where a global is far.
  const rest = (at: number): number => {
    if (isRoot(at)) return 0;
    const distance = distances[at];
    if (distance === NO_DISTANCE) return FAR;
    return Math.min(Math.max(0, distance - nearest) * STEP, FAR);
  };
  let found = 0;
  heap.push(node, EntryHeap.none, 0, 0, rest(node));
  while (heap.size > 0) {
    const entry = heap.pop();
    const at = heap.nodeOf(entry);
    if (isRoot(at)) {
      const path = readPath(heap, entry);
      // With one pass a node no way can meet itself.
      if (passes > 1 && !isSimple(graph, path)) continue;
      found++;
      yield path;
      continue;
    }
    if (passed[at] >= passes || (passes > 1 && isLoop(heap, entry))) continue;
    passed[at]++;
    if (found > 0 && heap.entries > MAX_FURTHER_ENTRIES) break;
    const cost = heap.costOf(entry);
    for (let i = retainers.first[at]; i < retainers.first[at + 1]; i++) {
      const edge = retainers.edges[i];
      if (edgeTypes[edge] === EdgeType.weak) continue;
      const source = graph.edgeSource(edge);
      if (passed[source] >= passes || !mayLead(fullRules, source, edge)) continue;
      // What lives only thanks to this node cannot be on a way to it.
      if (dominates(dominance, at, source)) continue;
      const reached = cost + stepCost(analyses, source, edge);
      heap.push(source, entry, edge, reached, reached + rest(source));
    }
  }
}

/** Distance of the nearest of the program's roots. */
function nearestRoot({ programRoots, distances }: Analyses): number {
  let nearest = Infinity;
  for (const root of programRoots)
    if (distances[root] !== NO_DISTANCE) nearest = Math.min(nearest, distances[root]);
  return nearest === Infinity ? 0 : nearest;
}

/** Whether the way comes back to a node that it has passed. */
function isLoop(heap: EntryHeap, last: number): boolean {
  const node = heap.nodeOf(last);
  let entry = heap.parentOf(last);
  for (let steps = 0; steps < LOOKED_BACK && entry !== EntryHeap.none; steps++) {
    if (heap.nodeOf(entry) === node) return true;
    entry = heap.parentOf(entry);
  }
  return false;
}

/**
 * Whether a way may use an edge: it retains, or it is a short cut from a window's proxy to the window, which
 * stands for edges through the runtime's own tables.
 */
export function mayLead(rules: RetentionRules, source: number, edge: number): boolean {
  return (
    isEssentialEdge(rules, source, edge) ||
    (rules.graph.data.edgeTypes[edge] === EdgeType.shortcut && source !== rules.root)
  );
}

function readPath(heap: EntryHeap, last: number): RawPath {
  const edges: number[] = [];
  for (let entry = last; heap.parentOf(entry) !== EntryHeap.none; entry = heap.parentOf(entry))
    edges.push(heap.edgeOf(entry));
  return { start: heap.nodeOf(last), edges: Uint32Array.from(edges) };
}

function isSimple(graph: Analyses["graph"], { start, edges }: RawPath): boolean {
  const seen = new Set([start]);
  for (const edge of edges) seen.add(graph.data.edgeTargets[edge]);
  return seen.size === edges.length + 1;
}
