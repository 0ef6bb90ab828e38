import type { Analyses } from "../../src/analysis/analyses.ts";
import {
  createFoldedCounts,
  type FoldedCounts,
  HolderFinder,
  type Reference,
  type ReferenceOptions,
} from "../../src/analysis/lineage/holders.ts";
import { Parts } from "../../src/analysis/lineage/parts.ts";
import { Patterns } from "../../src/analysis/lineage/patterns.ts";
import { ReferentFinder } from "../../src/analysis/lineage/referents.ts";

/** A finder with what it stands on. */
export interface FinderInUse {
  readonly patterns: Patterns;
  readonly parts: Parts;
  readonly folded: FoldedCounts;
  readonly find: (node: number) => readonly Reference[];
}

/** A finder of holders (`up`) or referents (`down`) that has folded nothing yet. */
export function makeFinder(
  analyses: Analyses,
  direction: "up" | "down",
  options: Partial<ReferenceOptions> = {},
): FinderInUse {
  const patterns = new Patterns(analyses.graph);
  const parts = new Parts(analyses, patterns);
  const folded = createFoldedCounts();
  const Finder = direction === "up" ? HolderFinder : ReferentFinder;
  const wanted = { weak: false, all: false, ...options };
  const finder = new Finder(analyses, patterns, parts, wanted, folded);
  return { patterns, parts, folded, find: (node) => finder.find(node) };
}
