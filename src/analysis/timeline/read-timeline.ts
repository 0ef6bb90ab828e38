import { NotFoundError } from "../../errors.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import {
  type Recording,
  recordingOf,
  sampleOf,
  samplesOf,
  type TimeInterval,
} from "../allocation-times.ts";
import type { Analyses } from "../analyses.ts";
import { sumRetainedOfGroups } from "../class-totals.ts";
import { type AllocatedEver, groupBySite, type TimelineGrouping } from "./allocation-sites.ts";

export interface TimelineOptions {
  /** Default: by function where the file has stacks, else by class. */
  readonly by?: TimelineGrouping | undefined;
  /** Only objects allocated then; both ends included. */
  readonly between?: TimeInterval | undefined;
  /** Rows to return, 0 for all. Default 15. */
  readonly limit?: number;
  /** Stretches of time at most; more samples are put together. Default 20. */
  readonly intervals?: number;
}

/** Objects that are alive when the recording ends. */
export interface LiveObjects {
  readonly count: number;
  /** Bytes, shallow. */
  readonly size: number;
}

/** A stretch of a recording, from one sample to another. */
export interface TimelineInterval extends LiveObjects {
  /** Milliseconds; null for what was allocated before the first sample, which only stacks can tell. */
  readonly from: number | null;
  readonly to: number;
}

/** Objects allocated at one place that are still alive. */
export interface TimelineRow {
  readonly name: string;
  readonly count: number;
  /** Bytes. */
  readonly shallowSize: number;
  /** Bytes, nothing counted twice. */
  readonly retainedSize: number;
  /** All that the place allocated in the recording, freed or not; null where that is not told, as of a part of it. */
  readonly allocated: AllocatedEver | null;
  /** Bytes still alive by the stretch they were allocated in; one element for each of `intervals`. */
  readonly sizes: readonly number[];
}

export interface TimelineResult {
  readonly kind: "timeline";
  readonly by: TimelineGrouping;
  /** Milliseconds; null for a file with stacks that has no samples. */
  readonly recording: (Recording & { readonly sampleCount: number }) | null;
  readonly between: TimeInterval | null;
  /** Objects allocated in the recording, or in the stretch that was asked for, that are still alive. */
  readonly live: LiveObjects;
  /** Objects that were there when the recording began; without stacks, all up to the first sample. */
  readonly before: LiveObjects;
  /** Objects that tell no time: of the embedder, and what came behind the last sample. */
  readonly untimed: LiveObjects;
  /** In order of time; empty without samples. */
  readonly intervals: readonly TimelineInterval[];
  /** Those that hold most memory of their own first. */
  readonly rows: readonly TimelineRow[];
  /** Rows that the limit cut off. */
  readonly omitted: LiveObjects & { readonly rows: number };
}

export const DEFAULT_TIMELINE_ROWS = 15;
export const DEFAULT_TIMELINE_INTERVALS = 20;

/**
 * What was allocated while a timeline was recorded and is still alive: over time, and by function, stack or class.
 * Nodes of shallow size 0 are not counted. A file with stacks alone tells no times. O(nodes · log samples).
 * @throws {NotFoundError} ALLOCATIONS_NOT_FOUND when the file records no allocations; STACKS_NOT_FOUND,
 * SAMPLES_NOT_FOUND when it has not what `by` or `between` need.
 */
