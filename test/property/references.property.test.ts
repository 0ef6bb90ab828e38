import { describe, expect, it } from "vitest";
import type { Analyses } from "../../src/analysis/analyses.ts";
import { Hold, type Reference } from "../../src/analysis/lineage/holders.ts";
import { hasBit } from "../../src/graph/arrays/bit-set.ts";
import { NO_DISTANCE } from "../../src/graph/distances.ts";
import { dominates } from "../../src/graph/dominance.ts";
import { ephemeronRow } from "../../src/graph/ephemerons.ts";
import { type Edge, listEdges, reach } from "../oracle/edge-list.ts";
import { slowEssentialEdges } from "../oracle/slow-essential-edges.ts";
import { forRandomHeaps } from "../support/arbitrary-heap.ts";
import { makeFinder } from "../support/lineage-finders.ts";

/** That a reference stands in the file: as an edge, or as a way through parts that begins at its owner. */
function expectPhysical({ graph, essential }: Analyses, reference: Reference): void {
  const { from, to, edge, owner } = reference;
  expect(graph.data.edgeTargets[edge]).toBe(to);
  const source = graph.edgeSource(edge);
  if (owner === null) {
    expect(source).toBe(from);
    return;
  }
  expect(owner.owner).toBe(from);
  expect(graph.edgeSource(owner.edge)).toBe(from);
  const retaining = listEdges(graph).filter(({ index }) => hasBit(essential, index));
  expect(reach(retaining, [graph.data.edgeTargets[owner.edge]])).toContain(source);
}

const isEntry = ({ ephemerons, graph }: Analyses, { type, index }: Edge): boolean =>
  type === "internal" && ephemeronRow(ephemerons, graph.data.edgeNames[index]) >= 0;

const holdOf = (edge: Edge, essential: ReadonlySet<number>): Hold =>
  edge.type === "weak" ? Hold.weak : essential.has(edge.index) ? Hold.strong : Hold.loose;

describe.each([
  ["holders", "up"],
  ["referents", "down"],
] as const)("%s", (_, direction) => {
  const near = direction === "up" ? "to" : "from";

  it("exist as an edge or as a way through parts", () => {
    forRandomHeaps((analyses, [weak]) => {
      const { find } = makeFinder(analyses, direction, { weak: weak % 2 === 0 });
      for (let node = 0; node < analyses.graph.nodeCount; node++) {
        for (const reference of find(node)) {
          expect(reference[near]).toBe(node);
          expectPhysical(analyses, reference);
        }
      }
    });
  });

  it("are all edges but weak ones and self edges where all are wanted", () => {
    forRandomHeaps((analyses, [weak]) => {
      const withWeak = weak % 2 === 0;
      const { find, folded } = makeFinder(analyses, direction, { all: true, weak: withWeak });
      const essential = new Set(slowEssentialEdges(analyses.graph).map(({ index }) => index));
      const edges = listEdges(analyses.graph).filter(({ from, to }) => from !== to);
      for (let node = 0; node < analyses.graph.nodeCount; node++) {
        const expected = edges
          .filter((edge) => edge[near] === node && (withWeak || edge.type !== "weak"))
          .map((edge) => ({ edge: edge.index, from: edge.from, hold: holdOf(edge, essential) }));
        const found = find(node).map(({ edge, from, hold }) => ({ edge, from, hold }));
        expect(found.toSorted((a, b) => a.edge - b.edge)).toEqual(expected);
      }
      const weakCount = withWeak ? 0 : edges.filter(({ type }) => type === "weak").length;
      expect(folded).toEqual({
        internals: 0,
        plumbing: 0,
        backReferences: 0,
        loose: 0,
        ignored: 0,
        weak: weakCount,
      });
    });
  });
});

