import type { Analyses } from "./analyses.ts";
import { describePath, type FoldedStep, foldPath } from "./lineage/path-steps.ts";
import { MIRROR_ROLES, Parts } from "./lineage/parts.ts";
import { type RawPath, searchPaths } from "./lineage/path-search.ts";
import { Patterns } from "./lineage/patterns.ts";
import { createRootTest } from "./lineage/root-test.ts";
import { nodeRow } from "./node-rows.ts";
import type { PathResult } from "./path-result.ts";

export interface PathOptions {
  /** Ways to each object. Default 1. */
  readonly count?: number;
}

/**
 * The shortest ways from the roots to objects: over retaining edges, rather through the program's own
 * references than through prototypes or the runtime's tables, rather from a global than from a root of the
 * collector.
 * @param ordinals - objects to explain, in the order of the answer.
 * @param omitted - objects that were meant besides.
 */
export function findPaths(
  analyses: Analyses,
  ordinals: Uint32Array,
  omitted: { readonly count: number },
  { count = 1 }: PathOptions = {},
): PathResult {
  const patterns = new Patterns(analyses.graph);
  const parts = new Parts(analyses, patterns);
  const isRoot = createRootTest(analyses);
  const objects = Array.from(ordinals, (ordinal) => {
    const { id, class: className, name, type, retainedSize } = nodeRow(analyses, ordinal);
    const paths = findDifferent(analyses, ordinal, count, isRoot, parts, patterns).map((path) =>
      describePath(analyses, parts, patterns, path),
    );
    return { id, class: className, name, type, retainedSize, paths };
  });
  return { kind: "path", from: null, objects, omitted };
}

/** The cheapest ways that differ in more than an index or a key. */
function findDifferent(
  analyses: Analyses,
  ordinal: number,
  count: number,
  isRoot: (ordinal: number) => boolean,
  parts: Parts,
  patterns: Patterns,
): RawPath[] {
  const passes = count === 1 ? 1 : Math.min(count * PASSES_PER_WAY, 255);
  const { keyOf } = analyses.classKeys;
  const seen = new Set<string>();
  const found: RawPath[] = [];
  for (const path of searchPaths(analyses, ordinal, passes, isRoot)) {
    const steps = count === 1 ? [] : foldPath(analyses, parts, patterns, path);
    // Through a backing store beside the owner's own reference is no other way.
    if (steps.some((step) => isMirror(analyses, step))) continue;
    const likeness = steps.map(({ pattern, to }) => `${pattern} ${keyOf[to]}`).join(",");
    if (seen.has(likeness)) continue;
    seen.add(likeness);
    found.push(path);
    if (found.length === count) break;
  }
  return found;
}

function isMirror({ graph, retainers }: Analyses, { from, to, owner }: FoldedStep): boolean {
  if (owner === null || !MIRROR_ROLES.has(owner.role)) return false;
  for (let at = retainers.first[to]; at < retainers.first[to + 1]; at++)
    if (graph.edgeSource(retainers.edges[at]) === from) return true;
  return false;
}

/** Ways through one node that are looked at for each that is wanted: many are alike. */
const PASSES_PER_WAY = 16;
