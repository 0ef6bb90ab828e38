import { type BitSet, hasBit } from "../graph/arrays/bit-set.ts";
import { EdgeType } from "../graph/edge-type.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { NodeType } from "../graph/node-type.ts";
import { findReachedNodes } from "../graph/reached-nodes.ts";
import type { Analyses } from "./analyses.ts";

/** How many nodes, and the sum of their shallow sizes in bytes. */
export interface NodeTotals {
  readonly count: number;
  readonly shallowSize: number;
}

/** Nodes of one type. */
export interface NodeTypeTotals extends NodeTotals {
  readonly type: string;
}

/** Nodes whose shallow size lies in [from, to), bytes. */
export interface SizeClass extends NodeTotals {
  readonly from: number;
  readonly to: number;
}

/** What can be reached from the root, and what cannot. */
export interface Reachability {
  readonly reachable: NodeTotals;
  readonly unreachable: NodeTotals;
}

/** The whole heap in numbers; sizes in bytes. */
export interface StatisticsResult {
  readonly kind: "stats";
  /** All shallow sizes and the native memory that no node stands for. */
  readonly total: number;
  readonly native: { readonly total: number; readonly typedArrays: number };
  readonly v8heap: {
    /** What is not native. */
    readonly total: number;
    readonly code: number;
    /** Arrays with the elements that only they hold. */
    readonly jsArrays: number;
    readonly strings: number;
    readonly system: number;
  };
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly reachability: {
    /** Over edges that retain. */
    readonly essential: Reachability;
    /** Over all edges, weak ones included. */
    readonly all: Reachability;
  };
  /** Types that occur, largest sum first. */
  readonly nodeTypes: readonly NodeTypeTotals[];
  /** Types that occur, most edges first. */
  readonly edgeTypes: readonly { readonly type: string; readonly count: number }[];
  /** Size 0, then classes of 1, 2, 5, 10, 20 … bytes from the smallest to the largest that occurs. */
  readonly sizes: readonly SizeClass[];
}

/**
 * DevTools' statistics (`calculateStatistics`), and how the heap is made up by type, size and reach.
 * Needs neither dominators nor distances; O(nodes + edges).
 */
export function computeStatistics(analyses: Analyses): StatisticsResult {
  const { graph, shallowSizes } = analyses;
  const root = [graph.rootOrdinal];
  return {
    kind: "stats",
    ...sumMemoryKinds(analyses),
    nodeCount: graph.nodeCount,
    edgeCount: graph.edgeCount,
    reachability: {
      essential: splitByReach(findReachedNodes(graph, root, analyses.essential), shallowSizes),
      all: splitByReach(findReachedNodes(graph, root, null), shallowSizes),
    },
    nodeTypes: sumNodeTypes(graph, shallowSizes),
    edgeTypes: countEdgeTypes(graph),
    sizes: sumSizeClasses(shallowSizes),
  };
}

type Sizes = Analyses["shallowSizes"];

function sumMemoryKinds(analyses: Analyses): Pick<StatisticsResult, "total" | "native" | "v8heap"> {
  const { graph, shallowSizes } = analyses;
  const { nodeTypes, nodeNames } = graph.data;
  const arrayNames = new Set(graph.strings.findAll("Array"));
  const bufferNames = new Set(graph.strings.findAll("system / JSArrayBufferData"));
  const sizeOfArray = createArrayMeasure(graph, shallowSizes);
  const sums = { native: 0, typedArrays: 0, code: 0, jsArrays: 0, strings: 0, system: 0 };
  let all = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    const size = shallowSizes[node];
    all += size;
    switch (nodeTypes[node]) {
      case NodeType.hidden:
        sums.system += size;
        break;
      case NodeType.native:
        sums.native += size;
        if (bufferNames.has(nodeNames[node])) sums.typedArrays += size;
        break;
      case NodeType.code:
        sums.code += size;
        break;
      case NodeType.string:
      case NodeType.concatenatedString:
      case NodeType.slicedString:
        sums.strings += size;
        break;
      default:
        // By name alone, as DevTools does: the constructor's closure counts too.
        if (arrayNames.has(nodeNames[node])) sums.jsArrays += sizeOfArray(node);
    }
  }
  const { extraNativeBytes } = graph.data.header;
  const { native, typedArrays, code, jsArrays, strings, system } = sums;
  return {
    total: all + extraNativeBytes,
    native: { total: native + extraNativeBytes, typedArrays },
    v8heap: { total: all - native, code, jsArrays, strings, system },
  };
}

