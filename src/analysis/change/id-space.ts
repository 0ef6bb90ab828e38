import { ReferenceKinds } from "../lineage/reference-kinds.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { NO_NODE } from "../../graph/ids.ts";
import type { Identities } from "./past-heap.ts";

/**
 * - `same`: one process; an id means the same object in both files.
 * - `unsure`: most ids mean the same, some do not.
 * - `different`: two processes, or one whose ids were issued anew in between: ids mean nothing.
 * - `none`: hardly an id stands in both files (Bun numbers every snapshot afresh).
 * - `address`: ids are addresses (Python), which are used again for other objects.
 */
export type IdSpaceVerdict = "same" | "unsure" | "different" | "none" | "address";

/** Whether ids of two snapshots can be compared. */
export interface IdSpace {
  readonly verdict: IdSpaceVerdict;
  /** Share of the ids in both files whose objects have equal type and name, 0 to 1; null without such ids. */
  readonly agreement: number | null;
  /** Ids that were compared. */
  readonly commonCount: number;
  /** Which file is older, as far as new ids tell. */
  readonly order: "forward" | "reversed" | "unknown";
  /** Why, in one sentence without a full stop. */
  readonly reason: string;
  /**
   * Where ids are addresses: classes all of whose objects have ids of their own nonetheless, sorted by name. Python's
   * exporter gives them to types named in `track`.
   */
  readonly exactClasses?: readonly string[];
}

/** From here on an id of a Python file is a serial number and no address, which are shorter. */
export const FIRST_TRACKED_ID: number = 2 ** 46;

const SAME = 0.999;
const DIFFERENT = 0.99;

/** Ids in both files, as a share of the smaller file's, below which there is nothing to compare. */
const HARDLY_ANY = 0.01;

/** Share of ids beyond the other file's last from which the order is clear, and below which it is not. */
const NEARLY_ALL = 0.9;
const HARDLY_NONE = 0.1;

/**
 * Finds out whether ids mean the same in two snapshots. O(nodes).
 * @param nameHashes - of the later heap, as the earlier one has them.
 * @param places - by ordinal of the later heap: where the earlier one has that id, see `findIds`.
 */
export function judgeIdSpace(
  past: Identities,
  graph: HeapGraph,
  shallowSizes: ArrayLike<number>,
  nameHashes: Uint32Array,
  places: Uint32Array,
): IdSpace {
  const { nodeIds } = graph.data;
  const { runtime } = new ReferenceKinds(graph);
  const isMixed = past.runtime !== runtime;
  const isAddress = past.runtime === "python" && !isMixed;
  // V8 gives its own objects odd ids; even ones are the embedder's and are not kept.
  const counts = (id: number, size: number): boolean => size > 0 && (isAddress || id % 2 === 1);
  let pastCount = 0;
  let pastMax = 0;
  for (let node = 0; node < past.nodeCount; node++) {
    if (!counts(past.nodeIds[node], past.shallowSizes[node])) continue;
    pastCount++;
    pastMax = Math.max(pastMax, past.nodeIds[node]);
  }
  /** Bits per node of the earlier heap: its id stands in the later one too. */
  const isKept = createBitSet(past.nodeCount);
  let laterCount = 0;
  let laterMax = 0;
  let common = 0;
  let equal = 0;
  let added = 0;
  let above = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    const id = nodeIds[node];
    const before = places[node];
    if (before !== NO_NODE) setBit(isKept, before);
    if (!counts(id, shallowSizes[node])) continue;
    laterCount++;
    laterMax = Math.max(laterMax, id);
    if (before === NO_NODE) {
      added++;
      if (id > pastMax) above++;
    } else if (past.shallowSizes[before] > 0) {
      common++;
      if (past.nameHashes[before] === nameHashes[node]) equal++;
    }
  }
  let removed = 0;
  let removedAbove = 0;
  for (let node = 0; node < past.nodeCount; node++) {
    const id = past.nodeIds[node];
    if (hasBit(isKept, node) || !counts(id, past.shallowSizes[node])) continue;
    removed++;
    if (id > laterMax) removedAbove++;
  }
  const agreement = common > 0 ? equal / common : null;
  const isFew = common < Math.min(pastCount, laterCount) * HARDLY_ANY;
  const verdict = isMixed ? "different" : isAddress ? "address" : judge(agreement, isFew);
  const isOrdered = verdict === "same" || verdict === "unsure";
  const order = isOrdered ? judgeOrder({ added, above, removed, removedAbove }) : "unknown";
  return {
    verdict,
    agreement,
    commonCount: common,
    order,
    reason: isMixed ? MIXED : explain(verdict, order),
  };
}

const MIXED = "the files were written by different runtimes";

function judge(agreement: number | null, isFew: boolean): IdSpaceVerdict {
  if (agreement === null || isFew) return "none";
  if (agreement >= SAME) return "same";
  return agreement < DIFFERENT ? "different" : "unsure";
}

/** New ids lie above all that were given out before. */
function judgeOrder(counts: {
  readonly added: number;
  readonly above: number;
  readonly removed: number;
  readonly removedAbove: number;
}): IdSpace["order"] {
  const share = counts.added > 0 ? counts.above / counts.added : null;
  const reverse = counts.removed > 0 ? counts.removedAbove / counts.removed : null;
  if (share !== null && share >= NEARLY_ALL) return "forward";
  const isNone = share === null || share <= HARDLY_NONE;
  if (isNone && reverse !== null && reverse >= NEARLY_ALL) return "reversed";
  return "unknown";
}

function explain(verdict: IdSpaceVerdict, order: IdSpace["order"]): string {
  switch (verdict) {
    case "same":
      return order === "reversed"
        ? "both files are of one process, but the second is the older one"
        : "both files are of one process: an id is the same object in both";
    case "unsure":
      return "most ids are the same object in both files, but not all: some were given out again";
    case "different":
      return "ids are not the same objects in both files: two processes, or one whose ids were issued anew";
    case "none":
      return "hardly an id stands in both files, as where a runtime numbers every snapshot afresh";
    case "address":
      return "ids are addresses, which Python uses again for other objects";
  }
}
