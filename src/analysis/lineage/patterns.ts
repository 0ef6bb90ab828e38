import { EdgeType, hasElementIndex } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NodeType } from "../../graph/node-type.ts";
import { edgeCode, isPythonHeap } from "../edge-code.ts";
import { PythonMappings } from "./python-mappings.ts";

/** What stands for any element or key. */
export const ANY = "[*]";

/**
 * Numbers for the ways one object can refer to another, as code without what differs from one element or key
 * to the next: `.cache`, `[*]`, `.get(*)`. Equal texts have equal numbers.
 */
export class Patterns {
  /** The number of {@link ANY}. */
  readonly any: number;
  readonly #graph: HeapGraph;
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** By edge type and name. */
  readonly #ofEdges = new Map<number, number>();
  readonly #isPython: boolean;
  readonly #mappings: PythonMappings;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#isPython = isPythonHeap(graph);
    this.#mappings = new PythonMappings(graph);
    this.any = this.intern(ANY);
  }

  /** The number of a text. */
  intern(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  text(pattern: number): string {
    return this.#texts[pattern];
  }

  /** The pattern of an edge that no part stands between; O(1) but for the first edge of a name. */
  ofEdge(source: number, edge: number): number {
    const { edgeTypes, edgeNames } = this.#graph.data;
    const type = edgeTypes[edge];
    if (type === EdgeType.element) return this.any;
    // A variable of one name can be a function's or a frame's.
    if (this.#isPython && type === EdgeType.context)
      return this.intern(edgeCode(this.#graph, edge));
    const isItem = this.#isItem(source, type);
    const name = hasElementIndex(type) ? 0 : edgeNames[edge];
    const key = (name * 256 + type) * 2 + Number(isItem);
    const known = this.#ofEdges.get(key);
    if (known !== undefined) return known;
    const pattern = this.intern(this.#textOf(source, edge));
    this.#ofEdges.set(key, pattern);
    return pattern;
  }

  /** An edge as code with its index or key. */
  exact(source: number, edge: number): string {
    const graph = this.#graph;
    const type = graph.data.edgeTypes[edge];
    if (this.#isPython && type === EdgeType.element) {
      const frame = nameOfFrame(graph, source, edge);
      if (frame !== null) return `.<frame ${frame}>`;
    }
    if (!this.#isItem(source, type)) return edgeCode(graph, edge);
    const name = graph.edgeName(edge);
    return name.startsWith("[") && name.endsWith("]") ? name : `[${JSON.stringify(name)}]`;
  }

  #isItem(source: number, type: number): boolean {
    return this.#isPython && type === EdgeType.property && this.#mappings.isMapping(source);
  }

  /** A Python dictionary, not one of a class made from it. */
  isDict(node: number): boolean {
    const { nodeTypes, nodeNames } = this.#graph.data;
    return (
      this.#isPython &&
      nodeTypes[node] === NodeType.object &&
      this.#graph.strings.equals(nodeNames[node], "dict")
    );
  }

  #textOf(source: number, edge: number): string {
    const type = this.#graph.data.edgeTypes[edge];
    if (hasElementIndex(type)) return "<hidden>";
    const name = this.#graph.edgeName(edge);
    if (type === EdgeType.internal) {
      if (/^\d+$/.test(name)) return `<${ANY}>`;
      if (/^\d+ \/ (part of key \(|key .* in WeakMap$)/s.test(name)) return "<WeakMap entry>";
      // A Blink field: a number and what V8 calls it.
      const field = /^\d+ \/ (?<field>.+)$/s.exec(name)?.groups?.["field"];
      if (field !== undefined) return `<${field}>`;
    }
    return this.exact(source, edge);
  }
}

/** `worker`, of the frame that a thread's element is: its number in the stack says less. */
function nameOfFrame(graph: HeapGraph, source: number, edge: number): string | null {
  if (!graph.strings.startsWith(graph.data.nodeNames[source], "<thread ")) return null;
  const label = graph.rawName(graph.data.edgeTargets[edge]);
  return /^<frame .*:\d+ (?<name>.+)>$/s.exec(label)?.groups?.["name"] ?? null;
}
