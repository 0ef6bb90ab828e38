import type { HeapGraph } from "../../graph/heap-graph.ts";

/** V8's number for the outermost scope of a script, a module or an eval. */
export const SCRIPT_SCOPE = -2;

/** One use of a variable: the table's row of the scope that has it, and its place among that one's variables. */
export interface VariableUse {
  readonly row: number;
  readonly slot: number;
}

/**
 * The scopes of all scripts as the file describes them (V8 >= 15.6): a tree for each script, in preorder, with the
 * variables that inner functions may use and the uses of variables in each scope. A scope is called by its row.
 */
export class ScopeTables {
  readonly count: number;
  /** Length count; ordinals of script nodes. */
  readonly scripts: Uint32Array;
  /** Length count; unique within a script, see {@link SCRIPT_SCOPE}. */
  readonly scopeIds: ArrayLike<number>;
  /** Length count; nesting, 0 for the script. */
  readonly depths: ArrayLike<number>;
  /** Length count; row behind the last scope within. */
  readonly ends: Uint32Array;
  readonly #graph: HeapGraph;
  /** Length count + 1; where the variables and the uses of a row begin. */
  readonly #firstVariables: Uint32Array;
  readonly #firstUses: Uint32Array;
  readonly #rows = new Map<number, Map<number, number>>();
  /** By row, as far as they were asked for. */
  readonly #variables: (readonly string[] | undefined)[] = [];

  /** The tables of a file; null where it has none. O(scopes). */
  static of(graph: HeapGraph): ScopeTables | null {
    const { scopes, scopeContextVars, scopeUses } = graph.data;
    const isComplete =
      SCOPE_FIELDS.every((field) => scopes.fields[field] !== undefined) &&
      scopeContextVars.fields["name"] !== undefined &&
      scopeUses.fields["declaring_scope_id"] !== undefined &&
      scopeUses.fields["slot_index"] !== undefined;
    return isComplete && scopes.count > 0 ? new ScopeTables(graph) : null;
  }

  private constructor(graph: HeapGraph) {
    const { scopes, scopeContextVars, scopeUses, header } = graph.data;
    this.#graph = graph;
    this.count = scopes.count;
    // The file counts fields, not nodes.
    const stride = header.nodeFields.length;
    this.scripts = Uint32Array.from(
      scopes.fields["script_node_index"].subarray(0, this.count),
      (index) => index / stride,
    );
    this.scopeIds = scopes.fields["scope_id"];
    this.depths = scopes.fields["depth"];
    this.#firstVariables = sumUp(
      scopes.fields["scope_context_vars_count"],
      this.count,
      scopeContextVars.count,
    );
    this.#firstUses = sumUp(scopes.fields["scope_uses_count"], this.count, scopeUses.count);
    this.ends = findEnds(this.scripts, this.depths);
    for (let row = 0; row < this.count; row++) {
      const known = this.#rows.get(this.scripts[row]);
      if (known === undefined)
        this.#rows.set(this.scripts[row], new Map([[this.scopeIds[row], row]]));
      else known.set(this.scopeIds[row], row);
    }
  }

  /** The row of a scope, -1 where the file does not describe it. */
  rowOf(script: number, scopeId: number): number {
    return this.#rows.get(script)?.get(scopeId) ?? -1;
  }

  /** How many variables a scope has that inner functions may use. */
  variableCount(row: number): number {
    return this.#firstVariables[row + 1] - this.#firstVariables[row];
  }

  /** Names of a scope's variables, in the order of their slots. */
  variablesOf(row: number): readonly string[] {
    const { name } = this.#graph.data.scopeContextVars.fields;
    const [start, end] = [this.#firstVariables[row], this.#firstVariables[row + 1]];
    return (this.#variables[row] ??= Array.from(name.subarray(start, end), (index) =>
      this.#graph.strings.get(index),
    ));
  }

  /** Variables that the code of a scope uses, as often as it does; row -1 for a scope that is not described. */
  usesOf(row: number): VariableUse[] {
    return this.#usesBetween(row, row + 1);
  }

  /** Variables that the code of a scope and of all functions within uses, by row: each slot once. */
  usesWithin(row: number): ReadonlyMap<number, ReadonlySet<number>> {
    const uses = new Map<number, Set<number>>();
    for (const { row: declaring, slot } of this.#usesBetween(row, this.ends[row])) {
      const known = uses.get(declaring);
      if (known === undefined) uses.set(declaring, new Set([slot]));
      else known.add(slot);
    }
    return uses;
  }

  /** Uses stand in the order of their scopes, so those of a tree are neighbours. */
  #usesBetween(row: number, end: number): VariableUse[] {
    const { declaring_scope_id: ids, slot_index: slots } = this.#graph.data.scopeUses.fields;
    const script = this.scripts[row];
    const uses: VariableUse[] = [];
    for (let use = this.#firstUses[row]; use < this.#firstUses[end]; use++)
      uses.push({ row: this.rowOf(script, ids[use]), slot: slots[use] });
    return uses;
  }
}

const SCOPE_FIELDS = [
  "script_node_index",
  "scope_id",
  "depth",
  "scope_context_vars_count",
  "scope_uses_count",
];

/** Where the records of each row begin, when each takes as many as `counts` says; none lies behind `most`. */
function sumUp(counts: ArrayLike<number>, rows: number, most: number): Uint32Array {
  const starts = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++)
    starts[row + 1] = Math.min(most, starts[row] + Math.max(0, counts[row]));
  return starts;
}

/** The end of each scope's tree: the next row of the script that is not deeper. O(rows). */
function findEnds(scripts: Uint32Array, depths: ArrayLike<number>): Uint32Array {
  const ends = new Uint32Array(scripts.length);
  const open: number[] = [];
  for (let row = 0; row < scripts.length; row++) {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (scripts[top] === scripts[row] && depths[top] < depths[row]) break;
      ends[top] = row;
      open.pop();
    }
    open.push(row);
  }
  for (const row of open) ends[row] = scripts.length;
  return ends;
}
