import type { IdSpace, IdSpaceVerdict } from "./id-space.ts";
import type { LeakSet } from "./leak-set.ts";

export const GROWTH_SORTS = ["retained", "count", "slope", "name"] as const;
export type GrowthSort = (typeof GROWTH_SORTS)[number];

/** What tells whether a class grows. */
export type GrowthMeasure = "count" | "retained";

export interface GrowthOptions {
  /** Default `count`: more bytes in as many objects are no growth. */
  readonly by?: GrowthMeasure;
  /** Default `retained`: what a class retains more in the last file than in the first. */
  readonly sort?: GrowthSort;
  /** Classes to return, 0 (the default) for all; of the leak set as many. */
  readonly limit?: number;
  /** Class patterns, any of which must match. */
  readonly filter?: readonly string[];
  /** Steps in which a class must have grown at least. Default 0. */
  readonly minSteps?: number;
  /** Classes that do not grow, too. Default false. */
  readonly all?: boolean;
  /**
   * Positions from 1 of the two files between which objects of the leak set came. Default the first and the last
   * but one; of two files both.
   */
  readonly between?: readonly [from: number, to: number];
}

/** One file of a series. */
export interface SeriesSnapshot {
  readonly path: string;
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Bytes, native memory outside of nodes included. */
  readonly totalSize: number;
}

/** Whether ids of a file can be compared with those of the next; positions from 1. */
export interface SeriesIdSpace extends IdSpace {
  readonly from: number;
  readonly to: number;
}

/** Whether ids mean the same in all files. */
export interface SeriesIdSpaces {
  /** The worst of all steps. */
  readonly verdict: IdSpaceVerdict;
  /** `reversed` when new ids tell that any file is older than the one before it. */
  readonly order: IdSpace["order"];
  readonly steps: readonly SeriesIdSpace[];
}

/**
 * One class over all files; arrays have one element a file. What is said of its growth is said of the measure:
 * the count, or with `by: "retained"` the retained size.
 */
export interface GrowthRow {
  readonly name: string;
  /** `script:line:column`, 1-based; null where classes are compared by name alone, or the class has none. */
  readonly location: string | null;
  /** Objects, those of size 0 left out. */
  readonly counts: readonly number[];
  /** Bytes; nothing counted twice within the class. */
  readonly retainedSizes: readonly number[];
  /** The last file's count less the first one's. */
  readonly countDelta: number;
  readonly retainedDelta: number;
  /** The highest value before the last file. */
  readonly peak: number;
  /** The last value less the peak, as `objgraph.growth` tells it. */
  readonly overPeak: number;
  /** Whether the last value is above the peak: what only goes up and down never is for long. */
  readonly isGrowing: boolean;
  /** Steps from a file to the next in which it grew, of `steps`. */
  readonly grewIn: number;
  readonly steps: number;
  /** It never fell. */
  readonly isMonotone: boolean;
  /** Growth a step: the line through all values, by least squares. */
  readonly slope: number;
}

/** What keeps growing over a series of snapshots. */
export interface GrowthResult {
  readonly kind: "growth";
  readonly snapshots: readonly SeriesSnapshot[];
  /** Files less one. */
  readonly steps: number;
  readonly idSpace: SeriesIdSpaces;
  /** Classes of one name in two places are two, or where files cannot be compared so, one. */
  readonly classesBy: "location" | "name";
  readonly by: GrowthMeasure;
  readonly sort: GrowthSort;
  readonly totals: {
    readonly classCount: number;
    readonly growingCount: number;
    /** Growing classes of the runtime itself, which are not in `growingCount`. */
    readonly growingArtefactCount: number;
  };
  readonly classes: readonly GrowthRow[];
  /** Classes of the runtime itself, which grow while code warms up. */
  readonly artefacts: readonly GrowthRow[];
  readonly between: { readonly from: number; readonly to: number };
  /** Null where ids do not mean the same in the files. */
  readonly leakSet: LeakSet | null;
  /** Why there is no leak set, in a sentence without a full stop. */
  readonly noLeakSet: string | null;
  readonly omitted: {
    /** Classes and artefacts that the limit cut off. */
    readonly count: number;
    /** Sum of their retained deltas, bytes. */
    readonly retainedDelta: number;
    /** Classes that do not grow. */
    readonly notGrowing: number;
    /** Growing classes that grew in fewer steps than asked for. */
    readonly fewSteps: number;
  };
}
