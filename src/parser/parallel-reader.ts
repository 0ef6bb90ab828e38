import { HeapgraphError } from "../errors.ts";
import { HeapGraph } from "../graph/heap-graph.ts";
import { HelperThread, LazyHelper } from "../parallel/helper-thread.ts";
import { allocateReadBuffer, type ByteSource } from "./byte-source.ts";
import {
  createEdgeBlockControl,
  type EdgeBlockJob,
  type EdgeBlockResult,
  readEdgeBlocks,
} from "./edge-blocks.ts";
import { createTurn, type ReadOptions } from "./read-options.ts";
import { allocateEdges } from "./record-sinks.ts";
import { SnapshotReader } from "./snapshot-reader.ts";
import { readSync } from "node:fs";

/** Below this a second thread costs more than it saves. */
const PARALLEL_BYTES = 50e6;

/** Bytes read at once. */
const READ_BYTES = 256 * 1024;

/** Whether a source is worth two threads, and allows them. */
export function canReadInParallel(source: ByteSource, options: ReadOptions): boolean {
  const threads = options.threads ?? 2;
  return (
    threads > 1 &&
    source.plainFile !== null &&
    source.storedBytes >= PARALLEL_BYTES &&
    HelperThread.isAvailable()
  );
}

/**
 * Reads a plain file with two threads into shared columns: the first pass passes over nodes and edges at
 * memory speed and reads the rest; then one thread scans the nodes while the other has begun with the edges.
 *
 * @param shared - the second thread to use; without one, an own is started and ended.
 * @returns null at anything unusual (wrong counts, foreign order, a fault): one pass reads or explains it.
 */
export async function readInParallel(
  source: ByteSource,
  options: ReadOptions,
  shared?: LazyHelper,
): Promise<HeapGraph | null> {
  const fd = source.plainFile;
  if (fd === null) return null;
  const size = source.storedBytes;
  const reader = new SnapshotReader({
    sizeHint: size,
    shared: true,
    skipRecords: true,
    limits: {},
  });
  let done = 0;
  const turn = createTurn(options, () => done, size);
  const buffer = allocateReadBuffer(READ_BYTES);
  const helpers = shared ?? new LazyHelper();
  const helper = helpers.get();
  try {
    let started: { job: EdgeBlockJob; result: Promise<EdgeBlockResult | null> } | null = null;
    // Bytes passed over count as read when they have been scanned.
    for (let position = 0; position < size;) {
      const count = readSync(fd, buffer, 0, buffer.length, position);
      if (count === 0) break;
      reader.push(buffer.subarray(0, count));
      position += count;
      started ??= startEdges(reader, fd, helper);
      if (!reader.isSkipping) {
        done += count;
        await turn();
      }
    }
    const nodes = reader.skipped.get("nodes");
    if (started === null || nodes === undefined || nodes.end < 0 || reader.layout === null)
      return null;

    const section = reader.sectionReader("nodes", reader.layout);
    for (let position = nodes.start; position <= nodes.end;) {
      const count = readSync(
        fd,
        buffer,
        0,
        Math.min(buffer.length, nodes.end + 1 - position),
        position,
      );
      if (count === 0) return null;
      section.push(buffer.subarray(0, count), 0, count, position);
      position += count;
      done += count;
      await turn();
    }
    return await joinEdges(reader, started, (bytes) => report(options, done + bytes, size));
  } catch (error) {
    // A fault in the file is found again, with its place, by the one pass that follows.
    if (error instanceof HeapgraphError && error.code.startsWith("FORMAT_")) return null;
    throw error;
  } finally {
    if (shared === undefined) await helpers.close();
  }
}

async function joinEdges(
  reader: SnapshotReader,
  started: { job: EdgeBlockJob; result: Promise<EdgeBlockResult | null> },
  onBlock: (bytes: number) => void,
): Promise<HeapGraph | null> {
  const own = readEdgeBlocks(started.job, onBlock);
  const other = await started.result;
  if (own === null || other === null) return null;
  const stride = started.job.layout.edgeStride;
  if (own.total % stride !== 0) return null;
  const maxima = {
    target: Math.max(own.maxima.target, other.maxima.target),
    string: Math.max(own.maxima.string, other.maxima.string),
  };
  return new HeapGraph(
    reader.finish({ columns: started.job.columns, edgeCount: own.total / stride, maxima }),
  );
}

/** Sets the helper to work as soon as the place of the edges is known. */
function startEdges(
  reader: SnapshotReader,
  fd: number,
  helper: HelperThread,
): { job: EdgeBlockJob; result: Promise<EdgeBlockResult | null> } | null {
  const edges = reader.skipped.get("edges");
  const { layout, header } = reader;
  if (edges === undefined || edges.end < 0 || layout === null || header === null) return null;
  const most = Math.floor((edges.end - edges.start) / (2 * layout.edgeStride)) + 1;
  const capacity = header.statedEdgeCount > 0 ? Math.min(header.statedEdgeCount, most) : most;
  const job: EdgeBlockJob = {
    fd,
    start: edges.start,
    end: edges.end,
    layout,
    columns: allocateEdges(capacity, true),
    control: createEdgeBlockControl(edges.start, edges.end),
  };
  return { job, result: helper.run("readEdgeBlocks", job) };
}

function report(options: ReadOptions, bytes: number, size: number): void {
  options.onProgress?.({ phase: "reading", fraction: Math.min(1, bytes / size), bytes });
}
