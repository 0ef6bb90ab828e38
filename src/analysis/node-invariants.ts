import { hasElementIndex } from "../graph/edge-type.ts";
import type { WideColumn } from "../graph/heap-graph.ts";
import { NodeType } from "../graph/node-type.ts";
import { checkBelow, type Invariant, type ReportViolation } from "./invariants.ts";

const NODES = { section: "nodes", record: "node" } as const;
const EDGES = { section: "edges", record: "edge" } as const;

/** What holds of nodes and edges. */
export const NODE_INVARIANTS: readonly Invariant[] = [
  {
    ...NODES,
    invariant: "root",
    statement: "the root is a synthetic node of size 0",
    check(graph, report) {
      const { data, rootOrdinal, nodeCount } = graph;
      if (rootOrdinal >= nodeCount) report(rootOrdinal, `a root below ${nodeCount}`, rootOrdinal);
      else if (data.nodeTypes[rootOrdinal] !== NodeType.synthetic)
        report(rootOrdinal, "a root of type synthetic", graph.nodeTypeName(rootOrdinal));
      else if (data.selfSizes[rootOrdinal] !== 0)
        report(rootOrdinal, "a root of size 0", data.selfSizes[rootOrdinal]);
      return 1;
    },
  },
  {
    ...NODES,
    invariant: "unique-ids",
    statement: "no two nodes have the same id",
    check: ({ data }, report) => checkUnique(data.nodeIds, report),
  },
  {
    ...NODES,
    invariant: "positive-ids",
    statement: "ids are positive integers up to 2^53",
    check({ data, rootOrdinal }, report) {
      for (const [node, id] of data.nodeIds.entries()) {
        // Julia's root has id 0.
        if (Number.isSafeInteger(id) && (id > 0 || (id === 0 && node === rootOrdinal))) continue;
        report(node, "a positive id up to 2^53", id);
      }
      return data.nodeIds.length;
    },
  },
  {
    ...NODES,
    invariant: "self-sizes",
    statement: "sizes are integers from 0 up to 2^53",
    check({ data }, report) {
      for (const [node, size] of data.selfSizes.entries())
        if (!Number.isSafeInteger(size) || size < 0) report(node, "a size from 0 up to 2^53", size);
      return data.selfSizes.length;
    },
  },
  {
    ...NODES,
    invariant: "node-names",
    statement: "node names are in the string table",
    check: ({ data, strings }, report) =>
      checkBelow(data.nodeNames, strings.length, "a string index", report),
  },
  {
    ...NODES,
    invariant: "edge-offsets",
    statement: "the nodes' edge counts add up to the edges",
    check({ data, edgeCount, nodeCount }, report) {
      const { firstEdges } = data;
      if (firstEdges[0] !== 0) report(0, "edge 0 to be the first", firstEdges[0]);
      for (let node = 0; node < nodeCount; node++) {
        const next = firstEdges[node + 1];
        if (next < firstEdges[node])
          report(node, `its edges to end behind ${firstEdges[node]}`, next);
      }
      if (firstEdges[nodeCount] !== edgeCount)
        report(undefined, `${firstEdges[nodeCount]} edges`, edgeCount);
      return nodeCount;
    },
  },
  {
    ...NODES,
    invariant: "detachedness",
    statement: "detachedness is 0, 1 or 2",
    check: ({ data }, report) => checkBelow(data.detachedness ?? [], 3, "a state", report),
  },
  {
    ...EDGES,
    invariant: "edge-targets",
    statement: "edges lead to nodes",
    check: ({ data, nodeCount }, report) =>
      checkBelow(data.edgeTargets, nodeCount, "an ordinal", report),
  },
  {
    ...EDGES,
    invariant: "edge-names",
    statement: "edge names are in the string table",
    check({ data, edgeCount, strings }, report) {
      const { edgeTypes, edgeNames } = data;
      for (let edge = 0; edge < edgeCount; edge++) {
        if (edgeNames[edge] < strings.length || hasElementIndex(edgeTypes[edge])) continue;
        report(edge, `a string index below ${strings.length}`, edgeNames[edge]);
      }
      return edgeCount;
    },
  },
];

/** Sorts a copy; 8 bytes a node at most. */
function checkUnique(ids: WideColumn, report: ReportViolation): number {
  const sorted = ids.toSorted();
  const repeated = new Set<number>();
  for (let at = 1; at < sorted.length; at++)
    if (sorted[at] === sorted[at - 1]) repeated.add(sorted[at]);
  if (repeated.size === 0) return ids.length;
  const firstOf = new Map<number, number>();
  for (const [node, id] of ids.entries()) {
    if (!repeated.has(id)) continue;
    const first = firstOf.get(id);
    if (first === undefined) firstOf.set(id, node);
    else report(node, "an id of its own", `${id}, which node ${first} has`);
  }
  return ids.length;
}
