import fc from "fast-check";
import { Analyses } from "../../src/analysis/analyses.ts";
import { arbitraryGraph } from "./arbitrary-graph.ts";
import { buildGraph, type GraphSpec } from "./build-graph.ts";

/** How many random graphs a property is tried on. */
const RUNS = 400;

export const RANDOM_RUNS: { numRuns: number } = { numRuns: RUNS };

/** Tries a statement on random graphs; a failure prints the smallest graph found and its seed. */
export function forRandomGraphs(
  check: (analyses: Analyses, spec: GraphSpec) => void,
  graphs: fc.Arbitrary<GraphSpec> = arbitraryGraph,
): void {
  fc.assert(
    fc.property(graphs, (spec) => check(new Analyses(buildGraph(spec)), spec)),
    RANDOM_RUNS,
  );
}
