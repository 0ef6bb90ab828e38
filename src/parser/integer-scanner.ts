import { INTEGER_SCANNER_WASM } from "./integer-scanner-wasm.ts";

/** Bytes that one call of {@link IntegerScanner.scan} takes at most. */
export const CHUNK_BYTES: number = 128 * 1024;

const MINUS = 0x2d;

/** Where the chunk lies in the module's memory: on a page, with room before it for a carried number. */
const CHUNK_AT = 4096;
const VALUES_AT = CHUNK_AT + CHUNK_BYTES + 4096;
const VALUES_CAPACITY = CHUNK_BYTES / 2 + 64;
const MEMORY_PAGES = 24;

/** Bytes of an unfinished number that are carried to the next chunk; only leading zeros get so long. */
const MOST_CARRIED = 4000;

/** The little of the WebAssembly API that is used; the language's own library does not declare it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface ScannerExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly position: { value: number };
  readonly expectsNumber: { value: number };
  readonly failed: { value: number };
  scan(at: number, end: number, out: number): number;
}

let compiled: object | undefined;

/**
 * Turns the text of an integer array into numbers, chunk by chunk; a number may straddle chunks.
 *
 * Fill `chunk`, call `scan`, read `values`. Grammar: integers of at most 16 digits with an optional
 * minus, separated by one comma each and any white space.
 */
export class IntegerScanner {
  /** The next bytes to scan; CHUNK_BYTES long, to be filled from its start. */
  readonly chunk: Uint8Array;
  /** The numbers of the last scan, exact to 2^53. */
  readonly values: Float64Array;
  /** Index into `chunk` of a byte that cannot stand there, or of the first one not scanned. */
  position = 0;
  readonly #exports: ScannerExports;
  readonly #memory: Uint8Array;
  #carried = 0;
  #startCarried = 0;

  constructor() {
    compiled ??= new WebAssembly.Module(decodeBase64(INTEGER_SCANNER_WASM));
    this.#exports = new WebAssembly.Instance(compiled).exports as ScannerExports;
    const { buffer } = this.#exports.memory;
    if (buffer.byteLength < MEMORY_PAGES * 65536) throw new RangeError("scanner memory too small");
    this.#memory = new Uint8Array(buffer);
    this.chunk = new Uint8Array(buffer, CHUNK_AT, CHUNK_BYTES);
    this.values = new Float64Array(buffer, VALUES_AT, VALUES_CAPACITY);
  }

  /** Forgets a carried number; `expectsNumber` says whether a number may come first, not a comma. */
  reset(expectsNumber = true): void {
    this.#carried = 0;
    this.#exports.expectsNumber.value = expectsNumber ? 1 : 0;
  }

  /** Whether the last thing scanned was a comma, or nothing was scanned yet. */
  get expectsNumber(): boolean {
    return this.#exports.expectsNumber.value === 1;
  }

  /**
   * Scans `chunk[0, length)`.
   * @param last - the array ends there, so a number that touches the end is whole.
   * @returns how many numbers `values` now holds, or -1 - that when the byte at `position` is at fault.
   */
  scan(length: number, last: boolean): number {
    let end = CHUNK_AT + length;
    if (last) this.#memory[end++] = 0x20;
    this.#startCarried = this.#carried;
    const count = this.#exports.scan(CHUNK_AT - this.#carried, end, VALUES_AT);
    const stop = this.#exports.position.value;
    this.position = stop - CHUNK_AT;
    if (this.#exports.failed.value !== 0) {
      // A minus behind a number is read as the next number's before it is seen to be out of place.
      const isBehind = stop > CHUNK_AT - this.#startCarried;
      if (isBehind && !this.expectsNumber && this.#memory[stop - 1] === MINUS) this.position--;
      return -1 - count;
    }
    this.#carried = last ? 0 : end - stop;
    if (this.#carried > MOST_CARRIED) return -1 - count;
    this.#memory.copyWithin(CHUNK_AT - this.#carried, stop, end);
    return count;
  }

  /** A byte of the chunk, for messages; `at` as in `position`. */
  byteAt(at: number): number {
    return this.#memory[CHUNK_AT + at];
  }

  /**
   * Index into `chunk` at which the last scan's value number `index` starts, negative when an earlier
   * chunk holds its first digits. Slow, for messages; valid until the chunk is filled again.
   */
  locateValue(index: number, length: number): number {
    // What is carried over begins with the first digit of a number.
    let inNumber = this.#startCarried > 0;
    let seen = inNumber ? 0 : -1;
    if (inNumber && index === 0) return -this.#startCarried;
    for (let at = 0; at < length; at++) {
      const byte = this.byteAt(at);
      const isPart = (byte >= 0x30 && byte <= 0x39) || byte === 0x2d;
      if (isPart && !inNumber && ++seen === index) return at;
      inNumber = isPart;
    }
    return length;
  }
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
