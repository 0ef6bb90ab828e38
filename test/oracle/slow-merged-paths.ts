import type { Analyses } from "../../src/analysis/analyses.ts";
import { Parts } from "../../src/analysis/lineage/parts.ts";
import { foldPath } from "../../src/analysis/lineage/path-steps.ts";
import { growPathTree } from "../../src/analysis/lineage/path-tree.ts";
import { Patterns } from "../../src/analysis/lineage/patterns.ts";
import { NO_NODE } from "../../src/graph/ids.ts";

/** An object on the ways to some objects, with how many of those are reached through it. */
export interface SlowStop {
  /** Ordinals from the root to here, parts folded into their owners. */
  readonly trail: readonly number[];
  readonly pattern: string;
  reached: number;
}

/**
 * Writes out the way to each object, folds it, and counts through which objects how many of them go.
 * @returns by the trail of the stop, ordinals joined by commas.
 */
export function slowStops(analyses: Analyses, ordinals: readonly number[]): Map<string, SlowStop> {
  const { parents, lastEdges, order } = growPathTree(analyses);
  const patterns = new Patterns(analyses.graph);
  const parts = new Parts(analyses, patterns);
  const reachable = new Set(order);
  const stops = new Map<string, SlowStop>();
  const count = (trail: readonly number[], pattern: string): void => {
    const key = trail.join(",");
    const stop = stops.get(key) ?? { trail, pattern, reached: 0 };
    stop.reached++;
    stops.set(key, stop);
  };
  for (const ordinal of ordinals) {
    if (!reachable.has(ordinal)) continue;
    const edges: number[] = [];
    let start = ordinal;
    for (; parents[start] !== NO_NODE; start = parents[start]) edges.unshift(lastEdges[start]);
    const steps = foldPath(analyses, parts, patterns, { start, edges: Uint32Array.from(edges) });
    const trail = [start];
    count([...trail], "");
    for (const { to, pattern } of steps) {
      trail.push(to);
      count([...trail], patterns.text(pattern));
    }
  }
  return stops;
}
