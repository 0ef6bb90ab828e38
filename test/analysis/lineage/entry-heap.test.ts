import { describe, expect, it } from "vitest";
import { EntryHeap } from "../../../src/analysis/lineage/entry-heap.ts";

/** Pushes entries of given estimates, whose nodes are their positions. */
function heapOf(estimates: readonly number[]): EntryHeap {
  const heap = new EntryHeap();
  for (const [node, estimate] of estimates.entries())
    heap.push(node, EntryHeap.none, node * 2, node * 3, estimate);
  return heap;
}

function popAll(heap: EntryHeap): number[] {
  const popped: number[] = [];
  while (heap.size > 0) popped.push(heap.nodeOf(heap.pop()));
  return popped;
}

describe("EntryHeap", () => {
  it("gives the smallest estimate first", () => {
    expect(popAll(heapOf([5, 1, 4, 2, 3]))).toEqual([1, 3, 4, 2, 0]);
  });

  it("gives the latest of equal ones first", () => {
    expect(popAll(heapOf([1, 1, 0, 1, 0]))).toEqual([4, 2, 3, 1, 0]);
  });

  it("keeps entries that are no longer waiting", () => {
    const heap = heapOf([2, 1]);
    const first = heap.pop();
    heap.push(7, first, 8, 9.5, 0);
    const second = heap.pop();
    expect(heap.parentOf(second)).toBe(first);
    expect([heap.nodeOf(second), heap.edgeOf(second), heap.costOf(second)]).toEqual([7, 8, 9.5]);
    expect([heap.nodeOf(first), heap.edgeOf(first), heap.costOf(first)]).toEqual([1, 2, 3]);
    expect([heap.size, heap.entries]).toEqual([1, 3]);
  });

  it("grows, and stays in order while it does", () => {
    const estimates = Array.from({ length: 5000 }, (_, at) => (at * 7919) % 3001);
    const expected = [...estimates.keys()].toSorted((a, b) => estimates[a] - estimates[b] || b - a);
    const heap = heapOf(estimates);
    expect(heap.size).toBe(5000);
    expect(popAll(heap)).toEqual(expected);
  });

  it("stays in order when entries come and go", () => {
    const heap = new EntryHeap();
    const waiting: { readonly node: number; readonly estimate: number }[] = [];
    for (let node = 0; node < 600; node++) {
      const estimate = (node * 31) % 17;
      heap.push(node, EntryHeap.none, 0, 0, estimate);
      waiting.push({ node, estimate });
      if (node % 3 !== 2) continue;
      waiting.sort((a, b) => b.estimate - a.estimate || a.node - b.node);
      expect(heap.nodeOf(heap.pop())).toBe(waiting.pop()?.node);
    }
    expect(heap.size).toBe(waiting.length);
  });
});
