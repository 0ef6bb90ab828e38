import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";

/** What a slot of a collection's table is. */
export type TableSlot = "key" | "value" | "member" | "unknown";

/** How the table of a V8 Map or Set is laid out (V8: `OrderedHashTable` in ordered-hash-table.h). */
export interface TableLayout {
  readonly isMap: boolean;
  /** First slot of the first entry. */
  readonly start: number;
  /** Slots of an entry: key, value, chain of a Map; key, chain of a Set. */
  readonly entrySize: 2 | 3;
  /** Entries that there is room for. */
  readonly capacity: number;
}

/** Slots in front of the buckets: counts of elements, of deleted ones, of buckets. */
const HEADER_SLOTS = 3;

/** Entries a bucket is made for. */
const LOAD_FACTOR = 2;

/** Pointer size and size of an array's header, bytes: without and with pointer compression. */
export const ARRAYS = [
  { slot: 8, header: 16 },
  { slot: 4, header: 8 },
] as const;

/**
 * Works out from a table's size how it is laid out: the number of buckets is a power of two and the only
 * unknown.
 * @param isMap - null when the owner's name does not tell (a subclass); both are tried.
 * @returns null when no layout fits.
 */
export function findTableLayout(
  graph: HeapGraph,
  table: number,
  isMap: boolean | null,
): TableLayout | null {
  const size = graph.data.selfSizes[table];
  const last = lastSlot(graph, table);
  for (const isMapTried of isMap === null ? [true, false] : [isMap]) {
    const entrySize = isMapTried ? 3 : 2;
    for (const { slot, header } of ARRAYS) {
      const buckets = ((size - header) / slot - HEADER_SLOTS) / (1 + LOAD_FACTOR * entrySize);
      const isPower = buckets >= 1 && Number.isInteger(Math.log2(buckets));
      // Every slot that the file names must lie in it.
      if (!isPower || last >= (size - header) / slot) continue;
      const capacity = buckets * LOAD_FACTOR;
      return { isMap: isMapTried, start: HEADER_SLOTS + buckets, entrySize, capacity };
    }
  }
  return null;
}

/** What an index into the table is. */
export function slotOf({ isMap, start, entrySize }: TableLayout, index: number): TableSlot {
  if (index < start) return "unknown";
  const place = (index - start) % entrySize;
  if (place === 0) return isMap ? "key" : "member";
  return isMap && place === 1 ? "value" : "unknown";
}

/** The highest numeric edge name, -1 without any. */
function lastSlot(graph: HeapGraph, table: number): number {
  const { firstEdges, edgeTypes } = graph.data;
  for (let edge = firstEdges[table + 1] - 1; edge >= firstEdges[table]; edge--) {
    if (edgeTypes[edge] !== EdgeType.internal) continue;
    const slot = graph.strings.toIndex(graph.data.edgeNames[edge]);
    if (slot >= 0) return slot;
  }
  return -1;
}

/**
 * The object under a numeric slot of a table; O(log edges of the table) where they are in order.
 * @returns its ordinal, -1 when the slot holds a number or nothing.
 */
export function targetOfSlot(graph: HeapGraph, table: number, slot: number, near: number): number {
  const { firstEdges, edgeTargets } = graph.data;
  const name = String(slot);
  // Keys stand right before their values.
  for (let edge = near; edge >= firstEdges[table] && edge > near - 4; edge--)
    if (graph.edgeName(edge) === name) return edgeTargets[edge];
  return -1;
}
