import { createBitSet, setBit } from "../graph/arrays/bit-set.ts";
import { sumRetained } from "../graph/dominance.ts";
import type { Analyses } from "./analyses.ts";
import type { HeldBy } from "./change/held-by.ts";
import { compileClassPatterns, noSuchClass } from "./class-pattern.ts";
import { type DetachedHold, sortDetachedHolds } from "./detached-holds.ts";
import {
  DETACHED_PREFIX,
  type DetachedKind,
  detachedKindOf,
  isRuntimeKind,
} from "./detached-kinds.ts";
import { SAMPLE_IDS } from "./lineage-picture.ts";

export const DETACHED_SORTS = ["retained", "shallow", "count"] as const;
export type DetachedSort = (typeof DETACHED_SORTS)[number];

export interface DetachedOptions {
  /** Class patterns, any of which a class must match (`Detached <div>`, `*<div>`); none for all. */
  readonly type?: readonly string[];
  /** The runtime's own objects, too: Node's handles, what Blink keeps for each element. Default false. */
  readonly runtime?: boolean;
  /** Default `retained`. */
  readonly sort?: DetachedSort;
  /** Rows to return, 0 for all. Default 25. */
  readonly limit?: number;
}

/** Detached objects of one class; sizes in bytes. */
export interface DetachedRow {
  /** `Detached <div>`, `Detached Window`. */
  readonly class: string;
  readonly is: DetachedKind;
  readonly count: number;
  /** How many are held in which way; they add up to `count`. */
  readonly holds: Readonly<Record<DetachedHold, number>>;
  readonly shallowSize: number;
  /** What they retain together. */
  readonly retainedSize: number;
  /** What most of those hang on that JavaScript holds, of all where it holds none; null where no root leads. */
  readonly heldBy: HeldBy | null;
  /** Of the first three, those first that JavaScript holds. */
  readonly ids: readonly number[];
}

/** How many detached objects there are of a kind, and what they retain together; bytes. */
export interface DetachedTotals {
  readonly count: number;
  readonly retainedSize: number;
}

export interface DetachedResult {
  readonly kind: "detached";
  readonly sort: DetachedSort;
  /** Bytes of the whole heap. */
  readonly totalSize: number;
  /** All of them that match, by what they are; `page` is all but the runtime's own. */
  readonly totals: Readonly<Record<DetachedKind | "page", DetachedTotals>>;
  /** Of those of a page, how many are held in which way. */
  readonly holds: Readonly<Record<DetachedHold, number>>;
  readonly classes: readonly DetachedRow[];
  /** Rows that the limit cut off. */
  readonly omitted: { readonly count: number; readonly retainedSize: number };
}

export const DEFAULT_DETACHED = 25;

/** The objects of a class that are detached, before it is known what holds them. */
interface Found {
  readonly class: string;
  readonly is: DetachedKind;
  readonly ordinals: Uint32Array;
  readonly shallowSize: number;
  readonly retainedSize: number;
}

/**
 * Elements, documents and windows that have left their page and are still in memory, by class. O(nodes + edges).
 * @throws {NotFoundError} CLASS_NOT_FOUND when there are detached classes, and a pattern of `type` matches none.
 */
