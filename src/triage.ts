import type { Analyses } from "./analysis/analyses.ts";
import type { GrowthResult, SeriesSnapshot } from "./analysis/change/growth-result.ts";
import { identify } from "./analysis/change/growth-series.ts";
import { stripId } from "./analysis/change/series-classes.ts";
import type { ClassGrowth } from "./analysis/suspects/detector.ts";
import { findSuspects } from "./analysis/suspects/find-suspects.ts";
import type { TriageResult } from "./analysis/suspects/suspect.ts";
import { measureMany, measureOne, type MeasuredHeap } from "./gates/measured-heap.ts";
import { type MeasureOptions, measureSeries } from "./growth.ts";
import { openSnapshot } from "./snapshot.ts";

export interface TriageOptions extends Pick<
  MeasureOptions,
  "onProgress" | "names" | "signal" | "threads"
> {
  /** Suspects to return, 0 for all. Default 10. */
  readonly limit?: number;
}

/**
 * Finds what leaks: suspects of the last of some snapshots, with growth as evidence where there are several. One
 * file is in memory at a time.
 * @param paths - in order of time, one at least.
 * @throws {RangeError} for none.
 * @throws {HeapgraphError} what is wrong with a file; see {@link openSnapshot}.
 */
export async function triageSnapshots(
  paths: readonly string[],
  options: TriageOptions = {},
): Promise<TriageResult> {
  return (await triageAndMeasure(paths, options)).result;
}

/** Suspects, and what gates are asked of. */
export interface MeasuredTriage {
  readonly result: TriageResult;
  /** Measures all classes at its first call. */
  readonly measure: () => MeasuredHeap;
}

/** As {@link triageSnapshots}, with what gates measure. */
export async function triageAndMeasure(
  paths: readonly string[],
  options: TriageOptions = {},
): Promise<MeasuredTriage> {
  const [path, second] = paths;
  if (path === undefined) throw new RangeError("triage needs a snapshot");
  const { limit, onProgress } = options;
  const wanted = limit === undefined ? {} : { limit };
  if (second === undefined) {
    const { analyses } = await openSnapshot(path, {
      threads: options.threads,
      signal: options.signal,
      onProgress: (progress) => onProgress?.({ ...progress, file: 1, files: 1 }),
    });
    const identity = identify(options.names?.[0] ?? path, analyses.graph);
    return { result: triageOne(analyses, identity, wanted), measure: () => measureOne(analyses) };
  }
  const { result, classes, last } = await measureSeries(paths, { ...options, limit: 0, all: true });
  const growth = mapGrowth(result);
  return {
    result: {
      kind: "triage",
      snapshots: result.snapshots,
      idSpace: result.idSpace.verdict,
      order: result.idSpace.order,
      ...findSuspects(last, { ...wanted, growth }),
    },
    measure: () => measureMany(classes, paths.length, last),
  };
}

/** Suspects of one heap, without any earlier file. */
export function triageOne(
  analyses: Analyses,
  snapshot: SeriesSnapshot,
  options: { readonly limit?: number } = {},
): TriageResult {
  const suspects = findSuspects(analyses, options);
  return { kind: "triage", snapshots: [snapshot], idSpace: null, order: null, ...suspects };
}

/** Classes of one name in two places are one here. */
function mapGrowth({ classes, artefacts }: GrowthResult): ReadonlyMap<string, ClassGrowth> {
  const growth = new Map<string, ClassGrowth>();
  const add = (rows: GrowthResult["classes"], isArtefact: boolean): void => {
    for (const { name, counts, retainedSizes, isGrowing } of rows) {
      const known = growth.get(stripId(name));
      growth.set(stripId(name), {
        counts: counts.map((count, at) => count + (known?.counts[at] ?? 0)),
        retainedSizes: retainedSizes.map((size, at) => size + (known?.retainedSizes[at] ?? 0)),
        isGrowing: isGrowing || known?.isGrowing === true,
        isArtefact: isArtefact && known?.isArtefact !== false,
      });
    }
  };
  add(classes, false);
  add(artefacts, true);
  return growth;
}
