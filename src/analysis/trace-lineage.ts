import { createBitSet, hasBit, setBit } from "../graph/arrays/bit-set.ts";
import { EdgeType } from "../graph/edge-type.ts";
import { NO_NODE } from "../graph/ids.ts";
import { NodeType } from "../graph/node-type.ts";
import { NO_DISTANCE } from "../graph/distances.ts";
import { sumRetained } from "../graph/dominance.ts";
import type { Analyses } from "./analyses.ts";
import { compileClassPatterns } from "./class-pattern.ts";
import { findSingleCuts, type SingleCut } from "./cut/single-cuts.ts";
import type { LineageResult } from "./lineage-picture.ts";
import { drawBoxes } from "./lineage/draw-boxes.ts";
import { createFoldedCounts, HolderFinder } from "./lineage/holders.ts";
import { walkLineage } from "./lineage/lineage-walk.ts";
import { Parts } from "./lineage/parts.ts";
import { searchPath } from "./lineage/path-search.ts";
import { Patterns } from "./lineage/patterns.ts";
import { ReferentFinder } from "./lineage/referents.ts";
import { createRootTest } from "./lineage/root-test.ts";

export interface LineageOptions {
  /** Steps to follow; Infinity until roots. A number also draws all that lies so near. */
  readonly maxDepth?: number;
  /** Boxes to draw. Default 60. */
  readonly maxBoxes?: number;
  /** Boxes to draw beside one; 0 for all. Default 10. */
  readonly tooMany?: number;
  /** Classes to leave out. */
  readonly ignore?: readonly string[];
  /** Classes to draw and not to follow. */
  readonly cull?: readonly string[];
  readonly highlight?: readonly string[];
  /** Weak references too. */
  readonly weak?: boolean;
  /** Every reference as the file has it, parts and plumbing too. */
  readonly all?: boolean;
  /** What an earlier snapshot has not: boxes count it. */
  readonly isNew?: (ordinal: number) => boolean;
  /** Whether objects that are met alike share a box; by default where more than one was asked for. */
  readonly isMerged?: boolean;
}

export const DEFAULT_MAX_BOXES = 60;
export const DEFAULT_TOO_MANY = 10;

/** Boxes at most: beyond, no layout ends in time. */
export const MOST_BOXES = 300;

/** Starts whose ways to a root are drawn before anything else. */
const MAX_SPINES = 12;

/**
 * Who holds some objects, up to the roots: their lineage. Objects that are reached alike share a box; what
 * V8 keeps for itself is folded into its owners and counted.
 *
 * One shortest way to a root is always drawn, within the limit of boxes; beside it the nearest holders first.
 * Where a way has come to a single object, its holders are drawn, and from each of those the shortest way on.
 */
export function traceBackrefs(
  analyses: Analyses,
  ordinals: Uint32Array,
  omitted: { readonly count: number },
  options: LineageOptions = {},
): LineageResult {
  return trace(analyses, ordinals, omitted, options, "up");
}

/** What some objects keep alive: the same downwards, what retains most first. */
export function traceRefs(
  analyses: Analyses,
  ordinals: Uint32Array,
  omitted: { readonly count: number },
  options: LineageOptions = {},
): LineageResult {
  return trace(analyses, ordinals, omitted, options, "down");
}

function trace(
  analyses: Analyses,
  chosen: Uint32Array,
  omitted: { readonly count: number },
  options: LineageOptions,
  direction: "up" | "down",
): LineageResult {
  const { graph, retainedSizes, shallowSizes, dominance } = analyses;
  const { maxDepth = Infinity, all = false, weak = false } = options;
  const isMerged = options.isMerged ?? chosen.length > 1;
  const ordinals = isMerged ? withoutPrototypes(analyses, chosen) : chosen;
  const patterns = new Patterns(graph);
  const parts = new Parts(analyses, patterns);
  const folded = createFoldedCounts();
  const Finder = direction === "up" ? HolderFinder : ReferentFinder;
  const isRoot = createRootTest(analyses);
  const spine =
    direction === "up" && maxDepth === Infinity ? findSpine(analyses, ordinals, isRoot) : null;
  const isOnWay = (ordinal: number): boolean => spine !== null && hasBit(spine, ordinal);
  const finder = new Finder(analyses, patterns, parts, { weak, all, isOnWay }, folded);
  const isCulled = classTest(analyses, options.cull);
  const kept = direction === "down" ? findKept(analyses, ordinals) : null;
  const walk = walkLineage(analyses, ordinals, {
    find: (ordinal) => finder.find(ordinal),
    refersOn: (ordinal) => {
      const before = { ...folded };
      const { length } = finder.find(ordinal);
      Object.assign(folded, before);
      return length > 0;
    },
    direction,
    isMerged,
    maxDepth,
    maxBoxes: Math.min(options.maxBoxes ?? DEFAULT_MAX_BOXES, MOST_BOXES),
    tooMany: options.tooMany ?? DEFAULT_TOO_MANY,
    isEnd: (ordinal) =>
      isCulled(ordinal) ||
      (kept === null
        ? isRoot(ordinal) || analyses.referenceKinds.isModule(ordinal)
        : !hasBit(kept, ordinal)),
    isCulled,
    isIgnored: classTest(analyses, options.ignore),
    anyPattern: patterns.any,
    spine,
    isNarrowing: direction === "up" && !all && maxDepth === Infinity,
    rank: direction === "up" ? nearness(analyses, isRoot) : (ordinal) => -retainedSizes[ordinal],
  });
  const picture = drawBoxes(analyses, walk.drafts, patterns, parts, {
    direction,
    isRoot,
    isHighlighted: classTest(analyses, options.highlight),
    isNew: options.isNew ?? null,
    cuts: direction === "up" ? findWorthyCuts(analyses, parts, ordinals) : [],
  });
  const retainedSize = sumRetained(dominance, ordinals, retainedSizes);
  const total = retainedSizes[graph.rootOrdinal];
  return {
    kind: direction === "up" ? "backrefs" : "refs",
    objects: {
      count: ordinals.length,
      shallowSize: ordinals.reduce((bytes, ordinal) => bytes + shallowSizes[ordinal], 0),
      retainedSize,
      retainedShare: total > 0 ? retainedSize / total : 0,
      omitted,
      prototypes: { count: chosen.length - ordinals.length },
    },
    isMerged,
    ...picture,
    folded: { ...folded, ignored: walk.ignored },
    omitted: walk.omitted,
  };
}

