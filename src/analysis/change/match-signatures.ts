import { type BitSet, setBit } from "../../graph/arrays/bit-set.ts";

/** One side of a match; all columns are by ordinal. */
export interface SignedNodes {
  /** Common number of the class. */
  readonly classOf: Uint32Array;
  /** Bytes; nodes of size 0 take no part. */
  readonly sizes: ArrayLike<number>;
  /** Of the way to each node; null where it is not known. */
  readonly signatures: Uint32Array | null;
}

/** A signature and an ordinal in one exact number: 28 bits and 25. */
const ORDINALS = 2 ** 25;

/**
 * Matches objects of two heaps one to one by class, size and the way to them.
 * @param isDeleted - bits per node of the earlier heap, set for all that take part; cleared for what is matched.
 * @param isNew - bits per node of the later heap; set for what is not matched. O(n log n).
 */
export function matchBySignature(
  past: SignedNodes,
  later: SignedNodes,
  isDeleted: BitSet,
  isNew: BitSet,
): void {
  const before = sortBySignature(past);
  const now = sortBySignature(later);
  let at = 0;
  for (const entry of now) {
    const signature = Math.floor(entry / ORDINALS);
    while (at < before.length && Math.floor(before[at] / ORDINALS) < signature) at++;
    if (at < before.length && Math.floor(before[at] / ORDINALS) === signature) {
      const node = before[at++] % ORDINALS;
      isDeleted[node >>> 5] &= ~(1 << (node & 31));
    } else setBit(isNew, entry % ORDINALS);
  }
}

/** @throws {RangeError} above 2^25 nodes. */
function sortBySignature({ classOf, sizes, signatures }: SignedNodes): Float64Array {
  if (classOf.length > ORDINALS) throw new RangeError(`at most ${ORDINALS} nodes can be matched`);
  const entries = new Float64Array(classOf.length);
  let count = 0;
  for (let node = 0; node < classOf.length; node++) {
    if (sizes[node] === 0) continue;
    const high = (sizes[node] / 0x1_0000_0000) | 0;
    let hash = Math.imul(classOf[node] + 1, 0x9e3779b1) ^ Math.imul(sizes[node] | 0, 0x85ebca6b);
    hash ^= Math.imul(high, 0x27d4eb2f);
    if (signatures !== null) hash = Math.imul(hash ^ signatures[node], 0xc2b2ae35);
    hash ^= hash >>> 15;
    entries[count++] = (hash >>> 4) * ORDINALS + node;
  }
  const used = entries.subarray(0, count);
  // In place: a second array of millions would tell nothing more.
  // oxlint-disable-next-line unicorn/no-array-sort
  return used.sort();
}
