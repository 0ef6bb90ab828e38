import { HeapgraphError, SnapshotFormatError } from "../errors.ts";
import { HeapGraph } from "../graph/heap-graph.ts";
import type { LazyHelper } from "../parallel/helper-thread.ts";
import { type ByteSource, openByteSource, type SnapshotSource } from "./byte-source.ts";
import { canReadInParallel, readInParallel } from "./parallel-reader.ts";
import { createTurn, type ReadOptions } from "./read-options.ts";
import type { KnownLimits } from "./record-sinks.ts";
import { SnapshotReader, UnlocatedReference } from "./snapshot-reader.ts";

/**
 * Reads a whole snapshot into columns.
 *
 * @param source - path, bytes or stream; gzip, brotli and (Node 22.15) zstd are recognised by content.
 * @param helper - the second thread to use for large files; without one, an own is started and ended.
 * @throws {SourceError} it cannot be opened.
 * @throws {SnapshotFormatError} it breaks the format; says where.
 * @throws {UnsupportedSnapshotError} it is something else.
 * @throws {AbortedError} the signal fired.
 */
export async function readSnapshot(
  source: SnapshotSource,
  options: ReadOptions = {},
  helper?: LazyHelper,
): Promise<HeapGraph> {
  const opened = await openByteSource(source);
  try {
    if (canReadInParallel(opened, options)) {
      const graph = await readInParallel(opened, options, helper);
      if (graph !== null) return graph;
    }
    return await readInOnePass(opened, options);
  } finally {
    await opened.close();
  }
}

async function readInOnePass(source: ByteSource, options: ReadOptions): Promise<HeapGraph> {
  try {
    return await readWithLimits(source, options, {});
  } catch (error) {
    if (!(error instanceof UnlocatedReference) || !source.rereadable) throw error;
    return await readWithLimits(source, { ...options, onProgress: undefined }, error.limits);
  }
}

async function readWithLimits(
  source: ByteSource,
  options: ReadOptions,
  limits: KnownLimits,
): Promise<HeapGraph> {
  const sizeHint = source.storedBytes * (source.compression === "none" ? 1 : 6);
  const reader = new SnapshotReader({ sizeHint, shared: false, skipRecords: false, limits });
  const turn = createTurn(options, () => source.storedPosition(), source.storedBytes);
  let bytes = 0;
  try {
    for await (const chunk of source.chunks()) {
      reader.push(chunk);
      bytes += chunk.length;
      await turn();
    }
  } catch (error) {
    throw explainReadError(error, reader.section, bytes);
  }
  return new HeapGraph(reader.finish());
}

/**
 * A failure of decompression as an error of the format; any other error as it is.
 * @param section - the section being read, "" before the first.
 * @param bytes - decompressed so far.
 */
export function explainReadError(error: unknown, section: string, bytes: number): unknown {
  if (error instanceof HeapgraphError || !(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined || !/^(Z_|ERR__?ERROR|ERR_BROTLI|ERR_ZSTD|ERR_PADDING|ZSTD)/.test(code))
    return error;
  const place = section === "" ? {} : { section };
  if (code === "Z_BUF_ERROR") {
    return new SnapshotFormatError(
      "FORMAT_COMPRESSED_TRUNCATED",
      "the compressed file is cut short",
      { ...place, byteOffset: bytes, expected: "more compressed data", found: "end of file" },
      { cause: error },
    );
  }
  return new SnapshotFormatError(
    "FORMAT_COMPRESSED",
    "the compressed data is damaged",
    { ...place, byteOffset: bytes, found: error.message },
    { cause: error },
  );
}
