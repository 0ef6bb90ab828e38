import { describe, expect, it } from "vitest";
import type { Analyses } from "../../src/analysis/analyses.ts";
import { drawBoxes } from "../../src/analysis/lineage/draw-boxes.ts";
import type { Reference } from "../../src/analysis/lineage/holders.ts";
import { walkLineage, type WalkResult } from "../../src/analysis/lineage/lineage-walk.ts";
import { createRootTest } from "../../src/analysis/lineage/root-test.ts";
import type { LineagePicture, ObjectsBox } from "../../src/analysis/lineage-picture.ts";
import { traceBackrefs, traceRefs } from "../../src/analysis/trace-lineage.ts";
import { reach } from "../oracle/edge-list.ts";
import { slowCosts, slowSteps } from "../oracle/slow-paths.ts";
import { slowEssentialEdges } from "../oracle/slow-essential-edges.ts";
import { forRandomHeaps } from "../support/arbitrary-heap.ts";
import { makeFinder } from "../support/lineage-finders.ts";

interface Walk extends WalkResult {
  readonly picture: LineagePicture;
  readonly find: (node: number) => readonly Reference[];
  readonly isRoot: (node: number) => boolean;
}

interface Limits {
  readonly direction: "up" | "down";
  readonly isMerged: boolean;
  readonly maxBoxes: number;
  readonly tooMany: number;
}

/** A walk that ends at roots and looks at nothing else. */
function walk(analyses: Analyses, starts: readonly number[], limits: Limits): Walk {
  const { patterns, parts, find } = makeFinder(analyses, limits.direction);
  const isRoot = createRootTest(analyses);
  const result = walkLineage(analyses, Uint32Array.from(starts), {
    ...limits,
    find,
    refersOn: (ordinal) => find(ordinal).length > 0,
    maxDepth: Infinity,
    isEnd: isRoot,
    isCulled: () => false,
    isIgnored: () => false,
    anyPattern: patterns.any,
    spine: null,
    isNarrowing: false,
    rank: (ordinal) => ordinal,
  });
  const picture = drawBoxes(analyses, result.drafts, patterns, parts, {
    direction: limits.direction,
    isRoot,
    isHighlighted: () => false,
    isNew: () => false,
    cuts: [],
  });
  return { ...result, picture, find, isRoot };
}

function forRandomWalks(check: (analyses: Analyses, walked: Walk, limits: Limits) => void): void {
  forRandomHeaps((analyses, [a, b, limit, flags]) => {
    const { nodeCount } = analyses.graph;
    const limits = {
      direction: flags % 2 === 0 ? "up" : "down",
      isMerged: flags % 4 < 2,
      maxBoxes: 2 + (limit % 10),
      tooMany: flags % 5,
    } as const;
    check(analyses, walk(analyses, [a % nodeCount, b % nodeCount], limits), limits);
  });
}

describe("a walk", () => {
  it("puts no object into two boxes, and no more boxes than it may", () => {
    forRandomWalks((analyses, { drafts, picture }, { maxBoxes, isMerged }) => {
      const members = drafts.boxes.flatMap((box) => [...box.members.values]);
      expect(new Set(members).size).toBe(members.length);
      for (const box of drafts.boxes) {
        expect(box.members.length).toBeGreaterThan(0);
        for (const member of box.members.values) expect(drafts.boxOf(member)).toBe(box);
        if (!isMerged) expect(box.members.length).toBe(1);
        const { keyOf } = analyses.classKeys;
        expect(new Set(Array.from(box.members.values, (member) => keyOf[member])).size).toBe(1);
      }
      expect(drafts.boxes.length).toBeLessThanOrEqual(maxBoxes);
      const more = picture.boxes.filter(({ kind }) => kind === "more");
      expect(picture.boxes.length).toBe(drafts.boxes.length + more.length);
      expect(more.length).toBeLessThanOrEqual(drafts.boxes.length);
    });
  });

  it("sums up its boxes and references", () => {
    forRandomWalks((analyses, { drafts, picture }) => {
      const { idoms } = analyses.dominators;
      const root = analyses.graph.rootOrdinal;
      const retainedBy = (nodes: ReadonlySet<number>): number => {
        const isBelow = (node: number): boolean =>
          nodes.has(node) || (node !== root && isBelow(idoms[node]));
        return [...idoms.keys()].reduce(
          (sum, node) => sum + (isBelow(node) ? analyses.shallowSizes[node] : 0),
          0,
        );
      };
      for (const [at, draft] of drafts.boxes.entries()) {
        const members = [...draft.members.values];
        const shallow = members.reduce((sum, node) => sum + analyses.shallowSizes[node], 0);
        expect(picture.boxes[at]).toMatchObject({
          kind: "objects",
          count: members.length,
          shallowSize: shallow,
          retainedSize: retainedBy(new Set(members)),
        });
        const { ids } = picture.boxes[at] as ObjectsBox;
        expect(ids.length).toBe(Math.min(3, members.length));
      }
      for (const [at, draft] of drafts.edges.entries()) {
        const targets = new Set(draft.targets.values);
        expect(picture.edges[at]).toMatchObject({
          count: draft.targets.length,
          targetCount: targets.size,
          retainedSize: retainedBy(targets),
        });
        const labels = picture.edges[at].labels.length + picture.edges[at].omittedLabels;
        expect(labels).toBe(draft.patterns.size);
      }
    });
  });

  it("counts each reference between its boxes once, and where nothing is left out all", () => {
    forRandomWalks((_, { drafts, find, isRoot, omitted }) => {
      const expected = new Map<string, number>();
      for (const box of drafts.boxes) {
        for (const member of box.members.values) {
          if (isRoot(member)) continue;
          for (const { from, to, hold } of find(member)) {
            const ends = [from, to].map((node) => drafts.boxOf(node)?.index ?? -1);
            const key = `${ends.join(",")},${hold}`;
            expected.set(key, (expected.get(key) ?? 0) + 1);
          }
        }
      }
      for (const { from, to, hold, count } of drafts.edges)
        expect(count).toBeLessThanOrEqual(expected.get(`${from},${to},${hold}`) ?? 0);
      const { starts, unexplored, tooMany, noRoom } = omitted;
      if (starts + unexplored + tooMany.boxes + noRoom.boxes > 0) return;
      const found = drafts.edges.map(({ from, to, hold, count }) => [
        `${from},${to},${hold}`,
        count,
      ]);
      expect(new Map(found as [string, number][])).toEqual(expected);
    });
  });
});

