import type { Analyses } from "../analyses.ts";
import { Parts } from "../lineage/parts.ts";
import { foldPath } from "../lineage/path-steps.ts";
import { Patterns } from "../lineage/patterns.ts";
import { createLoopTest } from "./loop-edges.ts";
import { labelOf } from "./find-cycles.ts";

/** A loop that an object lies in. */
export interface ObjectLoop {
  /** From the object back to it: `Session.user -> SessionUser.session -> Session`. */
  readonly code: string;
  /** Steps of it. */
  readonly length: number;
}

/** Objects that are visited before the search gives up. */
const MAX_VISITED = 100_000;

/**
 * The shortest loop of the program's own references through an object; null for none within the nearest
 * 100,000 objects that it leads to. O(those, with their edges).
 */
export function findLoopThrough(analyses: Analyses, start: number): ObjectLoop | null {
  const { graph } = analyses;
  const { firstEdges, edgeTargets } = graph.data;
  const judge = createLoopTest(analyses);
  /** By node: the edge it was reached by; at most MAX_VISITED of them. */
  const reachedBy = new Map<number, number>();
  const queue = [start];
  for (let head = 0; head < queue.length && queue.length < MAX_VISITED; head++) {
    const node = queue[head];
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const target = edgeTargets[edge];
      if (target !== start && reachedBy.has(target)) continue;
      if (judge(node, edge) !== null) continue;
      if (target === start) return describe(analyses, start, edge, reachedBy);
      reachedBy.set(target, edge);
      queue.push(target);
    }
  }
  return null;
}

function describe(
  analyses: Analyses,
  start: number,
  last: number,
  reachedBy: ReadonlyMap<number, number>,
): ObjectLoop {
  const { graph } = analyses;
  const edges = [last];
  for (let node = graph.edgeSource(last); node !== start;) {
    const edge = reachedBy.get(node) ?? last;
    edges.push(edge);
    node = graph.edgeSource(edge);
  }
  const patterns = new Patterns(graph);
  const parts = new Parts(analyses, patterns);
  const path = { start, edges: Uint32Array.from(edges.toReversed()) };
  const steps = foldPath(analyses, parts, patterns, path);
  const labels = steps.map(({ from, pattern }) => {
    const label = labelOf({
      type: graph.nodeTypeName(from),
      name: analyses.nodeName(from),
      class: analyses.className(from),
    });
    return { label, text: `${label}${patterns.text(pattern)}` };
  });
  const code = [...labels.map(({ text }) => text), labels[0].label].join(" -> ");
  return { code, length: steps.length };
}
