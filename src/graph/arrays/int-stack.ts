/** A stack of Uint32 that grows by doubling; stands in for recursion over the heap. */
export class IntStack {
  #items: Uint32Array;
  #size = 0;

  constructor(capacity = 1024) {
    this.#items = new Uint32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  push(value: number): void {
    if (this.#size === this.#items.length) {
      const grown = new Uint32Array(this.#size * 2);
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[this.#size++] = value;
  }

  /** The last pushed value, removed; call only when `size` > 0. */
  pop(): number {
    return this.#items[--this.#size];
  }

  /** The last pushed value; call only when `size` > 0. */
  peek(): number {
    return this.#items[this.#size - 1];
  }
}
