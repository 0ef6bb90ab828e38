import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NodeType } from "../../graph/node-type.ts";
import { ARRAYS, findTableLayout } from "../lineage/table-layout.ts";
import type { EntryVisitor } from "./collection.ts";

/** Where the entries of a V8 hash table stand. */
export interface HashTable {
  readonly kind: "map" | "set" | "weak" | "properties";
  readonly node: number;
  /** First slot of the first entry, and slots of each. */
  readonly start: number;
  readonly entrySize: number;
  readonly capacity: number;
}

/** Slots in front of the entries: counts of elements, deleted ones and room; of properties one or two more. */
const HASH_HEADER = 3;
const PROPERTY_HEADERS = [5, 6] as const;

/** Key and value; key, value and details. */
const WEAK_ENTRY = 2;
const PROPERTY_ENTRY = 3;

/**
 * The layout of a Map's, Set's, WeakMap's or WeakSet's table, from its size alone: the room is a power of two, and
 * no size is one of two kinds. Null when no layout fits.
 */
export function readCollectionTable(graph: HeapGraph, node: number): HashTable | null {
  const size = graph.data.selfSizes[node];
  for (const { slot, header } of ARRAYS) {
    const capacity = ((size - header) / slot - HASH_HEADER) / WEAK_ENTRY;
    if (isPowerOfTwo(capacity) && hasWeakEdges(graph, node))
      return { kind: "weak", node, start: HASH_HEADER, entrySize: WEAK_ENTRY, capacity };
  }
  const layout = findTableLayout(graph, node, null);
  if (layout === null) return null;
  const { isMap, start, entrySize, capacity } = layout;
  return { kind: isMap ? "map" : "set", node, start, entrySize, capacity };
}

/**
 * The layout of the table that an object used as a map has its properties in (V8: `NameDictionary`); null for the
 * plain list of values that other objects have.
 */
export function readPropertyTable(graph: HeapGraph, node: number): HashTable | null {
  const { nodeTypes, selfSizes } = graph.data;
  if (nodeTypes[node] !== NodeType.array) return null;
  for (const { slot, header } of ARRAYS)
    for (const start of PROPERTY_HEADERS) {
      const capacity = ((selfSizes[node] - header) / slot - start) / PROPERTY_ENTRY;
      if (!isPowerOfTwo(capacity)) continue;
      const table = { node, start, entrySize: PROPERTY_ENTRY, capacity };
      if (hasNamesAsKeys(graph, table)) return { kind: "properties", ...table };
    }
  return null;
}

/**
 * Calls `visit` for the entries of a table in their order. Of a number the file has no reference: where both key
 * and value are one, the entry is not in it. O(edges of the table).
 */
export function visitTable(
  graph: HeapGraph,
  { kind, node, start, entrySize }: HashTable,
  limit: number,
  visit: EntryVisitor,
): void {
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  const wanted = kind === "weak" ? EdgeType.weak : EdgeType.internal;
  let [entry, key, value] = [-1, -1, -1];
  let seen = 0;
  const finish = (): number => {
    if (entry < 0 || limit <= 0) return 0;
    visit({ key, value: kind === "set" ? key : value, edge: -1 });
    return 1;
  };
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1] && seen < limit; edge++) {
    if (edgeTypes[edge] !== wanted) continue;
    const slot = graph.strings.toIndex(edgeNames[edge]);
    if (slot < start) continue;
    const place = (slot - start) % entrySize;
    // The last slot of an entry leads to no object of the program's, nor do slots of chains.
    if (place > 1 || (place === 1 && kind === "set")) continue;
    const at = (slot - start - place) / entrySize;
    if (at !== entry) {
      seen += finish();
      [entry, key, value] = [at, -1, -1];
    }
    if (place === 0) key = edgeTargets[edge];
    else value = edgeTargets[edge];
  }
  if (seen < limit) finish();
}

function isPowerOfTwo(count: number): boolean {
  return count >= 1 && Number.isInteger(Math.log2(count));
}

function hasWeakEdges(graph: HeapGraph, node: number): boolean {
  const { firstEdges, edgeTypes } = graph.data;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
    if (edgeTypes[edge] === EdgeType.weak) return true;
  return false;
}

/** Whether every slot where a key would stand leads to a name, and no slot of details to anything. */
function hasNamesAsKeys(
  graph: HeapGraph,
  { node, start, entrySize }: Omit<HashTable, "kind">,
): boolean {
  const { firstEdges, edgeTypes, edgeNames, edgeTargets, nodeTypes } = graph.data;
  let keys = 0;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
    if (edgeTypes[edge] !== EdgeType.internal) continue;
    const slot = graph.strings.toIndex(edgeNames[edge]);
    if (slot < 0) continue;
    if (slot < start) return false;
    const place = (slot - start) % entrySize;
    const type = nodeTypes[edgeTargets[edge]];
    if (place === 0 && type !== NodeType.string && type !== NodeType.symbol) return false;
    if (place === 2) return false;
    if (place === 0) keys++;
  }
  return keys > 0;
}
