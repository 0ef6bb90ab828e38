import type { MarkerSearch } from "./string-markers.ts";
import type { SectionReader } from "./section-tracker.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

/** Passes over an array and counts its elements; keeps nothing but the first bytes. */
export interface CountingReader extends SectionReader {
  /** Elements of the array itself, so far; what the arrays in it hold is not counted. */
  readonly valueCount: number;
}

/** Counts the numbers of a flat array by their commas, at memory speed; checks nothing. */
export class NumberCounter implements CountingReader {
  /** The first bytes of the array's content. */
  start: Buffer = Buffer.alloc(0);
  readonly #startBytes: number;
  #commas = 0;
  #isEmpty = true;

  /** @param startBytes - how many bytes of the array's beginning to keep. */
  constructor(startBytes = 0) {
    this.#startBytes = startBytes;
  }

  get valueCount(): number {
    return this.#isEmpty ? 0 : this.#commas + 1;
  }

  push(bytes: Buffer, from: number, to: number): number {
    const bracket = bytes.subarray(from, to).indexOf(CLOSE_BRACKET);
    const end = bracket < 0 ? to : from + bracket;
    const wanted = this.#startBytes - this.start.length;
    if (wanted > 0) {
      this.start = Buffer.concat([this.start, bytes.subarray(from, Math.min(end, from + wanted))]);
    }
    for (let at = from; this.#isEmpty && at < end; at++) this.#isEmpty = bytes[at] <= SPACE;
    this.#commas += countCommas(bytes, from, end);
    return bracket < 0 ? -1 : end;
  }
}

/** Counts the strings of the string table, and shows its bytes to a search. */
export class StringCounter implements CountingReader {
  valueCount = 0;
  readonly #markers: MarkerSearch;
  #inString = false;
  #escaped = false;

  constructor(markers: MarkerSearch) {
    this.#markers = markers;
  }

  push(bytes: Buffer, from: number, to: number): number {
    let inString = this.#inString;
    let count = this.valueCount;
    let at = this.#escaped ? from + 1 : from;
    let end = -1;
    for (; at < to; at++) {
      const byte = bytes[at];
      if (inString) {
        if (byte === QUOTE) inString = false;
        else if (byte === BACKSLASH) at++;
      } else if (byte === QUOTE) {
        inString = true;
        count++;
      } else if (byte === CLOSE_BRACKET) {
        end = at;
        break;
      }
    }
    // A backslash was the last byte: what it escapes comes with the next piece.
    this.#escaped = end < 0 && at > to;
    this.#inString = inString;
    this.valueCount = count;
    this.#markers.push(bytes.subarray(from, end < 0 ? to : end));
    return end;
  }
}

/** Passes over an array of any JSON, e.g. the allocation trace tree or a section nobody knows. */
export class NestedCounter implements CountingReader {
  #commas = 0;
  #isEmpty = true;
  #depth = 0;
  #inString = false;
  #escaped = false;

  get valueCount(): number {
    return this.#isEmpty ? 0 : this.#commas + 1;
  }

  push(bytes: Buffer, from: number, to: number): number {
    for (let at = from; at < to; at++) {
      const byte = bytes[at];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
        continue;
      }
      if (byte === CLOSE_BRACKET && this.#depth === 0) return at;
      if (byte > SPACE) this.#isEmpty = false;
      if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) this.#depth++;
      else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) this.#depth--;
      else if (byte === COMMA && this.#depth === 0) this.#commas++;
    }
    return -1;
  }
}

/** Counts the commas of `bytes[from, to)`, four bytes at a time. */
function countCommas(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  let at = from;
  for (; at < to && ((bytes.byteOffset + at) & 3) !== 0; at++) if (bytes[at] === COMMA) count++;
  if (at === to) return count;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + at, (to - at) >>> 2);
  for (let first = 0; first < words.length; first += 255) {
    const last = Math.min(words.length, first + 255);
    // Four counts of at most 255 side by side.
    let sums = 0;
    for (let index = first; index < last; index++) {
      // A byte that is a comma becomes 0; then its highest bit is the only one to become 1.
      const word = words[index] ^ 0x2c2c2c2c;
      const zeros = ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f);
      sums = (sums + ((zeros >>> 7) & 0x01010101)) | 0;
    }
    count += (sums & 0xff) + ((sums >>> 8) & 0xff) + ((sums >>> 16) & 0xff) + (sums >>> 24);
  }
  for (at += words.length * 4; at < to; at++) if (bytes[at] === COMMA) count++;
  return count;
}
