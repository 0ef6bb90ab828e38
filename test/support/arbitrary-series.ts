import fc from "fast-check";
import { EdgeType } from "../../src/graph/edge-type.ts";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "./build-graph.ts";

/** What objects are made of; an object stays what it is, but for a plain one's properties. */
const KINDS: readonly NodeSpec[] = [
  { name: "Session" },
  { name: "Node", location: { scriptId: 1, line: 2, column: 3 } },
  { name: "Node", location: { scriptId: 1, line: 9, column: 3 } },
  { name: "Object" },
  { name: "Object" },
  { type: NodeType.array, name: "(object elements)" },
  { type: NodeType.native, name: "<div id=x>" },
  { type: NodeType.closure, name: "f" },
  { type: NodeType.hidden, name: "system / Map" },
  { type: NodeType.code, name: "(bytecode)" },
];

const object = fc.record({
  kind: fc.constantFrom(...KINDS),
  size: fc.constantFrom(0, 1, 8, 100),
  birth: fc.nat(3),
  /** Files it lives in. */
  life: fc.integer({ min: 1, max: 4 }),
  isEmbedders: fc.constantFrom(false, false, false, true),
});

const edge = fc.record({
  from: fc.nat(99),
  to: fc.nat(99),
  name: fc.constantFrom("a", "b", "c"),
  type: fc.constantFrom(EdgeType.property, EdgeType.property, EdgeType.internal, EdgeType.weak),
});

/** Two to four states of one process. */
export const arbitrarySeries: fc.Arbitrary<readonly HeapGraph[]> = fc
  .record({
    files: fc.integer({ min: 2, max: 4 }),
    objects: fc.array(object, { minLength: 1, maxLength: 14, size: "max" }),
    edges: fc.array(edge, { maxLength: 24, size: "max" }),
  })
  .map(({ files, objects, edges }) => {
    // The later born have the higher ids, as in V8.
    const all = objects.toSorted((a, b) => a.birth - b.birth);
    return Array.from({ length: files }, (_, file) => {
      const places = new Map([[-1, 0]]);
      const nodes: NodeSpec[] = [{ type: NodeType.synthetic, size: 0, id: 1 }];
      for (const [at, { kind, size, birth, life, isEmbedders }] of all.entries()) {
        if (birth > file || birth + life <= file) continue;
        const id = isEmbedders ? 2 * at + 1000 : 2 * at + 3;
        places.set(at, nodes.push({ ...kind, size, id }) - 1);
      }
      const alive = edges.flatMap(({ from, to, ...rest }): EdgeSpec[] => {
        const source = places.get((from % (all.length + 1)) - 1);
        const target = places.get(to % all.length);
        return source === undefined || target === undefined
          ? []
          : [{ ...rest, from: source, to: target }];
      });
      return buildGraph({ nodes, edges: alive });
    });
  });
