import { Analyses } from "../analysis/analyses.ts";
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
 * Computes what nearly all questions need: shallow sizes, classes, distances, dominators. With shared
 * columns the distances, a walk over the whole heap, are found by a second thread meanwhile.
 */
export async function prepareAnalyses(
  graph: HeapGraph,
  options: PrepareOptions = {},
): Promise<Analyses> {
  const { threads = 2, consume = false, onPhase } = options;
  const analyses = new Analyses(graph, consume);
  const { data } = graph;
  const helper = options.helper ?? new LazyHelper();
  const inParallel = threads > 1 && graph.isShared && HelperThread.isAvailable();
  try {
    onPhase?.("classes and distances");
    const distances = inParallel ? helper.get().run("findDistances", data) : null;
    void analyses.shallowSizes;
    void analyses.classKeys;
    if (distances === null) void analyses.distances;
    else {
      const found = await distances;
      analyses.adoptDistances(found.distances);
      for (const column of found.spare) analyses.scratch.give(column);
    }
  } finally {
    void helper.close();
  }
  onPhase?.("dominators");
  if (consume) {
    // Scripts' names and tables' ids are all that is still to be read of these; the dominators need the room.
    void analyses.scripts;
    void analyses.retentionRules;
    for (const column of [data.edgeNames, data.nodeNames, data.nodeIds])
      analyses.scratch.give(column);
  }
  void analyses.dominators;
  return analyses;
}
