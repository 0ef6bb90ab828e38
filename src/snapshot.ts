import type { Analyses } from "./analysis/analyses.ts";
import {
  type ClosuresOptions,
  type ClosuresResult,
  findClosures,
} from "./analysis/closures/find-closures.ts";
import { type BuffersOptions, type BuffersResult, findBuffers } from "./analysis/buffers.ts";
import { type CheckResult, checkSnapshot } from "./analysis/check-snapshot.ts";
import {
  type DominatorOptions,
  type DominatorsResult,
  viewDominators,
} from "./analysis/dominator-view.ts";
import { heapAsGraph, type HeapSubgraph, objectsAsGraph } from "./analysis/graphology-graph.ts";
import {
  type CountResult,
  countNodes,
  listNodes,
  type ListResult,
  type ListSort,
} from "./analysis/list-nodes.ts";
import { type CutOptions, type CutResult, findCuts } from "./analysis/cut/find-cuts.ts";
import {
  type Removal,
  type RemovalResult,
  removeReferences,
} from "./analysis/cut/remove-references.ts";
import {
  type CyclesOptions,
  type CyclesResult,
  findCycles,
} from "./analysis/cycles/find-cycles.ts";
import {
  type CollectionsOptions,
  type CollectionsResult,
  findCollections,
} from "./analysis/collections/find-collections.ts";
import { PastCollections } from "./analysis/collections/past-collections.ts";
import { type DetachedOptions, type DetachedResult, findDetached } from "./analysis/detached.ts";
import { findObject } from "./analysis/find-object.ts";
import { findSuspects, type Suspects } from "./analysis/suspects/find-suspects.ts";
import { findPaths, type PathOptions } from "./analysis/find-paths.ts";
import type { LineageResult } from "./analysis/lineage-picture.ts";
import { type MergedPathOptions, mergePaths } from "./analysis/merge-paths.ts";
import { findPathBetween } from "./analysis/path-between.ts";
import type { MergedPathResult, PathResult } from "./analysis/path-result.ts";
import { type Picking, type SelectedObjects, selectObjects } from "./analysis/select-objects.ts";
import { type LineageOptions, traceBackrefs, traceRefs } from "./analysis/trace-lineage.ts";
import { parseNodePredicate } from "./analysis/node-fields.ts";
import { allOf } from "./analysis/predicate.ts";
import type { QueryResult } from "./analysis/query/query.ts";
import { runQuery } from "./analysis/query/run-query.ts";
import { listRoots, type RootsOptions, type RootsResult } from "./analysis/roots.ts";
import {
  readTimeline,
  type TimelineOptions,
  type TimelineResult,
} from "./analysis/timeline/read-timeline.ts";
import { showObject, type ShowOptions, type ShowResult } from "./analysis/show.ts";
import { computeStatistics, type StatisticsResult } from "./analysis/statistics.ts";
import { findStrings, type StringsOptions, type StringsResult } from "./analysis/strings.ts";
import { summarize, type SummaryOptions, type SummaryResult } from "./analysis/summary.ts";
import type { GraphViewOptions } from "./graph/graphology-edges.ts";
import type { HeapGraphView } from "./graph/graphology-view.ts";
import type { HeapGraph } from "./graph/heap-graph.ts";
import { LazyHelper } from "./parallel/helper-thread.ts";
import { prepareAnalyses } from "./parallel/prepare.ts";
import type { SnapshotSource } from "./parser/byte-source.ts";
import type { ReadOptions } from "./parser/read-options.ts";
import { readSnapshot } from "./parser/read-snapshot.ts";

/** Objects by id, or by what they are, and how many of them. */
export interface ObjectChoice extends ObjectSelection, Picking {
  /** As in `@id`; instead of `type` and `where`. */
  readonly ids?: readonly number[];
}

/** Which objects are meant; nothing means all, those of size 0 included. */
export interface ObjectSelection {
  /** Class patterns, any of which the class must match. */
  readonly type?: readonly string[];
  /** Predicates such as `retained > 1MB and distance < 5`, all of which must hold. */
  readonly where?: readonly string[];
}

export interface ObjectListOptions extends ObjectSelection {
  readonly sort?: ListSort;
  /** Rows to return, 0 (the default) for all. */
  readonly limit?: number;
}

/**
 * An opened snapshot and the questions it answers. Each answer is a plain object, the same that the
 * command of that name prints with `--json`; sizes are in bytes.
 */
export class Snapshot {
  /** The columns everything is computed from. */
  readonly graph: HeapGraph;
  /** Facts about each node: sizes, distances, classes, dominators; computed at first use. */
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

  /** What kinds of memory the heap is made of, as DevTools' statistics, and more. */
  statistics(): StatisticsResult {
    return computeStatistics(this.analyses);
  }

