import type { CutReference } from "../cut/find-cuts.ts";
import type { HeapPath } from "../path-result.ts";
import type { SeriesSnapshot } from "../change/growth-result.ts";
import type { IdSpace, IdSpaceVerdict } from "../change/id-space.ts";
import type { ClassGrowth, SuspectKind } from "./detector.ts";
import type { Fingerprint } from "./fingerprint.ts";

/** From harmless to urgent. */
export const SEVERITIES = ["info", "low", "medium", "high"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Points that make a severity: their sum is 0 to 100. */
export interface Score {
  readonly total: number;
  /** Share of the heap, 0 to 30. */
  readonly size: number;
  /** Objects, 0 to 10. */
  readonly count: number;
  /** How sure such a thing is a leak, 0 to 35. */
  readonly certainty: number;
  /** Growth over the files, 0 to 25; 0 for a single file. */
  readonly growth: number;
}

/** Ways to objects that read alike but for indexes and keys. */
export interface MergedWay {
  readonly code: string;
  /** Of the objects, 0 to 1. */
  readonly share: number;
}

/** Something else that was seen at the same place. */
export interface Evidence {
  readonly kind: SuspectKind;
  readonly finding: string;
  readonly class: string;
  readonly count: number;
  /** Bytes. */
  readonly bytes: number;
}

/** What probably leaks, in words and in numbers. */
export interface Suspect {
  /** One sentence without a full stop. */
  readonly finding: string;
  readonly kind: SuspectKind;
  readonly severity: Severity;
  /** The same for the same leak in every run of the same code. */
  readonly fingerprint: Fingerprint;
  readonly score: Score;
  readonly class: string;
  readonly count: number;
  /** What the objects retain together, or waste; bytes. */
  readonly bytes: number;
  /** `bytes` as a share of the heap, 0 to 1. */
  readonly share: number;
  /** The object through which they are held; null where there is none. */
  readonly accumulation: {
    readonly id: number;
    readonly class: string;
    /** As code from the last variable or a root: `sessionCache.map`. */
    readonly code: string;
    readonly retainedSize: number;
  } | null;
  /** The way from a root to the accumulation point, or to the first object; null where nothing leads. */
  readonly path: HeapPath | null;
  /**
   * The ways to the objects, merged: the one that most of them have, and the share of them that it tells of; null
   * where nothing leads to them.
   */
  readonly mergedPath:
    | (MergedWay & {
        /** Other ways, at most three, that of most objects first. */
        readonly others: readonly MergedWay[];
      })
    | null;
  /** Ids of objects, at most three. */
  readonly ids: readonly number[];
  /** The class in every file; null for a single file. */
  readonly growth: ClassGrowth | null;
  /** The reference to remove so that most of it goes; null where no single one does. */
  readonly bestCut: (CutReference & { /** Bytes. */ readonly freedSize: number }) | null;
  /** `script:line:column`, 1-based, of the class or function; null where the file does not tell. */
  readonly location: string | null;
  /** Findings of other kinds, or of other classes, that hang on the same object; the weightiest first. */
  readonly evidence: readonly Evidence[];
}

/** What leaks in a heap, most urgent first. */
export interface TriageResult {
  readonly kind: "triage";
  /** Bytes of the last file. */
  readonly totalSize: number;
  /** The files, in their order. */
  readonly snapshots: readonly SeriesSnapshot[];
  /** Whether ids mean the same in all files; null for a single one. */
  readonly idSpace: IdSpaceVerdict | null;
  /** `reversed` when new ids tell that a file is older than the one before it; null for a single one. */
  readonly order: IdSpace["order"] | null;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly suspects: readonly Suspect[];
  /** Suspects that the limit cut off. */
  readonly omitted: { readonly count: number };
}
