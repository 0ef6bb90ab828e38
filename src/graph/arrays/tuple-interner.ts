const FREE = 0xffffffff;

/**
 * Gives equal sequences of Uint32 the same small number, in order of first appearance.
 * Open addressing on typed arrays: no string or object per sequence.
 */
export class TupleInterner {
  #table = new Uint32Array(1024).fill(FREE);
  #hashes = new Uint32Array(512);
  /** Sequence i stands at [starts[i], starts[i + 1]) of `items`. */
  #starts = new Uint32Array(513);
  #items = new Uint32Array(4096);
  #count = 0;

  /** How many different sequences there are. */
  get size(): number {
    return this.#count;
  }

  /** The number of the sequence `items[0, length)`. */
  intern(items: ArrayLike<number>, length: number): number {
    let hash = length;
    for (let i = 0; i < length; i++) {
      hash = Math.imul(hash ^ items[i], 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash >>>= 0;
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    for (let at = this.#table[slot]; at !== FREE; at = this.#table[slot]) {
      if (this.#hashes[at] === hash && this.#equals(at, items, length)) return at;
      slot = (slot + 1) & mask;
    }
    return this.#add(hash, slot, items, length);
  }

  /** The sequence of a number, as a view that is valid until the next `intern`. */
  get(index: number): Uint32Array {
    return this.#items.subarray(this.#starts[index], this.#starts[index + 1]);
  }

  #equals(index: number, items: ArrayLike<number>, length: number): boolean {
    const start = this.#starts[index];
    if (this.#starts[index + 1] - start !== length) return false;
    for (let i = 0; i < length; i++) if (this.#items[start + i] !== items[i]) return false;
    return true;
  }

  #add(hash: number, slot: number, items: ArrayLike<number>, length: number): number {
    const index = this.#count++;
    if (index === this.#hashes.length) {
      this.#hashes = grow(this.#hashes, index * 2);
      this.#starts = grow(this.#starts, index * 2 + 1);
    }
    const start = this.#starts[index];
    const end = start + length;
    if (end > this.#items.length) this.#items = grow(this.#items, end * 2);
    for (let i = 0; i < length; i++) this.#items[start + i] = items[i];
    this.#starts[index + 1] = end;
    this.#hashes[index] = hash;
    this.#table[slot] = index;
    if (this.#count * 2 > this.#table.length) this.#rehash();
    return index;
  }

  #rehash(): void {
    const table = new Uint32Array(this.#table.length * 2).fill(FREE);
    const mask = table.length - 1;
    for (let index = 0; index < this.#count; index++) {
      let slot = this.#hashes[index] & mask;
      while (table[slot] !== FREE) slot = (slot + 1) & mask;
      table[slot] = index;
    }
    this.#table = table;
  }
}

function grow(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(length);
  grown.set(array);
  return grown;
}
