import { describe, expect, it } from "vitest";
import { type Components, findComponents, NO_COMPONENT } from "../../src/graph/components.ts";
import { EdgeType } from "../../src/graph/edge-type.ts";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { createGraph } from "../support/build-graph.ts";
import { graph } from "../support/graph-dsl.ts";

const all = (): boolean => true;

/** Components as labels, sorted. */
function componentsOf(
  text: string,
  follows?: (graph: HeapGraph, edge: number) => boolean,
): string[] {
  const heap = graph(text);
  const { first, nodes } = findComponents(
    heap.graph,
    (_, edge) => follows?.(heap.graph, edge) ?? true,
  );
  const labels = Object.keys(heap.ordinalOf);
  return Array.from({ length: first.length - 1 }, (_, at) =>
    Array.from(nodes.subarray(first[at], first[at + 1]), (node) => labels[node]).join(" "),
  ).toSorted();
}

const isStrong = ({ data }: HeapGraph, edge: number): boolean =>
  data.edgeTypes[edge] !== EdgeType.weak;

describe("findComponents", () => {
  it("finds none in a graph without loops", () => {
    expect(componentsOf("root -> a b\n a -> c\n b -> c")).toEqual([]);
    expect(componentsOf("root is synthetic")).toEqual([]);
  });

  it("finds loops that share nothing, and those that share a node as one", () => {
    expect(componentsOf("root -> a c\n a -> b\n b -> a\n c -> d\n d -> c")).toEqual(["a b", "c d"]);
    expect(componentsOf("root -> a\n a -> b c\n b -> a\n c -> a")).toEqual(["a b c"]);
  });

  it("keeps loops apart that only one way connects", () => {
    expect(componentsOf("root -> a\n a -> b\n b -> a c\n c -> d\n d -> c")).toEqual(["a b", "c d"]);
  });

  it("leaves out single nodes, with an edge to themselves too", () => {
    expect(componentsOf("root -> a\n a -> a b\n b -> c\n c -> b c")).toEqual(["b c"]);
  });

  it("minds parallel edges no more than single ones", () => {
    expect(componentsOf("root -> a a\n a -> b b\n b -> a a")).toEqual(["a b"]);
    expect(componentsOf("root -> a a\n a -> b b")).toEqual([]);
  });

  it("finds loops that the root does not lead to, and those it lies in", () => {
    expect(componentsOf("root -> a\n b -> c\n c -> b")).toEqual(["b c"]);
    expect(componentsOf("root -> a\n a -> root")).toEqual(["root a"]);
  });

  it("follows only the edges it is told to", () => {
    const text = "root -> a\n a -> b\n b -weak-> a\n b -> c\n c -> b";
    expect(componentsOf(text)).toEqual(["a b c"]);
    expect(componentsOf(text, isStrong)).toEqual(["b c"]);
  });

  it("is told the source of the edge it asks about", () => {
    const { graph: heap } = graph("root -> a\n a -> b c\n b -> a\n c -> a");
    findComponents(heap, (source, edge) => {
      expect(heap.edgeSource(edge)).toBe(source);
      return true;
    });
  });
});

const COUNT = 1_000_000;
const LAST = COUNT - 1;

/** A graph of COUNT nodes with the same number of edges each; targets beyond the ends lead to the node itself. */
function build(targetsOf: (node: number) => readonly number[]): HeapGraph {
  const { length } = targetsOf(0);
  const edgeTargets = new Uint32Array(COUNT * length);
  for (let node = 0; node < COUNT; node++)
    for (const [at, target] of targetsOf(node).entries())
      edgeTargets[node * length + at] = target < 0 || target > LAST ? node : target;
  const firstEdges = Uint32Array.from({ length: COUNT + 1 }, (_, node) => node * length);
  return createGraph({ firstEdges, edgeTargets });
}

function expectOneOfAll({ first, nodes, componentOf }: Components): void {
  expect([...first]).toEqual([0, COUNT]);
  expect(nodes.every((node, at) => node === at)).toBe(true);
  expect(componentOf.every((component) => component === 0)).toBe(true);
}

describe("components of a million nodes", () => {
  it("are none in a chain", () => {
    const { first, nodes, componentOf } = findComponents(
      build((node) => [node + 1]),
      all,
    );
    expect([...first]).toEqual([0]);
    expect(nodes).toHaveLength(0);
    expect(componentOf.every((component) => component === NO_COMPONENT)).toBe(true);
  });

  it("are one in a ring", () => {
    expectOneOfAll(
      findComponents(
        build((node) => [(node + 1) % COUNT]),
        all,
      ),
    );
  });

  it("are one in a doubly linked list", () => {
    expectOneOfAll(
      findComponents(
        build((node) => [node - 1, node + 1]),
        all,
      ),
    );
  });
});
