import fc from "fast-check";
import { bfsFromNode, dfsFromNode } from "graphology-traversal";
import { density } from "graphology-metrics/graph/density.js";
import {
  degreeCentrality,
  inDegreeCentrality,
  outDegreeCentrality,
} from "graphology-metrics/centrality/degree.js";
import {
  bidirectional,
  singleSource,
  singleSourceLength,
  undirectedSingleSourceLength,
} from "graphology-shortest-path/unweighted.js";
import { expect, onTestFinished, test } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { heapAsGraph } from "../../src/analysis/graphology-graph.ts";
import type { GraphViewOptions } from "../../src/graph/graphology-edges.ts";
import { arbitraryGraph } from "../support/arbitrary-graph.ts";
import { buildGraph, type GraphSpec } from "../support/build-graph.ts";
import { type Call, callForms, type Places } from "../support/graphology-calls.ts";
import {
  type AnyGraph,
  buildReference,
  callMethod,
  PROPERTIES,
  READ_METHODS,
} from "../support/graphology-reference.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";

/** How many graphs are tried; each has a real graph built beside it, and some thousand calls. */
const RUNS = 100;

/** Of so many runs, one tries a given form of a call: often enough, and in seconds instead of minutes. */
const FORM_TURNS = 6;

const arbitraryOptions: fc.Arbitrary<GraphViewOptions> = fc.record(
  { weak: fc.boolean(), hidden: fc.boolean(), essentialOnly: fc.boolean() },
  { requiredKeys: [] },
);

/** A graph as view and as reference, with a place in it. */
interface Trial {
  readonly view: AnyGraph;
  readonly reference: AnyGraph;
  readonly places: Places;
}

function forTrials(check: (trial: Trial) => void): void {
  const draw = fc.tuple(arbitraryGraph, arbitraryOptions, fc.nat(999), fc.nat(999));
  const run = ([spec, options, at, other]: [GraphSpec, GraphViewOptions, number, number]): void => {
    const graph = buildGraph(spec);
    const { nodeCount, edgeCount } = graph;
    // Ends of an edge two times of three, else any two nodes.
    const edge = edgeCount === 0 ? 0 : at % edgeCount;
    const linked = edgeCount > 0 && other % 3 > 0;
    check({
      view: heapAsGraph(new Analyses(graph), options),
      reference: buildReference(new Analyses(graph), options),
      places: {
        edge,
        node: linked ? graph.edgeSource(edge) : at % nodeCount,
        other: linked ? graph.data.edgeTargets[edge] : other % nodeCount,
      },
    });
  };
  fc.assert(fc.property(draw, run), { ...RANDOM_RUNS, numRuns: RUNS });
}

/** Text of a result in which the order of nodes and edges, which is free, does not show. */
function normalize(value: unknown): string {
  if (typeof value !== "object" || value === null) return [typeof value, value].join(" ");
  if (Symbol.iterator in value)
    return Array.from(value as Iterable<unknown>, (item) => JSON.stringify(item))
      .toSorted()
      .join("\n");
  const { nodes, edges, ...rest } =
    "export" in value ? { ...(value as AnyGraph).export() } : (value as Record<string, object>);
  if (nodes === undefined) return JSON.stringify(value);
  delete rest["implementation"];
  return [rest, nodes, edges].map((part) => normalize(Object.entries(part))).join("\n");
}

/** What a call comes to: its result and what its callback heard, or the name of its error. */
function outcome(graph: AnyGraph, name: string, make: () => Call): string {
  const { args, heard } = make();
  try {
    const result = callMethod(graph, name, args);
    if (name === "extremities") return JSON.stringify(result);
    // Graphology's findUndirectedEdge says false where the others say undefined.
    const found = name.startsWith("find") && result === false ? undefined : result;
    return `${normalize(found)} after ${normalize(heard())}`;
  } catch (error) {
    return (error as Error).name;
  }
}

const show = ({ args }: Call): string =>
  args.map((arg) => (typeof arg === "function" ? "callback" : JSON.stringify(arg))).join();

test("every read method answers as that of a graph built edge by edge", () => {
  // Stack traces of the errors that are expected would take half of the time.
  const { stackTraceLimit } = Error;
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  Error.stackTraceLimit = 0;
  let turn = 0;
  forTrials(({ view, reference, places }) => {
    turn++;
    for (const name of READ_METHODS) {
      const forms = callForms(name, places) ?? [];
      if (forms.length === 0) expect.fail(`nobody has thought of ${name}`);
      for (const [index, form] of forms.entries()) {
        if ((index + turn) % FORM_TURNS !== 0) continue;
        const expected = outcome(reference, name, form);
        const actual = outcome(view, name, form);
        if (actual !== expected) expect(actual, `${name}(${show(form())})`).toBe(expected);
      }
    }
  });
});

const read = (graph: AnyGraph): object =>
  Object.fromEntries(PROPERTIES.map((name) => [name, graph[name as keyof AnyGraph]]));

test("properties are those of a graph built edge by edge", () => {
  forTrials(({ view, reference }) => {
    expect(read(view)).toEqual({ ...read(reference), implementation: "heapgraph" });
  });
});

test("shortest paths are as long as in a graph built edge by edge, and lead along edges", () => {
  forTrials(({ view, reference, places: { node, other } }) => {
    const path = bidirectional(view, node, other);
    expect(path?.length).toBe(bidirectional(reference, node, other)?.length);
    for (const [at, key] of (path ?? []).slice(1).entries())
      expect(reference.hasEdge(path?.[at], key)).toBe(true);

    const lengths = (graph: AnyGraph): object =>
      Object.entries(singleSource(graph, node)).map(([key, { length }]) => [key, length]);
    expect(lengths(view)).toEqual(lengths(reference));
    expect(singleSourceLength(view, node)).toEqual(singleSourceLength(reference, node));
    expect(undirectedSingleSourceLength(view, node)).toEqual(
      undirectedSingleSourceLength(reference, node),
    );
  });
});

const met = (graph: AnyGraph, search: typeof bfsFromNode, node: number): string[] => {
  const keys: string[] = [];
  search(graph, node, (key, { name }, depth) => {
    keys.push(`${key} ${name} ${search === bfsFromNode ? depth : ""}`);
  });
  return keys.toSorted();
};

test("traversals meet the same nodes as in a graph built edge by edge", () => {
  forTrials(({ view, reference, places: { node } }) => {
    expect(met(view, bfsFromNode, node)).toEqual(met(reference, bfsFromNode, node));
    expect(met(view, dfsFromNode, node)).toEqual(met(reference, dfsFromNode, node));
  });
});

const measure = (graph: AnyGraph): unknown[] => [
  density(graph),
  degreeCentrality(graph),
  inDegreeCentrality(graph),
  outDegreeCentrality(graph),
];

test("metrics are those of a graph built edge by edge", () => {
  forTrials(({ view, reference }) => expect(measure(view)).toEqual(measure(reference)));
});
