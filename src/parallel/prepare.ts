import { Analyses, findNodeFacts } from "../analysis/analyses.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { HelperThread } from "./helper-thread.ts";

export interface PrepareOptions {
  readonly threads?: number | undefined;
  /** Told when a part of the work begins. */
  readonly onPhase?: ((phase: string) => void) | undefined;
}

/**
 * Computes what nearly all questions need: shallow and retained sizes, distances, classes, dominators. With
 * shared columns, names and distances are found by a second thread while this one does the dominators.
 */
export async function prepareAnalyses(
  graph: HeapGraph,
  options: PrepareOptions = {},
): Promise<Analyses> {
  const analyses = new Analyses(graph);
  const inParallel = (options.threads ?? 2) > 1 && graph.isShared && HelperThread.isAvailable();
  const helper = inParallel ? new HelperThread() : null;
  try {
    const facts = helper?.run("findNodeFacts", graph.data);
    options.onPhase?.("dominators");
    void analyses.dominators;
    options.onPhase?.("classes and distances");
    analyses.adopt(facts === undefined ? findNodeFacts(graph) : await facts);
    options.onPhase?.("retained sizes");
    void analyses.retainedSizes;
  } finally {
    await helper?.close();
  }
  return analyses;
}
