import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { removeMirrors } from "../../src/analysis/cut/find-cuts.ts";
import { findMinimumCut } from "../../src/analysis/cut/minimum-cut.ts";
import { reachFromRoot, simulateCut } from "../../src/analysis/cut/simulate-cut.ts";
import { findSingleCuts, isCuttable } from "../../src/analysis/cut/single-cuts.ts";
import { MIRROR_ROLES, Parts } from "../../src/analysis/lineage/parts.ts";
import { Patterns } from "../../src/analysis/lineage/patterns.ts";
import { createBitSet, hasBit, setBit } from "../../src/graph/arrays/bit-set.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { type Edge, listEdges, reach } from "../oracle/edge-list.ts";
import { slowFreed, SlowHeap, slowMinimumCut } from "../oracle/slow-cut.ts";
import { slowEssentialEdges } from "../oracle/slow-essential-edges.ts";
import { arbitraryGraph } from "../support/arbitrary-graph.ts";
import { forRandomHeaps } from "../support/arbitrary-heap.ts";
import { buildGraph, type GraphSpec } from "../support/build-graph.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";

const RUNS = { ...RANDOM_RUNS, numRuns: RANDOM_RUNS.numRuns / 2 };

function bits(count: number, set: Iterable<number>): Uint32Array {
  const all = createBitSet(count);
  for (const one of set) setBit(all, one);
  return all;
}

describe("simulateCut", () => {
  it("frees what no longer lives once the references and objects are taken away", () => {
    const draws = fc.array(fc.nat(999), { maxLength: 6 });
    fc.assert(
      fc.property(arbitraryGraph, draws, draws, (spec, edges, objects) => {
        const analyses = new Analyses(buildGraph(spec));
        const { graph } = analyses;
        const { nodeCount, edgeCount } = graph;
        const removed = new Set(edgeCount === 0 ? [] : edges.map((draw) => draw % edgeCount));
        const gone = new Set(objects.slice(3).map((draw) => draw % nodeCount));
        const heap = new SlowHeap(graph);
        const living = heap.living();
        const reached = reachFromRoot(analyses);
        for (let node = 0; node < nodeCount; node++)
          expect(hasBit(reached, node)).toBe(living.has(node));
        const freed = slowFreed(graph, removed, gone);
        const result = simulateCut(analyses, bits(edgeCount, removed), bits(nodeCount, gone));
        expect(result).toMatchObject({ count: freed.size, size: heap.sizeOf(freed) });
        const byClass = new Map<string, { count: number; size: number }>();
        for (const { class: name, count, size } of result.classes) {
          const sums = byClass.get(name) ?? { count: 0, size: 0 };
          byClass.set(name, { count: sums.count + count, size: sums.size + size });
        }
        const expected = new Map<string, { count: number; size: number }>();
        for (const node of freed) {
          const name = analyses.className(node);
          const sums = expected.get(name) ?? { count: 0, size: 0 };
          expected.set(name, { count: sums.count + 1, size: sums.size + heap.sizeOf([node]) });
        }
        expect(byClass).toEqual(expected);
        const sizes = result.classes.map(({ size }) => size);
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      }),
      RANDOM_RUNS,
    );
  });
});

interface Tried {
  readonly analyses: Analyses;
  readonly parts: Parts;
  readonly edges: readonly Edge[];
  readonly living: ReadonlySet<number>;
  readonly chosen: Uint32Array;
}

/**
 * Tries heaps in which dominators tell all: without WeakMap entries, whose values need two holders, and without
 * garbage that refers to what lives, which dominators take for one more holder. Chosen are objects that live.
 */
function forPlainHeaps(check: (tried: Tried) => void): void {
  forRandomHeaps((analyses, draw) => {
    const { graph } = analyses;
    if (analyses.ephemerons.strings.length > 0) return;
    const edges = slowEssentialEdges(graph);
    const living = reach(edges, [graph.rootOrdinal]);
    if (edges.some(({ from, to }) => living.has(to) && !living.has(from))) return;
    const nodes = draw.map((one) => one % graph.nodeCount).filter((node) => living.has(node));
    const chosen = Uint32Array.from(new Set(nodes.filter((node) => node !== graph.rootOrdinal)));
    if (chosen.length === 0) return;
    check({ analyses, parts: new Parts(analyses, new Patterns(graph)), edges, living, chosen });
  });
}

