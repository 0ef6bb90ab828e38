import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { createGraph } from "../support/build-graph.ts";
import { sumClasses } from "../support/sum-classes.ts";

const COUNT = 1_000_000;
const LAST = COUNT - 1;

/** A graph of COUNT nodes under a synthetic root 0; `targetsOf` lists the targets of one node. */
function build(
  targetsOf: (node: number) => readonly number[],
  typeOf: (node: number) => number = () => NodeType.object,
): Analyses {
  const firstEdges = new Uint32Array(COUNT + 1);
  const targets = new Uint32Array(COUNT * 3);
  const nodeTypes = new Uint8Array(COUNT);
  let edge = 0;
  for (let node = 0; node < COUNT; node++) {
    nodeTypes[node] = node === 0 ? NodeType.synthetic : typeOf(node);
    for (const target of targetsOf(node)) targets[edge++] = target;
    firstEdges[node + 1] = edge;
  }
  return new Analyses(createGraph({ nodeTypes, firstEdges, edgeTargets: targets.slice(0, edge) }));
}

/** Position and value of the first element that is not as expected, null when there is none. */
function firstDifference(
  column: ArrayLike<number>,
  expected: (node: number) => number,
): [number, number] | null {
  for (let node = 0; node < column.length; node++) {
    if (column[node] !== expected(node)) return [node, column[node]];
  }
  return null;
}

interface Expected {
  readonly idom: (node: number) => number;
  readonly retained: (node: number) => number;
  /** Of all nodes but the root. */
  readonly distance: (node: number) => number;
  /** Of the class of all nodes but the root. */
  readonly classRetained: number;
}

function expectResults(analyses: Analyses, expected: Expected): void {
  const { dominators, retainedSizes, distances, shallowSizes } = analyses;
  expect(firstDifference(shallowSizes, () => 1)).toBeNull();
  expect(firstDifference(dominators.idoms, expected.idom)).toBeNull();
  expect(firstDifference(retainedSizes, expected.retained)).toBeNull();
  const distance = (node: number): number => (node === 0 ? 100_000_000 : expected.distance(node));
  expect(firstDifference(distances, distance)).toBeNull();
  const totals = sumClasses(analyses);
  expect([...totals.counts]).toEqual([1, LAST]);
  expect([...totals.retainedSizes]).toEqual([COUNT, expected.classRetained]);
}

const NOTHING: readonly number[] = [];

const next = (node: number): readonly number[] => (node < LAST ? [node + 1] : NOTHING);

/** Nodes 3k + 1 and 3k + 2 are the sides between 3k and 3k + 3. */
function ladder(node: number): readonly number[] {
  const top = node - (node % 3);
  const targets = node === top ? [node + 1, node + 2] : [top + 3];
  return targets.filter((target) => target < COUNT);
}

/** A chain from node 3 on, to which 1 and 2 both lead. */
function sharedChain(node: number): readonly number[] {
  if (node === 0) return [1, 2];
  return node === 1 ? [3] : next(node);
}

const CHAIN: Expected = {
  idom: (node) => Math.max(0, node - 1),
  retained: (node) => COUNT - node,
  distance: (node) => node,
  classRetained: LAST,
};

describe("a million nodes are right and overflow no stack", { timeout: 30_000 }, () => {
  it("in a chain", () => {
    expectResults(build(next), CHAIN);
  });

  it("in a chain with edges back to far above", () => {
    expectResults(
      build((node) => [node >>> 1, ...next(node)]),
      CHAIN,
    );
  });

  it("in a doubly linked list", () => {
    expectResults(
      build((node) => (node > 0 ? [node - 1, ...next(node)] : next(node))),
      CHAIN,
    );
  });

  it("in a chain against the order of the file", () => {
    expectResults(
      build((node) => (node === 0 ? [LAST] : node > 1 ? [node - 1] : [])),
      {
        idom: (node) => (node === 0 || node === LAST ? 0 : node + 1),
        retained: (node) => (node === 0 ? COUNT : node),
        distance: (node) => COUNT - node,
        classRetained: LAST,
      },
    );
  });

  it("in a chain that the root holds at both ends, linked both ways", () => {
    const ends = new Set([1, LAST]);
    expectResults(
      build((node) => (node === 0 ? [1, LAST] : [Math.max(1, node - 1), Math.min(LAST, node + 1)])),
      {
        idom: () => 0,
        retained: (node) => (node === 0 ? COUNT : 1),
        distance: (node) => (ends.has(node) ? 1 : Math.min(node, COUNT - node)),
        classRetained: LAST,
      },
    );
  });

  it("in a star out of the root", () => {
    const all = Array.from(new Uint32Array(COUNT).keys()).slice(1);
    expectResults(
      build((node) => (node === 0 ? all : NOTHING)),
      {
        idom: () => 0,
        retained: (node) => (node === 0 ? COUNT : 1),
        distance: () => 1,
        classRetained: LAST,
      },
    );
  });

  it("in a star into one node", () => {
    const all = Array.from(new Uint32Array(LAST).keys()).slice(1);
    const last = [LAST];
    expectResults(
      build((node) => (node === 0 ? all : node < LAST ? last : NOTHING)),
      {
        idom: () => 0,
        retained: (node) => (node === 0 ? COUNT : 1),
        distance: (node) => (node === LAST ? 2 : 1),
        classRetained: LAST,
      },
    );
  });

  it("in a ladder of diamonds", () => {
    expectResults(build(ladder), {
      idom: (node) => (node === 0 ? 0 : node % 3 === 0 ? node - 3 : node - (node % 3)),
      retained: (node) => (node % 3 === 0 ? COUNT - node : 1),
      distance: (node) => (node % 3 === 0 ? (node / 3) * 2 : Math.floor(node / 3) * 2 + 1),
      classRetained: LAST,
    });
  });
});

describe("a million backing stores behind each other", { timeout: 30_000 }, () => {
  it("belong to the only node that leads to them", () => {
    const { shallowSizes } = build(next, (node) =>
      node === 1 ? NodeType.object : NodeType.hidden,
    );
    const sizes = [1, LAST];
    expect(firstDifference(shallowSizes, (node) => sizes[node] ?? 0)).toBeNull();
  });

  it("belong to nobody when two nodes lead to the first", () => {
    const { shallowSizes } = build(sharedChain, (node) =>
      node <= 2 ? NodeType.object : NodeType.array,
    );
    expect(firstDifference(shallowSizes, () => 1)).toBeNull();
  });
});

describe("loops of a million nodes", { timeout: 30_000 }, () => {
  it("that nothing holds hang under the root one by one", () => {
    const { dominators, distances } = build((node) =>
      node === 0 ? [] : [node === LAST ? 1 : node + 1],
    );
    expect(firstDifference(dominators.idoms, () => 0)).toBeNull();
    expect(firstDifference(distances, (node) => (node === 0 ? 0 : -5))).toBeNull();
  });

  it("of detached nodes take their state from one of them", () => {
    const graph = createGraph({
      firstEdges: Uint32Array.from({ length: COUNT + 1 }, (_, node) => node),
      edgeTargets: Uint32Array.from({ length: COUNT }, (_, node) => (node + 1) % COUNT),
      nodeTypes: new Uint8Array(COUNT).fill(NodeType.native),
      detachedness: Uint8Array.from({ length: COUNT }, (_, node) => (node === 5 ? 2 : 0)),
    });
    expect(firstDifference(new Analyses(graph).detached.states, () => 2)).toBeNull();
  });
});
