import { NodeType } from "../../graph/node-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import {
  type CollectionFormat,
  type CollectionSize,
  type CollectionType,
  type EntryVisitor,
  MIN_PROPERTIES,
  NO_SIZE,
} from "./collection.ts";
import {
  countMembers,
  elementLength,
  internalTarget,
  visitElements,
  visitMembers,
} from "./edge-walk.ts";

/** Collections of Hermes: a Map is a list of entries, numbers are nodes like all else. */
export class HermesFormat implements CollectionFormat {
  readonly #graph: HeapGraph;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
  }

  typeOf(node: number): CollectionType | null {
    const { nodeTypes, nodeNames } = this.#graph.data;
    const { strings } = this.#graph;
    if (nodeTypes[node] !== NodeType.object) return null;
    const name = nodeNames[node];
    if (strings.equals(name, "Array")) return "Array";
    // Prototypes are named alike and have no entries.
    for (const type of ["Map", "Set"] as const)
      if (strings.equals(name, type)) return this.#storageOf(node) < 0 ? null : type;
    if (!strings.startsWith(name, "Object")) return null;
    return countMembers(this.#graph, node) >= MIN_PROPERTIES ? "object" : null;
  }

  sizeOf(node: number, type: CollectionType): CollectionSize {
    if (type === "Array") return { ...NO_SIZE, entryCount: elementLength(this.#graph, node) };
    let entryCount = 0;
    this.visit(node, type, Infinity, () => entryCount++);
    return { ...NO_SIZE, entryCount };
  }

  visit(node: number, type: CollectionType, limit: number, visit: EntryVisitor): void {
    const graph = this.#graph;
    if (type === "Array") return visitElements(graph, node, limit, visit);
    if (type === "object") return visitMembers(graph, node, limit, visit);
    let entry = internalTarget(graph, this.#storageOf(node), "firstIterationEntry");
    // A broken file may lead in a circle.
    const most = Math.min(limit, graph.nodeCount);
    for (let seen = 0; entry >= 0 && seen < most; seen++) {
      const key = internalTarget(graph, entry, "key");
      const value = type === "Set" ? key : internalTarget(graph, entry, "value");
      visit({ key, value, edge: -1 });
      entry = internalTarget(graph, entry, "nextIterationEntry");
    }
  }

  #storageOf(node: number): number {
    const storage = internalTarget(this.#graph, node, "storage");
    const isTable =
      storage >= 0 &&
      this.#graph.strings.equals(this.#graph.data.nodeNames[storage], "OrderedHashMap");
    return isTable ? storage : -1;
  }
}
