import { IntStack } from "./arrays/int-stack.ts";
import { EdgeType } from "./edge-type.ts";
import type { HeapGraph, WideColumn } from "./heap-graph.ts";
import { NodeType } from "./node-type.ts";
import type { HeapGraphData } from "./heap-graph.ts";

const UNVISITED = 0xffffffff;
const MANY_OWNERS = 0xfffffffe;

/**
 * Shallow sizes: V8's self sizes, with backing stores counted at their one owner.
 *
 * Hidden nodes, arrays and external string data are candidates; ownership flows to them over non-weak
 * edges from everything else. A candidate with exactly one owner gives its size away, unless the owner is
 * the root or synthetic. In snapshots taken with internals exposed (no user root) nothing moves.
 * (DevTools: `calculateShallowSizes`.)
 *
 * @param hasUserRoots - whether the root has a child that stands for the program.
 * @returns length nodeCount, bytes; the file's own column when nothing moves. O(nodes + edges).
 */
export function computeShallowSizes(graph: HeapGraph, hasUserRoots: boolean): WideColumn {
  const { data, nodeCount } = graph;
  if (!hasUserRoots) return data.selfSizes;
  const owners = findOwners(graph);
  const sizes = copyColumn(data.selfSizes, graph.isShared);
  const moved = moveSizes(graph, owners, sizes);
  if (moved) return sizes;
  // An owner's sum does not fit 32 bits: once more with room.
  const wide = graph.isShared
    ? new Float64Array(new SharedArrayBuffer(nodeCount * 8))
    : new Float64Array(nodeCount);
  wide.set(data.selfSizes);
  moveSizes(graph, owners, wide);
  return wide;
}

function isCandidate(
  data: HeapGraphData,
  externalData: ReadonlySet<number>,
  node: number,
): boolean {
  const type = data.nodeTypes[node];
  if (type === NodeType.hidden || type === NodeType.array) return true;
  return type === NodeType.native && externalData.has(data.nodeNames[node]);
}

/** By ordinal: the one owner, itself for what is no candidate, UNVISITED or MANY_OWNERS. */
function findOwners(graph: HeapGraph): Uint32Array {
  const { data, nodeCount } = graph;
  const { firstEdges, edgeTypes, edgeTargets } = data;
  const externalData = new Set(graph.strings.findAll("system / ExternalStringData"));
  const owners = new Uint32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    owners[node] = isCandidate(data, externalData, node) ? UNVISITED : node;
  }
  const pending = new IntStack();
  for (let start = 0; start < nodeCount; start++) {
    if (owners[start] !== start) continue;
    pending.push(start);
    while (pending.size > 0) {
      const node = pending.pop();
      const owner = owners[node];
      for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
        const target = edgeTargets[edge];
        const before = owners[target];
        if (before === target || before === owner || before === MANY_OWNERS) continue;
        if (edgeTypes[edge] === EdgeType.weak) continue;
        owners[target] = before === UNVISITED ? owner : MANY_OWNERS;
        pending.push(target);
      }
    }
  }
  return owners;
}

/** Moves the sizes of owned nodes; returns false, with `sizes` spoilt, when one does not fit its column. */
function moveSizes(graph: HeapGraph, owners: Uint32Array, sizes: WideColumn): boolean {
  const { nodeTypes } = graph.data;
  for (let node = 0; node < owners.length; node++) {
    const owner = owners[node];
    if (owner === node || owner >= MANY_OWNERS) continue;
    if (owner === graph.rootOrdinal || nodeTypes[owner] === NodeType.synthetic) continue;
    const sum = sizes[owner] + sizes[node];
    sizes[owner] = sum;
    if (sizes[owner] !== sum) return false;
    sizes[node] = 0;
  }
  return true;
}

function copyColumn(column: WideColumn, shared: boolean): WideColumn {
  if (!shared) return column.slice();
  const buffer = new SharedArrayBuffer(column.byteLength);
  const copy = column instanceof Uint32Array ? new Uint32Array(buffer) : new Float64Array(buffer);
  copy.set(column);
  return copy;
}
