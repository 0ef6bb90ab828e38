import { diffHeaps, type DiffOptions, type DiffResult } from "./analysis/change/diff.ts";
import { listChangedObjects, type DiffObjectsResult } from "./analysis/change/diff-objects.ts";
import { compareSnapshots } from "./compare-snapshots.ts";
import type { SnapshotSource } from "./parser/byte-source.ts";
import type { ReadOptions } from "./parser/read-options.ts";
import { readSnapshot } from "./parser/read-snapshot.ts";
import { prepareAnalyses } from "./parallel/prepare.ts";
import { Snapshot } from "./snapshot.ts";

/** Two snapshots, compared: the later one whole, of the earlier what the comparison needs. */
export interface SnapshotDiff {
  /** The later snapshot, for further questions. */
  readonly later: Snapshot;
  /**
   * What changed, by class.
   * @throws {NotFoundError} CLASS_NOT_FOUND when a filter matches nothing.
   */
  classes(options?: DiffOptions): DiffResult;
  /**
   * The objects of some classes that are new, gone, or in both.
   * @param type - class patterns, any of which must match.
   * @throws {NotFoundError} CLASS_NOT_FOUND when none matches.
   */
  objects(type: readonly string[]): DiffObjectsResult;
}

/**
 * Reads two snapshots, one after the other, and compares them.
 * @param earlier - read a second time when ids of the two mean nothing, unless it is a stream.
 * @throws {HeapgraphError} what is wrong with a source; see the subclasses.
 */
export async function diffSnapshots(
  earlier: SnapshotSource,
  later: SnapshotSource,
  options: ReadOptions = {},
): Promise<SnapshotDiff> {
  const canRepeat =
    typeof earlier === "string" || earlier instanceof URL || earlier instanceof Uint8Array;
  const { past, comparison, analyses } = await compareSnapshots(
    { canRepeat, read: () => readSnapshot(earlier, options) },
    async () => {
      const graph = await readSnapshot(later, options);
      return prepareAnalyses(graph, { threads: options.threads });
    },
  );
  return {
    later: new Snapshot(analyses),
    classes: (asked) => diffHeaps(past, analyses, comparison, asked),
    objects: (type) => listChangedObjects(past, analyses, comparison, { type }),
  };
}
