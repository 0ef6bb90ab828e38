import { EdgeType } from "../../graph/edge-type.ts";
import { NodeType } from "../../graph/node-type.ts";
import type { Analyses } from "../analyses.ts";
import { isStringType, readStringContent } from "../string-content.ts";
import type { CollectionFormat, CollectionSize, CollectionType } from "./collection.ts";
import { createCollectionFormat } from "./create-format.ts";

/** UTF-16 units of a key that is shown. */
const KEY_LENGTH = 60;

/** Members whose classes are counted. */
const MAX_COUNTED = 1000;

/** The commonest class of some objects, and how many of those looked at are of it. */
export interface CommonClass {
  readonly class: string;
  /** Share of the members looked at, 0 to 1. */
  readonly share: number;
}

/** Reads the collections of a heap, whatever runtime it is of. */
export class Collections {
  readonly #analyses: Analyses;
  readonly #format: CollectionFormat;

  constructor(analyses: Analyses) {
    this.#analyses = analyses;
    this.#format = createCollectionFormat(analyses);
  }

  /** What kind of collection a node is; null for none. */
  typeOf(node: number): CollectionType | null {
    return this.#format.typeOf(node);
  }

  /** O(edges of the collection and its table). */
  sizeOf(node: number, type: CollectionType): CollectionSize {
    return this.#format.sizeOf(node, type);
  }

  /** Values of entries, or members; ordinals in their order, what is no object left out. */
  membersOf(node: number, type: CollectionType, limit: number = Infinity): number[] {
    const members: number[] = [];
    this.#format.visit(node, type, limit, ({ value }) => {
      if (value >= 0) members.push(value);
    });
    return members;
  }

  /**
   * The first keys as text, of a Set its first members: strings in quotes and cut, objects as class and id. None
   * for what is kept by position.
   */
  keysOf(node: number, type: CollectionType, limit: number): string[] {
    const { graph } = this.#analyses;
    const keys: string[] = [];
    this.#format.visit(node, type, limit, ({ key, edge }) => {
      if (key >= 0) keys.push(this.#keyText(key));
      else if (edge >= 0 && graph.data.edgeTypes[edge] === EdgeType.property)
        keys.push(quote(graph.edgeName(edge), type === "dict"));
    });
    return keys;
  }

  /** The class that most of some objects are of; null for none. */
  commonClass(members: readonly number[]): CommonClass | null {
    const { classKeys } = this.#analyses;
    const counts = new Map<string, number>();
    const counted = members.slice(0, MAX_COUNTED);
    for (const member of counted) {
      const { className } = classKeys.keys[classKeys.keyOf[member]];
      counts.set(className, (counts.get(className) ?? 0) + 1);
    }
    let best: CommonClass | null = null;
    for (const [name, count] of counts)
      if (best === null || count > best.share * counted.length)
        best = { class: name, share: count / counted.length };
    return best;
  }

  #keyText(key: number): string {
    const { graph } = this.#analyses;
    const { nodeTypes, nodeIds } = graph.data;
    const type = nodeTypes[key];
    if (isStringType(type)) {
      const content = readStringContent(graph, key, KEY_LENGTH + 1);
      return quote(content?.text ?? "", false);
    }
    if (type === NodeType.symbol || type === NodeType.number || type === NodeType.bigint)
      return cut(graph.rawName(key));
    return `${this.#analyses.className(key)} @${nodeIds[key]}`;
  }
}

/** Python's exporter writes keys that are no strings in brackets. */
function quote(text: string, isPython: boolean): string {
  return isPython && text.startsWith("[") ? cut(text) : JSON.stringify(cut(text));
}

function cut(text: string): string {
  return text.length > KEY_LENGTH ? `${text.slice(0, KEY_LENGTH)}…` : text;
}
