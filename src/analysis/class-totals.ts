import { IntStack } from "../graph/arrays/int-stack.ts";
import { ScratchPool } from "../graph/arrays/scratch-pool.ts";
import type { DominatorTree } from "../graph/dominators.ts";
import { layOutPreorder } from "../graph/dominator-children.ts";
import type { WideColumn } from "../graph/heap-graph.ts";
import { sumRetainedByPosition } from "../graph/retained-sizes.ts";

/** Sums over groups of nodes; every array has one element a group. */
export interface GroupTotals {
  /** Nodes whose shallow size is not 0; the others are not counted, as in DevTools. */
  readonly counts: Float64Array;
  /** Bytes. */
  readonly shallowSizes: Float64Array;
  /** Bytes; a node under another counted node of its group adds nothing, so nothing is counted twice. */
  readonly retainedSizes: Float64Array;
  /** Smallest over the counted nodes, NO_DISTANCE (-5) included. */
  readonly distances: Int32Array;
  /** Nodes left out because their shallow size is 0. */
  readonly emptyCounts: Float64Array;
}

/**
 * Totals per group of nodes (DevTools: `calculateAggregates`, `calculateClassesRetainedSize`).
 * Walks the dominator tree in preorder with a stack of open subtrees; O(nodes).
 * @param groupOf - length nodeCount, position of each node's group.
 */
export function sumGroups(
  groupOf: Uint16Array | Uint32Array | Uint8Array,
  groupCount: number,
  shallowSizes: WideColumn,
  distances: Int32Array,
  tree: DominatorTree,
  scratch: ScratchPool = new ScratchPool(),
): GroupTotals {
  const totals = {
    counts: new Float64Array(groupCount),
    shallowSizes: new Float64Array(groupCount),
    distances: new Int32Array(groupCount),
    emptyCounts: new Float64Array(groupCount),
  };
  for (let node = 0; node < groupOf.length; node++) {
    const group = groupOf[node];
    const size = shallowSizes[node];
    if (size === 0) {
      totals.emptyCounts[group]++;
      continue;
    }
    const distance = distances[node];
    if (totals.counts[group]++ === 0 || distance < totals.distances[group])
      totals.distances[group] = distance;
    totals.shallowSizes[group] += size;
  }
  const retainedSizes = sumRetainedOfGroups(groupOf, groupCount, shallowSizes, tree, scratch);
  return { ...totals, retainedSizes };
}

/**
 * What the nodes of each group retain, bytes: {@link GroupTotals.retainedSizes} alone. O(nodes).
 * @param groupOf - length nodeCount, position of each node's group.
 */
export function sumRetainedOfGroups(
  groupOf: Uint16Array | Uint32Array | Uint8Array,
  groupCount: number,
  shallowSizes: WideColumn,
  tree: DominatorTree,
  scratch: ScratchPool = new ScratchPool(),
): Float64Array {
  const sums = new Float64Array(groupCount);
  const retained = sumRetainedByPosition(tree, shallowSizes, scratch);
  const { positions, subtreeCounts } = layOutPreorder(tree, scratch);
  /** Per group: how many counted nodes of it are above the current one. */
  const open = new Uint32Array(groupCount);
  const openGroups = new IntStack();
  const openEnds = new IntStack();
  let nextEnd = Infinity;
  for (let place = 0; place < positions.length; place++) {
    while (nextEnd <= place) {
      openEnds.pop();
      open[openGroups.pop()]--;
      nextEnd = openEnds.size > 0 ? openEnds.peek() : Infinity;
    }
    const at = positions[place];
    const node = tree.order[at];
    if (shallowSizes[node] === 0) continue;
    const group = groupOf[node];
    if (open[group] === 0) sums[group] += retained[at];
    const count = subtreeCounts[at];
    // A leaf has nobody below to hide.
    if (count === 1) continue;
    open[group]++;
    openGroups.push(group);
    nextEnd = place + count;
    openEnds.push(nextEnd);
  }
  for (const column of [retained, positions, subtreeCounts]) scratch.give(column);
  return sums;
}
