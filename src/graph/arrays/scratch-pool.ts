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

  /** Puts the memory of a column up for reuse; nobody may read that column any more. */
  give(column: ArrayBufferView): void {
    const from = Math.ceil(column.byteOffset / 8) * 8;
    this.#pieces.push({ buffer: column.buffer, from, end: column.byteOffset + column.byteLength });
  }

  /** A column of `length` Uint32 with arbitrary contents: cut from given memory where it fits, else new. */
  take(length: number): Uint32Array {
    const piece = this.#cut(length * 4);
    return piece === null
      ? new Uint32Array(length)
      : new Uint32Array(piece.buffer, piece.at, length);
  }

  /** Likewise of `length` Float64. */
  takeFloat64(length: number): Float64Array {
    const piece = this.#cut(length * 8);
    return piece === null
      ? new Float64Array(length)
      : new Float64Array(piece.buffer, piece.at, length);
  }

  /** The smallest piece that is large enough. */
  #cut(bytes: number): { buffer: ArrayBufferLike; at: number } | null {
    let best: Piece | null = null;
    for (const piece of this.#pieces) {
      const room = piece.end - piece.from;
      if (room >= bytes && (best === null || room < best.end - best.from)) best = piece;
    }
    if (best === null) return null;
    const at = best.from;
    best.from += Math.ceil(bytes / 8) * 8;
    return { buffer: best.buffer, at };
  }
}
