import { identify } from "../analysis/change/growth-series.ts";
import { HeapgraphError } from "../errors.ts";
import { openSnapshot } from "../snapshot.ts";
import { triageOne } from "../triage.ts";
import { type FileOutcome, shorten } from "./file-report.ts";

/**
 * Triages one file. What is wrong with it is an outcome like any other; other errors are thrown.
 * @param threads - 1 where several files are read at once.
 */
export async function readFileReport(path: string, threads: number): Promise<FileOutcome> {
  try {
    const { analyses } = await openSnapshot(path, { threads });
    const snapshot = identify(path, analyses.graph);
    const { suspects } = triageOne(analyses, snapshot, { limit: 0 });
    const { nodeCount, edgeCount, totalSize } = snapshot;
    return {
      status: "read",
      nodeCount,
      edgeCount,
      totalSize,
      suspects: suspects.map((suspect) => shorten(suspect)),
    };
  } catch (error) {
    if (error instanceof HeapgraphError)
      return { status: "failed", code: error.code, message: error.message };
    // An array that does not fit into memory.
    if (error instanceof RangeError)
      return { status: "failed", code: "MEMORY", message: `not enough memory: ${error.message}` };
    throw error;
  }
}
