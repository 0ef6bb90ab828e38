/** What holds many things, by key or by position; Python's in small letters. */
export const COLLECTION_TYPES = [
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
  "Array",
  "object",
  "dict",
  "list",
  "set",
  "deque",
] as const;
export type CollectionType = (typeof COLLECTION_TYPES)[number];

/** How much is in a collection and how much room there is, as far as the file tells. */
export interface CollectionSize {
  /** Entries; null where the file does not have them (Bun's Map and Set). */
  readonly entryCount: number | null;
  /** There are at least so many: V8 leaves numbers out of its files, the room tells that there must be some. */
  readonly isAtLeast: boolean;
  /** Entries that there is room for before it grows; null where the file does not tell. */
  readonly capacity: number | null;
}

/** An entry's parts as ordinals, -1 for what is a number or does not exist; `edge` names the key where no node does. */
export type EntryVisitor = (entry: {
  readonly key: number;
  readonly value: number;
  readonly edge: number;
}) => void;

/** How one runtime's collections lie in a file. */
export interface CollectionFormat {
  /** What kind of collection a node is, null for none; asked for every node. */
  typeOf(node: number): CollectionType | null;
  /** O(edges of the collection and its table). */
  sizeOf(node: number, type: CollectionType): CollectionSize;
  /** Calls `visit` for the entries in order, `limit` of them at most. */
  visit(node: number, type: CollectionType, limit: number, visit: EntryVisitor): void;
}

/** Properties from which an object is taken for a map, whatever the runtime keeps them in. */
export const MIN_PROPERTIES = 64;

export const NO_SIZE: CollectionSize = { entryCount: null, isAtLeast: false, capacity: null };
