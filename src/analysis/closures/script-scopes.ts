import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NodeType } from "../../graph/node-type.ts";
import { InternalEdges } from "./internal-edges.ts";
import { SCRIPT_SCOPE, type ScopeTables } from "./scope-tables.ts";

const FUNCTION_INFO = "system / SharedFunctionInfo";

const NAMES = [
  "system / ScopeInfo",
  "context",
  "continuation",
  "eval_from_scope_info",
  "function",
  "name_or_scope_info",
  "outer_scope_info",
  "parameters_and_registers",
  "previous",
  "raw_outer_scope_info_or_feedback_metadata",
  "scope_id",
  "scope_info",
  "script",
  "shared",
  "value",
] as const;

/**
 * Which row of the scope tables a function, or a scope in memory, belongs to. In memory a scope knows its ScopeInfo
 * and that its number within a script; which script follows from the functions that lie in it or around it.
 */
export class ScriptScopes {
  readonly edges: InternalEdges<(typeof NAMES)[number]>;
  readonly #graph: HeapGraph;
  readonly #tables: ScopeTables;
  /** Length nodeCount; of a ScopeInfo its script, else -1. */
  readonly #scripts: Int32Array;
  /** Length nodeCount; of a ScopeInfo its row, -1 for none, -2 where it was not asked for yet. */
  readonly #rows: Int32Array;

  /** O(nodes + edges of code). */
  constructor(graph: HeapGraph, tables: ScopeTables) {
    this.#graph = graph;
    this.#tables = tables;
    this.edges = new InternalEdges(graph, NAMES);
    this.#scripts = new Int32Array(graph.nodeCount).fill(-1);
    this.#rows = new Int32Array(graph.nodeCount).fill(NOT_ASKED);
    const { nodeTypes, nodeNames } = graph.data;
    for (let node = 0; node < graph.nodeCount; node++)
      if (
        nodeTypes[node] === NodeType.code &&
        graph.strings.startsWith(nodeNames[node], FUNCTION_INFO)
      )
        this.#learn(node);
  }

  /** The row of the scope that a function's code is, -1 where it is not told. */
  rowOfFunction(closure: number): number {
    const shared = this.edges.follow(closure, "shared");
    const script = shared < 0 ? -1 : this.edges.follow(shared, "script");
    if (script < 0) return -1;
    const id = this.#scopeId(shared);
    return id === null ? -1 : this.#tables.rowOf(script, id);
  }

  /** The row of a scope in memory, -1 where it is not told. */
  rowOfContext(context: number): number {
    const info = this.edges.follow(context, "scope_info");
    if (info < 0) return -1;
    if (this.#rows[info] === NOT_ASKED) {
      const id = this.#scripts[info] < 0 ? null : this.#scopeId(info);
      this.#rows[info] = id === null ? -1 : this.#tables.rowOf(this.#scripts[info], id);
    }
    return this.#rows[info];
  }

  /** The integer that an internal edge leads to, null for none. */
  integer(node: number, name: "continuation" | "scope_id"): number | null {
    const holder = this.edges.follow(node, name);
    const value = holder < 0 ? -1 : this.edges.follow(holder, "value");
    const text = value < 0 ? "" : this.#graph.rawName(value);
    return /^-?\d+$/.test(text) ? Number(text) : null;
  }

  #scopeId(node: number): number | null {
    return this.integer(node, "scope_id");
  }

  /** The ScopeInfo of a function, else that of the scope around it, and all around that lie in its script. */
  #learn(shared: number): void {
    const { edges } = this;
    const script = edges.follow(shared, "script");
    if (script < 0) return;
    let info = edges.follow(shared, "name_or_scope_info");
    if (!this.#isScopeInfo(info)) {
      // What lies around the outermost function belongs to another script.
      if (this.#scopeId(shared) === SCRIPT_SCOPE) return;
      info = edges.follow(shared, "raw_outer_scope_info_or_feedback_metadata");
    }
    // Code of an eval lies in a scope of the script that called eval.
    const outside = edges.follow(script, "eval_from_scope_info");
    while (this.#isScopeInfo(info) && info !== outside && this.#scripts[info] < 0) {
      this.#scripts[info] = script;
      if (this.#scopeId(info) === SCRIPT_SCOPE) return;
      info = edges.follow(info, "outer_scope_info");
    }
  }

  #isScopeInfo(node: number): boolean {
    return node >= 0 && this.edges.isNamed(node, "system / ScopeInfo");
  }
}

const NOT_ASKED = -2;
