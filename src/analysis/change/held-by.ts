import { hasBit } from "../../graph/arrays/bit-set.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { NO_NODE } from "../../graph/ids.ts";
import type { Analyses } from "../analyses.ts";
import { Parts } from "../lineage/parts.ts";
import type { RawPath } from "../lineage/path-search.ts";
import { type FoldedStep, foldPath, joinCode, rootCode } from "../lineage/path-steps.ts";
import { growPathTree, type PathTree } from "../lineage/path-tree.ts";
import { ANY, Patterns } from "../lineage/patterns.ts";

/** What most of some objects hang on. */
export interface HeldBy {
  /** The way from a variable or a global, as code without indexes and keys: `sessionCache.map.get(*)`. */
  readonly code: string;
  /** Share of the objects that are reached so, 0 to 1. */
  readonly share: number;
  /** Objects that were looked at. */
  readonly lookedAt: number;
  /** The last single object on the way, through which all of them are reached. */
  readonly holder: { readonly id: number; readonly class: string };
}

/** Objects of one class that are looked at; more are sampled evenly. */
const SAMPLE = 1000;

/** Steps of a way that are looked at, seen from the object; equal ones in a row are one. */
const MAX_STEPS = 500;

/** Finds for groups of objects what holds most of each; the ways of a heap are searched once. */
export class Holders {
  readonly #analyses: Analyses;
  readonly #tree: PathTree;
  readonly #patterns: Patterns;
  readonly #parts: Parts;
  /** By ordinal: the first of a row of equal steps that the node ends, mostly itself. */
  readonly #runHeads: Uint32Array;

  /** O(nodes + edges). */
  constructor(analyses: Analyses) {
    this.#analyses = analyses;
    this.#tree = growPathTree(analyses);
    this.#patterns = new Patterns(analyses.graph);
    this.#parts = new Parts(analyses, this.#patterns);
    this.#runHeads = findRunHeads(analyses, this.#tree);
  }

  /** What most of some objects hang on; null when no root leads to them. */
  find(ordinals: Uint32Array): HeldBy | null {
    return this.findPlaces(ordinals, 1).at(0) ?? null;
  }