describe("findSingleCuts", () => {
  it("tells exactly what goes when a reference is removed", () => {
    forPlainHeaps(({ analyses, parts, chosen }) => {
      const { graph } = analyses;
      const heap = new SlowHeap(graph);
      for (const cut of findSingleCuts(analyses, parts, chosen)) {
        const freed = slowFreed(graph, cut.reference.edges);
        const own = chosen.filter((node) => freed.has(node));
        const retained = new Set<number>();
        for (const node of own) for (const one of slowFreed(graph, [], [node])) retained.add(one);
        expect(cut).toMatchObject({
          freedCount: own.length,
          // What only several of them together hold is in none of their sizes.
          freedChosenSize: heap.sizeOf(retained),
          freedSize: heap.sizeOf(freed),
        });
        expect(own.length).toBeGreaterThan(0);
      }
    });
  });

  it("finds every reference of the program that frees a chosen object", () => {
    forPlainHeaps(({ analyses, parts, edges, chosen }) => {
      const { graph, referenceKinds } = analyses;
      const found = new Set(findSingleCuts(analyses, parts, chosen).map((cut) => cut.reference.to));
      for (const { index, from, to } of edges) {
        // A part goes with its owner alone.
        if (parts.ownersOf(to) !== null) continue;
        const owners = parts.ownersOf(from);
        if (owners !== null && owners.length > 1) continue;
        const [owner = null] = owners ?? [];
        const holder = owner?.owner ?? from;
        const isSaidByOwner =
          owner !== null &&
          MIRROR_ROLES.has(owner.role) &&
          edges.some((edge) => edge.from === holder && edge.to === to);
        const reference = { from: holder, to, edge: index, owner, edges: [index] };
        if (isSaidByOwner || !isCuttable(analyses, reference)) continue;
        const mirrors = edges.filter((edge) => {
          const own = edge.to === to ? parts.ownersOf(edge.from) : null;
          return own?.every((one) => one.owner === holder && MIRROR_ROLES.has(one.role)) === true;
        });
        const gone = owner === null ? mirrors.map((edge) => edge.index) : [];
        const freed = slowFreed(graph, [index, ...gone]);
        // What a category of the collector's roots holds goes with that.
        if ([...freed].some((node) => referenceKinds.isSynthetic(node))) continue;
        if (chosen.some((node) => freed.has(node))) expect(found).toContain(to);
      }
    });
  });

  it("tells of no reference twice, what frees most first", () => {
    forPlainHeaps(({ analyses, parts, chosen }) => {
      const cuts = findSingleCuts(analyses, parts, chosen);
      expect(new Set(cuts.map(({ reference }) => reference.edge)).size).toBe(cuts.length);
      const sizes = cuts.map(({ freedChosenSize }) => freedChosenSize);
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    });
  });
});

/** A WeakMap entry whose key is its own table, which no engine writes: neither half of it retains the value. */
function hasKeyThatIsTable({ graph, ephemerons }: Analyses): boolean {
  return Array.from(ephemerons.strings, (name) => graph.strings.get(name)).some((name) =>
    /\(.* @(\d+)\) -> .*\(table @\1\)$/u.test(name),
  );
}

/** Up to eight plain objects under a root of the collector. */
const smallHeap: fc.Arbitrary<GraphSpec> = fc
  .record({
    count: fc.integer({ min: 2, max: 8 }),
    held: fc.array(fc.nat(99), { minLength: 1, maxLength: 2 }),
    edges: fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { maxLength: 16, size: "max" }),
  })
  .map(({ count, held, edges }) => ({
    nodes: [{ type: NodeType.synthetic, size: 0 }, ...Array.from({ length: count }, () => ({}))],
    edges: [
      ...held.map((to) => ({ from: 0, to: 1 + (to % count) })),
      ...edges.map(([from, to]) => ({ from: 1 + (from % count), to: 1 + (to % count) })),
    ],
  }));

describe("findMinimumCut", () => {
  it("is as small as the smallest of all sets of up to three", () => {
    fc.assert(
      fc.property(smallHeap, fc.array(fc.nat(99), { minLength: 1, maxLength: 2 }), (spec, draw) => {
        const analyses = new Analyses(buildGraph(spec));
        const { graph } = analyses;
        const chosen = draw.map((one) => 1 + (one % (graph.nodeCount - 1)));
        const parts = new Parts(analyses, new Patterns(graph));
        const found = findMinimumCut(analyses, parts, Uint32Array.from(chosen));
        const edges = listEdges(graph).filter(({ from, to }) => from !== to);
        const isOwn = (edge: number): boolean => graph.edgeSource(edge) !== 0;
        const expected = slowMinimumCut(edges, 0, isOwn, chosen, 3);
        if (expected !== null) expect(found?.length).toBe(expected.length);
        else if (found !== null) expect(found.length).toBeGreaterThan(3);
        if (found === null) return;
        const living = new SlowHeap(graph).remove(found).living();
        expect(chosen.filter((node) => living.has(node))).toEqual([]);
      }),
      RUNS,
    );
  });

  it("parts the chosen objects from the root when its references are removed, in any heap", () => {
    forRandomHeaps((analyses, draw) => {
      const { graph } = analyses;
      if (hasKeyThatIsTable(analyses)) return;
      const parts = new Parts(analyses, new Patterns(graph));
      const chosen = Uint32Array.from(
        new Set(draw.slice(0, 2).map((one) => one % graph.nodeCount)),
      );
      const cut = findMinimumCut(analyses, parts, chosen);
      if (cut === null) return;
      expect(cut.length).toBeLessThanOrEqual(5);
      const removed = bits(graph.edgeCount, cut);
      for (const edge of cut) {
        const source = graph.edgeSource(edge);
        const from = parts.ownersOf(source)?.[0]?.owner ?? source;
        removeMirrors(analyses, parts, from, graph.data.edgeTargets[edge], removed);
      }
      const after = reachFromRoot(analyses, removed);
      expect(chosen.filter((node) => hasBit(after, node))).toEqual(new Uint32Array());
    });
  });
});
