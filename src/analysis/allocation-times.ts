import { NotFoundError } from "../errors.ts";
import { type BitSet, createBitSet, hasBit, setBit } from "../graph/arrays/bit-set.ts";
import { firstNotBelow } from "../graph/arrays/sorted-column.ts";
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
  const samples = samplesOf(graph);
  const from = interval.fromMilliseconds * 1000;
  const to = interval.toMilliseconds * 1000;
  const selected = createBitSet(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    const sample = sampleOf(graph, samples, node);
    if (sample < 0) continue;
    const time = samples.times[sample];
    if (time >= from && time <= to) setBit(selected, node);
  }
  return selected;
}

/** The position of the sample that a node belongs to, see {@link findAllocatedBetween}; -1 where it tells no time. */
export function sampleOf({ data }: HeapGraph, { count, lastIds }: Samples, node: number): number {
  const id = data.nodeIds[node];
  if (id % 2 === 0 || data.nodeTypes[node] === NodeType.synthetic) return -1;
  const sample = firstNotBelow(lastIds, id);
  return sample === count ? -1 : sample;
}

/** When a timeline was recorded, in milliseconds. */
export interface Recording {
  /** Of the first sample; what it holds was there before. */
  readonly start: number;
  /** Of the last sample. */
  readonly end: number;
}

/**
 * From the first to the last sample of a timeline.
 * @throws {NotFoundError} SAMPLES_NOT_FOUND when the file is no timeline.
 */
export function recordingOf(graph: HeapGraph): Recording {
  const { count, times } = samplesOf(graph);
  return { start: times[0] / 1000, end: times[count - 1] / 1000 };
}

/** Samples of a timeline, in their order. */
export interface Samples {
  readonly count: number;
  /** Microseconds since the recording began. */
  readonly times: Int32Array | Float64Array;
  readonly lastIds: Int32Array | Float64Array;
}

/**
 * The samples of a timeline.
 * @throws {NotFoundError} SAMPLES_NOT_FOUND when the file is no timeline.
 */
export function samplesOf({ data: { samples } }: HeapGraph): Samples {
  const { timestamp_us: times, last_assigned_id: lastIds } = samples.fields;
  if (samples.count === 0 || times === undefined || lastIds === undefined) {
    throw new NotFoundError(
      "SAMPLES_NOT_FOUND",
      "timeline samples",
      "the snapshot has no timeline: no samples tell when objects were allocated",
    );
  }
  return { count: samples.count, times, lastIds };
}

/** Nodes of a stretch of a timeline that are not empty. */
interface AllocatedSum {
  readonly nodeCount: number;
  /** Bytes. */
  readonly shallowSize: number;
}

/** A stretch of a timeline, and the timeline itself. */
export interface Stretch {
  readonly allocated: TimeInterval &
    AllocatedSum & {
      /** Those of them that were there before the recording began. */
      readonly existedBefore: AllocatedSum;
    };
  readonly recording: Recording;
}

/**
 * Tells how much was allocated in a stretch of a timeline, and how much of it was there before.
 * @throws {NotFoundError} SAMPLES_NOT_FOUND when the file is no timeline.
 */
export function describeStretch(
  graph: HeapGraph,
  shallowSizes: ArrayLike<number>,
  interval: TimeInterval,
  { count: nodeCount, shallowSize }: { readonly count: number; readonly shallowSize: number },
): Stretch {
  const existedBefore = sumExistedBefore(graph, shallowSizes, interval);
  return {
    allocated: { ...interval, nodeCount, shallowSize, existedBefore },
    recording: recordingOf(graph),
  };
}

/** What the first sample holds, where the interval includes it; nodes of size 0 are not counted. */
function sumExistedBefore(
  graph: HeapGraph,
  shallowSizes: ArrayLike<number>,
  { fromMilliseconds, toMilliseconds }: TimeInterval,
): AllocatedSum {
  const total = { nodeCount: 0, shallowSize: 0 };
  const { start } = recordingOf(graph);
  if (fromMilliseconds > start || toMilliseconds < start) return total;
  const first = findAllocatedBetween(graph, { fromMilliseconds: start, toMilliseconds: start });
  for (let node = 0; node < graph.nodeCount; node++) {
    if (shallowSizes[node] === 0 || !hasBit(first, node)) continue;
    total.nodeCount++;
    total.shallowSize += shallowSizes[node];
  }
  return total;
}

/** Groups of nodes, with the nodes of other times moved into a group of their own. */
export function keepAllocated(
  graph: HeapGraph,
  groupOf: Uint8Array | Uint16Array | Uint32Array,
  otherTimes: number,
  interval: TimeInterval,
): Uint32Array {
  const selected = findAllocatedBetween(graph, interval);
  return Uint32Array.from(groupOf, (group, node) => (hasBit(selected, node) ? group : otherTimes));
}
