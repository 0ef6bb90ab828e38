/** Numbers as a typed array that grows; missing ones are NaN. */
export class NumberList {
  #array: Float64Array = new Float64Array(16).fill(NaN);
  #length = 0;

  /** -Infinity when there is none. */
  get last(): number {
    return this.#length === 0 ? -Infinity : this.#array[this.#length - 1];
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** Writes at a position; those before it that were never written are missing. */
  set(at: number, value: number): void {
    if (at >= this.#array.length) {
      const grown = new Float64Array(Math.max(at + 1, 2 * this.#array.length)).fill(NaN);
      grown.set(this.#array);
      this.#array = grown;
    }
    this.#array[at] = value;
    this.#length = Math.max(this.#length, at + 1);
  }

  /** The first `length` numbers. */
  trimmed(length: number): Float64Array {
    if (length <= this.#array.length) return this.#array.slice(0, length);
    const all = new Float64Array(length).fill(NaN);
    all.set(this.#array);
    return all;
  }
}
