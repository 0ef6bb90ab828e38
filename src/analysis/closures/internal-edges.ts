import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";

/** Names that the runtime writes, found in a file once: afterwards no text is read to follow an edge. */
export class InternalEdges<Name extends string> {
  readonly #graph: HeapGraph;
  readonly #codes: ReadonlyMap<string, number>;
  /** Length strings; place of a string in the names, from 1; 0 for all others. */
  readonly #codeOf: Uint8Array;

  /** @param names - at most 255. O(names · strings). */
  constructor(graph: HeapGraph, names: readonly Name[]) {
    this.#graph = graph;
    this.#codes = new Map(names.map((name, at) => [name, at + 1]));
    this.#codeOf = new Uint8Array(graph.strings.length);
    for (const [name, code] of this.#codes)
      for (const index of graph.strings.findAll(name)) this.#codeOf[index] = code;
  }

  /** The node that the first internal edge of a name leads to, -1 for none; O(edges of the node). */
  follow(node: number, name: Name): number {
    const { firstEdges, edgeTypes, edgeNames, edgeTargets } = this.#graph.data;
    const code = this.#codes.get(name) ?? 0;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++)
      if (edgeTypes[edge] === EdgeType.internal && this.#codeOf[edgeNames[edge]] === code)
        return edgeTargets[edge];
    return -1;
  }

  /** Whether a node bears one of the names. */
  isNamed(node: number, name: Name): boolean {
    return this.#codeOf[this.#graph.data.nodeNames[node]] === this.#codes.get(name);
  }
}
