import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { compareHeaps, type HeapComparison } from "../../src/analysis/change/compare-heaps.ts";
import { type PastHeap, rememberHeap } from "../../src/analysis/change/past-heap.ts";
import { signPaths } from "../../src/analysis/change/sign-paths.ts";
import { type BitSet, hasBit } from "../../src/graph/arrays/bit-set.ts";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { type SlowChange, slowDiff } from "../oracle/slow-diff.ts";
import {
  arbitraryHeapPair,
  buildEmbedderPair,
  buildForeignPair,
  buildPythonPair,
  type HeapPairSpec,
} from "../support/arbitrary-heap-pair.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";

type BuildPair = (spec: HeapPairSpec) => [HeapGraph, HeapGraph];

/** Two heaps and how they compare. */
interface Compared {
  readonly graphs: readonly [HeapGraph, HeapGraph];
  readonly past: PastHeap;
  readonly later: Analyses;
  readonly comparison: HeapComparison;
}

function forRandomPairs(build: BuildPair, check: (compared: Compared) => void): void {
  fc.assert(
    fc.property(arbitraryHeapPair, (spec) => {
      const graphs = build(spec);
      const past = rememberHeap(new Analyses(graphs[0]));
      const later = new Analyses(graphs[1]);
      check({ graphs, past, later, comparison: compareHeaps(past, later) });
    }),
    { ...RANDOM_RUNS, numRuns: RANDOM_RUNS.numRuns / 5 },
  );
}

/** Ids of the nodes of one group that are marked, ascending. */
function idsOf(
  ids: ArrayLike<number>,
  groups: ArrayLike<number>,
  group: number,
  bits: BitSet,
): number[] {
  return Array.from(ids)
    .filter((_, node) => groups[node] === group && hasBit(bits, node))
    .toSorted((a, b) => a - b);
}

/** Nodes with even ids as type, name and size. */
function likenesses(
  graph: HeapGraph,
  sizes: ArrayLike<number>,
  holds: (node: number) => boolean,
): string[] {
  return Array.from({ length: graph.nodeCount }, (_, node) => node)
    .filter((node) => graph.data.nodeIds[node] % 2 === 0 && holds(node))
    .map((node) => `${graph.nodeTypeName(node)} ${graph.rawName(node)} ${sizes[node]}`);
}

/** The comparison in the oracle's form. */
function listChanges({ past, later, comparison }: Compared): Map<string, SlowChange> {
  const { classes, classOf, pastClassOf, isNew, isDeleted } = comparison;
  const rows = classes.map((change, number): [string, SlowChange] => {
    const { className, location } = change.key;
    const place =
      location === null ? "" : ` at ${location.scriptId}:${location.line}:${location.column}`;
    const newIds = idsOf(later.graph.data.nodeIds, classOf, number, isNew);
    const deletedIds = idsOf(past.nodeIds, pastClassOf, number, isDeleted);
    expect([change.newCount, change.deletedCount]).toEqual([newIds.length, deletedIds.length]);
    return [
      `${className}${place}`,
      {
        newIds,
        newSize: change.newSize,
        deletedIds,
        deletedSize: change.deletedSize,
        count: change.count,
        pastRetainedSize: change.pastRetainedSize,
        retainedSize: change.retainedSize,
      },
    ];
  });
  expect(new Set(rows.map(([name]) => name)).size).toBe(rows.length);
  return new Map(rows);
}

describe("a comparison by ids", () => {
  it.each([
    ["addresses", buildPythonPair],
    ["even ids", buildEmbedderPair],
  ])("is the difference of the sets of ids of each class: %s", (_, build) => {
    forRandomPairs(build, (compared) => {
      expect(compared.comparison.matching).toBe("ids");
      expect(listChanges(compared)).toEqual(slowDiff(...compared.graphs));
    });
  });

  it("of a heap with itself finds nothing", () => {
    forRandomPairs(
      (spec) => {
        const [graph] = buildEmbedderPair(spec);
        return [graph, graph];
      },
      ({ comparison }) => {
        for (const change of comparison.classes) {
          const { newCount, newSize, deletedCount, deletedSize, reissuedCount } = change;
          expect([newCount, newSize, deletedCount, deletedSize, reissuedCount]).toEqual([
            0, 0, 0, 0, 0,
          ]);
          expect(change.retainedSize).toBe(change.pastRetainedSize);
        }
      },
    );
  });

  it("counts as given out again what is new and gone with equal name and size", () => {
    forRandomPairs(buildEmbedderPair, ({ graphs: [before, now], past, later, comparison }) => {
      const { classes, classOf, pastClassOf, isNew, isDeleted } = comparison;
      for (const [number, { reissuedCount }] of classes.entries()) {
        const gone = likenesses(
          before,
          past.shallowSizes,
          (node) => pastClassOf[node] === number && hasBit(isDeleted, node),
        );
        const found = likenesses(
          now,
          later.shallowSizes,
          (node) => classOf[node] === number && hasBit(isNew, node),
        );
        expect(reissuedCount).toBe(countPairs(gone, found));
      }
    });
  });
});

/** How many of some texts have a partner of their own among others. */
function countPairs(some: readonly string[], others: readonly string[]): number {
  const left = [...others];
  let pairs = 0;
  for (const text of some) {
    const at = left.indexOf(text);
    if (at < 0) continue;
    left.splice(at, 1);
    pairs++;
  }
  return pairs;
}

describe("a comparison of two processes", () => {
  it.each(["without", "with"])("pairs objects by class and size, %s the way to them", (ways) => {
    forRandomPairs(buildForeignPair, ({ graphs, past, later, comparison: first }) => {
      const signatures = {
        past: signPaths(new Analyses(graphs[0])),
        later: signPaths(later),
      };
      const comparison = ways === "with" ? compareHeaps(past, later, signatures) : first;
      if (past.shallowSizes.some((size) => size > 0))
        expect(comparison.matching).toBe(ways === "with" ? "signatures" : "classes");
      if (comparison.matching === "ids") return;
      const describeAll = (
        classOf: Uint32Array,
        sizes: ArrayLike<number>,
        signed: Uint32Array,
        group: number,
      ): string[] =>
        Array.from(classOf, (of, node) =>
          of === group && sizes[node] > 0
            ? `${sizes[node]} ${ways === "with" ? signed[node] : ""}`
            : "",
        ).filter((text) => text !== "");
      for (const [number, change] of comparison.classes.entries()) {
        const before = describeAll(
          comparison.pastClassOf,
          past.shallowSizes,
          signatures.past,
          number,
        );
        const now = describeAll(comparison.classOf, later.shallowSizes, signatures.later, number);
        const pairs = countPairs(before, now);
        expect([change.newCount, change.deletedCount]).toEqual([
          now.length - pairs,
          before.length - pairs,
        ]);
        expect(change.reissuedCount).toBe(0);
      }
    });
  });
});
