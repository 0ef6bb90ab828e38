import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { detectInspector } from "../../../src/analysis/suspects/detect-inspector.ts";
import type { ClassGrowth, Finding } from "../../../src/analysis/suspects/detector.ts";
import { createContext, findSuspects } from "../../../src/analysis/suspects/find-suspects.ts";
import { EdgeType } from "../../../src/graph/edge-type.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { openSnapshot } from "../../../src/snapshot.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "../../support/build-graph.ts";
import { samplePath } from "../../support/samples.ts";
import { suspectPath } from "../../support/suspect-files.ts";

const TRAP = "are kept only by the console of a debugger (DevTools): not a leak of the program";

describe("what a console keeps in Node", async () => {
  const { analyses } = await openSnapshot(suspectPath("console-node20"));
  const { suspects } = findSuspects(analyses, { limit: 0 });

  it("is named as such and is no urgent matter", () => {
    const [trap, ...others] = suspects.filter(({ kind }) => kind === "inspector");
    expect(others).toEqual([]);
    expect(trap).toMatchObject({
      class: "LoggedOrder",
      count: 200,
      bytes: 85_600,
      severity: "info",
      location: "/srv/app/console.cjs:8:14",
    });
    expect(trap.finding).toContain(TRAP);
  });

  it("leaves out what the program keeps as well", () => {
    const customers = suspects.filter((one) => one.class === "Customer");
    expect(customers.map(({ kind, count }) => ({ kind, count }))).toEqual([
      { kind: "dominant-retainer", count: 40 },
    ]);
  });

  it("is no leak either when it grows: growth stays with the console as its reason", () => {
    const change: ClassGrowth = {
      counts: [0, 100, 200],
      retainedSizes: [0, 42_800, 85_600],
      isGrowing: true,
      isArtefact: false,
    };
    const growth = new Map([["LoggedOrder", change]]);
    const grown = findSuspects(analyses, { limit: 0, growth });
    const told = grown.suspects.filter((one) => one.class === "LoggedOrder");
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: "inspector", severity: "info", growth: change });
    expect(told[0].evidence.map(({ kind }) => kind)).toEqual(["growing-class"]);
    expect(grown.counts).toMatchObject({ medium: 0, high: 0 });
  });
});

it("what a console keeps in workerd is named too", async () => {
  const { analyses } = await openSnapshot(suspectPath("closures-workerd"));
  const { suspects } = findSuspects(analyses, { limit: 0 });
  expect(suspects.find(({ kind }) => kind === "inspector")).toMatchObject({
    class: "LoggedOrder",
    count: 60,
    severity: "info",
  });
});

it.each(["leaky-server/idle", "detached-dom/page"])(
  "no console holds anything in %s",
  async (name) => {
    const { analyses } = await openSnapshot(samplePath(name));
    expect(detectInspector(createContext(analyses, null))).toEqual([]);
  },
);

describe("references of a session", () => {
  const CATEGORIES: NodeSpec[] = [
    { type: NodeType.synthetic, size: 0 },
    { type: NodeType.synthetic, name: "(GC roots)", size: 0 },
    { type: NodeType.synthetic, name: "(Global handles)", size: 0 },
  ];
  const WAYS: EdgeSpec[] = [
    { from: 0, to: 1, type: EdgeType.element, name: 1 },
    { from: 1, to: 2, type: EdgeType.element, name: 1 },
  ];
  const first = CATEGORIES.length;

  /** Orders that a console keeps, with further references. */
  function detect(
    orders: number,
    label: string,
    more: readonly EdgeSpec[] = [],
  ): readonly Finding[] {
    const nodes = Array.from({ length: orders }, () => ({ name: "Order" }));
    const edges = nodes.map((_, at) => ({
      from: 2,
      to: first + at,
      type: EdgeType.internal,
      name: `${at + 1} / ${label}`,
    }));
    const graph = buildGraph({
      nodes: [...CATEGORIES, ...nodes],
      edges: [...WAYS, ...edges, ...more],
    });
    return detectInspector(createContext(new Analyses(graph), null));
  }

  it("of console and debugger count, from ten objects on", () => {
    expect(detect(10, "DevTools console")).toMatchObject([
      { class: "Order", count: 10, bytes: 10 },
    ]);
    expect(detect(10, "DevTools debugger")).toMatchObject([{ class: "Order", count: 10 }]);
    expect(detect(9, "DevTools console")).toEqual([]);
  });

  it("of others with such words in their names do not", () => {
    expect(detect(20, "a DevTools console of mine")).toEqual([]);
  });

  it("do not count for objects that something else leads to, be it over another logged one", () => {
    const other = [
      { from: 0, to: first + 1 },
      { from: first + 1, to: first },
    ];
    expect(detect(12, "DevTools console", other)).toMatchObject([{ count: 10 }]);
    expect(detect(11, "DevTools console", other)).toEqual([]);
  });
});