  /**
   * The places that some objects hang on, that of most first; each object counts at one of them. Objects that no
   * root leads to are at none.
   * @param limit - places to return.
   */
  findPlaces(ordinals: Uint32Array, limit: number): HeldBy[] {
    const sample = sampleEvenly(ordinals, SAMPLE);
    let ways = Array.from(sample, (ordinal) => this.#wayTo(ordinal)).filter((way) => way !== null);
    const places: HeldBy[] = [];
    while (places.length < limit && ways.length > 0) {
      const group = chooseGroup(ways);
      places.push(this.#describe(group, sample.length));
      const isTaken = new Set(group);
      ways = ways.filter((way) => !isTaken.has(way));
    }
    return places;
  }

  #describe(group: readonly Way[], lookedAt: number): HeldBy {
    const [first] = group;
    const isMap = group.some(({ likeness }) => likeness !== first.likeness);
    const shared = countShared(group);
    const holder = shared === 0 ? first.start : first.steps[shared - 1].to;
    return {
      code: this.#codeOf(first, shared, isMap),
      share: group.length / lookedAt,
      lookedAt,
      holder: {
        id: this.#analyses.graph.data.nodeIds[holder],
        class: this.#analyses.className(holder),
      },
    };
  }

  /** The way to one object, as code from the last variable on it; null when no root leads to it. */
  codeOf(ordinal: number): string | null {
    const way = this.#wayTo(ordinal);
    return way === null ? null : this.#codeOf(way, way.steps.length, false);
  }

  #wayTo(ordinal: number): Way | null {
    const { parents, lastEdges, isReached } = this.#tree;
    if (!hasBit(isReached, ordinal)) return null;
    const edges: number[] = [];
    let at = ordinal;
    while (parents[at] !== NO_NODE && edges.length < MAX_STEPS) {
      // Of a list only its head is on the way: the rest differs from object to object.
      at = this.#runHeads[at];
      edges.push(lastEdges[at]);
      at = parents[at];
    }
    const path: RawPath = { start: at, edges: Uint32Array.from(edges.toReversed()) };
    const { classKeys } = this.#analyses;
    const steps = foldRuns(
      foldPath(this.#analyses, this.#parts, this.#patterns, path),
      classKeys.keyOf,
    );
    const ways = steps.map(({ pattern, to }) => `${pattern} ${classKeys.keyOf[to]}`);
    const likeness = [at, ...ways].join(",");
    return { start: at, steps, likeness, isCut: parents[at] !== NO_NODE };
  }

  /** Code from the variable or root that the shared part of the way begins with. */
  #codeOf({ start, steps, isCut }: Way, shared: number, isMap: boolean): string {
    const { referenceKinds } = this.#analyses;
    let from = 0;
    for (let i = Math.max(0, shared - 1); i > 0; i--) {
      if (referenceKinds.isScope(steps[i].from) && !referenceKinds.isScope(steps[i].to)) {
        from = i;
        break;
      }
    }
    let code = from > 0 ? "" : isCut ? "…" : rootCode(this.#analyses, start);
    for (let i = from; i < steps.length; i++) {
      const isLast = i === steps.length - 1;
      if (referenceKinds.isScope(steps[i].to) && !isLast) continue;
      code = joinCode(code, isLast && isMap ? ANY : this.#patterns.text(steps[i].pattern));
    }
    return code;
  }
}

/**
 * Rows of equal steps, as through a list: same reference, same class.
 * @returns length nodeCount; by ordinal the first node of the row that ends with it. O(nodes).
 */
function findRunHeads({ graph, classKeys }: Analyses, tree: PathTree): Uint32Array {
  const { edgeTypes, edgeNames } = graph.data;
  const { keyOf } = classKeys;
  const { order, parents, lastEdges } = tree;
  const heads = new Uint32Array(graph.nodeCount);
  for (const node of order) {
    const parent = parents[node];
    heads[node] = node;
    if (parent === NO_NODE || parents[parent] === NO_NODE || keyOf[node] !== keyOf[parent])
      continue;
    const [edge, before] = [lastEdges[node], lastEdges[parent]];
    const isEqual =
      edgeTypes[edge] === edgeTypes[before] &&
      (edgeNames[edge] === edgeNames[before] || edgeTypes[edge] === EdgeType.element);
    if (isEqual) heads[node] = heads[parent];
  }
  return heads;
}

interface Way {
  readonly start: number;
  readonly steps: readonly FoldedStep[];
  /** Equal for ways that read the same. */
  readonly likeness: string;
  readonly isCut: boolean;
}

/** Ways that read alike; where those are few, as an object used as a map has names of its own, ways of one holder. */
function chooseGroup(ways: readonly Way[]): readonly Way[] {
  const alike = largestGroup(ways, ({ likeness }) => likeness);
  if (alike.length * 2 >= ways.length) return alike;
  const byHolder = largestGroup(ways, ({ steps }) => String(steps.at(-1)?.from ?? NO_NODE));
  return byHolder.length > Math.max(1, alike.length) ? byHolder : alike;
}

function largestGroup(ways: readonly Way[], keyOf: (way: Way) => string): readonly Way[] {
  const groups = new Map<string, Way[]>();
  for (const way of ways) {
    const key = keyOf(way);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [way]);
    else group.push(way);
  }
  let best: readonly Way[] = [];
  for (const group of groups.values()) if (group.length > best.length) best = group;
  return best;
}

/** Equal steps in a row, as through a list, count once. */
function foldRuns(steps: readonly FoldedStep[], keyOf: ArrayLike<number>): FoldedStep[] {
  const kept: FoldedStep[] = [];
  for (const step of steps) {
    const last = kept.at(-1);
    if (last !== undefined && last.pattern === step.pattern && keyOf[last.to] === keyOf[step.to])
      kept[kept.length - 1] = { ...step, from: last.from };
    else kept.push(step);
  }
  return kept;
}

/** Steps from the beginning that lead to one and the same object on all ways. */
function countShared(ways: readonly Way[]): number {
  const [first] = ways;
  let shared = first.steps.length;
  for (const { start, steps } of ways) {
    if (start !== first.start) return 0;
    let equal = 0;
    while (equal < shared && steps[equal].to === first.steps[equal].to) equal++;
    shared = equal;
  }
  // The last step leads to the objects themselves: what holds them counts.
  return Math.max(0, Math.min(shared, first.steps.length - 1));
}

/** At most `count` of some ordinals, evenly spread. */
export function sampleEvenly(ordinals: Uint32Array, count: number): Uint32Array {
  if (ordinals.length <= count) return ordinals;
  return Uint32Array.from(
    { length: count },
    (_, i) => ordinals[Math.floor((i * ordinals.length) / count)],
  );
}