export function readTimeline(analyses: Analyses, options: TimelineOptions = {}): TimelineResult {
  const { graph, shallowSizes } = analyses;
  const {
    between,
    limit = DEFAULT_TIMELINE_ROWS,
    intervals = DEFAULT_TIMELINE_INTERVALS,
  } = options;
  const { traceNodeIds } = graph.data;
  const hasStacks = traceNodeIds !== null && graph.data.traceTree.count > 0;
  const hasSamples = graph.data.samples.count > 0;
  if (!hasStacks && !hasSamples)
    throw new NotFoundError(
      "ALLOCATIONS_NOT_FOUND",
      "allocation records",
      "the snapshot records no allocations: it has neither timeline samples nor allocation stacks",
    );
  const by = options.by ?? (hasStacks ? "function" : "class");
  const sites = groupBySite(analyses, by);
  const times = hasSamples || between !== undefined ? divideTime(graph, intervals, between) : null;
  const sums = { live: newSum(), before: newSum(), untimed: newSum() };
  const stretches = (times?.stretches ?? []).map(() => newSum());
  const counts = new Float64Array(sites.names.length);
  const sizes = new Float64Array(sites.names.length);
  const chosen = new Uint32Array(graph.nodeCount).fill(sites.names.length);
  /** By group and stretch. */
  const sizesOverTime = new Float64Array(sites.names.length * stretches.length);
  for (let node = 0; node < graph.nodeCount; node++) {
    const size = shallowSizes[node];
    if (size === 0) continue;
    const group = sites.groupOf[node];
    if (times === null) {
      // Without samples only stacks tell what was allocated in the recording.
      if (group === 0) {
        add(sums.before, size);
        continue;
      }
    } else {
      const sample = sampleOf(graph, times.samples, node);
      // The first sample is taken when some time has passed: what has a stack was allocated meanwhile.
      if (sample < 0 || (sample === 0 && (traceNodeIds === null || traceNodeIds[node] === 0))) {
        add(sample < 0 ? sums.untimed : sums.before, size);
        continue;
      }
      const stretch = times.stretchOf[sample];
      if (stretch < 0) continue;
      add(stretches[stretch], size);
      sizesOverTime[group * stretches.length + stretch] += size;
    }
    add(sums.live, size);
    counts[group]++;
    sizes[group] += size;
    chosen[node] = group;
  }
  const retained = sumRetainedOfGroups(
    chosen,
    sites.names.length + 1,
    shallowSizes,
    analyses.dominators,
    analyses.scratch,
  );
  const isWhole = between === undefined;
  const rows = sites.names
    .map((name, group) => ({
      name,
      count: counts[group],
      shallowSize: sizes[group],
      retainedSize: retained[group],
      allocated: isWhole ? (sites.ever[group] ?? null) : null,
      group,
    }))
    .filter(({ count, allocated }) => count > 0 || (allocated !== null && allocated.count > 0))
    .toSorted((a, b) => b.shallowSize - a.shallowSize || b.count - a.count || a.group - b.group);
  const shown = limit === 0 ? rows : rows.slice(0, limit);
  const cut = rows.slice(shown.length);
  return {
    kind: "timeline",
    by,
    recording: times === null ? null : { ...recordingOf(graph), sampleCount: times.samples.count },
    between: between ?? null,
    ...sums,
    intervals: (times?.stretches ?? []).map(({ from, to }, at) => {
      const { count, size } = stretches[at];
      return { from, to, count, size };
    }),
    rows: shown.map(({ group, name, count, shallowSize, retainedSize, allocated }) => {
      const first = group * stretches.length;
      const cells = sizesOverTime.subarray(first, first + stretches.length);
      return { name, count, shallowSize, retainedSize, allocated, sizes: Array.from(cells) };
    }),
    omitted: {
      rows: cut.length,
      count: cut.reduce((sum, { count }) => sum + count, 0),
      size: cut.reduce((sum, { shallowSize }) => sum + shallowSize, 0),
    },
  };
}

/**
 * Divides a recording into at most `most` stretches of equal length, or one for each pair of samples where there are
 * few; before them one up to the first sample, where stacks tell of that. A stretch without a sample is left out, and
 * so is what is not asked for.
 */
function divideTime(
  graph: HeapGraph,
  most: number,
  between: TimeInterval | undefined,
): {
  readonly samples: ReturnType<typeof samplesOf>;
  readonly stretches: readonly { readonly from: number | null; readonly to: number }[];
  /** By sample; -1 for those that are not asked for. */
  readonly stretchOf: Int32Array;
} {
  const samples = samplesOf(graph);
  const { count, times } = samples;
  const stretchOf = new Int32Array(count).fill(-1);
  const stretches: { from: number | null; to: number }[] = [];
  const length = Math.max(1, times[count - 1] - times[0]);
  const few = count - 1 <= most;
  let last = -1;
  if (graph.data.traceNodeIds !== null && isWithin(times[0] / 1000, between)) {
    stretches.push({ from: null, to: times[0] / 1000 });
    stretchOf[0] = 0;
  }
  for (let sample = 1; sample < count; sample++) {
    if (!isWithin(times[sample] / 1000, between)) continue;
    // Samples of one moment have no stretch between them.
    const isSameTime = last >= 0 && times[sample] === times[sample - 1];
    const part = few
      ? isSameTime
        ? last
        : sample
      : Math.min(most - 1, Math.floor(((times[sample] - times[0]) / length) * most));
    if (part !== last) stretches.push({ from: times[sample - 1] / 1000, to: 0 });
    last = part;
    stretches[stretches.length - 1].to = times[sample] / 1000;
    stretchOf[sample] = stretches.length - 1;
  }
  return { samples, stretches, stretchOf };
}

function isWithin(time: number, between: TimeInterval | undefined): boolean {
  return (
    between === undefined || (time >= between.fromMilliseconds && time <= between.toMilliseconds)
  );
}

interface Sum {
  count: number;
  size: number;
}

function newSum(): Sum {
  return { count: 0, size: 0 };
}

function add(sum: Sum, size: number): void {
  sum.count++;
  sum.size += size;
}
