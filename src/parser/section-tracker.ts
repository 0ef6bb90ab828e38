import { SnapshotFormatError } from "../errors.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const COLON = 0x3a;
const COMMA = 0x2c;

/** Reads the content of one top-level array, from behind its `[`. */
export interface SectionReader {
  /**
   * Takes `bytes[from, to)`, which stands at `base + from` in the file.
   * @returns the position of the array's `]` in `bytes`, or -1 when it is not among them.
   */
  push(bytes: Buffer, from: number, to: number, base: number): number;
}

/** Where the tracker sends what it sees. */
export interface TrackerTarget {
  /** Bytes that are not the content of a section read apart, in order; `offset` is their place in the file. */
  json(bytes: Buffer, offset: number): void;
  /** A top-level array begins behind `offset`: a reader for its content, or null to treat it as plain JSON. */
  openSection(name: string, offset: number): SectionReader | null;
  /** The array has ended; `offset` is that of its `]`. */
  closeSection(name: string, offset: number): void;
  /** A top-level object begins with the `{` at `offset`. */
  openObject?(name: string, offset: number): void;
  /** The top-level object has ended with the `}` at `offset`. */
  closeObject?(name: string, offset: number): void;
}

/**
 * Follows the structure of a snapshot's bytes just far enough to tell its top-level arrays apart.
 *
 * The arrays that hold nearly all bytes go to readers of their own; everything else, in which such an
 * array appears as `[]`, goes to the JSON parser.
 */
export class SectionTracker {
  readonly #target: TrackerTarget;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #isKey = true;
  #key: number[] = [];
  #name = "";
  #reader: SectionReader | null = null;
  #bytesSeen = 0;

  constructor(target: TrackerTarget) {
    this.#target = target;
  }

  /** The section being read, or the last top-level key seen. */
  get section(): string {
    return this.#name;
  }

  /** Whether the brace that opened the file has been closed. */
  get isAtEnd(): boolean {
    return this.#depth === 0 && this.#bytesSeen > 0;
  }

  /** Bytes pushed so far. */
  get bytesSeen(): number {
    return this.#bytesSeen;
  }

  push(chunk: Buffer): void {
    const base = this.#bytesSeen;
    let at = 0;
    while (at < chunk.length)
      at =
        this.#reader === null
          ? this.#pushJson(chunk, at, base)
          : this.#pushSection(chunk, at, base);
    this.#bytesSeen += chunk.length;
  }

  /** @throws {SnapshotFormatError} FORMAT_TRUNCATED when the file ends before its last brace. */
  finish(): void {
    if (this.isAtEnd) return;
    const fault = this.#name === "" ? {} : { section: this.#name };
    throw new SnapshotFormatError("FORMAT_TRUNCATED", "the snapshot is cut short", {
      ...fault,
      byteOffset: this.#bytesSeen,
      expected: this.#reader === null ? "more JSON" : '"]"',
      found: "end of file",
    });
  }

  #pushSection(chunk: Buffer, from: number, base: number): number {
    const end = this.#reader?.push(chunk, from, chunk.length, base) ?? -1;
    if (end < 0) return chunk.length;
    this.#reader = null;
    this.#target.closeSection(this.#name, base + end);
    return end;
  }

  /** Reads plain JSON from `from`; returns where a section's content begins, or the chunk's length. */
  #pushJson(chunk: Buffer, from: number, base: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.#inString) {
        this.#stringByte(byte);
        continue;
      }
      switch (byte) {
        case QUOTE:
          this.#inString = true;
          if (this.#depth === 1 && this.#isKey) this.#key.length = 0;
          break;
        case COLON:
          if (this.#depth === 1) this.#isKey = false;
          break;
        case COMMA:
          if (this.#depth === 1) this.#isKey = true;
          break;
        case OPEN_BRACE:
          if (++this.#depth === 2) this.#target.openObject?.(this.#name, base + at);
          break;
        case CLOSE_BRACE:
          if (--this.#depth === 1) this.#target.closeObject?.(this.#name, base + at);
          break;
        case CLOSE_BRACKET:
          this.#depth--;
          break;
        case OPEN_BRACKET: {
          this.#depth++;
          if (this.#depth !== 2) break;
          const next = at + 1;
          // What comes before is passed on first: the reader may need the header that stands in it.
          this.#target.json(chunk.subarray(from, next), base + from);
          this.#reader = this.#target.openSection(this.#name, base + next);
          return next;
        }
        default:
      }
    }
    this.#target.json(chunk.subarray(from), base + from);
    return chunk.length;
  }

  #stringByte(byte: number): void {
    const isKey = this.#depth === 1 && this.#isKey;
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) {
      this.#inString = false;
      if (isKey) this.#name = String.fromCharCode(...this.#key);
    } else if (isKey && this.#key.length < 256) this.#key.push(byte);
  }
}
