import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { signPaths } from "../../../src/analysis/change/sign-paths.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { arbitraryGraph } from "../../support/arbitrary-graph.ts";
import { buildGraph, type GraphSpec } from "../../support/build-graph.ts";
import { graph, type LabelledGraph } from "../../support/graph-dsl.ts";
import { RANDOM_RUNS } from "../../support/random-runs.ts";

function sign(labelled: LabelledGraph): Record<string, number> {
  return labelled.byLabel(signPaths(new Analyses(labelled.graph)));
}

/** The same program's heap as another process lays it out: other ids, other ordinals behind the root. */
function layOutAnew(spec: GraphSpec, places: readonly number[]): GraphSpec {
  const nodes = [...spec.nodes];
  for (const [at, place] of places.entries()) nodes[place] = spec.nodes[at];
  return {
    ...spec,
    nodes: Array.from(nodes, (node, at) => ({ ...node, id: 7001 + 2 * at })),
    edges: Array.from(spec.edges, (edge) => ({
      ...edge,
      from: places[edge.from],
      to: places[edge.to],
    })),
  };
}

/** Ways of one cost are told apart by the order of roots in the file: one root, no entries that name ids. */
const oneRooted = arbitraryGraph
  .map(({ nodes: [root, ...others], edges }): GraphSpec => ({
    nodes: [root, ...others.map((node) => (node.type === NodeType.synthetic ? {} : node))],
    edges,
  }))
  .filter(({ edges }) => !edges.some(({ name }) => String(name).includes("part of key")));

/** `global` has two functions of one scope. */
function scopeHeap(properties: string): string {
  return `
    root -shortcut:1-> global
    global -> ${properties}
    f -context:scope-> scope
    g -context:scope-> scope
    scope -> x
  `;
}

describe("the signature of the way to an object", () => {
  it("is the same in two processes of one program", () => {
    const cases = oneRooted.chain((spec) => {
      const behind = [...spec.nodes.keys()].slice(1);
      return fc.tuple(
        fc.constant(spec),
        fc.shuffledSubarray(behind, { minLength: behind.length }).map((rest) => [0].concat(rest)),
      );
    });
    fc.assert(
      fc.property(cases, ([spec, places]) => {
        const one = signPaths(new Analyses(buildGraph(spec)));
        const other = signPaths(new Analyses(buildGraph(layOutAnew(spec, places))));
        expect(places.map((place) => other[place])).toEqual([...one]);
      }),
      { ...RANDOM_RUNS, numRuns: 100 },
    );
  });

  // Of two ways that cost the same the tree takes the one that it meets first; the order of hash tables, as of
  // the properties of `global`, differs from process to process.
  it("is the same where properties stand in another order", () => {
    const one = sign(graph(scopeHeap("f g")));
    const other = sign(graph(scopeHeap("g f")));
    expect([other["f"], other["g"]]).toEqual([one["f"], one["g"]]);
    expect(other["x"]).toBe(one["x"]);
  });

  it("does not depend on indexes, nor on the object", () => {
    const { a, b, c } = sign(
      graph(`
        root -shortcut:1-> global
        global -> list
        list -element:0-> a
        list -element:7-> b
        list -property:last-> c
        a is "Job" 8 @11
        b is "Job" 80 @13
        c is "Job" 8 @15
      `),
    );
    expect(a).toBe(b);
    expect(c).not.toBe(a);
  });

  it("tells names of variables, properties and of the nodes on the way apart", () => {
    const signed = sign(
      graph(`
        root -shortcut:1-> global
        global -> left right
        left -property:x-> a
        right -property:x-> b
        left -property:y-> c
        left -context:x-> d
        a is "Job"
        b is "Job"
        c is "Job"
        d is "Jo"
      `),
    );
    const { a, b, c, d } = signed;
    expect(new Set([a, b, c, d]).size).toBe(4);
  });

  it("is 0 where no root leads", () => {
    const { lost, below, weak, held } = sign(
      graph(`
        root -shortcut:1-> global
        global -> held
        global -weak-> weak
        lost -> below held
      `),
    );
    expect([lost, below, weak]).toEqual([0, 0, 0]);
    expect(held).not.toBe(0);
  });

  it("is made for the whole of a long list", () => {
    const count = 50_000;
    const nodes = [
      { type: NodeType.synthetic, size: 0 },
      ...Array.from({ length: count }, () => ({ name: "Node" })),
    ];
    const edges = Array.from({ length: count }, (_, at) => ({
      from: at,
      to: at + 1,
      name: "next",
    }));
    const signatures = signPaths(new Analyses(buildGraph({ nodes, edges })));
    expect(new Set(signatures).size).toBeGreaterThan(count - 10);
  });
});