  /**
   * Objects with their ids.
   * @throws {NotFoundError} CLASS_NOT_FOUND when a pattern of `type` matches no class.
   * @throws {TextSyntaxError} when a pattern or predicate cannot be understood.
   */
  list(options: ObjectListOptions = {}): ListResult {
    return listNodes(this.analyses, { ...options, where: allOf(parseAll(options)) });
  }

  /**
   * How many objects are meant and what they weigh; a class that does not exist has none.
   * @throws {TextSyntaxError} when a pattern or predicate cannot be understood.
   */
  count(selection: ObjectSelection = {}): CountResult {
    return countNodes(this.analyses, { ...selection, where: allOf(parseAll(selection)) });
  }

  /**
   * Objects with the fields and properties asked for, or groups of them: the language of `heapgraph query`,
   * see docs/query.md.
   * @example snapshot.query("class = Session order by retained desc show id, retained, .user.name")
   * @param options.limit - rows where the query does not say, 0 (the default) for all.
   * @throws {TextSyntaxError} SYNTAX_QUERY with the column where it stops making sense.
   */
  query(text: string, options: { readonly limit?: number } = {}): QueryResult {
    return runQuery(this.analyses, text, options);
  }

  /**
   * All that is known of one object.
   * @param id - as in `@id`.
   * @throws {NotFoundError} NODE_NOT_FOUND
   */
  show(id: number, options: ShowOptions = {}): ShowResult {
    return showObject(this.analyses, id, options);
  }

  /**
   * Who holds some objects, up to the roots: boxes and references, ready for {@link drawLineage}.
   * @throws {NotFoundError} NODE_NOT_FOUND, CLASS_NOT_FOUND, OBJECTS_NOT_FOUND
   */
  backrefs(choice: ObjectChoice, options: LineageOptions = {}): LineageResult {
    const { ordinals, omitted } = this.#select(choice);
    return traceBackrefs(this.analyses, ordinals, omitted, options);
  }

  /**
   * What some objects keep alive, the biggest first.
   * @throws {NotFoundError} NODE_NOT_FOUND, CLASS_NOT_FOUND, OBJECTS_NOT_FOUND
   */
  refs(choice: ObjectChoice, options: LineageOptions = {}): LineageResult {
    const { ordinals, omitted } = this.#select(choice);
    return traceRefs(this.analyses, ordinals, omitted, { isMerged: true, ...options });
  }

  /**
   * The shortest ways from the roots to each of some objects, as code and step by step.
   * @throws {NotFoundError} NODE_NOT_FOUND, CLASS_NOT_FOUND, OBJECTS_NOT_FOUND
   */
  paths(choice: ObjectChoice, options: PathOptions = {}): PathResult {
    const { ordinals, omitted } = this.#select(choice);
    return findPaths(this.analyses, ordinals, omitted, options);
  }

  /**
   * The shortest ways to many objects as one tree.
   * @throws {NotFoundError} NODE_NOT_FOUND, CLASS_NOT_FOUND, OBJECTS_NOT_FOUND
   */
  mergedPaths(choice: ObjectChoice, options: MergedPathOptions = {}): MergedPathResult {
    const { ordinals, omitted } = this.#select(choice);
    return mergePaths(this.analyses, ordinals, omitted, options);
  }

  /**
   * The shortest way from one object to another.
   * @throws {NotFoundError} NODE_NOT_FOUND, PATH_NOT_FOUND
   */
  pathBetween(from: number, to: number): PathResult {
    const [start, end] = [from, to].map((id) => findObject(this.graph, id));
    return findPathBetween(this.analyses, start, end);
  }

  /**
   * Loops of references between the program's own objects.
   * @throws {NotFoundError} CLASS_NOT_FOUND when a pattern of `type` matches no class.
   */
  cycles(options: CyclesOptions = {}): CyclesResult {
    return findCycles(this.analyses, options);
  }

  /**
   * Which references to remove so that some objects go.
   * @throws {NotFoundError} NODE_NOT_FOUND, CLASS_NOT_FOUND, OBJECTS_NOT_FOUND
   */
  cuts(choice: ObjectChoice, options: CutOptions = {}): CutResult {
    const { ordinals, omitted } = this.#select(choice);
    return findCuts(this.analyses, ordinals, omitted, options);
  }

  /**
   * What would be free without some references and objects, exactly.
   * @throws {NotFoundError} NODE_NOT_FOUND, EDGE_NOT_FOUND
   */
  without(removal: Removal): RemovalResult {
    return removeReferences(this.analyses, removal);
  }

