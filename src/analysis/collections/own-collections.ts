import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NodeType } from "../../graph/node-type.ts";
import type { Analyses } from "../analyses.ts";
import { isStringType } from "../string-content.ts";

/** Retainers that are looked at, and levels of the dominator tree. */
const MAX_RETAINERS = 64;
const MAX_LEVELS = 1000;

/** Globals that every program has; what hangs on another one is the program's. */
const BUILT_IN =
  /^(process|console|performance|crypto|navigator|Intl|Math|JSON|Reflect|Atomics|WebAssembly|Deno|Bun|global|globalThis|window|self|module|require|document|location|history|customElements|chrome|external|<symbol.*|__proto__)$/s;

/** What the exporter puts Python's own tables under. */
const PYTHON_ROOTS = ["sys.modules", "Type subclasses", "Builtin types"].flatMap((name) => [
  name,
  `(${name})`,
]);

/**
 * Tells the program's collections, and strings, from those that the runtime has for itself. Of V8 by who holds them, where the
 * file tells places in code: functions and scopes of the program, or a global that it made. Of Python a dictionary
 * that is some object's `__dict__` is none of its own, nor are the interpreter's tables.
 */
export function judgeOwner(analyses: Analyses): (node: number) => boolean {
  const { graph, program, referenceKinds } = analyses;
  if (referenceKinds.runtime === "python") {
    const names = new Set(
      ["__dict__", "__builtins__"].flatMap((one) => graph.strings.findAll(one)),
    );
    const roots = new Set(PYTHON_ROOTS.flatMap((one) => graph.strings.findAll(one)));
    return (node) => !isPythonsOwn(analyses, node, names, roots);
  }
  const globals = new Set(analyses.programRoots);
  if (!program.hasLocations) return (node) => !globals.has(node);
  return (node) =>
    !globals.has(node) && (program.isHeldByProgram(node) || hangsOnGlobal(analyses, globals, node));
}

/** Whether an internal reference of some name, or a root of the interpreter's, leads to a node. */
function isPythonsOwn(
  { graph, retainers }: Analyses,
  node: number,
  names: ReadonlySet<number>,
  roots: ReadonlySet<number>,
): boolean {
  const { edgeTypes, edgeNames, nodeNames, nodeTypes } = graph.data;
  const first = retainers.first[node];
  const end = Math.min(retainers.first[node + 1], first + MAX_RETAINERS);
  for (let at = first; at < end; at++) {
    const edge = retainers.edges[at];
    if (edgeTypes[edge] === EdgeType.internal && names.has(edgeNames[edge])) return true;
    const source = graph.edgeSource(edge);
    if (nodeTypes[source] === NodeType.synthetic && roots.has(nodeNames[source])) return true;
    if (source === graph.rootOrdinal && roots.has(edgeNames[edge])) return true;
  }
  return false;
}

/** Whether a node hangs on a property of a global object that the runtime does not bring. */
function hangsOnGlobal(
  { graph, dominators }: Analyses,
  globals: ReadonlySet<number>,
  node: number,
): boolean {
  let at = node;
  for (let level = 0; level < MAX_LEVELS && at !== graph.rootOrdinal; level++) {
    const above = dominators.idoms[at];
    if (globals.has(above)) return isOwnGlobal(graph, above, at);
    at = above;
  }
  return false;
}

function isOwnGlobal(graph: HeapGraph, global: number, target: number): boolean {
  const { firstEdges, edgeTypes, edgeTargets, nodeTypes } = graph.data;
  if (nodeTypes[target] !== NodeType.object && !isStringType(nodeTypes[target])) return false;
  for (let edge = firstEdges[global]; edge < firstEdges[global + 1]; edge++)
    if (edgeTargets[edge] === target && edgeTypes[edge] === EdgeType.property)
      return !BUILT_IN.test(graph.edgeName(edge));
  return false;
}
