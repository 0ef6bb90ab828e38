import { groupBeforeShapes, nameGroups, type UnnamedGroups } from "../../graph/class-keys.ts";
import { DominatorTree } from "../../graph/dominators.ts";
import type { HeapGraph, WideColumn } from "../../graph/heap-graph.ts";
import type { ClassKeys } from "../../graph/class-keys.ts";
import type { Shape } from "../../graph/object-shapes.ts";
import type { Analyses } from "../analyses.ts";
import { ReferenceKinds, type Runtime } from "../lineage/reference-kinds.ts";

/**
 * What a comparison needs of the earlier snapshot, once that is gone: about 24 bytes a node and nothing of its
 * edges. All columns are by ordinal.
 */
export interface PastHeap {
  readonly nodeCount: number;
  readonly runtime: Runtime;
  /** Length nodeCount. */
  readonly nodeIds: WideColumn;
  /** Length nodeCount, bytes. */
  readonly shallowSizes: WideColumn;
  /** Length nodeCount; equal for equal type and name, see `StringTable.hash`. */
  readonly nameHashes: Uint32Array;
  readonly dominators: DominatorTree;
  /** Retained by the root, bytes. */
  readonly totalSize: number;
  /** Its classes as the shapes of a later snapshot name them. O(nodes). */
  nameClasses(later: readonly Shape[]): ClassKeys;
}

/** What tells which object of a snapshot an id stands for. */
export type Identities = Pick<
  PastHeap,
  "nodeCount" | "runtime" | "nodeIds" | "shallowSizes" | "nameHashes"
>;

/** Keeps of a heap what its ids can be judged by; the heap itself can go afterwards. O(nodes). */
export function rememberIdentities({ graph, shallowSizes }: Analyses): Identities {
  return {
    nodeCount: graph.nodeCount,
    runtime: new ReferenceKinds(graph).runtime,
    nodeIds: own(graph.data.nodeIds),
    shallowSizes: own(shallowSizes),
    nameHashes: hashNames(graph),
  };
}

/** Keeps of a heap what a comparison with a later one needs; the heap itself can go afterwards. */
export function rememberHeap(analyses: Analyses): PastHeap {
  const { graph, shallowSizes, dominators } = analyses;
  const groups = groupBeforeShapes(graph, analyses.detached.renamed);
  groups.sequences.names.detach(groups.sequences.distinct);
  return {
    ...rememberIdentities(analyses),
    // What pages own is asked of living heaps alone.
    dominators: new DominatorTree(own(dominators.order), own(dominators.parents), null),
    totalSize: sumOf(shallowSizes),
    nameClasses: createNaming(groups),
  };
}

/** Type and name of every node as one number: equal for equal ones, of two files too. Length nodeCount. */
export function hashNames(graph: HeapGraph): Uint32Array {
  const { nodeTypes, nodeNames } = graph.data;
  const { strings, nodeCount } = graph;
  const ofString = new Uint32Array(strings.length);
  const hashes = new Uint32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const name = nodeNames[node];
    if (ofString[name] === 0) ofString[name] = strings.hash(name) || 1;
    hashes[node] = Math.imul(ofString[name] ^ nodeTypes[node], 0x9e3779b1) >>> 0;
  }
  return hashes;
}

/** Without the graph in sight, so that nothing holds it. */
function createNaming(groups: UnnamedGroups): PastHeap["nameClasses"] {
  const { groupOf, groups: tuples, locations, classNames, sequences } = groups;
  const kept: UnnamedGroups = {
    groupOf: own(groupOf),
    groups: tuples,
    locations,
    classNames,
    sequences,
    inferShapes: () => [],
  };
  return (later) => nameGroups(kept, later, new Uint32Array(groupOf.length));
}

/** A column in memory of its own: a view would hold all that lies around it. */
function own<T extends WideColumn | Uint16Array>(column: T): T {
  const isWhole = column.byteLength === column.buffer.byteLength;
  return isWhole ? column : (column.slice() as T);
}

function sumOf(column: WideColumn): number {
  let sum = 0;
  for (const value of column) sum += value;
  return sum;
}
