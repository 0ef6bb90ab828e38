import { followInternal } from "../follow-edge.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { NodeType } from "../../graph/node-type.ts";
import { MAX_FOUND, type DetectorContext } from "./detector.ts";

/** The objects of a program's class that most of some functions, timers or listeners keep. */
export interface KeptObjects {
  readonly class: string;
  readonly ordinals: readonly number[];
  readonly count: number;
}

/** What closures see in their own scopes. */
export function keptByClosures(
  context: DetectorContext,
  closures: readonly number[],
): KeptObjects | null {
  const scopes = closures.flatMap(
    (closure) => followInternal(context.analyses.graph, closure, "context") ?? [],
  );
  return keptByNodes(context, scopes);
}

/**
 * The class of the program's objects that most of some scopes, or lists of registers, refer to. Objects that several
 * share count once: what all see is not kept by each. O(their edges).
 */
export function keptByNodes(
  { analyses, program }: DetectorContext,
  nodes: readonly number[],
): KeptObjects | null {
  const { firstEdges, edgeTypes, edgeTargets, nodeTypes } = analyses.graph.data;
  const found = new Map<string, Set<number>>();
  for (const node of new Set(nodes)) {
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const target = edgeTargets[edge];
      if (edgeTypes[edge] === EdgeType.weak || nodeTypes[target] !== NodeType.object) continue;
      if (!program.isProgramNode(target) || analyses.referenceKinds.isScope(target)) continue;
      const name = analyses.className(target);
      const known = found.get(name);
      if (known === undefined) found.set(name, new Set([target]));
      else known.add(target);
    }
  }
  let best: KeptObjects | null = null;
  for (const [name, ordinals] of found)
    if (best === null || ordinals.size > best.count)
      best = { class: name, count: ordinals.size, ordinals: [...ordinals].slice(0, MAX_FOUND) };
  return best !== null && best.count * 2 >= nodes.length ? best : null;
}

/** The one object that most of some hang on, as an ordinal; null where there is none. */
export function placeOf(
  { analyses, holders }: DetectorContext,
  ordinals: ArrayLike<number>,
): number | null {
  const held = holders.find(Uint32Array.from(ordinals));
  if (held === null || held.share < 0.5) return null;
  return analyses.graph.data.nodeIds.indexOf(held.holder.id);
}
