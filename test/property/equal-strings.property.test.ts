import fc from "fast-check";
import { expect, it } from "vitest";
import { findEqualStrings } from "../../src/analysis/duplicate-strings.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { slowEqualStrings } from "../oracle/slow-equal-strings.ts";
import { createGraph, encodeStrings } from "../support/build-graph.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";

/** Texts that differ late, hold escapes, and are longer than what a hash looks at. */
const text = fc.constantFrom("", "a", "b", 'a"', "ü", "x".repeat(300), `${"x".repeat(299)}y`);

/** A string table in which texts may stand twice, as Bun's, and nodes that refer to it. */
const heap = fc.record({
  texts: fc.array(text, { minLength: 1, maxLength: 8 }),
  nodes: fc.array(
    fc.record({
      type: fc.constantFrom(NodeType.string, NodeType.string, NodeType.object),
      name: fc.nat(99),
      size: fc.constantFrom(0, 16, 24),
    }),
    { maxLength: 24 },
  ),
  minCount: fc.integer({ min: 1, max: 3 }),
  meant: fc.constantFrom(undefined, "x", "a"),
});

it("finds the strings that are equal one by one, wherever the table has their texts", () => {
  const check = fc.property(heap, ({ texts, nodes, minCount, meant }) => {
    const graph = createGraph(
      {
        firstEdges: new Uint32Array(nodes.length + 1),
        edgeTargets: new Uint32Array(0),
        nodeTypes: Uint8Array.from(nodes, ({ type }) => type),
        nodeNames: Uint32Array.from(nodes, ({ name }) => name % texts.length),
        selfSizes: Uint32Array.from(nodes, ({ size }) => size),
      },
      encodeStrings(texts),
    );
    const sizes = graph.data.selfSizes;
    const isMeant = (one: string): boolean => meant === undefined || one.includes(meant);
    const { count, shallowSize, groups } = findEqualStrings(graph, sizes, {
      minCount,
      ...(meant !== undefined && { isMeant: (index) => isMeant(graph.strings.get(index)) }),
    });
    const slow = slowEqualStrings(graph, sizes, minCount, isMeant);
    const found = groups.map(({ ordinals }) => [...ordinals]);
    expect(found.toSorted((a, b) => a[0] - b[0])).toEqual(slow);
    for (const { ordinals, size, wastedSize } of groups) {
      expect([...ordinals].every((ordinal) => sizes[ordinal] === size)).toBe(true);
      expect(wastedSize).toBe((ordinals.length - 1) * size);
    }
    const all = slowEqualStrings(graph, sizes, 1, isMeant).flat();
    expect({ count, shallowSize }).toEqual({
      count: all.length,
      shallowSize: all.reduce((sum, ordinal) => sum + sizes[ordinal], 0),
    });
  });
  fc.assert(check, RANDOM_RUNS);
});
