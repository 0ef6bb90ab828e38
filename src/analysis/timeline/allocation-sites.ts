import type { HeapGraph } from "../../graph/heap-graph.ts";
import { AllocationStacks, describeFrame, nameStack, NOT_TRACKED } from "../allocation-stacks.ts";
import type { Analyses } from "../analyses.ts";
import { describeLocation } from "../script-names.ts";

/** What objects of a recording are put together by. */
export const TIMELINE_GROUPINGS = ["function", "stack", "class"] as const;
export type TimelineGrouping = (typeof TIMELINE_GROUPINGS)[number];

/** What a recording counted, freed objects included. */
export interface AllocatedEver {
  readonly count: number;
  /** Bytes. */
  readonly size: number;
}

/** Where objects were allocated: nodes in groups, each with a name. */
export interface AllocationSites {
  /** Length nodeCount; position in `names`. */
  readonly groupOf: Uint8Array | Uint16Array | Uint32Array;
  readonly names: readonly string[];
  /** By group: all that was allocated there in the recording, freed or not; null where that is not counted. */
  readonly ever: readonly (AllocatedEver | null)[];
}

/**
 * Groups nodes by what allocated them. O(nodes + stacks).
 * @throws {NotFoundError} STACKS_NOT_FOUND for functions and stacks when the file has none.
 */
export function groupBySite(analyses: Analyses, by: TimelineGrouping): AllocationSites {
  if (by === "class") {
    const { keyOf, keys } = analyses.classKeys;
    const names = keys.map(({ className, location }) =>
      location === null
        ? className
        : `${className}  ${describeLocation(location, analyses.scripts)}`,
    );
    return { groupOf: keyOf, names, ever: names.map(() => null) };
  }
  return groupByTrace(analyses.graph, by);
}

/** Groups by the innermost call, or by the calls above it too; the first group is what was not tracked. */
function groupByTrace(graph: HeapGraph, by: "function" | "stack"): AllocationSites {
  const stacks = new AllocationStacks(graph);
  const { traceTree } = graph.data;
  const names = [NOT_TRACKED];
  const known = new Map<string, number>();
  const ever: ({ count: number; size: number } | null)[] = [null];
  const groupOfPosition = new Uint32Array(traceTree.count);
  for (let position = 0; position < traceTree.count; position++) {
    const frames = stacks.framesAt(position);
    const name =
      by === "stack" || frames.length === 0 ? nameStack(frames) : describeFrame(frames[0]);
    const group = known.get(name) ?? names.push(name) - 1;
    known.set(name, group);
    groupOfPosition[position] = group;
    const sums = (ever[group] ??= { count: 0, size: 0 });
    sums.count += traceTree.counts[position];
    sums.size += traceTree.sizes[position];
  }
  const groupOf = new Uint32Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    const position = stacks.positionOf(node);
    if (position >= 0) groupOf[node] = groupOfPosition[position];
  }
  return { groupOf, names, ever };
}
