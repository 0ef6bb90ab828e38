import fc from "fast-check";
import { EdgeType, hasElementIndex } from "../../src/graph/edge-type.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import type { EdgeSpec, GraphSpec, NodeSpec } from "./build-graph.ts";

/** Names that some rule speaks of, among plain ones. */
const NODE_NAMES = [
  "Point",
  "Object",
  "system / NativeContext",
  "system / ExternalStringData",
  "(map descriptors)",
  "(Document DOM trees)",
  "Detached <div>",
  "<div id=x>",
  "<a>",
];

const EDGE_NAMES = ["a", "b", "c", "4", "sloppy_function_map", "__proto__", "x,y", ""];

/** Types that take part in a rule are more frequent than the rest. */
const nodeType = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(NodeType.object, NodeType.native) },
  { weight: 3, arbitrary: fc.constantFrom(NodeType.hidden, NodeType.array) },
  { weight: 2, arbitrary: fc.constantFrom(NodeType.synthetic, ...Object.values(NodeType)) },
  { weight: 1, arbitrary: fc.constant(NodeType.synthetic) },
);

const edgeType = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(EdgeType.property, EdgeType.internal) },
  { weight: 2, arbitrary: fc.constantFrom(...Object.values(EdgeType)) },
);

/** Nodes whose type and name only together mean something. */
const specialNode: fc.Arbitrary<NodeSpec> = fc.constantFrom(
  { type: NodeType.array, name: "(map descriptors)", size: 4 },
  { type: NodeType.hidden, name: "system / NativeContext", size: 4 },
  { type: NodeType.native, name: "system / ExternalStringData", size: 4 },
  { type: NodeType.synthetic, name: "(Document DOM trees)", size: 4 },
  { type: NodeType.object, name: "Object", size: 4 },
);

const anyNode: fc.Arbitrary<NodeSpec> = fc.record(
  {
    type: nodeType,
    name: fc.constantFrom(...NODE_NAMES),
    size: fc.oneof(fc.nat(9), fc.constantFrom(0, 0xffffffff, 2 ** 40)),
    detachedness: fc.constantFrom(0, 1, 2),
    location: fc.record({ scriptId: fc.nat(1), line: fc.nat(1), column: fc.constant(0) }),
  },
  { requiredKeys: ["type", "name", "size"] },
);

const node = fc.oneof({ weight: 4, arbitrary: anyNode }, { weight: 1, arbitrary: specialNode });

/** Positions are drawn from a wide range and taken modulo the node count. */
const position = fc.nat(999);

const edge = fc.record({
  from: position,
  to: position,
  type: edgeType,
  name: fc.constantFrom(...EDGE_NAMES),
  index: fc.constantFrom(0, 1, 2, 4, 7, 4294967290),
  /** Parallel edges of one kind. */
  times: fc.constantFrom(1, 1, 1, 2),
});

/** A WeakMap entry: one edge from the key, one from the table, to the value. */
const entry = fc.record({ key: position, table: position, value: position, map: fc.nat(1) });

/** What a random graph is made of before it is put together. */
const parts = fc.record({
  nodes: fc.array(node, { minLength: 1, maxLength: 14, size: "max" }),
  edges: fc.array(edge, { maxLength: 36, size: "max" }),
  entries: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(entry, { maxLength: 4 }) },
  ),
  /** Ends of chains of consecutive nodes, forth and (for loops) back. */
  chains: fc.array(fc.record({ from: position, to: position, isLoop: fc.boolean() }), {
    maxLength: 3,
  }),
  /** How the root holds nodes: as DevTools' page globals (shortcut, element), or plainly. */
  rootEdges: fc.array(
    fc.record({
      to: position,
      type: fc.constantFrom(
        EdgeType.element,
        EdgeType.element,
        EdgeType.property,
        EdgeType.shortcut,
      ),
    }),
    { maxLength: 4 },
  ),
  isRootSynthetic: fc.constantFrom(true, true, true, false),
  hasDetachedness: fc.constantFrom(true, true, false),
});

