import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { identify } from "./analysis/change/growth-series.ts";
import { plotRecording, type PlotOptions } from "./analysis/recording/plot-recording.ts";
import type { PlottedRecording, PlotResult } from "./analysis/recording/plot-result.ts";
import { HeapgraphError, NotFoundError } from "./errors.ts";
import { readSnapshot } from "./parser/read-snapshot.ts";
import { readRecording } from "./recording/read-recording.ts";
import type { Recording } from "./recording/recording.ts";

/** Snapshots of one recording that are read for the sizes of their heaps. */
const MAX_SNAPSHOTS = 20;

export interface PlotRecordingsOptions extends Omit<PlotOptions, "heapSizes"> {
  /** What the result calls the files; default their paths. */
  readonly names?: readonly string[] | undefined;
  /** Read the snapshots that marks name, for the sizes of their heaps; default true. */
  readonly heaps?: boolean | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called before each file. */
  readonly onFile?: ((name: string) => void) | undefined;
  /** Called for a snapshot that a mark names and that cannot be read. */
  readonly onUnreadable?: ((name: string, error: HeapgraphError) => void) | undefined;
}

/**
 * Reads recordings of memory over time, ready to be drawn.
 * @param paths - files, or recordings that were read.
 * @throws {RecordingFormatError | SourceError} what is wrong with a file.
 * @throws {NotFoundError} SAMPLES_NOT_FOUND nothing was sampled in the window, or not as the metric asked for.
 */
export async function plotRecordings(
  paths: readonly (string | Recording)[],
  options: PlotRecordingsOptions = {},
): Promise<PlotResult> {
  const recordings: PlottedRecording[] = [];
  for (const [at, source] of paths.entries()) {
    const isPath = typeof source === "string";
    const name = options.names?.[at] ?? (isPath ? source : "recording");
    options.onFile?.(name);
    const recording = isPath ? await readRecording(source, name) : source;
    const heapSizes =
      isPath && options.heaps !== false
        ? await readHeapSizes(recording, source, options)
        : undefined;
    const plotted = plotRecording(recording, name, { ...options, heapSizes });
    if (plotted === null) throw nothingToDraw(name, recording, options);
    recordings.push(plotted);
  }
  return { kind: "plot", window: options.window ?? null, recordings };
}

function nothingToDraw(
  name: string,
  recording: Recording,
  { metric, window = null }: PlotRecordingsOptions,
): NotFoundError {
  const isUnsampled = metric !== undefined && recording.samples[metric] === null;
  const what = isUnsampled ? `${metric.toUpperCase()} was not sampled` : "nothing was sampled";
  const when = isUnsampled || window === null ? "" : ` from ${window.from} s to ${window.to} s`;
  return new NotFoundError("MOMENTS_NOT_FOUND", name, `${name}: ${what}${when}`);
}

/** Total sizes of the snapshots that marks name, as far as they are there. */
async function readHeapSizes(
  recording: Recording,
  path: string,
  { threads, signal, onFile, onUnreadable }: PlotRecordingsOptions,
): Promise<ReadonlyMap<string, number>> {
  const names = recording.marks.flatMap(({ what, text }) => (what === "snapshot" ? [text] : []));
  const sizes = new Map<string, number>();
  for (const name of [...new Set(names)].slice(0, MAX_SNAPSHOTS)) {
    const file = resolve(dirname(path), name);
    // Only what is a file: a recording may name anything.
    const found = await stat(file).catch(() => null);
    if (found?.isFile() !== true) continue;
    onFile?.(name);
    try {
      const graph = await readSnapshot(file, { threads, signal });
      sizes.set(name, identify(name, graph).totalSize);
    } catch (error) {
      if (!(error instanceof HeapgraphError) || error.code === "ABORTED") throw error;
      onUnreadable?.(name, error);
    }
  }
  return sizes;
}
