import { type BitSet, createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import type { Analyses } from "../analyses.ts";
import type { Parts } from "../lineage/parts.ts";
import { ReferenceLevel } from "../lineage/reference-kinds.ts";
import { findHoldingReferences, type HoldingReference } from "./holding-references.ts";

/** A reference without which some of the chosen objects would be free. */
export interface SingleCut {
  readonly reference: HoldingReference;
  /** Chosen objects that it frees. */
  readonly freedCount: number;
  /** What those retain together, bytes. */
  readonly freedChosenSize: number;
  /** All that it frees, bytes. */
  readonly freedSize: number;
}

/**
 * The single references whose removal frees chosen objects: the edge dominators between the roots and them.
 * A node whose only holding reference is one edge falls with it, and with it all that it dominates.
 *
 * Those that free most of the chosen bytes come first, of equal ones those that free least else. O(dominators of
 * the objects, with their retainers).
 */
export function findSingleCuts(analyses: Analyses, parts: Parts, chosen: Uint32Array): SingleCut[] {
  const { graph, dominators, retainedSizes, referenceKinds } = analyses;
  const { idoms } = dominators;
  const sums = new ChosenSums(analyses, chosen);
  const isSeen = createBitSet(graph.nodeCount);
  const cuts: SingleCut[] = [];
  for (const ordinal of chosen) {
    for (let node = ordinal; !hasBit(isSeen, node); node = idoms[node]) {
      setBit(isSeen, node);
      if (node === graph.rootOrdinal || referenceKinds.isSynthetic(node)) break;
      // What a table hangs on is its owner; nobody can let go of the table alone.
      if (parts.ownersOf(node) !== null) continue;
      const references = findHoldingReferences(analyses, parts, node);
      if (references.length !== 1 || !isCuttable(analyses, references[0])) continue;
      const { count, size } = sums.below(node);
      cuts.push({
        reference: references[0],
        freedCount: count,
        freedChosenSize: size,
        freedSize: retainedSizes[node],
      });
    }
  }
  return cuts.toSorted(
    (a, b) =>
      b.freedChosenSize - a.freedChosenSize ||
      b.freedCount - a.freedCount ||
      a.freedSize - b.freedSize ||
      a.reference.to - b.reference.to,
  );
}

/** Whether a program could undo the reference: no root of the collector, nothing that only the runtime knows. */
export function isCuttable(
  { referenceKinds }: Analyses,
  { from, edge, owner }: HoldingReference,
): boolean {
  if (referenceKinds.isSynthetic(from)) return false;
  const level = owner === null ? referenceKinds.levelOf(from, edge) : owner.level;
  return level === ReferenceLevel.program && !referenceKinds.isPlumbing(from);
}

/** How many of the chosen objects a node dominates, and what they retain together. */
class ChosenSums {
  readonly #analyses: Analyses;
  /** By their places in the preorder of the dominator tree. */
  readonly #sorted: Uint32Array;
  /** Those places, ascending. */
  readonly #places: Uint32Array;
  /** Bits by position: another chosen object dominates it. */
  readonly #isBelow: BitSet;
  /** Sums of what they retain up to each, nothing counted twice. */
  readonly #sizes: Float64Array;

  constructor(analyses: Analyses, chosen: Uint32Array) {
    this.#analyses = analyses;
    const { dominance, retainedSizes } = analyses;
    const { places, subtreeCounts } = dominance;
    const sorted = chosen.toSorted((a, b) => places[a] - places[b]);
    this.#sorted = sorted;
    this.#places = Uint32Array.from(sorted, (ordinal) => places[ordinal]);
    this.#isBelow = createBitSet(sorted.length);
    this.#sizes = new Float64Array(sorted.length + 1);
    let end = 0;
    for (const [at, ordinal] of sorted.entries()) {
      const isBelow = places[ordinal] < end;
      if (isBelow) setBit(this.#isBelow, at);
      else end = places[ordinal] + subtreeCounts[ordinal];
      this.#sizes[at + 1] = this.#sizes[at] + (isBelow ? 0 : retainedSizes[ordinal]);
    }
  }

  below(node: number): { count: number; size: number } {
    const { places, subtreeCounts } = this.#analyses.dominance;
    const from = this.#find(places[node]);
    const to = this.#find(places[node] + subtreeCounts[node]);
    const count = to - from;
    if (count === 0 || !hasBit(this.#isBelow, from))
      return { count, size: this.#sizes[to] - this.#sizes[from] };
    // Below a chosen object none is in the sums.
    let size = 0;
    for (let at = from; at < to;) {
      const ordinal = this.#sorted[at];
      size += this.#analyses.retainedSizes[ordinal];
      at = this.#find(places[ordinal] + subtreeCounts[ordinal]);
    }
    return { count, size };
  }

  /** Chosen objects in front of a place. */
  #find(place: number): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#places[middle] < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
