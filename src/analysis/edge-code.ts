import { EdgeType, hasElementIndex } from "../graph/edge-type.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";

const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** What a Python program can reach under the name that the exporter gave the edge. */
const PYTHON_ATTRIBUTE = /^(__\w+__|(f|co|gi|cr|ag|tb)_\w+|cell_contents|base|dtype|func)$/;

/** How V8 writes a property whose key is a symbol. */
const SYMBOL = /^<symbol ?(?<description>.*)>$/s;

const EPHEMERON =
  /^\d+ \/ part of key \((?<key>.*? @\d+)\) -> value \(.*? @\d+\) pair in WeakMap \(table @\d+\)$/s;

/**
 * Writes an edge as one would write the access in code; what code cannot say stands in angle brackets.
 *
 * | edge | text |
 * |---|---|
 * | property, shortcut | `.cache`, `["k y"]`, `[Symbol(id)]`; of a Python dict also `[42]`, `[(1, 'a')]` |
 * | element | `[3]`, unsigned |
 * | context | `(cache)`: a variable of a function's scope; in Python `.<closure df>`, of a frame `.<local df>` |
 * | internal | `<map>`; of a WeakMap entry `<WeakMap entry, key Session @123>`; in Python `.__self__`, `.<cache>` |
 * | hidden, invisible | `<hidden 3>` |
 * | weak | `<weak cache>` |
 * | types only the file knows | `<type name>` |
 *
 * Line breaks and quotes in a name are escaped only inside of `["…"]`: text output escapes all of it.
 */
export function edgeCode(graph: HeapGraph, edge: number): string {
  const type = graph.data.edgeTypes[edge];
  const name = graph.edgeName(edge);
  switch (type) {
    case EdgeType.shortcut:
      // V8 numbers the root's.
      return /^\d+$/.test(name) ? `[${name}]` : propertyCode(name, false);
    case EdgeType.property:
      return propertyCode(name, isPythonHeap(graph));
    case EdgeType.element:
      return `[${name}]`;
    case EdgeType.context:
      return isPythonHeap(graph) ? pythonVariable(graph, edge, name) : `(${name})`;
    case EdgeType.internal:
      if (name !== "" && isPythonHeap(graph))
        return PYTHON_ATTRIBUTE.test(name) ? `.${name}` : `.<${name}>`;
      return internalCode(graph, edge, name);
    default: {
      const word = hasElementIndex(type) ? "hidden" : graph.edgeTypeName(edge);
      return name === "" ? `<${word}>` : `<${word} ${name}>`;
    }
  }
}

const EARLY_EPHEMERON = /^\d+ \/ key (?<key>.*) in WeakMap$/s;

/** Whether the file was written by a Python process, whose dictionaries have keys of any type. */
export function isPythonHeap(graph: HeapGraph): boolean {
  const about = graph.data.header.raw["heapgraph"];
  if (typeof about !== "object" || about === null || !("runtime" in about)) return false;
  return about.runtime === "cpython";
}

/** What a function has closed over, or a variable of a running one or of a generator: neither is an attribute. */
function pythonVariable(graph: HeapGraph, edge: number, name: string): string {
  const holder = graph.data.nodeNames[graph.edgeSource(edge)];
  const isFunction = !/^<(frame|generator|coroutine|async_generator)\b/.test(
    graph.strings.get(holder),
  );
  return isFunction ? `.<closure ${name}>` : `.<local ${name}>`;
}

function propertyCode(name: string, isPython: boolean): string {
  if (IDENTIFIER.test(name)) return `.${name}`;
  // The exporter writes keys that are no strings in brackets of their own.
  if (isPython && name.startsWith("[") && name.endsWith("]")) return name;
  const symbol = SYMBOL.exec(name)?.groups?.["description"];
  return symbol === undefined ? `[${JSON.stringify(name)}]` : `[Symbol(${symbol})]`;
}

function internalCode(graph: HeapGraph, edge: number, name: string): string {
  const key = EPHEMERON.exec(name)?.groups?.["key"];
  if (key !== undefined) return `<WeakMap entry, key ${key}>`;
  // Before V8 9 only the key's half of an entry has a name, and the key is who has it.
  const early = EARLY_EPHEMERON.exec(name)?.groups?.["key"];
  if (early !== undefined)
    return `<WeakMap entry, key ${early} @${graph.data.nodeIds[graph.edgeSource(edge)]}>`;
  return name === "" ? "<internal>" : `<${name}>`;
}
