import type { Analyses } from "../analyses.ts";
import type { IdSpace } from "../change/id-space.ts";
import { compileClassPatterns, noSuchClass } from "../class-pattern.ts";
import { TopOrdinals } from "../top-ordinals.ts";
import type { CollectionType } from "./collection.ts";
import { Collections, type CommonClass } from "./collections.ts";
import { judgeOwner } from "./own-collections.ts";
import { MAX_WAYS, type PastCollections } from "./past-collections.ts";

export const COLLECTION_SORTS = ["retained", "entries", "growth"] as const;
export type CollectionSort = (typeof COLLECTION_SORTS)[number];

export interface CollectionsOptions {
  /** Patterns of a type (`Map`, `object`, `dict`) or class (`SessionCache`), any of which must match; none for all. */
  readonly type?: readonly string[];
  /** Entries that a collection has at least. Default 10. */
  readonly minEntries?: number;
  /** Also those that the runtime or a module has for itself. Default false. */
  readonly all?: boolean;
  /** Default `retained`, with an earlier snapshot `growth`. */
  readonly sort?: CollectionSort | undefined;
  /** Rows to return, 0 for all. Default 25. */
  readonly limit?: number;
  /** What an earlier snapshot of the process had; see {@link PastCollections}. */
  readonly past?: PastCollections | null;
}

/** One collection; sizes in bytes. */
export interface CollectionRow {
  readonly id: number;
  readonly type: CollectionType;
  /** As in a summary: `Map`, a subclass' name, `{a, b}`. */
  readonly class: string;
  /** Entries that the file shows, see `isAtLeast`; null where it shows none. */
  readonly entryCount: number | null;
  /** There are more, of numbers alone, which V8 leaves out of its files: up to `capacity`. */
  readonly isAtLeast: boolean;
  /** Entries that there is room for; null where the file does not tell. */
  readonly capacity: number | null;
  /** `entryCount` as a share of `capacity`; null where either is. */
  readonly fill: number | null;
  readonly shallowSize: number;
  readonly retainedSize: number;
  /** The class of most values or members; null for none, and for numbers that the file does not have. */
  readonly holds: CommonClass | null;
  /** The first three keys, of a Set members: strings quoted, long ones cut, objects as class and id. */
  readonly sampleKeys: readonly string[];
  /** The way from a variable or a global, as code: `sessionCache.map`; null where no root leads. */
  readonly code: string | null;
  /** What the earlier snapshot had; null where it had no such collection, undefined without an earlier one. */
  readonly past?: { readonly entryCount: number | null; readonly retainedSize: number } | null;
}

export interface CollectionsResult {
  readonly kind: "collections";
  readonly sort: CollectionSort;
  readonly minEntries: number;
  /** Bytes of the whole heap. */
  readonly totalSize: number;
  /** Whether ids of the two files are the same objects; null for a single one. */
  readonly idSpace: IdSpace | null;
  /** How collections of two files were matched; null for a single one. */
  readonly matching: "ids" | "code" | null;
  /** All that match; how many of them have no row, and why: too few entries, the runtime's own. */
  readonly totals: {
    readonly count: number;
    readonly smallCount: number;
    readonly runtimeCount: number;
    /** In the order of growth: those that did not grow. */
    readonly unchangedCount: number;
  };
  readonly collections: readonly CollectionRow[];
  readonly omitted: { readonly count: number };
}

export const DEFAULT_COLLECTIONS = 25;
export const DEFAULT_MIN_ENTRIES = 10;

/** Keys that a row shows. */
const SAMPLE_KEYS = 3;

/**
 * Collections by what they retain, how full they are, or how they grew. O(nodes + edges), and for each row the way
 * to it.
 * @throws {NotFoundError} CLASS_NOT_FOUND when a pattern of `type` matches no collection.
 */
