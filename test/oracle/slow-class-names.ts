import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { listEdges } from "./edge-list.ts";
import { cutShape, writeShape } from "./slow-shape-names.ts";
import { slowDetachedness } from "./slow-detachedness.ts";

/** Class names from the table of node types, then plain objects from the most frequent shapes. */
export function slowClassNames(graph: HeapGraph): string[] {
  const states = slowDetachedness(graph);
  const edges = listEdges(graph);
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
  const isPlain = (node: number): boolean =>
    graph.nodeTypeName(node) === "object" && graph.rawName(node) === "Object";
  const propertiesOf = (node: number): string[] =>
    edges.filter((e) => e.from === node && e.type === "property").map((e) => e.name);
  const plain = nodes.filter(isPlain);

  const candidates = new Map<string, { properties: string[]; count: number }>();
  for (const node of plain) {
    const properties = cutShape(propertiesOf(node).filter((name) => name !== "__proto__"));
    if (properties.length === 0) continue;
    const name = writeShape(properties);
    const known = candidates.get(name);
    candidates.set(name, {
      properties: known?.properties ?? properties,
      count: (known?.count ?? 0) + 1,
    });
  }
  const shapes = [...candidates]
    .filter(([, { count }]) => count >= Math.max(2, plain.length / 1000))
    .toSorted(([, a], [, b]) => b.count - a.count)
    .map(([name, { properties }]) => ({ name, set: new Set(properties) }))
    // Sorting is stable: of shapes with equally many properties the earlier stays first.
    .toSorted((a, b) => b.set.size - a.set.size);

  return nodes.map((node) => {
    const name = graph.rawName(node);
    if (isPlain(node)) {
      const own = new Set(propertiesOf(node));
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

const CLASS_OF_TYPE: Readonly<Record<string, string>> = {
  hidden: "(system)",
  code: "(compiled code)",
  closure: "Function",
  regexp: "RegExp",
};
