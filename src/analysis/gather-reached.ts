import type { Analyses } from "./analyses.ts";

/** Objects that are told. */
const MAX_OBJECTS = 3;

/** Of what hangs on a node in the dominator tree the objects that retain most; ordinals. O(its children). */
export function gatherReached(analyses: Analyses, node: number): number[] {
  const { dominance, dominators, retainedSizes } = analyses;
  const { places, nodes, subtreeCounts } = dominance;
  const children: number[] = [];
  for (let place = places[node] + 1; place < places[node] + subtreeCounts[node];) {
    const child = nodes[place];
    if (dominators.idoms[child] === node) children.push(child);
    place += subtreeCounts[child];
  }
  return children
    .toSorted((a, b) => retainedSizes[b] - retainedSizes[a] || a - b)
    .slice(0, MAX_OBJECTS);
}
