import type { StringTable } from "../graph/string-table.ts";
import type { Invariant } from "./invariants.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const SPACE = 0x20;
/** What may stand behind a backslash, `u` apart. */
const SIMPLE_ESCAPES: ReadonlySet<number> = new Set(
  Array.from('"\\/bfnrt', (character) => character.charCodeAt(0)),
);

type Decoder = InstanceType<typeof TextDecoder>;

/** What holds of the string table. */
export const STRING_INVARIANTS: readonly Invariant[] = [
  {
    section: "strings",
    record: "string",
    invariant: "string-encoding",
    statement: "strings are valid JSON and UTF-8",
    check({ strings }, report) {
      const decoder = new TextDecoder("utf-8", { fatal: true });
      for (let index = 0; index < strings.length; index++) {
        const found = findFault(strings, index, decoder);
        if (found !== null) report(index, "a valid JSON string", found);
      }
      return strings.length;
    },
  },
];

/** The first thing in a string that JSON or UTF-8 forbids, null when there is none. */
function findFault(strings: StringTable, index: number, decoder: Decoder): string | null {
  const { bytes, starts } = strings.data;
  const start = starts[index];
  const end = start + strings.byteLength(index);
  let isAscii = true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte >= 0x80) isAscii = false;
    else if (byte < SPACE || byte === QUOTE) return `byte 0x${byte.toString(16).padStart(2, "0")}`;
    else if (byte === BACKSLASH) {
      const length = escapeLength(bytes, at, end);
      if (length === 0)
        return `escape ${String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 6)))}`;
      at += length - 1;
    }
  }
  return isAscii || isUtf8(bytes.slice(start, end), decoder) ? null : "bytes that are no UTF-8";
}

/** Bytes of the escape that begins at `at`, 0 when it is none. */
function escapeLength(bytes: Uint8Array, at: number, end: number): number {
  const next = at + 1 < end ? bytes[at + 1] : 0;
  if (SIMPLE_ESCAPES.has(next)) return 2;
  if (next !== LOWER_U || at + 6 > end) return 0;
  for (let digit = at + 2; digit < at + 6; digit++) {
    const byte = bytes[digit] | 0x20;
    if (
      !((byte >= 0x30 && byte <= 0x39 && bytes[digit] === byte) || (byte >= 0x61 && byte <= 0x66))
    )
      return 0;
  }
  return 6;
}

function isUtf8(bytes: Uint8Array, decoder: Decoder): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** How many strings read the same, byte by byte, as one before them; O(bytes), 8 to 16 bytes a string. */
export function countDuplicateStrings(strings: StringTable): number {
  const { bytes, starts } = strings.data;
  let capacity = 1024;
  while (capacity < strings.length * 2) capacity *= 2;
  // Open addressing; index + 1 of the first string of each text.
  const slots = new Uint32Array(capacity);
  let duplicates = 0;
  for (let index = 0; index < strings.length; index++) {
    const start = starts[index];
    const length = strings.byteLength(index);
    let slot = hash(bytes, start, length) & (capacity - 1);
    for (;;) {
      const known = slots[slot] - 1;
      if (known < 0) {
        slots[slot] = index + 1;
        break;
      }
      if (strings.byteLength(known) === length && areEqual(bytes, starts[known], start, length)) {
        duplicates++;
        break;
      }
      slot = (slot + 1) & (capacity - 1);
    }
  }
  return duplicates;
}

/** FNV-1a with its bits mixed, since the low ones choose the slot. */
function hash(bytes: Uint8Array, start: number, length: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < start + length; at++) value = Math.imul(value ^ bytes[at], 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

function areEqual(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let at = 0; at < length; at++) if (bytes[a + at] !== bytes[b + at]) return false;
  return true;
}