  /**
   * Strings that stand in the heap again and again, or the largest ones.
   * @throws {TextSyntaxError} SYNTAX_PATTERN when the regular expression of a pattern is none.
   */
  strings(options: StringsOptions = {}): StringsResult {
    return findStrings(this.analyses, options);
  }

  /**
   * Buffers, ArrayBuffers and typed arrays by size and class, and what holds them.
   * @throws {NotFoundError} CLASS_NOT_FOUND when a pattern of `type` matches no buffer.
   */
  buffers(options: BuffersOptions = {}): BuffersResult {
    return findBuffers(this.analyses, options);
  }

  /**
   * Collections by what they retain: how many entries, how full, what is in them, where they are.
   * @param options.past - of an earlier snapshot, {@link rememberCollections}: then also how they grew.
   * @throws {NotFoundError} CLASS_NOT_FOUND when a pattern of `type` matches no collection.
   */
  collections(options: CollectionsOptions = {}): CollectionsResult {
    return findCollections(this.analyses, options);
  }

  /** What {@link collections} of a later snapshot needs of this one, which can then go: 24 bytes a collection. */
  rememberCollections(): PastCollections {
    return new PastCollections(this.analyses);
  }

  /**
   * Elements, documents and windows that are on no page any more, and what holds them.
   * @throws {NotFoundError} CLASS_NOT_FOUND when there are some, and a pattern of `type` matches none.
   */
  detached(options: DetachedOptions = {}): DetachedResult {
    return findDetached(this.analyses, options);
  }

  /**
   * Which variables scopes keep alive, by the function that made them, and which of them no function uses.
   * @throws {NotFoundError} USES_NOT_FOUND when `unused` is asked of a file that does not tell.
   */
  closures(options: ClosuresOptions = {}): ClosuresResult {
    return findClosures(this.analyses, options);
  }

  /**
   * What was allocated while a timeline was recorded and is still alive: over time, and by function, stack or class.
   * @throws {NotFoundError} ALLOCATIONS_NOT_FOUND when the file records no allocations; STACKS_NOT_FOUND,
   * SAMPLES_NOT_FOUND when it has not what `by` or `between` need.
   */
  timeline(options: TimelineOptions = {}): TimelineResult {
    return readTimeline(this.analyses, options);
  }

  /**
   * What probably leaks, most urgent first; several snapshots tell more: {@link triageSnapshots}.
   * @param options.limit - suspects to return, 0 for all. Default 10.
   */
  triage(options: { readonly limit?: number } = {}): Suspects {
    return findSuspects(this.analyses, options);
  }

  #select({ ids, type, where, ...picking }: ObjectChoice): SelectedObjects {
    const predicates = parseAll({ where: where ?? [] });
    return selectObjects(
      this.analyses,
      ids === undefined
        ? { ...picking, type: type ?? [], where: allOf(predicates) }
        : { ...picking, ids },
    );
  }

  /**
   * The dominator tree from the root or an object.
   * @throws {NotFoundError} NODE_NOT_FOUND
   */
  dominators(options: DominatorOptions = {}): DominatorsResult {
    return viewDominators(this.analyses, options);
  }

  /** What hangs on each category of GC roots. */
  roots(options: RootsOptions = {}): RootsResult {
    return listRoots(this.analyses, options);
  }

  /**
   * Every invariant of the format.
   * @param limit - violations to return of each, 0 for all.
   */
  check(limit?: number): CheckResult {
    return checkSnapshot(this.graph, limit);
  }

  /**
   * The whole heap as a read-only graphology graph, for graphology's algorithms; nothing is copied.
   * @param options - which edges it has: by default all but weak ones.
   */
  graphology(options: GraphViewOptions = {}): HeapGraphView {
    return heapAsGraph(this.analyses, options);
  }

  /**
   * Some objects and the edges between them, copied into a graphology graph that can be changed; its node
   * keys are ordinals, as in the whole heap's.
   * @param ids - as in `@id`.
   * @throws {NotFoundError} NODE_NOT_FOUND
   * @throws {UsageGraphError} of graphology, above 1,000,000 nodes and edges.
   */
  subgraph(ids: Iterable<number>, options: GraphViewOptions = {}): HeapSubgraph {
    return objectsAsGraph(this.analyses, ids, options);
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
  const helper = new LazyHelper();
  try {
    const graph = await readSnapshot(source, options, helper);
    const { onProgress, threads } = options;
    const analyses = await prepareAnalyses(graph, {
      threads,
      helper,
      onPhase: (phase) => onProgress?.({ phase, fraction: 0, bytes: 0 }),
    });
    return new Snapshot(analyses);
  } finally {
    await helper.close();
  }
}

function parseAll({ where = [] }: ObjectSelection): ReturnType<typeof parseNodePredicate>[] {
  return where.map((text) => parseNodePredicate(text));
}
