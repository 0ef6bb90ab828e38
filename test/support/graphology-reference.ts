import { MultiDirectedGraph } from "graphology";
import type { Analyses } from "../../src/analysis/analyses.ts";
import { hasBit } from "../../src/graph/arrays/bit-set.ts";
import { NO_DISTANCE } from "../../src/graph/distances.ts";
import { EdgeType } from "../../src/graph/edge-type.ts";
import type { GraphViewOptions } from "../../src/graph/graphology-edges.ts";
import type { HeapGraphView } from "../../src/graph/graphology-view.ts";

/** Any graph, its methods called by name. */
export type AnyGraph = MultiDirectedGraph | HeapGraphView;

/** The heap as a graph of graphology's own, built edge by edge: what a view must agree with. */
export function buildReference(
  analyses: Analyses,
  { weak = false, hidden = true, essentialOnly = false }: GraphViewOptions = {},
): MultiDirectedGraph {
  const { graph } = analyses;
  const { firstEdges, edgeTypes, edgeTargets, nodeIds } = graph.data;
  const built = new MultiDirectedGraph();
  built.replaceAttributes({ root: String(graph.rootOrdinal) });
  for (let node = 0; node < graph.nodeCount; node++) {
    const distance = analyses.distances[node];
    built.addNode(node, {
      id: nodeIds[node],
      type: graph.nodeTypeName(node),
      name: analyses.nodeName(node),
      class: analyses.className(node),
      shallowSize: analyses.shallowSizes[node],
      retainedSize: analyses.retainedSizes[node],
      distance: distance === NO_DISTANCE ? null : distance,
    });
  }
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const essential = hasBit(analyses.essential, edge);
      if (edgeTypes[edge] === EdgeType.weak && !weak) continue;
      if (edgeTypes[edge] === EdgeType.hidden && !hidden) continue;
      if (essentialOnly && !essential) continue;
      built.addDirectedEdgeWithKey(edge, node, edgeTargets[edge], {
        type: graph.edgeTypeName(edge),
        name: graph.edgeName(edge),
        essential,
      });
    }
  }
  return built;
}

const prototypes = (graph: object): object[] => {
  const parent: unknown = Object.getPrototypeOf(graph);
  return parent === null || parent === Object.prototype
    ? []
    : [parent as object, ...prototypes(parent as object)];
};

const methodsOf = (prototype: object): string[] =>
  Object.getOwnPropertyNames(prototype).filter(
    (name) => !name.startsWith("_") && name !== "constructor",
  );

const [, graphPrototype, emitterPrototype] = prototypes(new MultiDirectedGraph());

const CHANGES = /^(?:add|merge|update|drop|clear|import|(?:set|remove|replace)(?=\w*Attributes?$))/;

/** Methods of an event emitter. */
export const EVENT_METHODS: readonly string[] = methodsOf(emitterPrototype);

/** Methods that change a graph. */
export const MUTATORS: readonly string[] = methodsOf(graphPrototype).filter((name) =>
  CHANGES.test(name),
);

/** All other methods of a graph. */
export const READ_METHODS: readonly string[] = methodsOf(graphPrototype).filter(
  (name) => !CHANGES.test(name),
);

/** Properties of a graph that are not methods. */
export const PROPERTIES: readonly string[] = Object.keys(new MultiDirectedGraph());

/** Calls a method by its name. */
export function callMethod(graph: AnyGraph, name: string, args: readonly unknown[]): unknown {
  return (graph as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[name](
    ...args,
  );
}
