import { findIds, IdIndex } from "../../graph/id-index.ts";
import type { Analyses } from "../analyses.ts";
import { type IdSpace, judgeIdSpace } from "../change/id-space.ts";
import { hashNames, type Identities, rememberIdentities } from "../change/past-heap.ts";
import { TopOrdinals } from "../top-ordinals.ts";
import { Collections } from "./collections.ts";

/** What a collection of an earlier snapshot had. */
export interface PastCollection {
  /** Null where the file did not have the entries. */
  readonly entryCount: number | null;
  /** Bytes. */
  readonly retainedSize: number;
}

/** Collections of an earlier snapshot, matched with those of a later one. */
export interface PastMatch {
  readonly idSpace: IdSpace;
  readonly matching: "ids" | "code";
  /**
   * What a collection of the later snapshot had been; null where there was none.
   * @param code - the way to it, where ids mean nothing.
   */
  find(node: number, code?: string | null): PastCollection | null;
}

/** Collections that are known by the way to them, too, those that retain most. */
export const MAX_WAYS = 500;

/** What is kept of the collections of an earlier snapshot, once that is gone: 24 bytes each. */
export class PastCollections {
  readonly #identities: Identities;
  readonly #index: IdIndex;
  /** NaN where the file did not have the entries. */
  readonly #entryCounts: Float64Array;
  readonly #retainedSizes: Float64Array;
  /** Positions of columns, by the way. */
  readonly #byCode: ReadonlyMap<string, number>;

  /** O(nodes + edges). */
  constructor(analyses: Analyses) {
    const { graph, retainedSizes, holders } = analyses;
    const collections = new Collections(analyses);
    const ordinals: number[] = [];
    const counts: number[] = [];
    for (let node = 0; node < graph.nodeCount; node++) {
      const type = collections.typeOf(node);
      if (type === null) continue;
      ordinals.push(node);
      counts.push(collections.sizeOf(node, type).entryCount ?? Number.NaN);
    }
    const sizeOf = (at: number): number => retainedSizes[ordinals[at]];
    const largest = new TopOrdinals((a, b) => sizeOf(b) - sizeOf(a) || a - b, MAX_WAYS);
    for (const at of ordinals.keys()) largest.offer(at);
    const byCode = new Map<string, number>();
    for (const at of largest.finish()) {
      const code = holders.codeOf(ordinals[at]);
      if (code !== null && !byCode.has(code)) byCode.set(code, at);
    }
    this.#identities = rememberIdentities(analyses);
    this.#index = new IdIndex(Float64Array.from(ordinals, (node) => graph.data.nodeIds[node]));
    this.#entryCounts = Float64Array.from(counts);
    this.#retainedSizes = Float64Array.from(ordinals, (node) => retainedSizes[node]);
    this.#byCode = byCode;
  }

  /** Finds out whether ids mean the same in a later snapshot, and how to match by them. O(nodes). */
  match({ graph, shallowSizes }: Analyses): PastMatch {
    const { nodeIds } = graph.data;
    const places = findIds(nodeIds, this.#identities.nodeIds);
    const idSpace = judgeIdSpace(this.#identities, graph, shallowSizes, hashNames(graph), places);
    const isById = idSpace.verdict !== "different" && idSpace.verdict !== "none";
    return {
      idSpace,
      matching: isById ? "ids" : "code",
      find: (node, code = null) => {
        const at = isById
          ? this.#index.find(nodeIds[node])
          : code === null
            ? undefined
            : this.#byCode.get(code);
        return at === undefined || at < 0 ? null : this.#at(at);
      },
    };
  }

  #at(at: number): PastCollection {
    const count = this.#entryCounts[at];
    return {
      entryCount: Number.isNaN(count) ? null : count,
      retainedSize: this.#retainedSizes[at],
    };
  }
}
