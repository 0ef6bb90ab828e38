/** A set of small integers, one bit each; functions below read and write it. Length ceil(size / 32). */
export type BitSet = Uint32Array;

/** An empty set for the integers [0, size); `shared` puts it into memory that threads can share. */
export function createBitSet(size: number, shared = false): BitSet {
  const words = (size + 31) >>> 5;
  return shared ? new Uint32Array(new SharedArrayBuffer(words * 4)) : new Uint32Array(words);
}

export function hasBit(set: BitSet, index: number): boolean {
  return ((set[index >>> 5] >>> (index & 31)) & 1) === 1;
}

export function setBit(set: BitSet, index: number): void {
  set[index >>> 5] |= 1 << (index & 31);
}

/** How many integers the set holds; O(size / 32). */
export function countBits(set: BitSet): number {
  let count = 0;
  for (const word of set) {
    let bits = word - ((word >>> 1) & 0x55555555);
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
