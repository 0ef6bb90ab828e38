import { type BitSet, createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { firstNotBelow } from "../../graph/arrays/sorted-column.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NodeType } from "../../graph/node-type.ts";
import type { ReferenceKinds } from "../lineage/reference-kinds.ts";
import { ScopeTables, SCRIPT_SCOPE } from "./scope-tables.ts";
import { ScriptScopes } from "./script-scopes.ts";

/** What V8 writes into a generator that has come to its end. */
const FINISHED = -1;

/** Names of variables as people write them; V8 keeps things of its own beside them. */
const PLAIN_NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * Which variables of the scopes in memory no function can use any more.
 *
 * A function can use what its code and that of all functions within uses, in the scopes that it keeps; so can an
 * async function or generator that is suspended, in its own scope as well. What nothing alive can use is dead weight.
 * Nothing is claimed of a scope that the file does not describe, or that code on the stack works in.
 */
export class VariableUses {
  readonly #graph: HeapGraph;
  readonly #tables: ScopeTables;
  readonly #scopes: ScriptScopes;
  /** Ordinals of scopes in memory, ascending. */
  readonly #contexts: Uint32Array;
  /** By place in `#contexts`: row of the tables, -1 for none. */
  readonly #rows: Int32Array;
  /** By place in `#contexts`, one longer; where the bits of its variables begin. */
  readonly #firstSlots: Uint32Array;
  readonly #used: BitSet;

  /** Null where the file does not tell: only V8 >= 15.6 does. O(nodes + edges), and for each function the scopes around it. */
  static of(graph: HeapGraph, kinds: ReferenceKinds): VariableUses | null {
    const tables = ScopeTables.of(graph);
    return tables === null ? null : new VariableUses(graph, kinds, tables);
  }

  private constructor(graph: HeapGraph, kinds: ReferenceKinds, tables: ScopeTables) {
    this.#graph = graph;
    this.#tables = tables;
    this.#scopes = new ScriptScopes(graph, tables);
    const contexts: number[] = [];
    for (let node = 0; node < graph.nodeCount; node++) if (kinds.isScope(node)) contexts.push(node);
    this.#contexts = Uint32Array.from(contexts);
    this.#rows = Int32Array.from(contexts, (node) => this.#scopes.rowOfContext(node));
    this.#firstSlots = new Uint32Array(contexts.length + 1);
    for (const [at, row] of this.#rows.entries())
      this.#firstSlots[at + 1] = this.#firstSlots[at] + (row < 0 ? 0 : tables.variableCount(row));
    this.#used = createBitSet(this.#firstSlots[contexts.length]);
    this.#markLive();
    this.#markRunning();
  }

  /** Whether no function alive can use a variable of a scope; null where the file does not tell. */
  isUnused(context: number, name: string): boolean | null {
    const at = indexOf(this.#contexts, context);
    const row = at < 0 ? -1 : this.#rows[at];
    if (row < 0 || !PLAIN_NAME.test(name)) return null;
    const slot = this.#tables.variablesOf(row).indexOf(name);
    return slot < 0 ? null : !hasBit(this.#used, this.#firstSlots[at] + slot);
  }

  /**
   * Names of the variables of a scope that a function, or one within it, uses; null where the file does not tell.
   * @param closure - a function, or a suspended generator.
   */
  usedBy(closure: number, context: number): string[] | null {
    const at = indexOf(this.#contexts, context);
    const row = at < 0 ? -1 : this.#rows[at];
    const own = this.#scopes.rowOfFunction(closure);
    if (row < 0 || own < 0) return null;
    const used = this.#tables.usesWithin(own).get(row);
    return this.#tables.variablesOf(row).filter((_, slot) => used?.has(slot) === true);
  }

  /** Marks what functions and suspended generators can use, those of one code together. */
  #markLive(): void {
    const live = this.#findLive();
    const byRow = Uint32Array.from(live.rows.keys()).toSorted(
      (a, b) => live.rows[a] - live.rows[b],
    );
    /** By place in `#contexts`: the last code whose uses were marked there. */
    const marked = new Int32Array(this.#contexts.length).fill(-1);
    let uses: ReadonlyMap<number, ReadonlySet<number>> = new Map();
    let last = -1;
    for (const one of byRow) {
      const row = live.rows[one];
      if (row !== last) uses = this.#tables.usesWithin(row);
      last = row;
      if (uses.size === 0) continue;
      let context = live.contexts[one];
      for (;;) {
        const at = indexOf(this.#contexts, context);
        if (at < 0 || marked[at] === row) break;
        marked[at] = row;
        for (const slot of uses.get(this.#rows[at]) ?? []) this.#markSlot(at, slot);
        context = this.#scopes.edges.follow(context, "previous");
      }
    }
  }

  #markSlot(at: number, slot: number): void {
    const bit = this.#firstSlots[at] + slot;
    if (slot >= 0 && bit < this.#firstSlots[at + 1]) setBit(this.#used, bit);
  }

  /** Functions and suspended generators: the row of their code, and the scope it begins in. */
  #findLive(): { readonly rows: Int32Array; readonly contexts: Int32Array } {
    const scopes = this.#scopes;
    const rows: number[] = [];
    const contexts: number[] = [];
    const add = (holder: number, row: number): void => {
      const context = scopes.edges.follow(holder, "context");
      if (row < 0 || context < 0) return;
      rows.push(row);
      contexts.push(context);
    };
    const { nodeTypes } = this.#graph.data;
    /** The code of modules that have run: nobody can call it again. */
    const finished = new Set<number>();
    for (let node = 0; node < nodeTypes.length; node++) {
      if (nodeTypes[node] !== NodeType.object) continue;
      if (scopes.edges.follow(node, "parameters_and_registers") < 0) continue;
      const closure = scopes.edges.follow(node, "function");
      if (closure < 0) continue;
      const row = scopes.rowOfFunction(closure);
      if (scopes.integer(node, "continuation") !== FINISHED) add(node, row);
      else if (row >= 0 && this.#tables.scopeIds[row] === SCRIPT_SCOPE) finished.add(closure);
    }
    for (let node = 0; node < nodeTypes.length; node++)
      if (nodeTypes[node] === NodeType.closure && !finished.has(node))
        add(node, scopes.rowOfFunction(node));
    return { rows: Int32Array.from(rows), contexts: Int32Array.from(contexts) };
  }

  /** A scope that a root refers to is one that code on the stack works in: all of it may be used. */
  #markRunning(): void {
    const { firstEdges, edgeTargets, nodeTypes } = this.#graph.data;
    for (let node = 0; node < nodeTypes.length; node++) {
      if (nodeTypes[node] !== NodeType.synthetic) continue;
      for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
        const at = indexOf(this.#contexts, edgeTargets[edge]);
        if (at < 0) continue;
        for (let bit = this.#firstSlots[at]; bit < this.#firstSlots[at + 1]; bit++)
          setBit(this.#used, bit);
      }
    }
  }
}

/** Place of a value in an ascending column, -1 for none; O(log length). */
function indexOf(column: Uint32Array, value: number): number {
  const at = firstNotBelow(column, value);
  return column[at] === value ? at : -1;
}