export function findCollections(
  analyses: Analyses,
  options: CollectionsOptions = {},
): CollectionsResult {
  const { type = [], minEntries = DEFAULT_MIN_ENTRIES, limit = DEFAULT_COLLECTIONS } = options;
  const { all = false, past = null, sort = past === null ? "retained" : "growth" } = options;
  const { graph, retainedSizes } = analyses;
  const collections = new Collections(analyses);
  const isMeant = typeTest(analyses, type);
  const isOwn = judgeOwner(analyses);
  const totals = { count: 0, smallCount: 0, runtimeCount: 0, unchangedCount: 0 };
  const names = new Set<string>();
  const rows: number[] = [];
  /** Of each row. */
  const counts: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const kind = collections.typeOf(node);
    if (kind === null) continue;
    if (!isMeant(kind, node)) {
      if (names.size < MAX_NAMES) names.add(kind).add(analyses.className(node));
      continue;
    }
    totals.count++;
    const { entryCount } = collections.sizeOf(node, kind);
    if (entryCount !== null && entryCount < minEntries) totals.smallCount++;
    else if (!all && !isOwn(node)) totals.runtimeCount++;
    else {
      rows.push(node);
      counts.push(entryCount ?? 0);
    }
  }
  if (type.length > 0 && totals.count === 0) throw noSuchClass(type, names);
  const match = past?.match(analyses) ?? null;
  // Where ids mean nothing it takes the way to a collection to know what it was.
  const isByCode = match?.matching === "code";
  const growths = Float64Array.from(rows, (node) =>
    match === null || isByCode
      ? retainedSizes[node]
      : retainedSizes[node] - (match.find(node)?.retainedSize ?? 0),
  );
  const grew = (at: number): boolean =>
    growths[at] > 0 || counts[at] > (match?.find(rows[at])?.entryCount ?? 0);
  const valueOf = (at: number): number =>
    sort === "entries" ? counts[at] : sort === "growth" ? growths[at] : retainedSizes[rows[at]];
  const top = new TopOrdinals(
    (a, b) =>
      valueOf(b) - valueOf(a) ||
      retainedSizes[rows[b]] - retainedSizes[rows[a]] ||
      counts[b] - counts[a] ||
      a - b,
    isByCode && limit > 0 ? Math.max(limit, MAX_WAYS) : limit,
  );
  for (const at of rows.keys())
    if (sort !== "growth" || isByCode || grew(at)) top.offer(at);
    else totals.unchangedCount++;
  let described = Array.from(top.finish(), (at): CollectionRow => {
    const row = describe(analyses, collections, rows[at]);
    return match === null ? row : { ...row, past: match.find(rows[at], row.code) };
  });
  if (isByCode && sort === "growth") {
    const before = described.length;
    described = described
      .filter((row) => rowGrowth(row) > 0)
      .toSorted((a, b) => rowGrowth(b) - rowGrowth(a));
    totals.unchangedCount = before - described.length;
  }
  const shown = limit > 0 ? described.slice(0, limit) : described;
  return {
    kind: "collections",
    sort,
    minEntries,
    totalSize: retainedSizes[graph.rootOrdinal],
    idSpace: match?.idSpace ?? null,
    matching: match?.matching ?? null,
    totals,
    collections: shown,
    omitted: { count: rows.length - totals.unchangedCount - shown.length },
  };
}

/** Bytes that a collection retains more than before; all of one that is new. */
function rowGrowth({ retainedSize, past }: CollectionRow): number {
  return retainedSize - (past?.retainedSize ?? 0);
}

/** Names that are suggested where a pattern matches none. */
const MAX_NAMES = 10_000;

function typeTest(
  analyses: Analyses,
  patterns: readonly string[],
): (type: CollectionType, node: number) => boolean {
  if (patterns.length === 0) return () => true;
  const matches = compileClassPatterns(patterns);
  return (type, node) => matches(type) || matches(analyses.className(node));
}

function describe(analyses: Analyses, collections: Collections, node: number): CollectionRow {
  const { graph, shallowSizes, retainedSizes, holders } = analyses;
  // Only what has been found is described.
  const type = collections.typeOf(node) ?? "object";
  const { entryCount, isAtLeast, capacity } = collections.sizeOf(node, type);
  return {
    id: graph.data.nodeIds[node],
    type,
    class: analyses.className(node),
    entryCount,
    isAtLeast,
    capacity,
    fill: entryCount === null || capacity === null || capacity === 0 ? null : entryCount / capacity,
    shallowSize: shallowSizes[node],
    retainedSize: retainedSizes[node],
    holds: collections.commonClass(collections.membersOf(node, type, MAX_MEMBERS)),
    sampleKeys: collections.keysOf(node, type, SAMPLE_KEYS),
    code: holders.codeOf(node),
  };
}

/** Members whose class is looked at. */
const MAX_MEMBERS = 1000;
