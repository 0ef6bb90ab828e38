import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NodeType } from "../../graph/node-type.ts";
import {
  type CollectionFormat,
  type CollectionSize,
  type CollectionType,
  type EntryVisitor,
  MIN_PROPERTIES,
  NO_SIZE,
} from "./collection.ts";
import {
  countElements,
  countMembers,
  elementLength,
  internalTarget,
  visitElements,
  visitMembers,
} from "./edge-walk.ts";
import { type HashTable, readCollectionTable, readPropertyTable, visitTable } from "./v8-tables.ts";

/** Room that V8 adds to an array that grows, besides the half of what it has; a smaller array gives room back. */
const ARRAY_SLACK = 16;

/** A Map with less than a fourth of its room in use gives room back. */
const LEAST_FILL = 4;

/** Bytes of an array object where pointers are compressed to four bytes. */
const COMPRESSED_ARRAY = 16;

/** Collections of V8, with or without compressed pointers, and of Bun as far as its files have them. */
export class V8Format implements CollectionFormat {
  readonly #graph: HeapGraph;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
  }

  typeOf(node: number): CollectionType | null {
    const graph = this.#graph;
    const { nodeTypes, nodeNames } = graph.data;
    const { strings } = graph;
    if (nodeTypes[node] !== NodeType.object) return null;
    const name = nodeNames[node];
    if (strings.equals(name, "Array")) return "Array";
    if (strings.equals(name, "Object"))
      return this.#propertiesOf(node) !== null || countMembers(graph, node) >= MIN_PROPERTIES
        ? "object"
        : null;
    const table = this.#tableOf(node);
    if (table !== null) return this.#typeOfTable(table, name);
    // Bun's, whose tables are blocks without any content. V8's have a table, but for prototypes.
    for (const type of ["Map", "Set", "WeakMap", "WeakSet"] as const)
      if (strings.equals(name, type)) return this.#hasStructure(node) ? type : null;
    return null;
  }

  sizeOf(node: number, type: CollectionType): CollectionSize {
    if (type === "Array") return this.#arraySize(node);
    if (type === "object") return this.#objectSize(node);
    const table = this.#tableOf(node);
    if (table === null) return NO_SIZE;
    const { capacity } = table;
    const seen = this.#countEntries(table);
    const least = table.kind === "weak" || capacity <= LEAST_FILL ? 0 : capacity / LEAST_FILL;
    return { entryCount: Math.max(seen, least), isAtLeast: seen < least, capacity };
  }

  visit(node: number, type: CollectionType, limit: number, visit: EntryVisitor): void {
    const graph = this.#graph;
    if (type === "Array") return visitElements(graph, node, limit, visit);
    const table = type === "object" ? this.#propertiesOf(node) : this.#tableOf(node);
    if (table !== null) visitTable(graph, table, limit, visit);
    if (type !== "object") return;
    if (table === null) visitMembers(graph, node, limit, visit);
    else visitElements(graph, node, limit, visit);
  }

  #countEntries(table: HashTable): number {
    let count = 0;
    visitTable(this.#graph, table, Infinity, () => count++);
    return count;
  }

  #tableOf(node: number): HashTable | null {
    const table = internalTarget(this.#graph, node, "table");
    return table < 0 ? null : readCollectionTable(this.#graph, table);
  }

  #propertiesOf(node: number): HashTable | null {
    const table = internalTarget(this.#graph, node, "properties");
    return table < 0 ? null : readPropertyTable(this.#graph, table);
  }

  /** Of a subclass the table tells what it is. */
  #typeOfTable({ kind, node }: HashTable, name: number): CollectionType {
    const { strings, data } = this.#graph;
    if (kind === "map") return "Map";
    if (kind === "set") return "Set";
    if (strings.startsWith(name, "WeakSet")) return "WeakSet";
    if (strings.startsWith(name, "WeakMap")) return "WeakMap";
    const { firstEdges, edgeTypes } = data;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
      if (edgeTypes[edge] === EdgeType.internal && strings.toIndex(data.edgeNames[edge]) < 0)
        return "WeakMap";
    return "WeakSet";
  }

  #hasStructure(node: number): boolean {
    const { firstEdges, edgeTargets, nodeNames } = this.#graph.data;
    const { strings } = this.#graph;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
      if (strings.equals(nodeNames[edgeTargets[edge]], "Cell Butterfly")) return true;
    return false;
  }

  /** Numbers have no references: an array of them is seen by its room alone. */
  #arraySize(node: number): CollectionSize {
    const graph = this.#graph;
    const { selfSizes } = graph.data;
    const seen = elementLength(graph, node);
    const elements = internalTarget(graph, node, "elements");
    if (elements < 0) return { ...NO_SIZE, entryCount: seen };
    const isCompressed = selfSizes[node] === COMPRESSED_ARRAY;
    const [slot, header] = isCompressed ? [4, 8] : [8, 16];
    const capacity = Math.max(0, Math.floor((selfSizes[elements] - header) / slot));
    // A sparse array has its elements in a hash table.
    if (capacity < seen) return { ...NO_SIZE, entryCount: countElements(graph, node) };
    const least = Math.max(0, Math.floor((capacity - ARRAY_SLACK) / 2));
    return { entryCount: Math.max(seen, least), isAtLeast: seen < least, capacity };
  }

  #objectSize(node: number): CollectionSize {
    const properties = this.#propertiesOf(node);
    if (properties === null) return { ...NO_SIZE, entryCount: countMembers(this.#graph, node) };
    const elements = countElements(this.#graph, node);
    const entryCount = this.#countEntries(properties) + elements;
    // Elements have a table of their own.
    return { ...NO_SIZE, entryCount, capacity: elements === 0 ? properties.capacity : null };
  }
}
