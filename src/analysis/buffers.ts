import { sumRetained } from "../graph/dominance.ts";
import { NodeType } from "../graph/node-type.ts";
import type { Analyses } from "./analyses.ts";
import { describeStore, listBufferNodes } from "./buffer-stores.ts";
import type { HeldBy } from "./change/held-by.ts";
import { compileClassPatterns, noSuchClass } from "./class-pattern.ts";
import { SAMPLE_IDS } from "./lineage-picture.ts";

export const BUFFER_SORTS = ["total", "count", "size"] as const;
export type BufferSort = (typeof BUFFER_SORTS)[number];

export interface BuffersOptions {
  /** Patterns of a class (`Buffer`, `Float64Array`), any of which must match; none for all. */
  readonly type?: readonly string[];
  /** By the sum of bytes, the number, or the bytes of each. Default `total`. */
  readonly sort?: BufferSort;
  /** Rows to return, 0 for all. Default 25. */
  readonly limit?: number;
}

/** Buffers of one size and class; sizes in bytes. */
export interface BufferRow {
  /** As the program knows them: `Buffer`, `Float64Array`; `ArrayBuffer` where there is no view. */
  readonly class: string;
  readonly count: number;
  /** Of each. */
  readonly size: number;
  /** Sum. */
  readonly totalSize: number;
  /** Views of them; more than `count` where several share one. */
  readonly viewCount: number;
  /** How many have several views, as slices of a pool: the whole lives as long as any of them. */
  readonly sharedCount: number;
  /** What the objects that the program knows retain together. */
  readonly retainedSize: number;
  /** What most of them hang on, at most three places; none where no root leads. */
  readonly heldBy: readonly HeldBy[];
  /** Of the first three, as the program knows them. */
  readonly ids: readonly number[];
}

export interface BuffersResult {
  readonly kind: "buffers";
  readonly sort: BufferSort;
  /** Sizes in bytes. */
  readonly totals: {
    /** The whole heap. */
    readonly totalSize: number;
    /** All that match. */
    readonly count: number;
    readonly size: number;
    readonly sharedCount: number;
    /** Views of those that are shared. */
    readonly sharedViewCount: number;
    /** Memory outside of the runtime's heap: buffers and all else, what no node stands for included. */
    readonly nativeSize: number;
    /** Native memory that the file counts and no node stands for. */
    readonly extraNativeSize: number;
  };
  readonly buffers: readonly BufferRow[];
  /** Rows that the limit cut off. */
  readonly omitted: { readonly count: number; readonly size: number };
}

export const DEFAULT_BUFFERS = 25;

/** Places that a row names. */
const MAX_PLACES = 3;

/** Buffers of one size and class, before it is known what holds them. */
interface Group {
  readonly class: string;
  readonly size: number;
  readonly owners: number[];
  viewCount: number;
  sharedCount: number;
  /** Views of those that are shared. */
  sharedViewCount: number;
}

/**
 * ArrayBuffers, Buffers and typed arrays by size and class, and what holds them. O(nodes + edges).
 * @throws {NotFoundError} CLASS_NOT_FOUND when a pattern of `type` matches no buffer.
 */
export function findBuffers(analyses: Analyses, options: BuffersOptions = {}): BuffersResult {
  const { type = [], sort = "total", limit = DEFAULT_BUFFERS } = options;
  const { graph, retainedSizes } = analyses;
  const all = groupBuffers(analyses);
  const matches = compileClassPatterns(type);
  const groups = all.filter((group) => type.length === 0 || matches(group.class));
  if (type.length > 0 && groups.length === 0)
    throw noSuchClass(
      type,
      all.map((group) => group.class),
    );
  const valueOf = (group: Group): number =>
    sort === "count" ? group.owners.length : sort === "size" ? group.size : totalOf(group);
  const rows = groups.toSorted(
    (a, b) =>
      valueOf(b) - valueOf(a) ||
      totalOf(b) - totalOf(a) ||
      b.size - a.size ||
      (a.class < b.class ? -1 : 1),
  );
  const shown = limit === 0 ? rows : rows.slice(0, limit);
  return {
    kind: "buffers",
    sort,
    totals: {
      totalSize: retainedSizes[graph.rootOrdinal],
      count: sumOf(rows, ({ owners }) => owners.length),
      size: sumOf(rows, totalOf),
      sharedCount: sumOf(rows, ({ sharedCount }) => sharedCount),
      sharedViewCount: sumOf(rows, (group) => group.sharedViewCount),
      nativeSize: sumNative(analyses),
      extraNativeSize: graph.data.header.extraNativeBytes,
    },
    buffers: shown.map((group) => describe(analyses, group)),
    omitted: {
      count: rows.length - shown.length,
      size: sumOf(rows.slice(shown.length), totalOf),
    },
  };
}

function totalOf({ owners, size }: Group): number {
  return owners.length * size;
}

function sumOf(groups: readonly Group[], value: (group: Group) => number): number {
  return groups.reduce((sum, group) => sum + value(group), 0);
}

function groupBuffers(analyses: Analyses): Group[] {
  const groups = new Map<string, Group>();
  for (const store of listBufferNodes(analyses)) {
    const described = describeStore(analyses, store);
    if (described === null) continue;
    const { owner, viewCount } = described;
    const size = analyses.shallowSizes[store];
    const name = analyses.className(owner);
    const key = `${size} ${name}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = { class: name, size, owners: [], viewCount: 0, sharedCount: 0, sharedViewCount: 0 };
      groups.set(key, group);
    }
    group.owners.push(owner);
    group.viewCount += viewCount;
    if (viewCount < 2) continue;
    group.sharedCount++;
    group.sharedViewCount += viewCount;
  }
  return [...groups.values()];
}

function describe(analyses: Analyses, group: Group): BufferRow {
  const { dominance, retainedSizes, holders, graph } = analyses;
  const owners = Uint32Array.from(group.owners);
  return {
    class: group.class,
    count: owners.length,
    size: group.size,
    totalSize: totalOf(group),
    viewCount: group.viewCount,
    sharedCount: group.sharedCount,
    retainedSize: sumRetained(dominance, owners, retainedSizes),
    heldBy: holders.findPlaces(owners, MAX_PLACES),
    ids: Array.from(owners.subarray(0, SAMPLE_IDS), (ordinal) => graph.data.nodeIds[ordinal]),
  };
}

/** Native nodes, and what no node stands for. (DevTools: statistics.) */
function sumNative({ graph, shallowSizes }: Analyses): number {
  const { nodeTypes, header } = graph.data;
  let sum = header.extraNativeBytes;
  for (let node = 0; node < graph.nodeCount; node++)
    if (nodeTypes[node] === NodeType.native) sum += shallowSizes[node];
  return sum;
}