/** Single references that free half of what some objects retain, or more; a crumb is not worth a mark. */
function findWorthyCuts(analyses: Analyses, parts: Parts, ordinals: Uint32Array): SingleCut[] {
  const { dominance, retainedSizes } = analyses;
  const retainedSize = sumRetained(dominance, ordinals, retainedSizes);
  return findSingleCuts(analyses, parts, ordinals).filter(
    ({ freedChosenSize }) => freedChosenSize >= retainedSize / 2,
  );
}

/**
 * Leaves out the prototypes among some objects: V8 gives an object that is the prototype of a subclass the
 * name of its class. Where nothing else was meant they stay.
 */
function withoutPrototypes({ graph }: Analyses, ordinals: Uint32Array): Uint32Array {
  const { firstEdges, edgeTypes, edgeTargets, edgeNames, nodeTypes } = graph.data;
  const targetOf = (node: number, name: string): number => {
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
      if (edgeTypes[edge] === EdgeType.property && graph.strings.equals(edgeNames[edge], name))
        return edgeTargets[edge];
    return NO_NODE;
  };
  const others = ordinals.filter((ordinal) => {
    if (nodeTypes[ordinal] !== NodeType.object) return true;
    const constructor = targetOf(ordinal, "constructor");
    return constructor === NO_NODE || targetOf(constructor, "prototype") !== ordinal;
  });
  return others.length === 0 ? ordinals : others;
}

/** Tests ordinals by class patterns; each class is tested once. */
function classTest(
  { classKeys }: Analyses,
  patterns: readonly string[] | undefined,
): (ordinal: number) => boolean {
  if (patterns === undefined || patterns.length === 0) return () => false;
  const { keyOf, keys } = classKeys;
  const test = compileClassPatterns(patterns);
  const answers = keys.map(({ className }) => test(className));
  return (ordinal) => answers[keyOf[ordinal]];
}

/** Nearer to a root first; what no root leads to last. */
function nearness(
  { distances }: Analyses,
  isRoot: (ordinal: number) => boolean,
): (ordinal: number) => number {
  return (ordinal) => {
    if (isRoot(ordinal)) return 0;
    return distances[ordinal] === NO_DISTANCE ? Infinity : distances[ordinal];
  };
}

/** Bits per node: on the shortest way from a root to a typical object of each class. */
function findSpine(
  analyses: Analyses,
  ordinals: Uint32Array,
  isRoot: (ordinal: number) => boolean,
): Uint32Array {
  const { graph } = analyses;
  const spine = createBitSet(graph.nodeCount);
  for (const ordinal of typicalOfClasses(analyses, ordinals).slice(0, MAX_SPINES)) {
    const path = searchPath(analyses, ordinal, isRoot);
    if (path === null) continue;
    setBit(spine, path.start);
    for (const edge of path.edges) setBit(spine, graph.data.edgeTargets[edge]);
  }
  return spine;
}

/** Of each class among the objects the first that is as far from the roots as most. */
function typicalOfClasses({ classKeys, distances }: Analyses, ordinals: Uint32Array): number[] {
  const { keyOf } = classKeys;
  const counts = new Map<number, Map<number, number>>();
  for (const ordinal of ordinals) {
    const ofClass = counts.get(keyOf[ordinal]) ?? new Map<number, number>();
    const distance = distances[ordinal];
    counts.set(keyOf[ordinal], ofClass.set(distance, (ofClass.get(distance) ?? 0) + 1));
  }
  const typical: number[] = [];
  for (const [classKey, ofClass] of counts) {
    const [distance] = [...ofClass].reduce((best, one) => (one[1] > best[1] ? one : best));
    const found = ordinals.find(
      (ordinal) => keyOf[ordinal] === classKey && distances[ordinal] === distance,
    );
    if (found !== undefined) typical.push(found);
  }
  return typical;
}

/** Bits per node: dominated by one of the objects, these included; O(nodes). */
function findKept({ graph, dominators }: Analyses, ordinals: Uint32Array): Uint32Array {
  const kept = createBitSet(graph.nodeCount);
  for (const ordinal of ordinals) setBit(kept, ordinal);
  const { order, parents } = dominators;
  for (let at = 1; at < order.length; at++)
    if (hasBit(kept, order[parents[at]])) setBit(kept, order[at]);
  return kept;
}
