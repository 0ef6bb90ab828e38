import type { SectionReader } from "./section-tracker.ts";

const CLOSING_BRACKET = 0x5d;

/** Passes over an array of numbers at memory speed and remembers where it lies. */
export class SkippedSection implements SectionReader {
  /** Place of the first byte behind `[`. */
  readonly start: number;
  /** Place of the closing `]`, -1 until it has come. */
  end = -1;

  constructor(start: number) {
    this.start = start;
  }

  push(bytes: Buffer, from: number, to: number, base: number): number {
    const bracket = bytes.subarray(from, to).indexOf(CLOSING_BRACKET);
    if (bracket < 0) return -1;
    this.end = base + from + bracket;
    return from + bracket;
  }
}

/** Keeps the text of an array of numbers that comes before the header which explains it. */
export class DeferredSection implements SectionReader {
  readonly #start: number;
  readonly #pieces: Buffer[] = [];

  constructor(start: number) {
    this.#start = start;
  }

  push(bytes: Buffer, from: number, to: number): number {
    const bracket = bytes.subarray(from, to).indexOf(CLOSING_BRACKET);
    // Chunks are reused by whoever reads: copy. The bracket is kept for the reader to come.
    this.#pieces.push(Buffer.from(bytes.subarray(from, bracket < 0 ? to : from + bracket + 1)));
    return bracket < 0 ? -1 : from + bracket;
  }

  /** Hands the kept text to `reader`. */
  replay(reader: SectionReader): void {
    let place = this.#start;
    for (const piece of this.#pieces) {
      reader.push(piece, 0, piece.length, place);
      place += piece.length;
    }
  }
}
