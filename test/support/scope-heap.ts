import fc from "fast-check";
import { EdgeType } from "../../src/graph/edge-type.ts";
import { HeapGraph } from "../../src/graph/heap-graph.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "./build-graph.ts";

/** A scope of a script's text; scopes stand in preorder, the first is the script. */
export interface SourceScope {
  /** -1 for the script. */
  readonly parent: number;
  /** How many variables inner functions may use; their names are `v0`, `v1` … */
  readonly variables: number;
  /** Variables of scopes around it, or of its own, that its code uses. */
  readonly uses: readonly { readonly scope: number; readonly slot: number }[];
}

/** A program's scopes, in the text and in memory, with the functions that keep them. */
export interface ScopeHeap {
  readonly scopes: readonly SourceScope[];
  /** Scopes in memory; the one around is `previous`, -1 for none. */
  readonly contexts: readonly { readonly scope: number; readonly previous: number }[];
  /** A function keeps the scope around its code, a generator its own. */
  readonly functions: readonly {
    readonly scope: number;
    readonly context: number;
    readonly state: "function" | "suspended" | "finished";
  }[];
}

/** Random programs; few scopes, so that many share one. */
export const arbitraryScopeHeap: fc.Arbitrary<ScopeHeap> = fc
  .array(
    fc.record({
      up: fc.nat(3),
      variables: fc.nat(3),
      uses: fc.array(fc.record({ up: fc.nat(4), slot: fc.nat(2) }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .chain((drafts) => {
    const scopes = toScopes(drafts);
    return fc
      .record({
        contexts: fc.array(fc.record({ scope: fc.nat(99), previous: fc.nat(99) }), {
          maxLength: 8,
        }),
        functions: fc.array(
          fc.record({
            context: fc.nat(99),
            scope: fc.nat(99),
            state: fc.constantFrom("function", "suspended", "finished"),
          }),
          { maxLength: 8 },
        ),
      })
      .map((heap) => toHeap(scopes, heap.contexts, heap.functions));
  });

function toScopes(
  drafts: readonly {
    readonly up: number;
    readonly variables: number;
    readonly uses: readonly { readonly up: number; readonly slot: number }[];
  }[],
): SourceScope[] {
  const scopes: SourceScope[] = [];
  for (const [at, { up, variables, uses }] of drafts.entries()) {
    let parent = at - 1;
    for (let step = 0; step < up && parent > 0; step++) parent = scopes[parent].parent;
    const own = { parent, variables, uses: [] as { scope: number; slot: number }[] };
    scopes.push(own);
    for (const use of uses) {
      let scope = at;
      for (let step = 0; step < use.up && scopes[scope].parent >= 0; step++)
        scope = scopes[scope].parent;
      if (use.slot < scopes[scope].variables) own.uses.push({ scope, slot: use.slot });
    }
  }
  return scopes;
}

function toHeap(
  scopes: readonly SourceScope[],
  drafts: readonly { readonly scope: number; readonly previous: number }[],
  wanted: readonly {
    readonly context: number;
    readonly scope: number;
    readonly state: "function" | "suspended" | "finished";
  }[],
): ScopeHeap {
  const contexts: { scope: number; previous: number }[] = [];
  for (const draft of drafts) {
    const scope = draft.scope % scopes.length;
    const around = [...contexts.keys()].filter((at) => contexts[at].scope === scopes[scope].parent);
    contexts.push({ scope, previous: around[draft.previous % around.length] ?? -1 });
  }
  const functions = wanted.flatMap(({ context, scope, state }) => {
    // A generator runs in a scope of its own code, a function of code right within the scope that it keeps.
    const codes = [...scopes.keys()].filter((at) => at > 0);
    const code = codes[scope % codes.length] ?? -1;
    const kept = state === "function" ? (scopes[code]?.parent ?? -1) : code;
    const places = [...contexts.keys()].filter((at) => contexts[at].scope === kept);
    const own = places[context % places.length];
    return code < 0 || own === undefined ? [] : [{ scope: code, context: own, state }];
  });
  return { scopes, contexts, functions };
}

const STRIDE = 7;
const SCRIPT = 1;

/** The number V8 gives a scope. */
function scopeId(scope: number): number {
  return scope === 0 ? -2 : 10 * scope;
}

/** A snapshot of such a program as V8 15.6 writes it, and the ordinals of its contexts. */
export function buildScopeHeap({ scopes, contexts, functions }: ScopeHeap): {
  readonly graph: HeapGraph;
  readonly contextOrdinals: readonly number[];
} {
  const nodes: NodeSpec[] = [
    { type: NodeType.synthetic },
    { type: NodeType.code, name: "system / Script / app.js" },
  ];
  const edges: EdgeSpec[] = [];
  const add = (node: NodeSpec): number => nodes.push(node) - 1;
  const link = (from: number, name: string, to: number): void => {
    edges.push({ from, to, name, type: EdgeType.internal });
  };
  const number = (value: number): number => {
    const int = add({ type: NodeType.number, name: "int" });
    link(int, "value", add({ type: NodeType.string, name: String(value) }));
    return int;
  };
  const infos = scopes.map((_, scope) => {
    const info = add({ type: NodeType.code, name: "system / ScopeInfo" });
    link(info, "scope_id", number(scopeId(scope)));
    return info;
  });
  const codes = scopes.map(({ parent }, scope) => {
    const code = add({ type: NodeType.code, name: `system / SharedFunctionInfo / f${scope}` });
    link(code, "script", SCRIPT);
    link(code, "name_or_scope_info", infos[scope]);
    link(code, "scope_id", number(scopeId(scope)));
    if (parent >= 0) link(infos[scope], "outer_scope_info", infos[parent]);
    return code;
  });
  const contextOrdinals: number[] = [];
  for (const { scope, previous } of contexts) {
    const context = add({ name: `system / Context / scope @${infos[scope]}` });
    contextOrdinals.push(context);
    link(context, "scope_info", infos[scope]);
    if (previous >= 0) link(context, "previous", contextOrdinals[previous]);
    for (let slot = 0; slot < scopes[scope].variables; slot++) {
      const value = add({ name: "Value", size: 100 });
      edges.push({ from: context, to: value, name: `v${slot}`, type: EdgeType.context });
    }
  }
  for (const { scope, context, state } of functions) {
    const closure = add({ type: NodeType.closure, name: `f${scope}` });
    link(closure, "shared", codes[scope]);
    edges.push({ from: 0, to: closure, name: `f${closure}` });
    if (state === "function") {
      link(closure, "context", contextOrdinals[context]);
      continue;
    }
    const generator = add({ name: "Generator" });
    link(generator, "function", closure);
    link(generator, "context", contextOrdinals[context]);
    link(generator, "parameters_and_registers", add({ type: NodeType.array }));
    link(generator, "continuation", number(state === "finished" ? -1 : 12));
    edges.push({ from: 0, to: generator, name: `g${generator}` });
  }
  return { graph: withTables(buildGraph({ nodes, edges }), scopes), contextOrdinals };
}

/** Adds the tables that describe scopes; names of variables go to the end of the strings. */
function withTables(graph: HeapGraph, scopes: readonly SourceScope[]): HeapGraph {
  const { data } = graph;
  const depth = (scope: number): number =>
    scopes[scope].parent < 0 ? 0 : depth(scopes[scope].parent) + 1;
  const uses = scopes.flatMap((scope) => scope.uses);
  const names = scopes.flatMap(({ variables }) =>
    Array.from({ length: variables }, (_, slot) => graph.strings.findAll(`v${slot}`)[0] ?? -1),
  );
  return new HeapGraph({
    ...data,
    header: { ...data.header, nodeFields: Array.from({ length: STRIDE }, () => "field") },
    scopes: {
      count: scopes.length,
      fields: {
        script_node_index: Int32Array.from(scopes, () => SCRIPT * STRIDE),
        scope_id: Int32Array.from(scopes.keys(), scopeId),
        depth: Int32Array.from(scopes.keys(), depth),
        scope_context_vars_count: Int32Array.from(scopes, ({ variables }) => variables),
        scope_uses_count: Int32Array.from(scopes, (scope) => scope.uses.length),
      },
    },
    scopeContextVars: { count: names.length, fields: { name: Int32Array.from(names) } },
    scopeUses: {
      count: uses.length,
      fields: {
        declaring_scope_id: Int32Array.from(uses, ({ scope }) => scopeId(scope)),
        slot_index: Int32Array.from(uses, ({ slot }) => slot),
      },
    },
  });
}
