import type { Analyses } from "../analyses.ts";
import { Parts } from "../lineage/parts.ts";
import { Patterns } from "../lineage/patterns.ts";
import { type CutReference, ReferenceDescriber } from "./find-cuts.ts";
import { findSingleCuts } from "./single-cuts.ts";

/** The one reference whose removal frees an object and least else. */
export interface BestCut extends CutReference {
  /** All that goes with it, bytes. */
  readonly freedSize: number;
}

/** The best single cut of an object; null where no single reference frees it. */
export function findBestCut(analyses: Analyses, ordinal: number): BestCut | null {
  const patterns = new Patterns(analyses.graph);
  const parts = new Parts(analyses, patterns);
  const [cut] = findSingleCuts(analyses, parts, Uint32Array.of(ordinal));
  if (cut === undefined) return null;
  const { reference, freedSize } = cut;
  return { ...new ReferenceDescriber(analyses, parts, patterns).describe(reference), freedSize };
}
