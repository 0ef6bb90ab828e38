import { createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import type { Analyses } from "../analyses.ts";

/** Whether an ordinal is where ways begin: a root of the program, or a category of GC roots. */
export function createRootTest(analyses: Analyses): (ordinal: number) => boolean {
  const { referenceKinds, programRoots, graph } = analyses;
  const isProgramRoot = createBitSet(graph.nodeCount);
  for (const root of programRoots) setBit(isProgramRoot, root);
  return (ordinal) => hasBit(isProgramRoot, ordinal) || referenceKinds.isSynthetic(ordinal);
}
