import { freemem } from "node:os";
import { resolve } from "node:path";
import { identify } from "../analysis/change/growth-series.ts";
import type { Analyses } from "../analysis/analyses.ts";
import { SnapshotFormatError, UnsupportedSnapshotError } from "../errors.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { expectedMemory } from "../parser/expected-memory.ts";
import { readSnapshot } from "../parser/read-snapshot.ts";
import { LazyHelper } from "../parallel/helper-thread.ts";
import type { Progress } from "../parser/read-options.ts";
import { prepareAnalyses } from "../parallel/prepare.ts";
import { formatBytes } from "../render/format.ts";
import type { SnapshotIdentity } from "../render/json.ts";
import type { CliIo } from "./command.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { ProgressLine } from "./progress.ts";

/** A snapshot a command works on. */
export interface Loaded {
  /** As the user wrote it. */
  readonly path: string;
  readonly graph: HeapGraph;
  readonly analyses: Analyses;
  readonly identity: SnapshotIdentity;
}

/**
 * Reads a file and computes sizes, distances, classes and dominators, with progress on stderr.
 * @param file - `-` for stdin; undefined for the newest in the folder.
 * @param options.consume - see {@link prepareAnalyses}: for one summary of a large file, nothing else.
 */
export async function loadSnapshot(
  file: string | undefined,
  io: CliIo,
  options: { readonly consume?: boolean } = {},
): Promise<Loaded> {
  const progress = new ProgressLine(io.stderr);
  const helper = new LazyHelper();
  try {
    const { path, graph } = await read(file, io, progress, helper);
    const identity = identify(path, graph);
    const analyses = await prepareAnalyses(graph, {
      consume: options.consume,
      threads: threadsOf(io),
      helper,
      onPhase: (phase) => progress.show(phase),
    });
    return { path, graph, analyses, identity };
  } finally {
    await helper.close();
    progress.clear();
  }
}

/** Reads a file and computes nothing. */
export async function loadGraph(
  file: string | undefined,
  io: CliIo,
): Promise<{ path: string; graph: HeapGraph }> {
  const progress = new ProgressLine(io.stderr);
  try {
    return await read(file, io, progress);
  } finally {
    progress.clear();
  }
}

async function read(
  file: string | undefined,
  io: CliIo,
  progress: ProgressLine,
  helper?: LazyHelper,
): Promise<{ path: string; graph: HeapGraph }> {
  const path = file ?? findSnapshot(io);
  const source = path === "-" ? io.stdin : resolve(io.cwd, path);
  if (typeof source === "string") await warnOfMemory(source, path, io);
  const options = {
    threads: threadsOf(io),
    onProgress: ({ phase, fraction, bytes }: Progress) => progress.show(phase, fraction, bytes),
  };
  const graph = await readSnapshot(source, options, helper).catch((error: unknown) => {
    throw withPath(error, path);
  });
  return { path, graph };
}

/** Typed arrays lie outside of V8's heap, so no flag helps: only a larger machine does. */
export async function warnOfMemory(source: string, path: string, io: CliIo): Promise<void> {
  const expected = await expectedMemory(source);
  const free = freemem();
  if (expected === null || expected <= free) return;
  io.stderr.write(
    `heapgraph: warning: ${path} needs about ${formatBytes(expected)} of memory, ${formatBytes(free)} are free\n`,
  );
}

/** Lets an error about a file's content say which file. */
export function withPath(error: unknown, path: string): unknown {
  if (error instanceof SnapshotFormatError || error instanceof UnsupportedSnapshotError) {
    error.path = path === "-" ? "standard input" : path;
  }
  return error;
}

export function threadsOf(io: CliIo): number {
  return io.env["HEAPGRAPH_THREADS"] === "1" ? 1 : 2;
}

export { identify } from "../analysis/change/growth-series.ts";
