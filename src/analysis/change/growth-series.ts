import { groupBeforeShapes, groupByClass } from "../../graph/class-keys.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { findIds } from "../../graph/id-index.ts";
import type { Shape } from "../../graph/object-shapes.ts";
import { propagateDetachedness } from "../../graph/detachedness.ts";
import type { Analyses } from "../analyses.ts";
import { compileClassPatterns, noSuchClass } from "../class-pattern.ts";
import type { Runtime } from "../lineage/reference-kinds.ts";
import { describeLocation } from "../script-names.ts";
import { isWarmingUp } from "./growth-artefacts.ts";
import type {
  GrowthOptions,
  GrowthResult,
  SeriesIdSpace,
  SeriesSnapshot,
} from "./growth-result.ts";
import { listGrowth, type SeriesClass } from "./growth-rows.ts";
import { judgeIdSpace } from "./id-space.ts";
import { describeLeakSet, type LeakSet, SurvivorSearch } from "./leak-set.ts";
import { type Identities, rememberIdentities } from "./past-heap.ts";
import { type ClassSums, SeriesClasses } from "./series-classes.ts";
import { joinIdSpaces, whyNotComparable } from "./series-id-space.ts";

/** The shapes of a snapshot's plain objects, by which those of a whole series are named. O(nodes + edges). */
export function inferSeriesShapes(graph: HeapGraph): Shape[] {
  return groupBeforeShapes(graph, propagateDetachedness(graph).renamed).inferShapes();
}

/**
 * Measures snapshots one after the other and keeps of each three numbers a class; of the last but one its ids,
 * too, and of those that the leak set needs. No graph is held.
 */