/**
 * Random graphs of a few nodes with all that the rules speak of: parallel edges, self edges, loops, chains,
 * unreachable parts, every edge and node type, WeakMap entries, page globals, states of DOM nodes.
 */
export const arbitraryGraph: fc.Arbitrary<GraphSpec> = parts.map((drawn) => {
  const count = drawn.nodes.length;
  const edges: EdgeSpec[] = [];
  for (const { to, type } of drawn.rootEdges) edges.push({ from: 0, to: to % count, type });
  for (const { from, to, isLoop } of drawn.chains) {
    const [first, last] = [from % count, to % count].toSorted((a, b) => a - b);
    for (let at = first; at < last; at++) edges.push({ from: at, to: at + 1, name: "next" });
    if (isLoop) edges.push({ from: last, to: first, name: "first" });
  }
  for (const { from, to, type, name, index, times } of drawn.edges) {
    const spec = {
      from: from % count,
      to: to % count,
      type,
      name: hasElementIndex(type) ? index : name,
    };
    for (let time = 0; time < times; time++) edges.push(spec);
  }
  for (const [index, { key, table, value, map }] of drawn.entries.entries()) {
    // Now and then both tables share the name, as after a file's ids were reissued.
    edges.push(...entryEdges(index, key % count, (table + map) % count, value % count));
  }
  const [root, ...others] = drawn.nodes;
  const nodes = drawn.isRootSynthetic
    ? [{ type: NodeType.synthetic, size: 0 }, ...others]
    : [root, ...others];
  return { nodes, edges, hasDetachedness: drawn.hasDetachedness };
});

function entryEdges(index: number, key: number, table: number, value: number): EdgeSpec[] {
  const ids = [key, value, table].map((ordinal) => 2 * ordinal + 1);
  const shared = `part of key (K @${ids[0]}) -> value (V @${ids[1]}) pair in WeakMap (table @${ids[2]})`;
  const type = EdgeType.internal;
  return [
    { from: key, to: value, type, name: `${2 * index + 1} / ${shared}` },
    { from: table, to: value, type, name: `${2 * index + 2} / ${shared}` },
  ];
}

/** Plain objects that share property names, for the rules of inferred shapes. */
export const arbitraryPlainObjects: fc.Arbitrary<GraphSpec> = fc
  .array(
    fc.uniqueArray(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom("a", "b", "c", "d") },
        { weight: 1, arbitrary: fc.constantFrom("__proto__", "", "e,f", 'g"', "{h}", "'i'") },
        { weight: 1, arbitrary: fc.constantFrom("j".repeat(58), "k".repeat(59), "l".repeat(130)) },
      ),
      { maxLength: 5 },
    ),
    { maxLength: 16 },
  )
  .map((objects) => ({
    nodes: [
      { type: NodeType.synthetic, size: 0 },
      ...objects.map((): NodeSpec => ({ name: "Object" })),
    ],
    edges: objects.flatMap((names, index) =>
      names.map((name): EdgeSpec => ({ from: index + 1, to: 0, name })),
    ),
  }));

/** Bigger graphs of plain edges with a long spine: what the search for dominators finds hardest. */
export const arbitraryFlowGraph: fc.Arbitrary<GraphSpec> = fc
  .record({
    count: fc.integer({ min: 2, max: 40 }),
    spine: fc.nat(40),
    edges: fc.array(fc.tuple(position, position), { maxLength: 70, size: "max" }),
    sizes: fc.array(fc.nat(100), { minLength: 40, maxLength: 40 }),
  })
  .map(({ count, spine, edges, sizes }) => ({
    nodes: sizes.slice(0, count).map((size) => ({ size })),
    edges: [
      ...Array.from({ length: Math.min(spine, count - 1) }, (_, at) => ({ from: at, to: at + 1 })),
      ...edges.map(([from, to]) => ({ from: from % count, to: to % count })),
    ],
  }));
