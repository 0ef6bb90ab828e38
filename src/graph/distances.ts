import { type BitSet, createBitSet, hasBit, setBit } from "./arrays/bit-set.ts";
import { ScratchPool } from "./arrays/scratch-pool.ts";
import { EdgeType, hasElementIndex } from "./edge-type.ts";
import { type EphemeronNames, ephemeronRow } from "./ephemerons.ts";
import type { HeapGraph } from "./heap-graph.ts";
import { NodeType } from "./node-type.ts";

/** Distance of a node that the search never reached, as in DevTools. */
export const NO_DISTANCE = -5;

/** Distances from here on are counted from the root instead of the program's globals; shown as `–`. */
export const SYSTEM_DISTANCE = 100_000_000;

/**
 * Distance of every node: breadth first from the user roots at 1, then from the root at SYSTEM_DISTANCE
 * (0 without user roots) to what is left. Weak edges are skipped, as are three kinds that would be short
 * cuts through V8's own tables. Order matters for WeakMap entries: of each pair the half met first is
 * skipped. (DevTools: `calculateDistances`.)
 *
 * @param userRoots - ordinals in the order of the root's edges.
 * @returns length nodeCount, in edges; NO_DISTANCE where never reached. O(nodes + edges).
 */
export function computeDistances(
  graph: HeapGraph,
  ephemerons: EphemeronNames,
  userRoots: Uint32Array,
  scratch: ScratchPool = new ScratchPool(),
): Int32Array {
  const { nodeCount } = graph;
  const distances = graph.isShared
    ? new Int32Array(new SharedArrayBuffer(nodeCount * 4))
    : new Int32Array(nodeCount);
  distances.fill(NO_DISTANCE);
  const queue = scratch.take(nodeCount + 1);
  const isReached = createBitSet(nodeCount);
  const mayFollow = createEdgeFilter(graph, ephemerons);

  let length = 0;
  for (const root of userRoots) {
    distances[root] = 1;
    setBit(isReached, root);
    queue[length++] = root;
  }
  search(graph, distances, isReached, queue, length, mayFollow);
  distances[graph.rootOrdinal] = length > 0 ? SYSTEM_DISTANCE : 0;
  setBit(isReached, graph.rootOrdinal);
  queue[0] = graph.rootOrdinal;
  search(graph, distances, isReached, queue, 1, mayFollow);
  scratch.give(queue);
  return distances;
}

type EdgeFilter = (node: number, edge: number) => boolean;

function search(
  graph: HeapGraph,
  distances: Int32Array,
  isReached: BitSet,
  queue: Uint32Array,
  length: number,
  mayFollow: EdgeFilter,
): void {
  const { firstEdges, edgeTypes, edgeTargets, nodeTypes } = graph.data;
  for (let head = 0; head < length; head++) {
    const node = queue[head];
    const distance = distances[node] + 1;
    const type = nodeTypes[node];
    const isSpecial = type === NodeType.hidden || type === NodeType.array;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      const target = edgeTargets[edge];
      // A bit per node stays in the cache where the distances do not.
      if (hasBit(isReached, target)) continue;
      const edgeType = edgeTypes[edge];
      if (edgeType === EdgeType.weak) continue;
      if ((isSpecial || edgeType === EdgeType.internal) && !mayFollow(node, edge)) continue;
      setBit(isReached, target);
      distances[target] = distance;
      queue[length++] = target;
    }
  }
}

/** The three exceptions; remembers the WeakMap pairs of which one half has been met, through both searches. */
function createEdgeFilter(graph: HeapGraph, ephemerons: EphemeronNames): EdgeFilter {
  const { strings } = graph;
  const { edgeNames, edgeTypes, nodeTypes, nodeNames } = graph.data;
  const isContextName = createNameTest(graph, "system / NativeContext");
  const isDescriptorsName = createNameTest(graph, "(map descriptors)");
  const hasEphemerons = ephemerons.strings.length > 0;
  const pending = new Set<number>();
  return (node, edge) => {
    const type = nodeTypes[node];
    const name = edgeNames[edge];
    const isIndex = hasElementIndex(edgeTypes[edge]);
    if (
      type === NodeType.hidden &&
      !isIndex &&
      isContextName(nodeNames[node]) &&
      strings.equals(name, "sloppy_function_map")
    ) {
      return false;
    }
    if (type === NodeType.array && isDescriptorsName(nodeNames[node])) {
      // Descriptors stand in threes: key, details, value; what the second leads to is no property.
      const index = isIndex ? name | 0 : Number.parseInt(strings.get(name), 10);
      return !(index >= 2 && index % 3 === 1);
    }
    if (!hasEphemerons || edgeTypes[edge] !== EdgeType.internal) return true;
    const row = ephemeronRow(ephemerons, name);
    if (row < 0) return true;
    const pair = ephemerons.pairs[row];
    if (pending.delete(pair)) return true;
    pending.add(pair);
    return false;
  };
}

/** Whether a string index reads `text`; remembers the indexes, of which there are one or few. */
function createNameTest(graph: HeapGraph, text: string): (index: number) => boolean {
  const found = graph.strings.findAll(text);
  if (found.length === 1) {
    const [only] = found;
    return (index) => index === only;
  }
  const all = new Set(found);
  return (index) => all.has(index);
}
