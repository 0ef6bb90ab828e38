import type { Analyses } from "./analysis/analyses.ts";
import { summarize, type SummaryOptions, type SummaryResult } from "./analysis/summary.ts";
import type { HeapGraph } from "./graph/heap-graph.ts";
import { prepareAnalyses } from "./parallel/prepare.ts";
import type { SnapshotSource } from "./parser/byte-source.ts";
import { readSnapshot } from "./parser/read-snapshot.ts";
import type { ReadOptions } from "./parser/read-options.ts";

/**
 * An opened snapshot and the questions it answers. Each answer is a plain object, the same that the
 * command of that name prints with `--json`.
 */
export class Snapshot {
  /** The columns everything is computed from. */
  readonly graph: HeapGraph;
  /** Per-node facts: sizes, distances, classes, dominators; computed at first use. */
  readonly analyses: Analyses;

  constructor(analyses: Analyses) {
    this.graph = analyses.graph;
    this.analyses = analyses;
  }

  /**
   * Classes by what they retain.
   * @throws {NotFoundError} CLASS_NOT_FOUND when a filter matches nothing.
   */
  summary(options: SummaryOptions = {}): SummaryResult {
    return summarize(this.analyses, options);
  }
}

/**
 * Reads a snapshot and computes what nearly all questions need.
 *
 * @param source - path, bytes or stream of a `.heapsnapshot` or `.heaptimeline`, also compressed.
 * @param options - progress callback, AbortSignal, number of threads (2).
 * @throws {HeapgraphError} what is wrong with the source; see the subclasses.
 */
export async function openSnapshot(
  source: SnapshotSource,
  options: ReadOptions = {},
): Promise<Snapshot> {
  const graph = await readSnapshot(source, options);
  const { onProgress, threads } = options;
  const analyses = await prepareAnalyses(graph, {
    threads,
    onPhase: (phase) => onProgress?.({ phase, fraction: 0, bytes: 0 }),
  });
  return new Snapshot(analyses);
}
