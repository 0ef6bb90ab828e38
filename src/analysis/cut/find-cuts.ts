import { createBitSet, setBit } from "../../graph/arrays/bit-set.ts";
import { NO_DISTANCE } from "../../graph/distances.ts";
import { sumRetained } from "../../graph/dominance.ts";
import type { Analyses } from "../analyses.ts";
import { MIRROR_ROLES, Parts } from "../lineage/parts.ts";
import { searchPath } from "../lineage/path-search.ts";
import { accessCode, joinCode, stepCode } from "../lineage/path-steps.ts";
import { Patterns } from "../lineage/patterns.ts";
import { createRootTest } from "../lineage/root-test.ts";
import type { HoldingReference } from "./holding-references.ts";
import { findMinimumCut } from "./minimum-cut.ts";
import { type FreedObjects, simulateCut } from "./simulate-cut.ts";
import { findSingleCuts, type SingleCut } from "./single-cuts.ts";

/** A reference that could be removed. */
export interface CutReference {
  /** How code would write what it leads to: `sessionCache.map`. */
  readonly code: string;
  /** The reference alone: `.map`. */
  readonly edge: string;
  readonly from: { readonly id: number; readonly class: string };
  readonly to: { readonly id: number; readonly class: string };
}

/** What removing one reference frees; sizes in bytes. */
export interface CutRow extends CutReference {
  /** Of the objects that were asked about. */
  readonly freedCount: number;
  /** What those retain together. */
  readonly freedChosenSize: number;
  /** Share of what all that were asked about retain, 0 to 1. */
  readonly share: number;
  /** All that goes. */
  readonly freedSize: number;
}

export interface CutResult {
  readonly kind: "cut";
  readonly objects: {
    readonly count: number;
    readonly retainedSize: number;
    readonly omitted: { readonly count: number };
  };
  /**
   * `single`: one reference frees (nearly) all; `set`: the references of `set` together do; `none`: more than
   * a handful, or a root of the collector, hold them; `unheld`: no root leads to any of them.
   */
  readonly verdict: "single" | "set" | "none" | "unheld";
  /** Single references, what frees most first. */
  readonly cuts: readonly CutRow[];
  /** The smallest set that frees all, where no single one does. */
  readonly set: { readonly edges: readonly CutReference[]; readonly freed: FreedObjects } | null;
  readonly omitted: { readonly count: number };
}

export interface CutOptions {
  /** Single references to return, 0 for all. Default 10. */
  readonly limit?: number;
}

export const DEFAULT_CUTS = 10;

/** From this share of the bytes on, one reference is an answer. */
const NEARLY_ALL = 0.99;

/** References on one way that free the same objects: more of them tell nothing. */
const MAX_ALIKE = 3;

/** A share of the bytes that is no answer. */
const CRUMBS = 0.02;

/**
 * Which references to remove so that some objects go: single ones, ranked by what they free of these; where none
 * frees nearly all, the smallest set that does, checked by removing it.
 */
export function findCuts(
  analyses: Analyses,
  chosen: Uint32Array,
  omitted: { readonly count: number },
  { limit = DEFAULT_CUTS }: CutOptions = {},
): CutResult {
  const patterns = new Patterns(analyses.graph);
  const parts = new Parts(analyses, patterns);
  const describer = new ReferenceDescriber(analyses, parts, patterns);
  const retainedSize = sumRetained(analyses.dominance, chosen, analyses.retainedSizes);
  const single = dropAlike(findSingleCuts(analyses, parts, chosen), retainedSize);
  const shown = limit > 0 ? single.slice(0, limit) : single;
  const isUnheld = chosen.every((ordinal) => analyses.distances[ordinal] === NO_DISTANCE);
  const isSingle = single.length > 0 && single[0].freedChosenSize >= retainedSize * NEARLY_ALL;
  const set = isSingle || isUnheld ? null : findSet(analyses, parts, chosen, describer);
  return {
    kind: "cut",
    objects: { count: chosen.length, retainedSize, omitted },
    verdict: isUnheld ? "unheld" : isSingle ? "single" : set === null ? "none" : "set",
    cuts: shown.map(({ reference, freedCount, freedChosenSize, freedSize }) => ({
      ...describer.describe(reference),
      freedCount,
      freedChosenSize,
      share: retainedSize > 0 ? freedChosenSize / retainedSize : 0,
      freedSize,
    })),
    set,
    omitted: { count: single.length - shown.length },
  };
}

/** Of references that free the same objects those that free least else; crumbs only where there is nothing more. */
function dropAlike(cuts: readonly SingleCut[], total: number): SingleCut[] {
  const alike = new Map<string, number>();
  return cuts.filter(({ freedCount, freedChosenSize }, at) => {
    if (at >= MAX_ALIKE && freedChosenSize < total * CRUMBS) return false;
    if (freedCount === 1) return true;
    const key = `${freedCount},${freedChosenSize}`;
    const count = (alike.get(key) ?? 0) + 1;
    alike.set(key, count);
    return count <= MAX_ALIKE;
  });
}

function findSet(
  analyses: Analyses,
  parts: Parts,
  chosen: Uint32Array,
  describer: ReferenceDescriber,
): CutResult["set"] {
  const edges = findMinimumCut(analyses, parts, chosen);
  if (edges === null || edges.length === 0) return null;
  const { graph } = analyses;
  const removed = createBitSet(graph.edgeCount);
  const references: CutReference[] = [];
  for (const edge of edges) {
    const source = graph.edgeSource(edge);
    const to = graph.data.edgeTargets[edge];
    const owner = parts.ownersOf(source)?.[0] ?? null;
    const from = owner?.owner ?? source;
    references.push(describer.describe({ from, to, edge, owner, edges: [edge] }));
    setBit(removed, edge);
    removeMirrors(analyses, parts, from, to, removed);
  }
  return { edges: references, freed: simulateCut(analyses, removed, null) };
}

/** A property or element also stands in its owner's backing store: both go. */
export function removeMirrors(
  { graph, retainers }: Analyses,
  parts: Parts,
  from: number,
  to: number,
  removed: Uint32Array,
): void {
  for (let at = retainers.first[to]; at < retainers.first[to + 1]; at++) {
    const edge = retainers.edges[at];
    const owners = parts.ownersOf(graph.edgeSource(edge));
    const isMirror = owners?.some(({ owner, role }) => owner === from && MIRROR_ROLES.has(role));
    if (isMirror === true) setBit(removed, edge);
  }
}

/** Writes references as code. */
export class ReferenceDescriber {
  readonly #analyses: Analyses;
  readonly #parts: Parts;
  readonly #patterns: Patterns;
  readonly #isRoot: (ordinal: number) => boolean;

  constructor(analyses: Analyses, parts: Parts, patterns: Patterns) {
    this.#analyses = analyses;
    this.#parts = parts;
    this.#patterns = patterns;
    this.#isRoot = createRootTest(analyses);
  }

  describe(reference: HoldingReference): CutReference {
    const { from, to } = reference;
    const edge = stepCode(this.#analyses, this.#parts, this.#patterns, reference);
    const path = searchPath(this.#analyses, from, this.#isRoot);
    const { nodeIds } = this.#analyses.graph.data;
    const isVariable = this.#analyses.referenceKinds.isScope(from);
    const holder =
      path === null || isVariable
        ? ""
        : accessCode(this.#analyses, this.#parts, this.#patterns, path);
    return {
      code: joinCode(holder, edge),
      edge,
      from: { id: nodeIds[from], class: this.#analyses.className(from) },
      to: { id: nodeIds[to], class: this.#analyses.className(to) },
    };
  }
}
