import type { WideColumn } from "./heap-graph.ts";

const FREE = 0;

/**
 * Finds positions in a column of ids: open addressing, no object per id; 6 to 12 bytes an id besides the column.
 */
export class IdIndex {
  readonly #ids: WideColumn;
  /** 1 more than a position; FREE for none. */
  readonly #slots: Uint32Array;
  readonly #mask: number;

  /** O(ids). Of ids that stand there twice the first is found. */
  constructor(ids: WideColumn) {
    this.#ids = ids;
    let size = 16;
    while (size * 0.7 < ids.length) size *= 2;
    this.#slots = new Uint32Array(size);
    this.#mask = size - 1;
    for (let at = 0; at < ids.length; at++) {
      let slot = hashId(ids[at]) & this.#mask;
      while (this.#slots[slot] !== FREE && ids[this.#slots[slot] - 1] !== ids[at])
        slot = (slot + 1) & this.#mask;
      if (this.#slots[slot] === FREE) this.#slots[slot] = at + 1;
    }
  }

  /** Position of an id in the column, -1 when it is not there. */
  find(id: number): number {
    let slot = hashId(id) & this.#mask;
    for (let at = this.#slots[slot]; at !== FREE; at = this.#slots[slot]) {
      if (this.#ids[at - 1] === id) return at - 1;
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }
}

/** Ids may exceed 2^32: both halves count. */
function hashId(id: number): number {
  const high = (id / 0x1_0000_0000) | 0;
  let hash = Math.imul((id >>> 0) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  hash ^= hash >>> 15;
  return hash >>> 0;
}
