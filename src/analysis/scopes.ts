import { followInternal } from "./follow-edge.ts";
import { EdgeType } from "../graph/edge-type.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { NodeType } from "../graph/node-type.ts";
import type { Analyses } from "./analyses.ts";
import { ScopeTables } from "./closures/scope-tables.ts";

/** Contexts followed outwards from a closure; code is never nested so deeply. */
const MAX_CONTEXTS = 100;

/** One scope that a function sees, with the variables that live as long as it does. */
export interface ContextScope {
  readonly id: number;
  readonly ordinal: number;
  readonly name: string;
  /** Names of its variables, in the order of the file. */
  readonly variables: readonly string[];
  /** Those of them that the function, or one within it, uses; null where the file does not tell (before V8 15.6). */
  readonly uses: readonly string[] | null;
}

/** One scope of a script's source text. */
export interface ScriptScope {
  /** V8's number: the position where the function begins; -2 for the script itself. */
  readonly scopeId: number;
  /** Nesting, 0 for the script; scopes stand in preorder. */
  readonly depth: number;
  /** Variables kept in a context because an inner function may use them. */
  readonly variables: readonly string[];
  /** Variables of outer scopes that its code uses, each once; those that the file has no names for left out. */
  readonly uses: readonly string[];
  /** How often its code uses variables that inner functions may use too, its own included. */
  readonly useCount: number;
}

/**
 * The contexts a closure keeps alive, innermost first, up to the one of the script or the realm.
 * @returns empty when the node is no closure or the producer writes no contexts.
 */
export function listContexts(analyses: Analyses, ordinal: number): ContextScope[] {
  const { graph } = analyses;
  if (graph.data.nodeTypes[ordinal] !== NodeType.closure) return [];
  const contexts: ContextScope[] = [];
  const seen = new Set([ordinal]);
  let at = followInternal(graph, ordinal, "context");
  while (at !== null && !seen.has(at) && contexts.length < MAX_CONTEXTS) {
    seen.add(at);
    const variables = listVariables(graph, at);
    if (graph.rawName(at).includes("NativeContext")) break;
    contexts.push({
      id: graph.data.nodeIds[at],
      ordinal: at,
      name: graph.rawName(at),
      variables,
      uses: analyses.variableUses?.usedBy(ordinal, at) ?? null,
    });
    at = followInternal(graph, at, "previous");
  }
  return contexts;
}

function listVariables(graph: HeapGraph, context: number): string[] {
  const { firstEdges, edgeTypes } = graph.data;
  const names: string[] = [];
  for (let edge = firstEdges[context]; edge < firstEdges[context + 1]; edge++) {
    if (edgeTypes[edge] === EdgeType.context) names.push(graph.edgeName(edge));
  }
  return names;
}

/**
 * The scopes of a script that its file's scope tables describe (V8 >= 15.6).
 * @param ordinal - the script's node.
 * @returns empty when the tables say nothing of it. O(scopes).
 */
export function listScriptScopes(graph: HeapGraph, ordinal: number): ScriptScope[] {
  const tables = ScopeTables.of(graph);
  if (tables === null) return [];
  const found: ScriptScope[] = [];
  for (let row = 0; row < tables.count; row++) {
    if (tables.scripts[row] !== ordinal) continue;
    const uses = tables.usesOf(row);
    const names = uses.flatMap((use) =>
      use.row < 0 || use.row === row ? [] : (tables.variablesOf(use.row)[use.slot] ?? []),
    );
    found.push({
      scopeId: tables.scopeIds[row],
      depth: tables.depths[row],
      variables: tables.variablesOf(row),
      uses: [...new Set(names)],
      useCount: uses.length,
    });
  }
  return found;
}
