import type { BitSet } from "../graph/arrays/bit-set.ts";
import { ScratchPool } from "../graph/arrays/scratch-pool.ts";
import { type ClassKeys, groupByClass } from "../graph/class-keys.ts";
import { type DetachedNodes, propagateDetachedness } from "../graph/detachedness.ts";
import { computeDistances } from "../graph/distances.ts";
import { type DominatorChildren, listDominatorChildren } from "../graph/dominator-children.ts";
import { type DepthFirstSearch, searchDepthFirst } from "../graph/depth-first-search.ts";
import { type DominatorTree, findDominators } from "../graph/dominators.ts";
import { type EphemeronNames, findEphemeronNames } from "../graph/ephemerons.ts";
import { createRetentionRules, findEssentialEdges } from "../graph/essential-edges.ts";
import type { HeapGraph, WideColumn } from "../graph/heap-graph.ts";
import { findPageOwned } from "../graph/page-ownership.ts";
import { indexRetainers, type Retainers } from "../graph/retainers.ts";
import { computeRetainedSizes } from "../graph/retained-sizes.ts";
import { computeShallowSizes } from "../graph/shallow-sizes.ts";
import { findUserRoots } from "../graph/user-roots.ts";
import { scriptNames } from "./script-names.ts";

/** Facts that need neither sizes nor dominators, and can be found in another thread. */
export interface NodeFacts {
  readonly distances: Int32Array;
  readonly detached: DetachedNodes;
  readonly classKeys: ClassKeys;
}

/**
 * Everything that is computed from one graph: each fact at its first use, once, shared by all questions.
 */
export class Analyses {
  readonly graph: HeapGraph;
  /** Memory of columns that have served, for the next ones. */
  readonly scratch: ScratchPool = new ScratchPool();
  readonly #consumes: boolean;
  #scripts: ReadonlyMap<number, string> | undefined;
  #ephemerons: EphemeronNames | undefined;
  #essential: BitSet | undefined;
  #search: DepthFirstSearch | undefined;
  #dominators: DominatorTree | undefined;
  #dominatorChildren: DominatorChildren | undefined;
  #retainers: Retainers | undefined;
  #userRoots: Uint32Array | undefined;
  #shallowSizes: WideColumn | undefined;
  #retainedSizes: Float64Array | undefined;
  #distances: Int32Array | undefined;
  #detached: DetachedNodes | undefined;
  #classKeys: ClassKeys | undefined;

  /** Names of scripts by id, as far as the file tells. */
  get scripts(): ReadonlyMap<number, string> {
    return (this.#scripts ??= scriptNames(this.graph));
  }

  /**
   * @param consumes - the graph serves no later question: its self sizes may be adjusted in place.
   */
  constructor(graph: HeapGraph, consumes = false) {
    this.graph = graph;
    this.#consumes = consumes;
  }

  get ephemerons(): EphemeronNames {
    return (this.#ephemerons ??= findEphemeronNames(this.graph.strings));
  }

  /** Bits per edge: what retains. */
  get essential(): BitSet {
    return (this.#essential ??= findEssentialEdges(
      createRetentionRules(this.graph, this.ephemerons, findPageOwned(this.graph)),
    ));
  }

  get dominators(): DominatorTree {
    return (this.#dominators ??= findDominators(this.graph, this.#takeSearch(), this.scratch));
  }

  /** Does the first half of the dominators ahead of time: it needs nothing but the edges. */
  searchAhead(): void {
    if (this.#search !== undefined) return;
    const rules = createRetentionRules(this.graph, this.ephemerons, null);
    // The rules have taken from the ids what they need.
    if (this.#consumes) this.scratch.give(this.graph.data.nodeIds);
    this.#search = searchDepthFirst(rules, this.scratch);
  }

  /** The search, to be used up. */
  #takeSearch(): DepthFirstSearch {
    this.searchAhead();
    const search = this.#search;
    this.#search = undefined;
    if (search === undefined) throw new RangeError("the search has been used up");
    return search;
  }

  get dominatorChildren(): DominatorChildren {
    return (this.#dominatorChildren ??= listDominatorChildren(
      this.dominators,
      this.graph.rootOrdinal,
    ));
  }

  /** All edges by target. */
  get retainers(): Retainers {
    return (this.#retainers ??= indexRetainers(this.graph));
  }

  get userRoots(): Uint32Array {
    return (this.#userRoots ??= findUserRoots(this.graph));
  }

  /** Length nodeCount, bytes. */
  get shallowSizes(): WideColumn {
    return (this.#shallowSizes ??= computeShallowSizes(this.graph, this.userRoots.length > 0, {
      scratch: this.scratch,
      inPlace: this.#consumes,
    }));
  }

  /** Length nodeCount, bytes. */
  get retainedSizes(): Float64Array {
    return (this.#retainedSizes ??= computeRetainedSizes(this.dominators, this.shallowSizes));
  }

  /** Length nodeCount; NO_DISTANCE where never reached. */
  get distances(): Int32Array {
    return (this.#distances ??= computeDistances(
      this.graph,
      this.ephemerons,
      this.userRoots,
      this.scratch,
    ));
  }

  get detached(): DetachedNodes {
    return (this.#detached ??= propagateDetachedness(this.graph));
  }

  get classKeys(): ClassKeys {
    return (this.#classKeys ??= groupByClass(this.graph, this.detached.renamed));
  }

  /** Takes over facts that were found elsewhere. */
  adopt(facts: NodeFacts): void {
    this.#distances = facts.distances;
    this.#detached = facts.detached;
    this.#classKeys = facts.classKeys;
  }

  /** The node's class name. */
  className(ordinal: number): string {
    const { keyOf, keys } = this.classKeys;
    return keys[keyOf[ordinal]].className;
  }

  /** The node's name, `Detached ` in front where that is so. */
  nodeName(ordinal: number): string {
    const { renamed } = this.detached;
    const name = this.graph.rawName(ordinal);
    return renamed !== null && ((renamed[ordinal >>> 5] >>> (ordinal & 31)) & 1) === 1
      ? `Detached ${name}`
      : name;
  }
}

/** Finds the facts that need neither sizes nor dominators. */
export function findNodeFacts(graph: HeapGraph): NodeFacts {
  const { distances, detached, classKeys } = new Analyses(graph);
  return { distances, detached, classKeys };
}
