/** Whether `a` comes before `b`: negative, or positive for the other way round; never 0 for two ordinals. */
export type OrdinalOrder = (a: number, b: number) => number;

/**
 * Keeps the first `limit` ordinals of an order out of any number: a heap of as many integers, nothing else.
 * With limit 0 all are kept. O(log limit) each.
 */
export class TopOrdinals {
  /** How many were offered. */
  offered = 0;
  readonly #order: OrdinalOrder;
  readonly #limit: number;
  /** With a limit: a binary heap with the last of the order at the top. */
  #kept: Uint32Array;
  #count = 0;

  constructor(order: OrdinalOrder, limit: number) {
    this.#order = order;
    this.#limit = limit === 0 ? Infinity : limit;
    this.#kept = new Uint32Array(Math.min(this.#limit, 1024));
  }

  offer(ordinal: number): void {
    this.offered++;
    if (this.#count < this.#limit) {
      if (this.#count === this.#kept.length) this.#grow();
      this.#kept[this.#count++] = ordinal;
      if (this.#limit < Infinity) this.#siftUp(this.#count - 1);
    } else if (this.#order(ordinal, this.#kept[0]) < 0) {
      this.#kept[0] = ordinal;
      this.#siftDown();
    }
  }

  /** The kept ordinals in order; call once, at the end. */
  finish(): Uint32Array {
    return this.#kept.subarray(0, this.#count).toSorted(this.#order);
  }

  #grow(): void {
    const grown = new Uint32Array(Math.min(this.#limit, this.#kept.length * 2));
    grown.set(this.#kept);
    this.#kept = grown;
  }

  #siftUp(from: number): void {
    const kept = this.#kept;
    const ordinal = kept[from];
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.#order(ordinal, kept[parent]) < 0) break;
      kept[at] = kept[parent];
      at = parent;
    }
    kept[at] = ordinal;
  }

  #siftDown(): void {
    const kept = this.#kept;
    const ordinal = kept[0];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#count) break;
      if (child + 1 < this.#count && this.#order(kept[child], kept[child + 1]) < 0) child++;
      if (this.#order(kept[child], ordinal) < 0) break;
      kept[at] = kept[child];
      at = child;
    }
    kept[at] = ordinal;
  }
}
