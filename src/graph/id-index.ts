import { NO_NODE } from "./ids.ts";
import type { WideColumn } from "./heap-graph.ts";

const FREE = 0;

/** Ids up to so many times their number have a place of their own each. */
const DENSE = 3;

/**
 * Finds positions in a column of ids, without an object per id: by the id itself where ids lie close, as V8's
 * do, else by open addressing. 6 to 12 bytes an id besides the column.
 */
export class IdIndex {
  readonly #ids: WideColumn;
  /** 1 more than a position; FREE for none. */
  readonly #slots: Uint32Array;
  /** 0 where each id has a place of its own. */
  readonly #mask: number;

  /** O(ids). Of ids that stand there twice the first is found. */
  constructor(ids: WideColumn) {
    this.#ids = ids;
    const largest = largestOf(ids);
    if (largest < ids.length * DENSE) {
      this.#mask = 0;
      this.#slots = new Uint32Array(largest + 1);
      for (let at = ids.length - 1; at >= 0; at--) this.#slots[ids[at]] = at + 1;
      return;
    }
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
    if (this.#mask === 0) return (this.#slots[id] ?? FREE) - 1;
    let slot = hashId(id) & this.#mask;
    for (let at = this.#slots[slot]; at !== FREE; at = this.#slots[slot]) {
      if (this.#ids[at - 1] === id) return at - 1;
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }
}

/** For each of some ids where it stands in another column; NO_NODE where it does not. O(ids of both). */
export function findIds(ids: WideColumn, among: WideColumn): Uint32Array {
  const index = new IdIndex(among);
  const found = new Uint32Array(ids.length);
  for (let at = 0; at < ids.length; at++) {
    const place = index.find(ids[at]);
    found[at] = place < 0 ? NO_NODE : place;
  }
  return found;
}

/** Infinity where an id is no whole number that a column could be addressed by. */
function largestOf(ids: WideColumn): number {
  let largest = 0;
  for (const id of ids) {
    if (!Number.isInteger(id) || id < 0) return Infinity;
    if (id > largest) largest = id;
  }
  return largest;
}

/** Ids may exceed 2^32: both halves count. */
function hashId(id: number): number {
  const high = (id / 0x1_0000_0000) | 0;
  let hash = Math.imul((id >>> 0) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  hash ^= hash >>> 15;
  return hash >>> 0;
}