describe("holders", () => {
  it("live not only thanks to what they hold", () => {
    forRandomHeaps((analyses, [weak]) => {
      const { find } = makeFinder(analyses, "up", { weak: weak % 2 === 0 });
      for (let node = 0; node < analyses.graph.nodeCount; node++) {
        const strong = find(node).filter(({ hold }) => hold !== Hold.weak);
        expect(strong.filter(({ from }) => dominates(analyses.dominance, node, from))).toEqual([]);
      }
    });
  });

  it("are never all left out of an object that the root leads to", () => {
    forRandomHeaps((analyses) => {
      const { graph } = analyses;
      if (!analyses.referenceKinds.isSynthetic(graph.rootOrdinal)) return;
      const reached = reach(slowEssentialEdges(graph), [graph.rootOrdinal]);
      const { find } = makeFinder(analyses, "up");
      for (const node of reached)
        if (node !== graph.rootOrdinal) expect(find(node).length).toBeGreaterThan(0);
    });
  });

  it("and what is folded are all edges", () => {
    forRandomHeaps((analyses) => {
      const { graph } = analyses;
      const { find, folded, parts } = makeFinder(analyses, "up");
      const essential = new Set(slowEssentialEdges(graph).map(({ index }) => index));
      let candidates = 0;
      let weak = 0;
      let loose = 0;
      for (const edge of listEdges(graph)) {
        if (edge.from === edge.to) continue;
        const owners = parts.ownersOf(edge.from);
        if (edge.type === "weak") weak++;
        else if (isEntry(analyses, edge))
          candidates += owners?.some(({ role }) => role === "table") === true ? owners.length : 1;
        else if (essential.has(edge.index)) {
          const others = owners?.filter(({ owner }) => owner !== edge.to).length ?? 1;
          // A part of the object itself is told where more than the object keeps it alive.
          const isOwn = others === 0 && !dominates(analyses.dominance, edge.to, edge.from);
          candidates += isOwn ? 1 : others;
        } else if (edge.type === "shortcut" && edge.from !== graph.rootOrdinal) candidates++;
        else loose++;
      }
      let reported = 0;
      let viaParts = 0;
      for (let node = 0; node < graph.nodeCount; node++) {
        const found = find(node);
        reported += found.length;
        viaParts += found.filter(({ owner }) => owner !== null).length;
      }
      expect(folded).toMatchObject({ weak, loose, ignored: 0 });
      // What came through a part counts as internal also where it is drawn, or left out as plumbing.
      const { internals, plumbing, backReferences } = folded;
      const leftOut = candidates - reported - plumbing - backReferences;
      expect(internals - leftOut).toBeGreaterThanOrEqual(viaParts);
      expect(internals - leftOut).toBeLessThanOrEqual(viaParts + plumbing);
    });
  });

  it("have the best level that a living holder has", () => {
    forRandomHeaps((analyses) => {
      const { distances, referenceKinds } = analyses;
      const isAlive = (node: number): boolean =>
        distances[node] !== NO_DISTANCE || referenceKinds.isSynthetic(node);
      const { find } = makeFinder(analyses, "up");
      for (let node = 0; node < analyses.graph.nodeCount; node++) {
        const found = find(node);
        const levels = new Set(found.filter(({ from }) => isAlive(from)).map(({ level }) => level));
        expect(levels.size).toBeLessThanOrEqual(1);
        for (const best of levels)
          for (const { level } of found) expect(level).toBeLessThanOrEqual(best);
      }
    });
  });
});

describe("referents", () => {
  it("of an object without parts are its edges, but for the runtime's", () => {
    forRandomHeaps((analyses) => {
      const { graph, referenceKinds } = analyses;
      const essential = new Set(slowEssentialEdges(graph).map(({ index }) => index));
      const { find, parts } = makeFinder(analyses, "down");
      for (let node = 0; node < graph.nodeCount; node++) {
        const edges = listEdges(graph).filter(({ from, to }) => from === node && to !== node);
        const hasParts = edges.some(
          ({ to }) => parts.ownersOf(to)?.some(({ owner }) => owner === node) === true,
        );
        if (hasParts) continue;
        const expected = edges.filter(
          (edge) =>
            edge.type !== "weak" &&
            (isEntry(analyses, edge) ||
              (essential.has(edge.index) && referenceKinds.levelOf(node, edge.index) === 0)) &&
            !referenceKinds.isPlumbing(edge.to),
        );
        // An internal edge beside a named one to the same object says nothing more.
        const named = new Set(
          expected
            .filter(({ type }) => ["property", "element", "context"].includes(type))
            .map(({ to }) => to),
        );
        const told = expected.filter(
          (edge) =>
            isEntry(analyses, edge) ||
            !named.has(edge.to) ||
            (edge.type !== "internal" && edge.type !== "hidden"),
        );
        expect(find(node).map(({ edge }) => edge)).toEqual(told.map(({ index }) => index));
      }
    });
  });
});
