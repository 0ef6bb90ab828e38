import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { listEdges } from "./edge-list.ts";
import { cutShape, writeShape } from "./slow-shape-names.ts";
import { slowDetachedness } from "./slow-detachedness.ts";

/** A shape that plain objects can be named by. */
interface SlowShape {
  readonly name: string;
  readonly set: ReadonlySet<string>;
}

/** The most frequent shapes of a heap's plain objects, those of most properties first. */
export function slowShapes(graph: HeapGraph): SlowShape[] {
  const plain = listNodes(graph).filter((node) => isPlain(graph, node));

  const candidates = new Map<string, { properties: string[]; count: number }>();
  for (const node of plain) {
    const properties = cutShape(propertiesOf(graph, node).filter((name) => name !== "__proto__"));
    if (properties.length === 0) continue;
    const name = writeShape(properties);
    const known = candidates.get(name);
    candidates.set(name, {
      properties: known?.properties ?? properties,
      count: (known?.count ?? 0) + 1,
    });
  }
  return (
    [...candidates]
      .filter(([, { count }]) => count >= Math.max(2, plain.length / 1000))
      .toSorted(([, a], [, b]) => b.count - a.count)
      .map(([name, { properties }]) => ({ name, set: new Set(properties) }))
      // Sorting is stable: of shapes with equally many properties the earlier stays first.
      .toSorted((a, b) => b.set.size - a.set.size)
  );
}

/**
 * Class names from the table of node types, then plain objects from shapes.
 * @param shapes - of the heap itself, or of a later one.
 */
export function slowClassNames(
  graph: HeapGraph,
  shapes: readonly SlowShape[] = slowShapes(graph),
): string[] {
  const states = slowDetachedness(graph);
  return listNodes(graph).map((node) => {
    const name = graph.rawName(node);
    if (isPlain(graph, node)) {
      const own = new Set(propertiesOf(graph, node));
      return shapes.find(({ set }) => [...set].every((item) => own.has(item)))?.name ?? name;
    }
    const type = graph.nodeTypeName(node);
    if (type === "object" || type === "native") {
      const isRenamed = graph.data.detachedness !== null && states[node] === 2;
      return (isRenamed ? `Detached ${name}` : name).replace(
        /^((?:Detached )?<[^ ]*) .*$/su,
        "$1>",
      );
    }
    return CLASS_OF_TYPE[type] ?? `(${type})`;
  });
}

function listNodes(graph: HeapGraph): number[] {
  return Array.from({ length: graph.nodeCount }, (_, node) => node);
}

function isPlain(graph: HeapGraph, node: number): boolean {
  return graph.nodeTypeName(node) === "object" && graph.rawName(node) === "Object";
}

function propertiesOf(graph: HeapGraph, node: number): string[] {
  return listEdges(graph)
    .filter((edge) => edge.from === node && edge.type === "property")
    .map((edge) => edge.name);
}

const CLASS_OF_TYPE: Readonly<Record<string, string>> = {
  hidden: "(system)",
  code: "(compiled code)",
  closure: "Function",
  regexp: "RegExp",
};
