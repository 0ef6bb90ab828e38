import { describe, expect, it } from "vitest";
import { LoopFinder } from "../../../src/analysis/cycles/shortest-loop.ts";
import { findComponents } from "../../../src/graph/components.ts";
import type { HeapGraph } from "../../../src/graph/heap-graph.ts";
import { createGraph } from "../../support/build-graph.ts";
import { graph } from "../../support/graph-dsl.ts";

const all = (): boolean => true;

function findLoop(heap: HeapGraph, nodes?: Uint32Array): Uint32Array {
  return new LoopFinder(heap, findComponents(heap, all), all).find(0, nodes);
}

/** The nodes that a loop leads from, by label. */
function loopOf(text: string, through?: string): string {
  const { graph: heap, ordinalOf } = graph(text);
  const labels = Object.keys(ordinalOf);
  const nodes = through === undefined ? undefined : Uint32Array.of(ordinalOf[through]);
  return Array.from(findLoop(heap, nodes), (edge) => labels[heap.edgeSource(edge)]).join(" ");
}

/** A graph of `count` nodes with the same number of edges each. */
function regular(count: number, targetsOf: (node: number) => readonly number[]): HeapGraph {
  const { length } = targetsOf(0);
  return createGraph({
    firstEdges: Uint32Array.from({ length: count + 1 }, (_, node) => node * length),
    edgeTargets: Uint32Array.from({ length: count * length }, (_, edge) => {
      return targetsOf(Math.floor(edge / length))[edge % length];
    }),
  });
}

describe("LoopFinder", () => {
  it("prefers the shorter of two loops", () => {
    expect(loopOf("root -> a\n a -> b\n b -> c\n c -> a d\n d -> c")).toBe("c d");
  });

  it("goes through a node that was chosen", () => {
    const text = "root -> a\n a -> b\n b -> c\n c -> a d\n d -> c";
    expect(loopOf(text, "a")).toBe("a b c");
    expect(loopOf(text, "d")).toBe("d c");
  });

  it("takes no edge of a node to itself and the first of parallel ones", () => {
    expect(loopOf("root -> a\n a -> a b b\n b -> b a")).toBe("a b");
    const { graph: heap } = graph("root -> a\n a -> b b\n b -> a");
    expect([...findLoop(heap)]).toEqual([1, 3]);
  });

  it("goes all the way round a ring that is longer than any one search", () => {
    const count = 300_000;
    const loop = findLoop(regular(count, (node) => [(node + 1) % count]));
    expect(loop).toHaveLength(count);
    expect(loop.every((edge, at) => at === 0 || edge === (loop[at - 1] + 1) % count)).toBe(true);
  });

  it("finds the loop of two in a long doubly linked list", () => {
    const count = 300_000;
    const heap = regular(count, (node) => [Math.max(0, node - 1), Math.min(count - 1, node + 1)]);
    expect(findLoop(heap)).toHaveLength(2);
  });

  it("tries some nodes of a large component, among them those that were chosen", () => {
    const count = 1000;
    const withBack = (node: number): readonly number[] => [
      (node + 1) % count,
      node === 501 ? 500 : node,
    ];
    const heap = regular(count, withBack);
    expect(findLoop(heap, Uint32Array.of(500))).toHaveLength(2);
    expect(findLoop(heap, Uint32Array.of(7)).length).toBe(count);
  });
});
