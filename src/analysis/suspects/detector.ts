import type { BitSet } from "../../graph/arrays/bit-set.ts";
import type { Analyses } from "../analyses.ts";
import type { Holders } from "../change/held-by.ts";
import type { ClassMembers } from "../gather-by-class.ts";
import type { ProgramCode } from "../program-code.ts";

/** Every kind of suspect; each has a detector in a file of its own. */
export const SUSPECT_KINDS = [
  "dominant-retainer",
  "growing-class",
  "collection",
  "listeners",
  "timers",
  "closures",
  "pending",
  "detached",
  "weak-values",
  "strings",
  "buffers",
  "copies",
  "inspector",
  "unreachable",
] as const;
export type SuspectKind = (typeof SUSPECT_KINDS)[number];

/** Words that a finding's sentence is made of; see {@link Finding.sentence}. */
export interface SentenceParts {
  /** `500 Session (628 kB, 5.0 % of the heap)`. */
  readonly objects: string;
  /** The accumulation point as code in backticks, with its id; "" where there is none. */
  readonly where: string;
}

/** What a detector found; triage ranks it and adds paths, cuts and growth. */
export interface Finding {
  readonly kind: SuspectKind;
  /** Class of the objects, or of most of them. */
  readonly class: string;
  readonly count: number;
  /** What the objects retain together, or what is wasted; bytes, nothing counted twice. */
  readonly bytes: number;
  /** The objects, those that tell most first; at most {@link MAX_FOUND}. */
  readonly ordinals: readonly number[];
  /** The one object through which they are held: the place to look at. Null where there is none. */
  readonly accumulation: number | null;
  /** One sentence without a full stop. */
  readonly sentence: (parts: SentenceParts) => string;
  /** Normal for the runtime, or of the tools that made the file: told, but never above `info`. */
  readonly isExpected: boolean;
  /** 0 to 1: how sure it is that such a thing is a leak, whatever its size. */
  readonly certainty: number;
  /** Bits per node: objects that are here for this reason alone, so that findings about them are no matter of their own. */
  readonly explains?: BitSet;
}

/** Objects of a finding that are kept for paths and ids. */
export const MAX_FOUND = 1000;

/** What detectors may ask: the heap, and the classes that grow when earlier files are known. */
export interface DetectorContext {
  readonly analyses: Analyses;
  /** Bytes of the whole heap. */
  readonly totalSize: number;
  /** By class name: counts in every file. Null for a single file. */
  readonly growth: ReadonlyMap<string, ClassGrowth> | null;
  /** The nodes of each class. */
  readonly members: ClassMembers;
  /** Tells the program's objects from the runtime's. */
  readonly program: ProgramCode;
  /** Finds what most of some objects hang on. */
  readonly holders: Holders;
}

/** How a class changed over the files of a series; one element a file. */
export interface ClassGrowth {
  readonly counts: readonly number[];
  readonly retainedSizes: readonly number[];
  /** Whether the last count exceeds every earlier one. */
  readonly isGrowing: boolean;
  /** Whether the runtime makes such objects as it warms up. */
  readonly isArtefact: boolean;
}

/** A pure question to a heap. Adding one is adding a file and a line in `detectors.ts`. */
export type Detector = (context: DetectorContext) => readonly Finding[];
