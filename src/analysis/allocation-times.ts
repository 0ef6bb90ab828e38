import { NotFoundError } from "../errors.ts";
import { type BitSet, createBitSet, setBit } from "../graph/arrays/bit-set.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { NodeType } from "../graph/node-type.ts";

/** A stretch of a timeline, in milliseconds from its start, both ends included. */
export interface TimeInterval {
  readonly fromMilliseconds: number;
  readonly toMilliseconds: number;
}

/**
 * Objects allocated in a stretch of a timeline.
 *
 * An object belongs to the first sample whose last assigned id is not below its own, and counts as
 * allocated at that sample's time. The first sample, at 0, holds all that was there before it; what is
 * behind the last sample belongs to none. The even ids of embedder objects and the fixed ones of roots
 * tell no time: such nodes are never selected.
 *
 * @returns bits per node; O(nodes · log samples).
 * @throws {NotFoundError} SAMPLES_NOT_FOUND when the file is no timeline.
 */
export function findAllocatedBetween(graph: HeapGraph, interval: TimeInterval): BitSet {
  const { samples, nodeIds, nodeTypes } = graph.data;
  const { timestamp_us: times, last_assigned_id: lastIds } = samples.fields;
  if (samples.count === 0 || times === undefined || lastIds === undefined) {
    throw new NotFoundError(
      "SAMPLES_NOT_FOUND",
      "timeline samples",
      "the snapshot has no timeline: no samples tell when objects were allocated",
    );
  }
  const from = interval.fromMilliseconds * 1000;
  const to = interval.toMilliseconds * 1000;
  const selected = createBitSet(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    const id = nodeIds[node];
    if (id % 2 === 0 || nodeTypes[node] === NodeType.synthetic) continue;
    const sample = firstNotBelow(lastIds, id);
    if (sample === samples.count) continue;
    const time = times[sample];
    if (time >= from && time <= to) setBit(selected, node);
  }
  return selected;
}

/** Position of the first element of an ascending column that is at least `value`, its length if none is. */
function firstNotBelow(column: Int32Array | Float64Array, value: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
