import { MultiDirectedGraph, NotFoundGraphError, UsageGraphError } from "graphology";
import type { AbstractGraph, Attributes } from "graphology-types";

/** Nodes and edges together that a subgraph may have; graphology needs some 500 bytes for each. */
export const SUBGRAPH_LIMIT = 1_000_000;

/**
 * Copies a part of a heap into a graph of graphology's own, which can be changed: the given nodes and all
 * edges between them that the view shows. Keys are those of the view, attributes plain objects with every value
 * computed. O(nodes + their edges out).
 *
 * @param view - the heap; its options say which edges there are.
 * @param ordinals - nodes to copy, in this order; repeated ones count once.
 * @throws {NotFoundGraphError} when there is no such node.
 * @throws {UsageGraphError} above {@link SUBGRAPH_LIMIT}.
 */
export function subgraph<
  Node extends Attributes,
  Edge extends Attributes,
  Whole extends Attributes,
>(
  view: AbstractGraph<Node, Edge, Whole>,
  ordinals: Iterable<number>,
): MultiDirectedGraph<Node, Edge, Whole> {
  const part = new MultiDirectedGraph<Node, Edge, Whole>();
  part.replaceAttributes({ ...view.getAttributes() });
  for (const ordinal of ordinals) {
    if (part.hasNode(ordinal)) continue;
    if (!view.hasNode(ordinal))
      throw new NotFoundGraphError(`subgraph: could not find the "${ordinal}" node in the heap.`);
    checkSize(part.order);
    part.addNode(ordinal, { ...view.getNodeAttributes(ordinal) });
  }
  for (const [edge, source, target] of listEdges(view, part))
    part.addDirectedEdgeWithKey(edge, source, target, { ...view.getEdgeAttributes(edge) });
  return part;
}

/** Keys, sources and targets of the edges between the nodes that a part has; adding them comes later, being slow. */
function listEdges(view: AbstractGraph, part: AbstractGraph): [string, string, string][] {
  const edges: [string, string, string][] = [];
  for (const source of part.nodes()) {
    // Keys first: a hub has millions of edges that lead elsewhere, and their attributes are not wanted.
    for (const edge of view.outEdges(source)) {
      const target = view.target(edge);
      if (!part.hasNode(target)) continue;
      checkSize(part.order + edges.length);
      edges.push([edge, source, target]);
    }
  }
  return edges;
}

/** @param count - nodes and edges so far. */
function checkSize(count: number): void {
  if (count < SUBGRAPH_LIMIT) return;
  throw new UsageGraphError(
    `subgraph: more than ${SUBGRAPH_LIMIT} nodes and edges are too many to copy; choose fewer nodes.`,
  );
}
