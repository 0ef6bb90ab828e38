import { describeByte, isBlank } from "./json-bytes.ts";
import { SnapshotFormatError } from "../errors.ts";
import type { StringTableData } from "../graph/string-table.ts";
import type { SectionReader } from "./section-tracker.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;

/** What may come next. */
const State = { start: 0, inString: 1, escaped: 2, afterString: 3, afterComma: 4 } as const;
type State = (typeof State)[keyof typeof State];

/** Beyond this many bytes of one string a native search is faster than looking at each byte. */
const LONG_STRING = 64;

/** Bytes searched natively at once. */
const SEARCH_BYTES = 4096;

/** Positions are Uint32. */
const MAX_BYTES = 0xffffffff;

/** Keeps the bytes of the strings section and notes where each string starts; decodes nothing. */
export class StringSection implements SectionReader {
  #bytes: Buffer;
  #length = 0;
  #starts: Uint32Array;
  #count = 0;
  #state: State = State.start;
  readonly #shared: boolean;

  /** @param capacity - bytes the section is expected to take; a hint. */
  constructor(capacity: number, shared: boolean) {
    this.#shared = shared;
    this.#bytes = allocateBytes(Math.min(Math.max(capacity, 1024), MAX_BYTES), shared);
    this.#starts = new Uint32Array(
      allocateBuffer(4 * Math.max(1024, Math.ceil(capacity / 24)), shared),
    );
  }

  push(bytes: Buffer, from: number, to: number, base: number): number {
    // Positions in the kept bytes are positions in `bytes` plus this.
    const shift = this.#length - from;
    let at = from;
    let end = -1;
    scan: while (at < to) {
      const byte = bytes[at];
      switch (this.#state) {
        case State.inString: {
          const stop = skipString(bytes, at, to);
          at = stop + 1;
          if (stop < to) this.#state = bytes[stop] === QUOTE ? State.afterString : State.escaped;
          continue;
        }
        case State.escaped:
          this.#state = State.inString;
          break;
        case State.start:
        case State.afterComma:
          if (byte === QUOTE) {
            this.#addStart(at + 1 + shift);
            this.#state = State.inString;
          } else if (byte === CLOSE_BRACKET && this.#state === State.start) {
            end = at;
            break scan;
          } else if (!isBlank(byte)) throw fault(base + at, byte, "a string");
          break;
        case State.afterString:
          if (byte === COMMA) this.#state = State.afterComma;
          else if (byte === CLOSE_BRACKET) {
            end = at;
            break scan;
          } else if (!isBlank(byte)) throw fault(base + at, byte, '"," or "]"');
          break;
      }
      at++;
    }
    this.#keep(bytes, from, end < 0 ? to : end + 1, base);
    return end;
  }

  /** The table so far; call when the section has ended. */
  finish(): StringTableData {
    // The last string ends before the closing bracket, which is kept, as all end before the next one.
    this.#addStart(this.#length + 1);
    return {
      bytes: new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset, this.#length),
      starts: this.#starts.subarray(0, this.#count),
    };
  }

  get count(): number {
    return this.#count;
  }

  #addStart(position: number): void {
    if (this.#count === this.#starts.length) {
      const grown = new Uint32Array(allocateBuffer(this.#count * 8, this.#shared));
      grown.set(this.#starts);
      this.#starts = grown;
    }
    this.#starts[this.#count++] = position;
  }

  #keep(bytes: Buffer, from: number, to: number, base: number): void {
    const length = this.#length + to - from;
    if (length > MAX_BYTES) {
      throw new SnapshotFormatError(
        "FORMAT_STRINGS_TOO_LARGE",
        "the strings take more than 4 GiB",
        {
          section: "strings",
          byteOffset: base + from,
        },
      );
    }
    if (length > this.#bytes.length) {
      const grown = allocateBytes(
        Math.min(Math.max(length, this.#bytes.length * 1.5), MAX_BYTES),
        this.#shared,
      );
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    bytes.copy(this.#bytes, this.#length, from, to);
    this.#length = length;
  }
}

/** Position of the quote that ends the string or of a backslash in it, `to` when neither comes. */
function skipString(bytes: Buffer, from: number, to: number): number {
  const near = Math.min(to, from + LONG_STRING);
  let at = from;
  for (; at < near; at++) {
    const byte = bytes[at];
    if (byte === QUOTE || byte === BACKSLASH) return at;
  }
  // In windows: looking for a far quote again behind each escape would take quadratic time.
  for (; at < to; at += SEARCH_BYTES) {
    const window = bytes.subarray(at, Math.min(to, at + SEARCH_BYTES));
    const quote = window.indexOf(QUOTE);
    const backslash = (quote < 0 ? window : window.subarray(0, quote)).indexOf(BACKSLASH);
    if (backslash >= 0) return at + backslash;
    if (quote >= 0) return at + quote;
  }
  return to;
}

function fault(byteOffset: number, byte: number, expected: string): SnapshotFormatError {
  return new SnapshotFormatError("FORMAT_SYNTAX", "not an array of strings", {
    section: "strings",
    byteOffset,
    expected,
    found: describeByte(byte),
  });
}

function allocateBuffer(bytes: number, shared: boolean): ArrayBuffer | SharedArrayBuffer {
  return shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

function allocateBytes(bytes: number, shared: boolean): Buffer {
  return Buffer.from(allocateBuffer(Math.ceil(bytes), shared) as ArrayBuffer);
}
