import { describe, expect, it } from "vitest";
import type { Analyses } from "../../src/analysis/analyses.ts";
import { mergePaths } from "../../src/analysis/merge-paths.ts";
import type { MergedPathResult, MergedPathRow } from "../../src/analysis/path-result.ts";
import { sumRetained } from "../../src/graph/dominance.ts";
import { slowStops } from "../oracle/slow-merged-paths.ts";
import { slowCosts, slowSteps } from "../oracle/slow-paths.ts";
import { forRandomHeaps } from "../support/arbitrary-heap.ts";
import { makeFinder } from "../support/lineage-finders.ts";

/** Up to four objects that stand for themselves; of parts see merge-paths.test.ts. */
function choose(analyses: Analyses, draw: readonly number[]): Uint32Array {
  const { parts } = makeFinder(analyses, "up");
  const drawn = new Set(draw.map((at) => at % analyses.graph.nodeCount));
  return Uint32Array.from([...drawn].filter((node) => parts.ownersOf(node) === null));
}

/** Tries a statement on random objects of random heaps, with all rows and with few. */
function forRandomMerges(
  check: (analyses: Analyses, chosen: Uint32Array, result: MergedPathResult, all: boolean) => void,
): void {
  forRandomHeaps((analyses, draw) => {
    const chosen = choose(analyses, draw);
    const all = { maxRows: 0, tooMany: 0 };
    check(analyses, chosen, mergePaths(analyses, chosen, { count: 0 }, all), true);
    const few = { maxRows: 1 + (draw[0] % 6), tooMany: 1 + (draw[1] % 3) };
    check(analyses, chosen, mergePaths(analyses, chosen, { count: 0 }, few), false);
  });
}

/** Rows right below each row, by its position. */
function childrenOf(rows: readonly MergedPathRow[]): MergedPathRow[][] {
  const children: MergedPathRow[][] = rows.map(() => []);
  const above: number[] = [];
  for (const [at, row] of rows.entries()) {
    if (row.depth > 0) children[above[row.depth - 1]].push(row);
    above[row.depth] = at;
  }
  return children;
}

const addUp = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

const distinct = (names: readonly string[]): string[] => [...new Set(names)].toSorted();

describe("mergePaths", () => {
  it("reaches in every row what it ends, leaves out, and what the rows below reach", () => {
    forRandomMerges((_, __, { rows }) => {
      for (const [at, children] of childrenOf(rows).entries()) {
        const { reachedCount, endCount, omitted } = rows[at];
        const below = children.reduce((sum, child) => sum + child.reachedCount, 0);
        expect(endCount + omitted.reachedCount + below).toBe(reachedCount);
        expect(omitted.count > 0).toBe(omitted.reachedCount > 0);
      }
    });
  });

  it("has all rows and all objects that a root leads to, unless told otherwise", () => {
    forRandomMerges((analyses, chosen, { rows, unreachable, count }, isAll) => {
      const costs = slowCosts(analyses, slowSteps(analyses), true);
      const reached = [...chosen].filter((node) => costs[node] < Infinity);
      expect(count).toBe(chosen.length);
      expect(unreachable.count).toBe(chosen.length - reached.length);
      if (!isAll) return;
      const roots = rows.filter(({ depth }) => depth === 0);
      expect(roots.reduce((sum, row) => sum + row.reachedCount, 0)).toBe(reached.length);
      expect(rows.reduce((sum, row) => sum + row.endCount, 0)).toBe(reached.length);
      expect(rows.filter(({ omitted }) => omitted.count > 0)).toEqual([]);
    });
  });

  it("retains in its roots what the objects retain together", () => {
    forRandomMerges((analyses, chosen, { rows, retainedSize, unreachable }, isAll) => {
      const { dominance, retainedSizes } = analyses;
      expect(retainedSize).toBe(sumRetained(dominance, chosen.slice(), retainedSizes));
      const roots = rows.filter(({ depth }) => depth === 0);
      // An object below another one of them is retained by both, and their roots may differ.
      const total = addUp(roots.map((row) => row.retainedSize));
      if (isAll && unreachable.count === 0) expect(total).toBeGreaterThanOrEqual(retainedSize);
      for (const [at, children] of childrenOf(rows).entries()) {
        const { ids, endCount, reachedCount, repeat, ...row } = rows[at];
        expect(row.retainedSize).toBeLessThanOrEqual(retainedSize);
        for (const child of children)
          expect(child.retainedSize).toBeLessThanOrEqual(row.retainedSize);
        if (endCount < reachedCount || ids.length < row.count || repeat > 1) continue;
        const ends = [...chosen].filter((node) => ids.includes(analyses.graph.data.nodeIds[node]));
        expect(row.retainedSize).toBe(
          sumRetained(dominance, Uint32Array.from(ends), retainedSizes),
        );
      }
    });
  });

  it("keeps within the limits", () => {
    forRandomHeaps((analyses, [a, b, maxRows, tooMany]) => {
      const limits = { maxRows: 1 + (maxRows % 5), tooMany: 1 + (tooMany % 3) };
      const { rows } = mergePaths(analyses, choose(analyses, [a, b]), { count: 0 }, limits);
      const roots = rows.filter(({ depth }) => depth === 0).length;
      expect(roots).toBeLessThanOrEqual(limits.tooMany);
      expect(rows.length).toBeLessThanOrEqual(Math.max(roots, limits.maxRows));
      for (const children of childrenOf(rows))
        expect(children.length).toBeLessThanOrEqual(limits.tooMany);
    });
  });

  it("has every stop of the single ways in one row, as many objects as stops", () => {
    forRandomMerges((analyses, chosen, { rows }, isAll) => {
      if (!isAll) return;
      const stops = [...slowStops(analyses, [...chosen]).values()];
      expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(stops.length);
      // Rows of one level only are groups of stops of that level; rows of equal steps take in further ones.
      const isPlain = rows.every(({ repeat }) => repeat === 1);
      if (!isPlain) return;
      for (const depth of new Set(rows.map((row) => row.depth))) {
        const level = rows.filter((row) => row.depth === depth);
        const expected = stops.filter(({ trail }) => trail.length === depth + 1);
        expect(addUp(level.map(({ count }) => count))).toBe(expected.length);
        expect(addUp(level.map(({ reachedCount }) => reachedCount))).toBe(
          addUp(expected.map(({ reached }) => reached)),
        );
        expect(distinct(level.map((row) => row.class))).toEqual(
          distinct(expected.map(({ trail }) => analyses.className(trail[depth]))),
        );
      }
    });
  });
});
