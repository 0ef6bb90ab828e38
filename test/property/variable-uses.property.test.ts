import fc from "fast-check";
import { expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { slowIsUnused } from "../oracle/slow-variable-uses.ts";
import { arbitraryScopeHeap, buildScopeHeap } from "../support/scope-heap.ts";

it("variables are unused exactly where no function that reaches their scope uses them", () => {
  const seen = { used: 0, unused: 0 };
  fc.assert(
    fc.property(arbitraryScopeHeap, (heap) => {
      const { graph, contextOrdinals } = buildScopeHeap(heap);
      const { variableUses } = new Analyses(graph);
      for (const [at, context] of contextOrdinals.entries()) {
        const { variables } = heap.scopes[heap.contexts[at].scope];
        for (let slot = 0; slot < variables; slot++) {
          const isUnused = variableUses?.isUnused(context, `v${slot}`);
          expect(isUnused).toBe(slowIsUnused(heap, at, slot));
          seen[isUnused === true ? "unused" : "used"]++;
        }
      }
    }),
    { numRuns: 300 },
  );
  // Both answers came often enough to mean something.
  expect(Math.min(seen.used, seen.unused)).toBeGreaterThan(30);
});
