import { EdgeType } from "../graph/edge-type.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { NodeType } from "../graph/node-type.ts";

/** Contexts followed outwards from a closure; code is never nested so deeply. */
const MAX_CONTEXTS = 100;

/** One scope that a function sees, with the variables that live as long as it does. */
export interface ContextScope {
  readonly id: number;
  readonly ordinal: number;
  readonly name: string;
  /** Names of its variables, in the order of the file. */
  readonly variables: readonly string[];
}

/** One scope of a script's source text. */
export interface ScriptScope {
  /** V8's number: the position where the function begins; -2 for the script itself. */
  readonly scopeId: number;
  /** Nesting, 0 for the script; scopes stand in preorder. */
  readonly depth: number;
  /** Variables kept in a context because an inner function may use them. */
  readonly variables: readonly string[];
  /** How many variables of outer scopes its code uses. */
  readonly useCount: number;
}

/**
 * The contexts a closure keeps alive, innermost first, up to the one of the script or the realm.
 * @returns empty when the node is no closure or the producer writes no contexts.
 */
export function listContexts(graph: HeapGraph, ordinal: number): ContextScope[] {
  if (graph.data.nodeTypes[ordinal] !== NodeType.closure) return [];
  const contexts: ContextScope[] = [];
  const seen = new Set([ordinal]);
  let at = followInternal(graph, ordinal, "context");
  while (at !== null && !seen.has(at) && contexts.length < MAX_CONTEXTS) {
    seen.add(at);
    const variables = listVariables(graph, at);
    if (graph.rawName(at).includes("NativeContext")) break;
    contexts.push({ id: graph.data.nodeIds[at], ordinal: at, name: graph.rawName(at), variables });
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

function followInternal(graph: HeapGraph, node: number, name: string): number | null {
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
    if (edgeTypes[edge] === EdgeType.internal && graph.edgeName(edge) === name)
      return edgeTargets[edge];
  }
  return null;
}

/**
 * The scopes of a script that its file's scope tables describe (V8 >= 15.6).
 * @param ordinal - the script's node.
 * @returns empty when the tables say nothing of it. O(scopes).
 */
export function listScriptScopes(graph: HeapGraph, ordinal: number): ScriptScope[] {
  const { scopes, scopeContextVars, header } = graph.data;
  const {
    script_node_index: scripts,
    scope_id: ids,
    depth: depths,
    scope_context_vars_count: variableCounts,
    scope_uses_count: useCounts,
  } = scopes.fields;
  const names = scopeContextVars.fields["name"];
  if (scripts === undefined || variableCounts === undefined || names === undefined) return [];
  // The file counts fields, not nodes.
  const script = ordinal * header.nodeFields.length;
  const found: ScriptScope[] = [];
  let variable = 0;
  for (let row = 0; row < scopes.count; row++) {
    const end = variable + variableCounts[row];
    if (scripts[row] === script) {
      found.push({
        scopeId: ids?.[row] ?? 0,
        depth: depths?.[row] ?? 0,
        variables: Array.from(names.subarray(variable, end), (name) => graph.strings.get(name)),
        useCount: useCounts?.[row] ?? 0,
      });
    }
    variable = end;
  }
  return found;
}
