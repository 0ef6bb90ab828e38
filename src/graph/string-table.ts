const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Bytes of a long string that its hash is made from. */
const HASHED_BYTES = 256;

/** More digits than a number tells apart. */
const MAX_DIGITS = 16;

/** The plain form of a string table; shared memory keeps it shared when it is sent to a thread. */
export interface StringTableData {
  /** The file's bytes of the strings section, JSON quotes, escapes and separators included. */
  readonly bytes: Uint8Array;
  /**
   * Length count + 1; position in `bytes` behind each string's opening quote. The last one lies two or
   * more behind the last closing quote, as each start does behind the closing quote before it.
   */
  readonly starts: Uint32Array;
}

/**
 * The strings of a snapshot, kept as the bytes of the file and decoded one by one on demand.
 *
 * Producers differ: V8 writes ASCII with escapes, Bun raw UTF-8 and lone surrogates as escapes; equal
 * strings may stand in the table twice, so an index is no identity of a text.
 */
export class StringTable {
  readonly length: number;
  readonly data: StringTableData;
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(data: StringTableData) {
    this.data = data;
    this.#bytes = data.bytes;
    this.#starts = data.starts;
    this.length = data.starts.length - 1;
  }

  /** Position behind the last byte of a string's content: its closing quote. */
  #end(index: number): number {
    // Between two strings stand a quote, white space, one comma, white space, a quote.
    let end = this.#starts[index + 1] - 2;
    while (this.#bytes[end] !== QUOTE) end--;
    return end;
  }

  /** Bytes a string takes in the file, escapes counted as written. */
  byteLength(index: number): number {
    return this.#end(index) - this.#starts[index];
  }

  /**
   * The text of a string; O(its length), nothing is cached.
   * @returns "" for an index out of range, so that a broken name never hides the rest.
   */
  get(index: number): string {
    if (index >= this.length) return "";
    const bytes = this.#bytes;
    const start = this.#starts[index];
    const end = this.#end(index);
    if (end - start > 48) return this.#decodeLong(start, end);
    let text = "";
    for (let at = start; at < end; at++) {
      const byte = bytes[at];
      if (byte === BACKSLASH || byte >= 0x80) return this.#decodeLong(start, end);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  #decodeLong(start: number, end: number): string {
    // A decoder refuses shared memory: copy.
    const raw = this.#decoder.decode(this.#bytes.slice(start, end));
    return raw.includes("\\") ? unescapeJson(raw) : raw;
  }

  /** Whether a string reads `text`; compares bytes, decodes only where escapes could hide it. */
  equals(index: number, text: string): boolean {
    if (index >= this.length) return false;
    const start = this.#starts[index];
    const first = this.#bytes[start];
    if (first !== text.charCodeAt(0) && first !== BACKSLASH && first < 0x80)
      return text === "" && first === QUOTE;
    const end = this.#end(index);
    if (end - start < text.length) return false;
    for (let i = 0; i < text.length; i++) {
      const byte = this.#bytes[start + i];
      if (byte === BACKSLASH || byte >= 0x80) return this.get(index) === text;
      if (start + i >= end || byte !== text.charCodeAt(i)) return false;
    }
    return end - start === text.length;
  }

  /** Whether two strings are written with the same bytes; O(their length). */
  areEqual(a: number, b: number): boolean {
    if (a === b) return true;
    if (a >= this.length || b >= this.length) return false;
    const bytes = this.#bytes;
    const [startA, startB] = [this.#starts[a], this.#starts[b]];
    const length = this.#end(a) - startA;
    if (this.#end(b) - startB !== length) return false;
    for (let at = 0; at < length; at++) if (bytes[startA + at] !== bytes[startB + at]) return false;
    return true;
  }

  /** Whether a string begins with `prefix`; compares bytes, decodes only where escapes could hide it. */
  startsWith(index: number, prefix: string): boolean {
    if (index >= this.length) return false;
    const start = this.#starts[index];
    const limit = this.#starts[index + 1] - 2;
    for (let i = 0; i < prefix.length; i++) {
      const byte = this.#bytes[start + i];
      if (byte === BACKSLASH || byte >= 0x80) return this.get(index).startsWith(prefix);
      if (start + i >= limit || byte === QUOTE || byte !== prefix.charCodeAt(i)) return false;
    }
    return true;
  }

  /** First byte of a string's content as written; a quote when it is empty. */
  firstByte(index: number): number {
    return this.#bytes[this.#starts[index]];
  }

  /** The number that a string is the decimal digits of, -1 where it is anything else; reads bytes, O(digits). */
  toIndex(index: number): number {
    if (index >= this.length) return -1;
    const bytes = this.#bytes;
    const start = this.#starts[index];
    let value = 0;
    let at = start;
    for (; bytes[at] >= 0x30 && bytes[at] <= 0x39; at++) value = value * 10 + bytes[at] - 0x30;
    return at > start && bytes[at] === QUOTE && at - start < MAX_DIGITS ? value : -1;
  }

  /** Whether a string is decimal digits followed by `text`, which must be ASCII without escapes. */
  hasAfterDigits(index: number, text: string): boolean {
    let at = this.#starts[index];
    while (this.#bytes[at] >= 0x30 && this.#bytes[at] <= 0x39) at++;
    for (let i = 0; i < text.length; i++)
      if (this.#bytes[at + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /**
   * A number that equal strings of two files share, made from the bytes as written, of long strings from the
   * beginning and the length; O(1).
   */
  hash(index: number): number {
    if (index >= this.length) return 0;
    const start = this.#starts[index];
    const end = this.#end(index);
    // FNV-1a, 32 bit.
    let hash = 0x811c9dc5 ^ (end - start);
    for (let at = start, stop = Math.min(end, start + HASHED_BYTES); at < stop; at++)
      hash = Math.imul(hash ^ this.#bytes[at], 0x01000193);
    return (hash ^ (hash >>> 15)) >>> 0;
  }

  /** Every index whose string reads `text`, ascending; O(count). */
  findAll(text: string): number[] {
    const found: number[] = [];
    for (let index = 0; index < this.length; index++) {
      if (this.equals(index, text)) found.push(index);
    }
    return found;
  }
}

/** Resolves JSON escapes; an escape that JSON does not know stays as written. */
function unescapeJson(raw: string): string {
  try {
    return JSON.parse(`"${raw.replaceAll(CONTROL_CHARACTER, escapeControl)}"`) as string;
  } catch {
    return raw;
  }
}

// oxlint-disable-next-line no-control-regex -- raw control characters are what this finds
const CONTROL_CHARACTER = /[\u0000-\u001f]/g;

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