/** An array with its elements, which count when nothing else refers to them. */
function createArrayMeasure(graph: HeapGraph, sizes: Sizes): (array: number) => number {
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  const elementsNames = new Set(graph.strings.findAll("elements"));
  const hasOneRetainer = findSingleRetained(graph);
  return (array) => {
    for (let edge = firstEdges[array], end = firstEdges[array + 1]; edge < end; edge++) {
      if (edgeTypes[edge] !== EdgeType.internal || !elementsNames.has(edgeNames[edge])) continue;
      const elements = edgeTargets[edge];
      return sizes[array] + (hasOneRetainer[elements] === 1 ? sizes[elements] : 0);
    }
    return sizes[array];
  };
}

/** Per node: how many edges lead to it, 2 standing for all above 1. */
function findSingleRetained(graph: HeapGraph): Uint8Array {
  const counts = new Uint8Array(graph.nodeCount);
  for (const target of graph.data.edgeTargets) if (counts[target] < 2) counts[target]++;
  return counts;
}

function splitByReach(reached: BitSet, sizes: Sizes): Reachability {
  const totals = [
    { count: 0, shallowSize: 0 },
    { count: 0, shallowSize: 0 },
  ];
  for (let node = 0; node < sizes.length; node++) {
    const total = totals[hasBit(reached, node) ? 0 : 1];
    total.count++;
    total.shallowSize += sizes[node];
  }
  return { reachable: totals[0], unreachable: totals[1] };
}

function sumNodeTypes(graph: HeapGraph, sizes: Sizes): NodeTypeTotals[] {
  const totals: { type: string; count: number; shallowSize: number }[] = [];
  const { nodeTypes } = graph.data;
  for (let node = 0; node < graph.nodeCount; node++) {
    const total = (totals[nodeTypes[node]] ??= {
      type: graph.nodeTypeName(node),
      count: 0,
      shallowSize: 0,
    });
    total.count++;
    total.shallowSize += sizes[node];
  }
  // `filter` also drops the holes of types that do not occur.
  return totals
    .filter((total) => total.count > 0)
    .toSorted((a, b) => b.shallowSize - a.shallowSize || b.count - a.count);
}

function countEdgeTypes(graph: HeapGraph): { type: string; count: number }[] {
  const counts = new Float64Array(256);
  const { edgeTypes, edgeTypeNames } = graph.data;
  for (const type of edgeTypes) counts[type]++;
  return Array.from(counts, (count, type) => ({
    type: edgeTypeNames[type] ?? `type ${type}`,
    count,
  }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
}

function sumSizeClasses(sizes: Sizes): SizeClass[] {
  const counts = new Float64Array(SIZE_LIMITS.length);
  const bytes = new Float64Array(SIZE_LIMITS.length);
  for (const size of sizes) {
    const index = sizeClassOf(size);
    counts[index]++;
    bytes[index] += size;
  }
  const first = counts.findIndex((count, index) => index > 0 && count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  const classes: SizeClass[] = [];
  for (const [index, count] of counts.entries()) {
    // Size 0 stands alone: from there to the smallest object is no gap worth showing.
    if (index === 0 ? count === 0 : first < 0 || index < first || index > last) continue;
    const from = index === 0 ? 0 : SIZE_LIMITS[index - 1];
    classes.push({ from, to: SIZE_LIMITS[index], count, shallowSize: bytes[index] });
  }
  return classes;
}

/** Upper ends of the size classes, exclusive: 1, 2, 5, 10, 20, 50 … beyond 2^53. */
const SIZE_LIMITS: readonly number[] = Array.from(
  { length: 50 },
  (_, index) => [1, 2, 5][index % 3] * 10 ** Math.floor(index / 3),
);

/** Position of the first limit above a size; binary search. */
function sizeClassOf(size: number): number {
  let low = 0;
  let high = SIZE_LIMITS.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (size < SIZE_LIMITS[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