export class GrowthSeries {
  readonly #shapes: readonly Shape[];
  readonly #fileCount: number;
  readonly #options: GrowthOptions;
  readonly #between: readonly [from: number, to: number];
  readonly #snapshots: SeriesSnapshot[] = [];
  readonly #idSpaces: SeriesIdSpace[] = [];
  readonly #byName = new SeriesClasses(false);
  readonly #nameSums: ClassSums[] = [];
  readonly #scripts = new Map<number, string>();
  /** Null as soon as places in the files cannot be compared. */
  #byPlace: { readonly classes: SeriesClasses; readonly sums: ClassSums[] } | null = {
    classes: new SeriesClasses(true),
    sums: [],
  };
  #survivors: SurvivorSearch | null = new SurvivorSearch();
  #past: Identities | null = null;
  #runtime: Runtime = "javascript";
  #leakSet: LeakSet | null = null;

  /**
   * @param shapes - of the last file, see {@link inferSeriesShapes}.
   * @param fileCount - two at least.
   * @throws {RangeError} for fewer files, or positions of `between` that are none of theirs.
   */
  constructor(shapes: readonly Shape[], fileCount: number, options: GrowthOptions = {}) {
    const { between = [1, Math.max(2, fileCount - 1)] } = options;
    const [from, to] = between;
    if (fileCount < 2) throw new RangeError("growth needs two snapshots at least");
    if (!(from >= 1 && from < to && to <= fileCount))
      throw new RangeError(`between takes two positions of 1 to ${fileCount}, the earlier first`);
    this.#shapes = shapes;
    this.#fileCount = fileCount;
    this.#options = options;
    this.#between = between;
  }

  /**
   * Measures the next file, whose graph can go afterwards. The last one takes longer.
   * @param path - as the caller knows it.
   * @throws {NotFoundError} CLASS_NOT_FOUND at the last file, when a filter matches no class of any.
   */
  add(analyses: Analyses, path: string): void {
    const position = this.#snapshots.push(identify(path, analyses.graph));
    const isLast = position === this.#fileCount;
    const { graph, detached, scratch } = analyses;
    // The last file's own shapes are those of the series, and what holds its objects is named by them, too.
    const keys = isLast
      ? analyses.classKeys
      : groupByClass(graph, detached.renamed, { later: this.#shapes, scratch });
    const current = rememberIdentities(analyses);
    this.#runtime = current.runtime;
    this.#compareIds(analyses, current, position);
    const classOf = this.#byName.numberNodes(keys);
    this.#nameSums.push(this.#byName.sum(analyses, classOf));
    let placeOf: Uint32Array | null = null;
    if (this.#byPlace !== null) {
      const { classes, sums } = this.#byPlace;
      placeOf = classes.numberNodes(keys);
      sums.push(classes.sum(analyses, placeOf));
    }
    for (const [id, name] of analyses.scripts) this.#scripts.set(id, name);
    this.#followSurvivors(current, classOf, position);
    if (isLast) this.#finishSurvivors(analyses, current, classOf, placeOf);
    this.#past = current;
  }

  /** What grew, once all files are measured. */
  finish(): GrowthResult {
    const [from, to] = this.#between;
    const idSpace = joinIdSpaces(this.#idSpaces);
    const rows = listGrowth(this.classes(), this.#options);
    return {
      kind: "growth",
      snapshots: this.#snapshots,
      steps: this.#fileCount - 1,
      idSpace,
      classesBy: this.#byPlace === null ? "name" : "location",
      ...rows,
      leakSet: this.#leakSet,
      noLeakSet: this.#leakSet === null ? whyNotComparable(this.#idSpaces, from) : null,
      between: { from, to },
    };
  }

  /** Finds out whether ids, and with them scripts' numbers, mean the same as in the file before. */
  #compareIds({ graph, shallowSizes }: Analyses, current: Identities, position: number): void {
    if (graph.data.locations.count === 0) this.#byPlace = null;
    if (this.#past === null) return;
    const idSpace = judgeIdSpace(
      this.#past,
      graph,
      shallowSizes,
      current.nameHashes,
      findIds(graph.data.nodeIds, this.#past.nodeIds),
    );
    this.#idSpaces.push({ from: position - 1, to: position, ...idSpace });
    if (idSpace.verdict !== "same" && idSpace.verdict !== "unsure") this.#byPlace = null;
    const [from] = this.#between;
    if (whyNotComparable(this.#idSpaces, from) !== null) this.#survivors = null;
  }

  #followSurvivors(current: Identities, classOf: Uint32Array, position: number): void {
    const [from, to] = this.#between;
    if (position === from) this.#survivors?.begin(current, classOf);
    if (position === to) this.#survivors?.keepBorn(current, classOf);
  }

  /** In the last file: names of classes are known, and whether their places count. */
  #finishSurvivors(
    analyses: Analyses,
    current: Identities,
    classOf: Uint32Array,
    placeOf: Uint32Array | null,
  ): void {
    const { filter = [], limit = 0 } = this.#options;
    const isWanted = compileClassPatterns(filter);
    const names = this.#byName.keys.map(({ className }) => className);
    if (filter.length > 0 && !names.some(isWanted)) throw noSuchClass(filter, names);
    if (this.#survivors === null) return;
    const ordinals = this.#survivors.findIn(current, classOf);
    this.#survivors = null;
    const [from, to] = this.#between;
    const classes = this.#byPlace?.classes ?? this.#byName;
    const rows = classes.keys.map(({ className, location }) => ({
      name: className,
      location: location === null ? null : describeLocation(location, this.#scripts),
    }));
    const runtime = this.#runtime;
    this.#leakSet = describeLeakSet(
      analyses,
      ordinals,
      { from, to },
      {
        classOf: placeOf ?? classOf,
        names: rows,
        isArtefact: (number) => isWarmingUp(rows[number].name, runtime),
        isWanted: (number) => filter.length === 0 || isWanted(rows[number].name),
      },
      limit,
    );
  }

  /** All classes with their numbers in each file, whatever the options ask for. */
  classes(): SeriesClass[] {
    const { classes, sums } = this.#byPlace ?? { classes: this.#byName, sums: this.#nameSums };
    return classes.keys.map(({ className, location }, number) => ({
      name: className,
      location: location === null ? null : describeLocation(location, this.#scripts),
      isArtefact: isWarmingUp(className, this.#runtime),
      counts: sums.map(({ counts }) => counts[number] ?? 0),
      retainedSizes: sums.map(({ retainedSizes }) => retainedSizes[number] ?? 0),
    }));
  }
}

/** What answers say of the file they speak of. */
export function identify(path: string, graph: HeapGraph): SeriesSnapshot {
  let totalSize = graph.data.header.extraNativeBytes;
  for (const size of graph.data.selfSizes) totalSize += size;
  return { path, nodeCount: graph.nodeCount, edgeCount: graph.edgeCount, totalSize };
}