export function findDetached(analyses: Analyses, options: DetachedOptions = {}): DetachedResult {
  const { type = [], runtime = false, sort = "retained", limit = DEFAULT_DETACHED } = options;
  const all = listDetached(analyses);
  const isMeant = compileClassPatterns(type);
  const found =
    type.length === 0
      ? all
      : all.filter(
          ({ class: name }) => isMeant(name) || isMeant(name.slice(DETACHED_PREFIX.length)),
        );
  if (found.length === 0 && all.length > 0)
    throw noSuchClass(
      type,
      all.map((one) => one.class),
    );
  const totalOf = (isOf: (is: DetachedKind) => boolean): DetachedTotals => {
    const those = found.filter(({ is }) => isOf(is)).map(({ ordinals }) => ordinals);
    return {
      count: those.reduce((sum, { length }) => sum + length, 0),
      retainedSize: sumRetained(analyses.dominance, concat(those), analyses.retainedSizes),
    };
  };
  const holdOf = createHoldTest(analyses, all);
  const valueOf = (one: Found): number =>
    sort === "count"
      ? one.ordinals.length
      : sort === "shallow"
        ? one.shallowSize
        : one.retainedSize;
  const rows = found
    .filter(({ is }) => runtime || !isRuntimeKind(is))
    .toSorted(
      (a, b) =>
        valueOf(b) - valueOf(a) ||
        b.ordinals.length - a.ordinals.length ||
        (a.class < b.class ? -1 : 1),
    );
  const shown = limit === 0 ? rows : rows.slice(0, limit);
  const cut = concat(rows.slice(shown.length).map(({ ordinals }) => ordinals));
  const ofPage = concat(found.filter(({ is }) => !isRuntimeKind(is)).map((one) => one.ordinals));
  return {
    kind: "detached",
    sort,
    totalSize: analyses.retainedSizes[analyses.graph.rootOrdinal],
    totals: {
      page: totalOf((is) => !isRuntimeKind(is)),
      window: totalOf((is) => is === "window"),
      document: totalOf((is) => is === "document"),
      node: totalOf((is) => is === "node"),
      object: totalOf((is) => is === "object"),
      "base-object": totalOf((is) => is === "base-object"),
      runtime: totalOf((is) => is === "runtime"),
    },
    holds: countHolds(ofPage, holdOf),
    classes: shown.map((one) => describe(analyses, one, holdOf)),
    omitted: {
      count: rows.length - shown.length,
      retainedSize: sumRetained(analyses.dominance, cut, analyses.retainedSizes),
    },
  };
}

function listDetached({
  classKeys,
  members,
  shallowSizes,
  dominance,
  retainedSizes,
}: Analyses): Found[] {
  const byName = new Map<string, Uint32Array[]>();
  for (const [key, { className }] of classKeys.keys.entries()) {
    if (detachedKindOf(className) === null) continue;
    const known = byName.get(className);
    if (known === undefined) byName.set(className, [members.of(key)]);
    else known.push(members.of(key));
  }
  return [...byName].flatMap(([name, parts]): Found[] => {
    const is = detachedKindOf(name);
    const ordinals = parts.length === 1 ? parts[0] : concat(parts).toSorted();
    if (is === null || ordinals.length === 0) return [];
    const shallowSize = ordinals.reduce((sum, node) => sum + shallowSizes[node], 0);
    const retainedSize = sumRetained(dominance, ordinals, retainedSizes);
    return [{ class: name, is, ordinals, shallowSize, retainedSize }];
  });
}

function createHoldTest(
  analyses: Analyses,
  found: readonly Found[],
): (ordinal: number) => DetachedHold {
  const isDetached = createBitSet(analyses.graph.nodeCount);
  for (const { ordinals } of found) for (const ordinal of ordinals) setBit(isDetached, ordinal);
  return found.length === 0 ? () => "runtime" : sortDetachedHolds(analyses, isDetached);
}

function describe(
  { graph, holders }: Analyses,
  { ordinals, ...one }: Found,
  holdOf: (ordinal: number) => DetachedHold,
): DetachedRow {
  const held = ordinals.filter((ordinal) => holdOf(ordinal) === "javascript");
  const told = held.length > 0 ? held : ordinals;
  return {
    class: one.class,
    is: one.is,
    count: ordinals.length,
    holds: countHolds(ordinals, holdOf),
    shallowSize: one.shallowSize,
    retainedSize: one.retainedSize,
    heldBy: holders.find(told),
    ids: Array.from(told.subarray(0, SAMPLE_IDS), (ordinal) => graph.data.nodeIds[ordinal]),
  };
}

function countHolds(
  ordinals: Uint32Array,
  holdOf: (ordinal: number) => DetachedHold,
): Record<DetachedHold, number> {
  const counts = { javascript: 0, tree: 0, runtime: 0 };
  for (const ordinal of ordinals) counts[holdOf(ordinal)]++;
  return counts;
}

function concat(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
