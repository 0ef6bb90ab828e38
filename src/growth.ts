import { Analyses } from "./analysis/analyses.ts";
import type { GrowthOptions, GrowthResult } from "./analysis/change/growth-result.ts";
import type { SeriesClass } from "./analysis/change/growth-rows.ts";
import { GrowthSeries, inferSeriesShapes } from "./analysis/change/growth-series.ts";
import { SnapshotFormatError, UnsupportedSnapshotError } from "./errors.ts";
import type { HeapGraph } from "./graph/heap-graph.ts";
import type { Shape } from "./graph/object-shapes.ts";
import type { Progress, ReadOptions } from "./parser/read-options.ts";
import { openByteSource } from "./parser/byte-source.ts";
import { readSnapshot } from "./parser/read-snapshot.ts";

/** How far the work on a series is. */
export interface SeriesProgress extends Progress {
  /** Position of the file, from 1; the last one is read first, for its shapes, and once more at the end. */
  readonly file: number;
  readonly files: number;
}

export interface MeasureOptions extends GrowthOptions, Omit<ReadOptions, "onProgress"> {
  /** Called some ten times a second. */
  readonly onProgress?: ((progress: SeriesProgress) => void) | undefined;
  /** What the result calls the files; default their paths. */
  readonly names?: readonly string[] | undefined;
}

/**
 * Finds what keeps growing over snapshots in order of time: classes whose last count exceeds every earlier one,
 * and the objects that came between two of them and stayed. One file is in memory at a time; the last one is read
 * twice.
 * @param paths - two at least.
 * @throws {RangeError} for fewer, or positions of `between` that are none of theirs.
 * @throws {NotFoundError} CLASS_NOT_FOUND when a filter matches no class of any file.
 * @throws {HeapgraphError} what is wrong with a file; see {@link readSnapshot}.
 */
export async function measureGrowth(
  paths: readonly string[],
  options: MeasureOptions = {},
): Promise<GrowthResult> {
  return (await measureSeries(paths, options)).result;
}

/** As {@link measureGrowth}, with all classes whatever is asked for, and the last file for further questions. */
export async function measureSeries(
  paths: readonly string[],
  options: MeasureOptions = {},
): Promise<{
  readonly result: GrowthResult;
  readonly classes: readonly SeriesClass[];
  readonly last: Analyses;
}> {
  const files = paths.length;
  // Before anything is read: the shapes are of no matter to what can be wrong.
  void new GrowthSeries([], files, options);
  // A name that is wrong shows at once, not after minutes.
  for (const [at, path] of paths.entries())
    await withName(options.names?.[at] ?? path, async () => (await openByteSource(path)).close());
  const shapes = await readShapes(paths[files - 1], files, options);
  const series = new GrowthSeries(shapes, files, options);
  const add = async (at: number): Promise<Analyses> =>
    addFile(
      series,
      { path: paths[at], name: options.names?.[at] ?? paths[at], file: at + 1, files },
      options,
    );
  for (let at = 0; at < files - 1; at++) await add(at);
  const last = await add(files - 1);
  return { result: series.finish(), classes: series.classes(), last };
}

interface SeriesFile {
  readonly path: string;
  readonly name: string;
  readonly file: number;
  readonly files: number;
}

/** In functions of their own, so that a graph can go before the next one comes. */
async function readShapes(path: string, files: number, options: MeasureOptions): Promise<Shape[]> {
  const about = { path, name: options.names?.[files - 1] ?? path, file: files, files };
  return inferSeriesShapes(await read(about, options, "reading shapes"));
}

async function addFile(
  series: GrowthSeries,
  about: SeriesFile,
  options: MeasureOptions,
): Promise<Analyses> {
  const graph = await read(about, options);
  const { file, files } = about;
  options.onProgress?.({ phase: "classes and dominators", fraction: 1, bytes: 0, file, files });
  const analyses = new Analyses(graph);
  series.add(analyses, about.name);
  return analyses;
}

async function read(
  { path, name, file, files }: SeriesFile,
  { threads, signal, onProgress }: MeasureOptions,
  phase = "reading",
): Promise<HeapGraph> {
  const report = (progress: Progress): void => onProgress?.({ ...progress, phase, file, files });
  return withName(name, () => readSnapshot(path, { threads, signal, onProgress: report }));
}

/** Lets an error about a file's content say which file. */
async function withName<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SnapshotFormatError || error instanceof UnsupportedSnapshotError)
      error.path = name;
    throw error;
  }
}
