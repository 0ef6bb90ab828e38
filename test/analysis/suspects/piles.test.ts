import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { detectModuleCopies } from "../../../src/analysis/suspects/detect-module-copies.ts";
import { detectPromises } from "../../../src/analysis/suspects/detect-promises.ts";
import type { Finding } from "../../../src/analysis/suspects/detector.ts";
import { createContext, findSuspects } from "../../../src/analysis/suspects/find-suspects.ts";
import type { Evidence } from "../../../src/analysis/suspects/suspect.ts";
import { EdgeType } from "../../../src/graph/edge-type.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { openSnapshot } from "../../../src/snapshot.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "../../support/build-graph.ts";
import { samplePath } from "../../support/samples.ts";
import { suspectPath } from "../../support/suspect-files.ts";

/** What the planted program says of itself: test/fixtures/suspects/piles.cjs. */
describe("piles of a Node program", async () => {
  const { analyses } = await openSnapshot(suspectPath("piles-node20"));
  const { suspects } = findSuspects(analyses, { limit: 0 });
  const told = suspects.flatMap((one) => [one as Evidence].concat(one.evidence));

  it("of promises that nobody settles are told with what the functions behind them see", () => {
    const found = told.filter(({ kind }) => kind === "pending");
    expect(found).toMatchObject([{ class: "Answer", count: 300 }]);
    expect(found[0].finding).toMatch(
      / are kept by 300 promises that nobody settles and useAnswer\(\) waits for, at `unsettled`$/,
    );
  });

  it("of listeners that `once` added are told with what the listeners see, not their wrappers", () => {
    const found = told.filter(({ kind }) => kind === "listeners");
    expect(found).toMatchObject([{ class: "Visit", count: 120 }]);
    expect(found[0].finding).toContain('kept by 120 listeners of "ready" at `bus._events.ready`');
  });

  it("of a module that was loaded again and again are told with its script", () => {
    const found = told.filter(({ kind }) => kind === "copies");
    expect(found).toMatchObject([{ class: "piles-plugin.cjs", count: 40 }]);
    expect(found[0].finding).toContain("the script was loaded 40 times");
    // Each copy has its own table of defaults.
    expect(found[0].bytes).toBeGreaterThan(40 * 1000);
  });
});

it.each(["leaky-server/idle", "detached-dom/page"])(
  "%s has no promises that pile up and no module twice",
  async (name) => {
    const { analyses } = await openSnapshot(samplePath(name));
    const context = createContext(analyses, null);
    expect(detectPromises(context)).toEqual([]);
    expect(detectModuleCopies(context)).toEqual([]);
  },
);

describe("a class of one place in a script", () => {
  it("that is defined five times is told, functions and scopes counted", () => {
    expect(detect(4, 1)).toEqual([]);
    expect(detect(5, 1)).toMatchObject([{ class: "Plugin()", count: 5, bytes: 10 }]);
  });

  it("that each of many realms has once is none", () => {
    expect(detect(20, 20)).toEqual([]);
    expect(detect(20, 4)).toMatchObject([{ count: 5 }, { count: 5 }, { count: 5 }, { count: 5 }]);
  });
});

/** Classes of one place, each with an object, in realms one after the other. */
function detect(copies: number, realms: number): readonly Finding[] {
  const nodes: NodeSpec[] = [
    { type: NodeType.synthetic, size: 0 },
    { type: NodeType.code, name: "/srv/app/plugin.cjs" },
    { type: NodeType.code, name: "Plugin" },
  ];
  const edges: EdgeSpec[] = [{ from: 2, to: 1, type: EdgeType.internal, name: "script" }];
  const location = { scriptId: 7, line: 3, column: 12 };
  const first = nodes.length;
  for (let realm = 0; realm < realms; realm++)
    nodes.push({ type: NodeType.hidden, name: "system / NativeContext" });
  for (let copy = 0; copy < copies; copy++) {
    const scope = nodes.push({ name: "system / Context" }) - 1;
    const closure = nodes.push({ type: NodeType.closure, name: "Plugin", location }) - 1;
    const object = nodes.push({ name: "Plugin", location }) - 1;
    edges.push(
      { from: 0, to: object, name: `o${copy}` },
      { from: object, to: closure, name: "constructor" },
      { from: closure, to: 2, type: EdgeType.internal, name: "shared" },
      { from: closure, to: scope, type: EdgeType.internal, name: "context" },
      { from: scope, to: first + (copy % realms), type: EdgeType.internal, name: "previous" },
    );
  }
  const graph = buildGraph({ nodes, edges });
  return detectModuleCopies(createContext(new Analyses(graph), null));
}
