import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import type {
  CollectionFormat,
  CollectionSize,
  CollectionType,
  EntryVisitor,
} from "./collection.ts";

const TYPES: ReadonlyMap<string, CollectionType> = new Map([
  ["dict", "dict"],
  ["collections.OrderedDict", "dict"],
  ["collections.defaultdict", "dict"],
  ["collections.Counter", "dict"],
  ["list", "list"],
  ["set", "set"],
  ["collections.deque", "deque"],
]);

/** Bytes of an empty list, set and dict with the collector's header (CPython, 64 bit). */
const LIST_BASE = 56;
const SET_BASE = 216;
const DICT_BASE = 64;

/** Bytes of a dictionary's key table in front of its indexes, and of an entry: since 3.11, before. */
const DICT_HEADERS = [32, 40] as const;
const DICT_ENTRIES = [16, 24] as const;
const MAX_LOG_SIZE = 40;

/** Collections of CPython: every entry is a reference of the file, the room follows from the size. */
export class PythonFormat implements CollectionFormat {
  readonly #graph: HeapGraph;
  /** By string index. */
  readonly #types = new Map<number, CollectionType>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    for (const [name, type] of TYPES)
      for (const index of graph.strings.findAll(name)) this.#types.set(index, type);
  }

  typeOf(node: number): CollectionType | null {
    return this.#types.get(this.#graph.data.nodeNames[node]) ?? null;
  }

  sizeOf(node: number, type: CollectionType): CollectionSize {
    let entryCount = 0;
    this.visit(node, type, Infinity, () => entryCount++);
    const capacity = capacityOf(type, this.#graph.data.selfSizes[node]);
    return {
      entryCount,
      isAtLeast: false,
      // A size that is explained otherwise (a subclass, another build) tells nothing.
      capacity: capacity !== null && capacity >= entryCount ? capacity : null,
    };
  }

  visit(node: number, type: CollectionType, limit: number, visit: EntryVisitor): void {
    const { firstEdges, edgeTypes, edgeTargets } = this.#graph.data;
    const wanted = type === "dict" ? EdgeType.property : EdgeType.element;
    let seen = 0;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1] && seen < limit; edge++) {
      if (edgeTypes[edge] !== wanted) continue;
      seen++;
      const target = edgeTargets[edge];
      visit(
        type === "set"
          ? { key: target, value: target, edge: -1 }
          : { key: -1, value: target, edge },
      );
    }
  }
}

function capacityOf(type: CollectionType, size: number): number | null {
  switch (type) {
    case "list":
      return Math.max(0, Math.floor((size - LIST_BASE) / 8));
    case "set":
      return size <= SET_BASE ? 8 : (size - SET_BASE) / 16;
    case "dict":
      return dictCapacity(size);
    default:
      return null;
  }
}

/** Entries before a dictionary grows: two thirds of its slots, of which there is a power of two. */
function dictCapacity(size: number): number | null {
  for (let log = 3; log < MAX_LOG_SIZE; log++) {
    const slots = 2 ** log;
    const usable = Math.floor((2 * slots) / 3);
    const indexes = slots * (log < 8 ? 1 : log < 16 ? 2 : log < 32 ? 4 : 8);
    for (const header of DICT_HEADERS)
      for (const entry of DICT_ENTRIES)
        if (DICT_BASE + header + indexes + usable * entry === size) return usable;
  }
  return size <= DICT_BASE ? 0 : null;
}
