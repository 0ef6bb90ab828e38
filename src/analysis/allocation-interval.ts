import { firstNotBelow } from "../graph/arrays/sorted-column.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { NodeType } from "../graph/node-type.ts";

/** When an object was allocated, in microseconds since the recording began. */
export interface AllocationInterval {
  /** Null before the first sample. */
  readonly fromMicroseconds: number | null;
  /** Null after the last sample. */
  readonly toMicroseconds: number | null;
}

/**
 * The interval between two samples that an object was allocated in: it belongs to the first sample whose
 * last assigned id is not below its own. V8 numbers objects of its own heap oddly and in order; the even
 * ids of embedder objects and the fixed ones of roots tell no time.
 * @returns null without samples or for such an object. O(log samples).
 */
export function findAllocationInterval(
  graph: HeapGraph,
  ordinal: number,
): AllocationInterval | null {
  const { samples, nodeIds, nodeTypes } = graph.data;
  const { timestamp_us: times, last_assigned_id: lastIds } = samples.fields;
  const id = nodeIds[ordinal];
  if (samples.count === 0 || times === undefined || lastIds === undefined) return null;
  if (id % 2 === 0 || nodeTypes[ordinal] === NodeType.synthetic) return null;
  const at = firstNotBelow(lastIds.subarray(0, samples.count), id);
  return {
    fromMicroseconds: at > 0 ? times[at - 1] : null,
    toMicroseconds: at < samples.count ? times[at] : null,
  };
}
