import { EdgeType } from "../graph/edge-type.ts";
import { NodeType } from "../graph/node-type.ts";
import type { Analyses } from "./analyses.ts";

/** Memory behind an ArrayBuffer, as V8 and Hermes name it. */
const STORE_NAME = /^(system \/ )?JSArrayBufferData$/;

/** How an ArrayBuffer refers to its memory, and a view to its ArrayBuffer. */
const STORE_EDGE = /^backing_?[sS]tore$/;
const BUFFER_EDGE = "buffer";

/** What has its bytes in itself: in Bun's files, in Python's. */
const BUN_NAME =
  /^(Buffer|DataView|(Shared)?ArrayBuffer|(Uint8|Uint8Clamped|Int8|Uint16|Int16|Uint32|Int32|Float16|Float32|Float64|BigInt64|BigUint64)Array)$/;
const PYTHON_NAME = /^(bytes|bytearray|numpy\.ndarray|array\.array|mmap\.mmap)$/;

/** Bytes of such an object without anything in it, at most. */
const OBJECT_SIZE = 200;

/** Retainers of one ArrayBuffer that are looked at. */
const MAX_VIEWS = 100_000;

/** Memory of buffers, and the objects that programs know it by. */
export interface BufferStore {
  /** The node that has the bytes. */
  readonly store: number;
  /** Whom a program knows: the first view, without any the ArrayBuffer, else the store. */
  readonly owner: number;
  /** Views of the same memory: one buffer may be cut into many. */
  readonly viewCount: number;
}

/** Nodes that stand for the memory behind ArrayBuffers; ordinals, ascending. */
export function listStores(analyses: Analyses): Uint32Array {
  return listMembers(analyses, STORE_NAME);
}

/** Nodes that have memory of buffers: stores, in files without any the objects themselves; ascending. */
export function listBufferNodes(analyses: Analyses): Uint32Array {
  const stores = listStores(analyses);
  if (stores.length > 0) return stores;
  const isPython = analyses.referenceKinds.runtime === "python";
  return listMembers(analyses, isPython ? PYTHON_NAME : BUN_NAME);
}

function listMembers({ classKeys, members }: Analyses, pattern: RegExp): Uint32Array {
  const found: number[] = [];
  for (const [key, { className }] of classKeys.keys.entries())
    if (pattern.test(className)) for (const node of members.of(key)) found.push(node);
  return Uint32Array.from(found).toSorted();
}

/** Who a store belongs to; null for what is none of the program's buffers. O(its views). */
export function describeStore(
  { graph, retainers, classKeys, shallowSizes, referenceKinds, dominators }: Analyses,
  store: number,
): BufferStore | null {
  const { nodeTypes, edgeTypes, edgeNames } = graph.data;
  const classOf = (node: number): string => classKeys.keys[classKeys.keyOf[node]].className;
  if (!STORE_NAME.test(classOf(store))) {
    // Python's code is bytes, too. Of the others, what has no bytes is a prototype, or tiny.
    const isNone =
      referenceKinds.runtime === "python"
        ? classOf(dominators.idoms[store]) === "<code>"
        : shallowSizes[store] <= OBJECT_SIZE;
    return isNone ? null : { store, owner: store, viewCount: 0 };
  }
  /** Objects that refer to a node by an internal reference of such a name. */
  const holdersOf = (node: number, isMeant: (name: number) => boolean): number[] => {
    const found: number[] = [];
    const first = retainers.first[node];
    const end = Math.min(retainers.first[node + 1], first + MAX_VIEWS);
    for (let at = first; at < end; at++) {
      const edge = retainers.edges[at];
      const source = graph.edgeSource(edge);
      if (edgeTypes[edge] === EdgeType.internal && nodeTypes[source] === NodeType.object)
        if (isMeant(edgeNames[edge])) found.push(source);
    }
    return found;
  };
  const buffer = holdersOf(store, (name) => STORE_EDGE.test(graph.strings.get(name))).at(0);
  if (buffer === undefined) return { store, owner: store, viewCount: 0 };
  const views = holdersOf(buffer, (name) => graph.strings.equals(name, BUFFER_EDGE));
  return { store, owner: views.at(0) ?? buffer, viewCount: views.length };
}
