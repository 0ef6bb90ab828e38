import fc from "fast-check";
import { expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { prepareAnalyses } from "../../src/parallel/prepare.ts";
import { arbitraryGraph } from "../support/arbitrary-graph.ts";
import { buildGraph } from "../support/build-graph.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";
import { sumClasses } from "../support/sum-classes.ts";

/** What is asked of analyses whose graph is used up: sizes and groups. */
function describe(analyses: Analyses): object {
  const { classKeys, distances, shallowSizes, dominators, retainedSizes } = analyses;
  return {
    classes: [...classKeys.keyOf].map((key) => classKeys.keys[key]),
    distances: [...distances],
    shallowSizes: [...shallowSizes],
    totals: sumClasses(analyses),
    dominators: [...dominators.idoms],
    retainedSizes: [...retainedSizes],
  };
}

it.each([false, true])(
  "gives the same answers when the columns become working memory: %s",
  async (consume) => {
    await fc.assert(
      fc.asyncProperty(arbitraryGraph, async (spec) => {
        const prepared = await prepareAnalyses(buildGraph(spec), { threads: 1, consume });
        expect(describe(prepared)).toEqual(describe(new Analyses(buildGraph(spec))));
      }),
      RANDOM_RUNS,
    );
  },
);