const addUp = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

const trace = { up: traceBackrefs, down: traceRefs } as const;

/** Positions of boxes from which a box can be reached along the references drawn. */
function above({ edges }: LineagePicture, box: number): Set<number> {
  const seen = new Set([box]);
  for (const at of seen) for (const { from, to } of edges) if (to === at) seen.add(from);
  return seen;
}

describe("traceBackrefs", () => {
  it("leads from a root to every object that the program's roots lead to", () => {
    forRandomHeaps((analyses, [draw, flags]) => {
      const { graph } = analyses;
      if (!analyses.referenceKinds.isSynthetic(graph.rootOrdinal)) return;
      const start = draw % graph.nodeCount;
      if (slowCosts(analyses, slowSteps(analyses), false)[start] === Infinity) return;
      const essential = slowEssentialEdges(graph);
      const reached = reach(essential, [graph.rootOrdinal]);
      if (start === graph.rootOrdinal || !reached.has(start)) return;
      const result = traceBackrefs(
        analyses,
        Uint32Array.of(start),
        { count: 0 },
        { maxBoxes: 300, tooMany: 0, isMerged: flags % 2 === 0 },
      );
      const roots = [...above(result, 0)].filter((at) => {
        const box = result.boxes[at];
        return box.kind === "objects" && (box.isRoot || box.isModule);
      });
      expect(roots.length).toBeGreaterThan(0);
    });
  });
});

describe.each(["up", "down"] as const)("tracing %s", (direction) => {
  it("draws single objects where they are not merged, and says the same each time", () => {
    forRandomHeaps((analyses, [a, b, limit, flags]) => {
      const { nodeCount } = analyses.graph;
      const options = {
        isMerged: flags % 2 === 0,
        all: flags % 3 === 0,
        weak: flags % 5 === 0,
        maxBoxes: 2 + (limit % 20),
        tooMany: flags % 4,
        ...(flags % 7 === 0 ? { maxDepth: flags % 3 } : {}),
      };
      const starts = Uint32Array.from(new Set([a % nodeCount, b % nodeCount]));
      const result = trace[direction](analyses, starts, { count: 0 }, options);
      expect(trace[direction](analyses, starts, { count: 0 }, options)).toEqual(result);
      const objects = result.boxes.filter((box) => box.kind === "objects");
      expect(objects.length).toBeLessThanOrEqual(options.maxBoxes);
      expect(objects.filter(({ isStart }) => isStart).length).toBeGreaterThan(0);
      if (!options.isMerged) for (const box of objects) expect(box.count).toBe(1);
      for (const { from, to, count, targetCount } of result.edges) {
        expect(Math.max(from, to)).toBeLessThan(result.boxes.length);
        // What was left out has no references of its own to count.
        if ([from, to].some((at) => result.boxes[at].kind === "more")) continue;
        expect(targetCount).toBeGreaterThan(0);
        expect(targetCount).toBeLessThanOrEqual(count);
      }
      const left = result.boxes.filter((box) => box.kind === "more");
      const { tooMany, noRoom, besides } = result.omitted;
      const reasons = [tooMany, noRoom, besides];
      for (const quantity of ["boxes", "count"] as const)
        expect(addUp(left.map((box) => box[quantity]))).toBe(
          addUp(reasons.map((reason) => reason[quantity])),
        );
    });
  });
});
