import fc from "fast-check";
import { expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { Collections } from "../../src/analysis/collections/collections.ts";
import { EdgeType } from "../../src/graph/edge-type.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "../support/build-graph.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";

/** Slots in front of the entries, slots of each, and whether there are chains between buckets. */
const KINDS = {
  Map: { entrySize: 3, hasBuckets: true },
  Set: { entrySize: 2, hasBuckets: true },
  WeakMap: { entrySize: 2, hasBuckets: false },
} as const;

const table = fc.record({
  kind: fc.constantFrom("Map", "Set", "WeakMap"),
  logBuckets: fc.nat(5),
  isCompressed: fc.boolean(),
  isSubclass: fc.boolean(),
  /** Of each entry, whether key and value are objects; numbers have no reference. */
  entries: fc.array(fc.record({ key: fc.boolean(), value: fc.boolean() }), { maxLength: 64 }),
});

interface Drawn {
  readonly kind: keyof typeof KINDS;
  readonly logBuckets: number;
  readonly isCompressed: boolean;
  readonly isSubclass: boolean;
  readonly entries: readonly { readonly key: boolean; readonly value: boolean }[];
}

/** A heap of one collection (ordinal 1) whose table (2) is laid out as V8 does; keys and values follow. */
function build({ kind, logBuckets, isCompressed, isSubclass, entries }: Drawn) {
  const { entrySize, hasBuckets } = KINDS[kind];
  const capacity = 2 ** (logBuckets + 1);
  const start = 3 + (hasBuckets ? capacity / 2 : 0);
  const [slot, header] = isCompressed ? [4, 8] : [8, 16];
  const type = hasBuckets ? EdgeType.internal : EdgeType.weak;
  const nodes: NodeSpec[] = [
    { type: NodeType.synthetic, size: 0 },
    { name: isSubclass ? `Own${kind}` : kind, size: isCompressed ? 16 : 32 },
    { type: NodeType.array, size: header + slot * (start + capacity * entrySize) },
  ];
  const edges: EdgeSpec[] = [
    { from: 0, to: 1, type: EdgeType.element, name: 1 },
    { from: 1, to: 2, type: EdgeType.internal, name: "table" },
  ];
  const add = (at: number, name: string): number => {
    edges.push({ from: 2, to: nodes.length, type, name: String(at) });
    return nodes.push({ type: NodeType.string, name }) - 1;
  };
  const members: number[] = [];
  const keys: string[] = [];
  for (const [at, { key, value }] of entries.slice(0, capacity).entries()) {
    const first = start + at * entrySize;
    // A WeakMap's keys are objects always.
    const keyNode = key || kind === "WeakMap" ? add(first, `k${at}`) : -1;
    if (keyNode >= 0) keys.push(`"k${at}"`);
    if (kind === "Set") {
      if (keyNode >= 0) members.push(keyNode);
      continue;
    }
    const valueNode = value || kind === "WeakMap" ? add(first + 1, `v${at}`) : -1;
    if (valueNode < 0) continue;
    members.push(valueNode);
    if (kind === "WeakMap")
      edges.push({
        from: 2,
        to: valueNode,
        type: EdgeType.internal,
        name: `${at} / part of key (K @1) -> value (V @2) pair in WeakMap (table @5)`,
      });
  }
  const seen = entries
    .slice(0, capacity)
    .filter(({ key, value }) => key || kind === "WeakMap" || (kind === "Map" && value)).length;
  return { graph: buildGraph({ nodes, edges }), capacity, members, keys, seen };
}

it("reads the tables of V8's collections, whatever their size, pointers and owner", () => {
  const check = fc.property(table, (drawn) => {
    const { graph, capacity, members, keys, seen } = build(drawn);
    const collections = new Collections(new Analyses(graph));
    const type = collections.typeOf(1);
    // Nothing tells an empty weak table from any other array.
    if (drawn.kind === "WeakMap" && seen === 0) return;
    expect(type).toBe(drawn.kind);
    if (type === null) return;
    const least = drawn.kind === "WeakMap" || capacity <= 4 ? 0 : capacity / 4;
    expect(collections.sizeOf(1, type)).toEqual({
      entryCount: Math.max(seen, least),
      isAtLeast: seen < least,
      capacity,
    });
    expect(collections.membersOf(1, type)).toEqual(members);
    expect(collections.keysOf(1, type, Infinity)).toEqual(keys);
    expect(collections.membersOf(1, type, 2).length).toBeLessThanOrEqual(2);
  });
  fc.assert(check, RANDOM_RUNS);
});
