import type { ScopeHeap } from "../support/scope-heap.ts";

/**
 * Whether no function can use a variable of a context, straight from the definition: look at every function and
 * suspended generator that can reach the context by its chain, and at every use in its code and the code within.
 */
export function slowIsUnused(heap: ScopeHeap, context: number, slot: number): boolean {
  const { scopes, contexts, functions } = heap;
  const isWithin = (scope: number, outer: number): boolean =>
    scope === outer || (scopes[scope].parent >= 0 && isWithin(scopes[scope].parent, outer));
  const reaches = (from: number): boolean =>
    from === context || (contexts[from].previous >= 0 && reaches(contexts[from].previous));
  return !functions.some(
    ({ scope, context: own, state }) =>
      state !== "finished" &&
      reaches(own) &&
      scopes.some(
        ({ uses }, inner) =>
          isWithin(inner, scope) &&
          uses.some((use) => use.scope === contexts[context].scope && use.slot === slot),
      ),
  );
}
