import { Analyses, findNodeFacts } from "../analysis/analyses.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { HelperThread, LazyHelper } from "./helper-thread.ts";

export interface PrepareOptions {
  readonly threads?: number | undefined;
  /** The second thread to use, ended afterwards; without one, an own is started. */
  readonly helper?: LazyHelper | undefined;
  /** Told when a part of the work begins. */
  readonly onPhase?: ((phase: string) => void) | undefined;
  /**
   * The one question to come needs groups and sizes only: columns of the graph that have served (edge
   * names, node names, ids, self sizes) become working memory. They must not be read afterwards.
   */
  readonly consume?: boolean | undefined;
}

/**
 * Computes what nearly all questions need: shallow sizes, distances, classes, dominators. With shared
 * columns, classes and distances are found by a second thread while this one prepares the dominators.
 */
export async function prepareAnalyses(
  graph: HeapGraph,
  options: PrepareOptions = {},
): Promise<Analyses> {
  const analyses = new Analyses(graph, options.consume);
  const inParallel = (options.threads ?? 2) > 1 && graph.isShared && HelperThread.isAvailable();
  const helper = options.helper ?? new LazyHelper();
  const consumes = options.consume === true;
  try {
    options.onPhase?.("classes and distances");
    const facts = inParallel ? helper.get().run("findNodeFacts", graph.data) : undefined;
    analyses.searchAhead();
    void analyses.shallowSizes;
    // The dominators need none of these facts, but the memory that they leave.
    analyses.adopt(facts === undefined ? findNodeFacts(graph) : await facts);
  } finally {
    void helper.close();
  }
  options.onPhase?.("dominators");
  if (consumes) {
    analyses.scratch.give(graph.data.edgeNames);
    // The names of scripts are all that is still to be read of these.
    void analyses.scripts;
    analyses.scratch.give(graph.data.nodeNames);
  }
  void analyses.dominators;
  return analyses;
}
