import { ScratchPool } from "./arrays/scratch-pool.ts";
import { createBitSet, hasBit, setBit } from "./arrays/bit-set.ts";
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
 * @param options.inPlace - sizes may be moved in the file's own column instead of a copy.
 * @returns length nodeCount, bytes; the file's own column when nothing moves. O(nodes + edges).
 */
export function computeShallowSizes(
  graph: HeapGraph,
  hasUserRoots: boolean,
  options: { readonly scratch?: ScratchPool; readonly inPlace?: boolean } = {},
): WideColumn {
  const { selfSizes } = graph.data;
  if (!hasUserRoots) return selfSizes;
  const { scratch = new ScratchPool(), inPlace = false } = options;
  // One longer than needed: whoever gets the memory next may need as much.
  const memory = scratch.take(graph.nodeCount + 1);
  const owners = findOwners(graph, memory.subarray(0, graph.nodeCount));
  const sizes = writableSizes(selfSizes, graph.isShared, inPlace);
  moveSizes(graph, owners, sizes);
  scratch.give(memory);
  return sizes;
}

/** A column in which the sum of all sizes fits into one element. */
function writableSizes(selfSizes: WideColumn, shared: boolean, inPlace: boolean): WideColumn {
  let total = 0;
  for (const size of selfSizes) total += size;
  const isWide = selfSizes instanceof Float64Array || total > 0xffffffff;
  if (inPlace && isWide === selfSizes instanceof Float64Array) return selfSizes;
  const bytes = selfSizes.length * (isWide ? 8 : 4);
  const buffer = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  const sizes = isWide ? new Float64Array(buffer) : new Uint32Array(buffer);
  sizes.set(selfSizes);
  return sizes;
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
function findOwners(graph: HeapGraph, owners: Uint32Array): Uint32Array {
  const { data, nodeCount } = graph;
  const { firstEdges, edgeTypes, edgeTargets } = data;
  const externalData = new Set(graph.strings.findAll("system / ExternalStringData"));
  // A bit per node stays in the cache where the owners do not.
  const candidates = createBitSet(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const may = isCandidate(data, externalData, node);
    owners[node] = may ? UNVISITED : node;
    if (may) setBit(candidates, node);
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
        if (!hasBit(candidates, target)) continue;
        const before = owners[target];
        if (before === owner || before === MANY_OWNERS) continue;
        if (edgeTypes[edge] === EdgeType.weak) continue;
        owners[target] = before === UNVISITED ? owner : MANY_OWNERS;
        pending.push(target);
      }
    }
  }
  return owners;
}

/** Moves the sizes of owned nodes to their owners. */
function moveSizes(graph: HeapGraph, owners: Uint32Array, sizes: WideColumn): void {
  const { nodeTypes } = graph.data;
  for (let node = 0; node < owners.length; node++) {
    const owner = owners[node];
    if (owner === node || owner >= MANY_OWNERS) continue;
    if (owner === graph.rootOrdinal || nodeTypes[owner] === NodeType.synthetic) continue;
    sizes[owner] += sizes[node];
    sizes[node] = 0;
  }
}
