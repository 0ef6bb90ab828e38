import type { parser } from "stream-json/core/parser.js";
import type { TraceTree } from "../graph/heap-graph.ts";

const DEFAULT_FIELDS: readonly string[] = [
  "id",
  "function_info_index",
  "count",
  "size",
  "children",
];

/**
 * Builds the allocation trace tree from the tokens of `trace_tree`: one array of fields per node, the
 * children flattened into an array in the place of the field `children`. Keeps its own stack.
 */
export class TraceTreeBuilder {
  #fields: readonly string[] = DEFAULT_FIELDS;
  readonly #ids: number[] = [];
  readonly #parents: number[] = [];
  readonly #functions: number[] = [];
  readonly #counts: number[] = [];
  readonly #sizes: number[] = [];
  /** For each open array: the position of the next value, and the node whose children it holds (-1 at the top). */
  readonly #positions: number[] = [];
  readonly #owners: number[] = [];
  /** For each open array: the node whose fields stand there now, -1 before the first. */
  readonly #nodes: number[] = [];

  /** Sets the order of the fields as the meta has it; an empty list keeps V8's order. */
  setFields(fields: readonly string[]): void {
    if (fields.length > 0) this.#fields = fields;
  }

  token(token: parser.Token): void {
    switch (token.name) {
      case "startArray":
        this.#owners.push(this.#positions.length === 0 ? -1 : this.#nodeHere());
        this.#positions.push(0);
        this.#nodes.push(-1);
        break;
      case "endArray":
        this.#positions.pop();
        this.#owners.pop();
        this.#nodes.pop();
        // The array that closed stood in the place of a field of the node around it.
        if (this.#positions.length > 0) this.#advance();
        break;
      case "numberValue":
        this.#value(Number(token.value));
        break;
      default:
    }
  }

  finish(): TraceTree {
    return {
      count: this.#ids.length,
      ids: Float64Array.from(this.#ids),
      parents: Uint32Array.from(this.#parents),
      functions: Uint32Array.from(this.#functions),
      counts: Float64Array.from(this.#counts),
      sizes: Float64Array.from(this.#sizes),
    };
  }

  #value(value: number): void {
    if (this.#positions.length === 0) return;
    const node = this.#nodeHere();
    switch (this.#fields[this.#positions[this.#positions.length - 1] % this.#fields.length]) {
      case "id":
        this.#ids[node] = value;
        break;
      case "function_info_index":
        this.#functions[node] = value;
        break;
      case "count":
        this.#counts[node] = value;
        break;
      case "size":
        this.#sizes[node] = value;
        break;
      default:
    }
    this.#advance();
  }

  /** The node whose field comes next in the innermost array; begins one when it is the first field. */
  #nodeHere(): number {
    const level = this.#positions.length - 1;
    if (this.#positions[level] % this.#fields.length !== 0) return this.#nodes[level];
    const owner = this.#owners[level];
    const node = this.#ids.push(0) - 1;
    this.#parents.push(owner < 0 ? node : owner);
    this.#functions.push(0);
    this.#counts.push(0);
    this.#sizes.push(0);
    this.#nodes[level] = node;
    return node;
  }

  #advance(): void {
    this.#positions[this.#positions.length - 1]++;
  }
}
