/** A list of Uint32 that grows by doubling. */
export class IntList {
  #items: Uint32Array;
  #length = 0;

  constructor(items?: Uint32Array) {
    this.#items = items ?? new Uint32Array(4);
    this.#length = items?.length ?? 0;
  }

  get length(): number {
    return this.#length;
  }

  /** The values, in a column that later pushes do not change. */
  get values(): Uint32Array {
    return this.#items.subarray(0, this.#length);
  }

  at(index: number): number {
    return this.#items[index];
  }

  /** The last value, removed; call only when there is one. */
  pop(): number {
    return this.#items[--this.#length];
  }

  push(value: number): void {
    if (this.#length === this.#items.length) {
      const grown = new Uint32Array(Math.max(4, this.#length * 2));
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[this.#length++] = value;
  }
}
