interface Piece {
  readonly buffer: ArrayBufferLike;
  /** First byte nobody uses, a multiple of 8. */
  from: number;
  readonly end: number;
}

/**
 * Memory for working columns: what one step no longer needs serves the next one, instead of standing
 * idle beside it until a collection.
 */
export class ScratchPool {
  readonly #pieces: Piece[] = [];
  readonly #shared: boolean;

  /** @param shared - new memory is such that threads can share it. */
  constructor(shared = false) {
    this.#shared = shared;
  }

  /** Puts the memory of a column up for reuse; nobody may read that column any more. */
  give(column: ArrayBufferView): void {
    const from = Math.ceil(column.byteOffset / 8) * 8;
    this.#pieces.push({ buffer: column.buffer, from, end: column.byteOffset + column.byteLength });
  }

  /** A column of `length` Uint32 with arbitrary contents: cut from given memory where it fits, else new. */
  take(length: number): Uint32Array {
    const { buffer, at } = this.#cut(length * 4);
    return new Uint32Array(buffer, at, length);
  }

  /** Likewise of `length` Float64. */
  takeFloat64(length: number): Float64Array {
    const { buffer, at } = this.#cut(length * 8);
    return new Float64Array(buffer, at, length);
  }

  /** All memory that lies unused, for another pool; this one is empty afterwards. */
  drain(): Uint8Array[] {
    return this.#pieces
      .splice(0)
      .filter(({ from, end }) => from < end)
      .map(({ buffer, from, end }) => new Uint8Array(buffer, from, end - from));
  }

  /** Room in the smallest piece that is large enough. */
  #cut(bytes: number): { buffer: ArrayBufferLike; at: number } {
    let best: Piece | null = null;
    for (const piece of this.#pieces) {
      const room = piece.end - piece.from;
      if (room >= bytes && (best === null || room < best.end - best.from)) best = piece;
    }
    if (best === null) {
      return {
        buffer: this.#shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes),
        at: 0,
      };
    }
    const at = best.from;
    best.from += Math.ceil(bytes / 8) * 8;
    return { buffer: best.buffer, at };
  }
}
