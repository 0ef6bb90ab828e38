import { createBitSet, hasBit, setBit } from "../graph/arrays/bit-set.ts";
import { sumRetained } from "../graph/dominance.ts";
import type { Analyses } from "./analyses.ts";
import { MergedTree, type TreeGroup } from "./lineage/merged-tree.ts";
import { Parts } from "./lineage/parts.ts";
import { growPathTree } from "./lineage/path-tree.ts";
import { rootName } from "./lineage/path-steps.ts";
import { Patterns } from "./lineage/patterns.ts";
import { type MergedPathResult, type MergedPathRow } from "./path-result.ts";
import { TopOrdinals } from "./top-ordinals.ts";
import { SAMPLE_IDS } from "./lineage-picture.ts";

export interface MergedPathOptions {
  /** Rows of the tree, the weightiest first. Default 60; 0 for all. */
  readonly maxRows?: number;
  /** Children of a row. Default 10; 0 for all. */
  readonly tooMany?: number;
}

export const DEFAULT_MERGED_ROWS = 60;
export const DEFAULT_MERGED_CHILDREN = 10;

/**
 * The shortest ways from the roots to many objects as one tree: ways that begin alike, by class and reference,
 * share their rows. Equal rows below each other, as of a list, are one. O(nodes + edges).
 */
export function mergePaths(
  analyses: Analyses,
  ordinals: Uint32Array,
  omitted: { readonly count: number },
  options: MergedPathOptions = {},
): MergedPathResult {
  const { maxRows = DEFAULT_MERGED_ROWS, tooMany = DEFAULT_MERGED_CHILDREN } = options;
  const { graph, dominance, retainedSizes } = analyses;
  const patterns = new Patterns(graph);
  const parts = new Parts(analyses, patterns);
  const isChosen = createBitSet(graph.nodeCount);
  for (const ordinal of ordinals) setBit(isChosen, ordinal);
  const tree = new MergedTree(analyses, growPathTree(analyses), isChosen, {
    patterns,
    parts,
  });
  const shown = choose(
    tree,
    maxRows === 0 ? Infinity : maxRows,
    tooMany === 0 ? Infinity : tooMany,
  );
  const rows: MergedPathRow[] = [];
  const pending = shown.roots.toReversed().map((group) => ({ group, depth: 0 }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { group, depth } = next;
    const children = shown.children.get(group) ?? [];
    rows.push(describeRow(analyses, group, depth, children, tree, isChosen));
    for (const child of children.toReversed()) pending.push({ group: child, depth: depth + 1 });
  }
  let reachedCount = 0;
  for (const { reached } of tree.roots()) reachedCount += reached;
  return {
    kind: "merged-path",
    count: ordinals.length,
    retainedSize: sumRetained(dominance, ordinals, retainedSizes),
    rows,
    omittedRoots: {
      count: tree.roots().length - shown.roots.length,
      reachedCount: tree
        .roots()
        .slice(shown.roots.length)
        .reduce((sum, { reached }) => sum + reached, 0),
    },
    unreachable: { count: ordinals.length - reachedCount },
    omitted,
  };
}

interface Shown {
  readonly roots: readonly TreeGroup[];
  readonly children: ReadonlyMap<TreeGroup, readonly TreeGroup[]>;
}

/** Opens the weightiest rows until there are enough. */
function choose(tree: MergedTree, maxRows: number, tooMany: number): Shown {
  const children = new Map<TreeGroup, TreeGroup[]>();
  const roots = tree.roots().slice(0, Math.min(tooMany, maxRows));
  const waiting = [...roots];
  let rows = roots.length;
  while (waiting.length > 0 && rows < maxRows) {
    const at = heaviest(waiting);
    const [group] = waiting.splice(at, 1);
    const opened = tree.childrenOf(group).slice(0, Math.min(tooMany, maxRows - rows));
    children.set(group, opened);
    rows += opened.length;
    waiting.push(...opened);
  }
  return { roots, children };
}

function heaviest(groups: readonly TreeGroup[]): number {
  let best = 0;
  for (let at = 1; at < groups.length; at++)
    if (groups[at].reached > groups[best].reached) best = at;
  return best;
}

function describeRow(
  analyses: Analyses,
  group: TreeGroup,
  depth: number,
  children: readonly TreeGroup[],
  tree: MergedTree,
  isChosen: Uint32Array,
): MergedPathRow {
  const { graph, retainedSizes, shallowSizes } = analyses;
  const { nodeIds, nodeNames } = graph.data;
  const members = group.members.values;
  const [first] = members;
  const biggest = new TopOrdinals(
    (a, b) => retainedSizes[b] - retainedSizes[a] || nodeIds[a] - nodeIds[b] || a - b,
    SAMPLE_IDS,
  );
  let endCount = 0;
  let shallowSize = 0;
  let isOneName = true;
  for (const member of members) {
    biggest.offer(member);
    shallowSize += shallowSizes[member];
    if (hasBit(isChosen, member)) endCount++;
    isOneName &&= nodeNames[member] === nodeNames[first];
  }
  const shownCount = children.reduce((sum, child) => sum + child.reached, 0);
  const hidden = group.reached - endCount - shownCount;
  const all = hidden > 0 ? tree.childrenOf(group).length : children.length;
  return {
    depth,
    code: depth === 0 ? tree.rootCode(group) : tree.codeOf(group),
    root: depth === 0 ? rootName(analyses, first) : null,
    class: analyses.className(first),
    type: graph.nodeTypeName(first),
    name: isOneName ? analyses.nodeName(first) : null,
    count: members.length,
    shallowSize,
    repeat: group.repeat,
    reachedCount: group.reached,
    retainedSize: tree.retainedSizeOf(group),
    ids: Array.from(biggest.finish(), (ordinal) => nodeIds[ordinal]),
    endCount,
    omitted: { count: all - children.length, reachedCount: hidden },
  };
}
