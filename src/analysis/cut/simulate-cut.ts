import { type BitSet, createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { IntStack } from "../../graph/arrays/int-stack.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { ephemeronRow } from "../../graph/ephemerons.ts";
import { isEssentialEdge } from "../../graph/essential-edges.ts";
import type { Analyses } from "../analyses.ts";

/**
 * What the root reaches along retaining edges. A value in a WeakMap is reached when both its key and the table
 * are. O(nodes + edges).
 * @param removed - bits per edge that count as gone; null for none.
 * @param isGone - bits per node that count as gone; null for none.
 * @returns length nodeCount bits.
 */
export function reachFromRoot(
  { graph, fullRules, ephemerons }: Analyses,
  removed: BitSet | null = null,
  isGone: BitSet | null = null,
): BitSet {
  const { firstEdges, edgeTargets, edgeTypes, edgeNames } = graph.data;
  const reached = createBitSet(graph.nodeCount);
  const pending = new IntStack();
  /** WeakMap entries of which one half has been met. */
  const halves = new Set<number>();
  const hasEphemerons = ephemerons.strings.length > 0;
  const reach = (node: number): void => {
    if (hasBit(reached, node) || (isGone !== null && hasBit(isGone, node))) return;
    setBit(reached, node);
    pending.push(node);
  };
  reach(graph.rootOrdinal);
  while (pending.size > 0) {
    const node = pending.pop();
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      const target = edgeTargets[edge];
      if (hasBit(reached, target) || edgeTypes[edge] === EdgeType.weak) continue;
      if (removed !== null && hasBit(removed, edge)) continue;
      if (hasEphemerons && edgeTypes[edge] === EdgeType.internal) {
        const row = ephemeronRow(ephemerons, edgeNames[edge]);
        if (row >= 0) {
          const pair = ephemerons.pairs[row];
          if (halves.delete(pair)) reach(target);
          else halves.add(pair);
          continue;
        }
      }
      if (isEssentialEdge(fullRules, node, edge)) reach(target);
    }
  }
  return reached;
}

/** Objects of one class that would be free. */
export interface FreedClass {
  readonly class: string;
  readonly count: number;
  /** Bytes. */
  readonly size: number;
}

/** What would be free without some references or objects; sizes in bytes. */
export interface FreedObjects {
  readonly count: number;
  readonly size: number;
  /** The biggest first. */
  readonly classes: readonly FreedClass[];
}

/**
 * Removes references and objects and tells, exactly, what the root then no longer reaches; two passes over the
 * heap. Objects that are removed count as freed.
 */
export function simulateCut(
  analyses: Analyses,
  removed: BitSet | null,
  isGone: BitSet | null,
): FreedObjects {
  const { graph, shallowSizes, classKeys } = analyses;
  const before = reachFromRoot(analyses);
  const after = reachFromRoot(analyses, removed, isGone);
  const counts = new Map<number, { count: number; size: number }>();
  let count = 0;
  let size = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!hasBit(before, node) || hasBit(after, node)) continue;
    count++;
    size += shallowSizes[node];
    const key = classKeys.keyOf[node];
    const sums = counts.get(key) ?? { count: 0, size: 0 };
    sums.count++;
    sums.size += shallowSizes[node];
    counts.set(key, sums);
  }
  const classes = [...counts]
    .map(([key, sums]) => ({
      class: classKeys.keys[key].className,
      count: sums.count,
      size: sums.size,
    }))
    .toSorted((a, b) => b.size - a.size || b.count - a.count || (a.class < b.class ? -1 : 1));
  return { count, size, classes };
}
