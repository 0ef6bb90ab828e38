/**
 * V8's node types as small integers, in V8's order (`HeapEntry::Type` in heap-snapshot-generator.h).
 * A file's own enumeration is mapped to these when it is read; types that only the file knows follow
 * behind the last one.
 */
export const NodeType = {
  hidden: 0,
  array: 1,
  string: 2,
  object: 3,
  code: 4,
  closure: 5,
  regexp: 6,
  number: 7,
  native: 8,
  synthetic: 9,
  concatenatedString: 10,
  slicedString: 11,
  symbol: 12,
  bigint: 13,
  objectShape: 14,
  wasmObject: 15,
} as const;

/** The names as they stand in a snapshot's meta; the position is the value in {@link NodeType}. */
export const NODE_TYPE_NAMES: readonly string[] = [
  "hidden",
  "array",
  "string",
  "object",
  "code",
  "closure",
  "regexp",
  "number",
  "native",
  "synthetic",
  "concatenated string",
  "sliced string",
  "symbol",
  "bigint",
  "object shape",
  "wasm object",
];
