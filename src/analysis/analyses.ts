import { type BitSet, hasBit } from "../graph/arrays/bit-set.ts";
import { ScratchPool } from "../graph/arrays/scratch-pool.ts";
import { type ClassKeys, groupByClass } from "../graph/class-keys.ts";
import { type DetachedNodes, propagateDetachedness } from "../graph/detachedness.ts";
import { computeDistances } from "../graph/distances.ts";
import { type Dominance, indexDominance } from "../graph/dominance.ts";
import { type DominatorChildren, listDominatorChildren } from "../graph/dominator-children.ts";
import { computeDominators, type DominatorTree } from "../graph/dominators.ts";
import { type EphemeronNames, findEphemeronNames } from "../graph/ephemerons.ts";
import {
  createRetentionRules,
  findEssentialEdges,
  type RetentionRules,
} from "../graph/essential-edges.ts";
import type { HeapGraph, WideColumn } from "../graph/heap-graph.ts";
import { findPageOwned } from "../graph/page-ownership.ts";
import { indexRetainers, type Retainers } from "../graph/retainers.ts";
import { computeRetainedSizes } from "../graph/retained-sizes.ts";
import { computeShallowSizes } from "../graph/shallow-sizes.ts";
import { findUserRoots } from "../graph/user-roots.ts";
import { ScopeGroups } from "./closures/scope-groups.ts";
import { VariableUses } from "./closures/variable-uses.ts";
import { Holders } from "./change/held-by.ts";
import { type ClassMembers, gatherByClass } from "./gather-by-class.ts";
import { findProgramRoots, ReferenceKinds } from "./lineage/reference-kinds.ts";
import { ProgramCode } from "./program-code.ts";
import { scriptNames } from "./script-names.ts";

/**
 * Everything that is computed from one graph: each fact at its first use, once, shared by all questions.
 */
export class Analyses {
  readonly graph: HeapGraph;
  /** Memory of columns that have served, for the next ones. */
  readonly scratch: ScratchPool;
  readonly #consumes: boolean;
  #scripts: ReadonlyMap<number, string> | undefined;
  #ephemerons: EphemeronNames | undefined;
  #essential: BitSet | undefined;
  #retentionRules: RetentionRules | undefined;
  #dominators: DominatorTree | undefined;
  #dominatorChildren: DominatorChildren | undefined;
  #dominance: Dominance | undefined;
  #referenceKinds: ReferenceKinds | undefined;
  #programRoots: Uint32Array | undefined;
  #fullRules: RetentionRules | undefined;
  #retainers: Retainers | undefined;
  #userRoots: Uint32Array | undefined;
  #shallowSizes: WideColumn | undefined;
  #retainedSizes: Float64Array | undefined;
  #distances: Int32Array | undefined;
  #detached: DetachedNodes | undefined;
  #classKeys: ClassKeys | undefined;
  #members: ClassMembers | undefined;
  #program: ProgramCode | undefined;
  #holders: Holders | undefined;
  #scopeGroups: ScopeGroups | undefined;
  #variableUses: VariableUses | null | undefined;

  /** Names of scripts by id, as far as the file tells. */
  get scripts(): ReadonlyMap<number, string> {
    return (this.#scripts ??= scriptNames(this.graph));
  }

  /**
   * @param consumes - the graph serves no later question: its self sizes may be adjusted in place.
   */
  constructor(graph: HeapGraph, consumes = false) {
    this.graph = graph;
    this.scratch = new ScratchPool(graph.isShared);
    this.#consumes = consumes;
  }

  get ephemerons(): EphemeronNames {
    return (this.#ephemerons ??= findEphemeronNames(this.graph.strings));
  }

  /** Bits per edge: what retains. */
  get essential(): BitSet {
    return (this.#essential ??= findEssentialEdges(this.fullRules));
  }

  get dominators(): DominatorTree {
    return (this.#dominators ??= computeDominators(this.retentionRules, this.scratch));
  }

  /** What decides which edges retain, page ownership aside: the search for dominators finds that itself. */
  get retentionRules(): RetentionRules {
    return (this.#retentionRules ??= createRetentionRules(this.graph, this.ephemerons, null));
  }

  get dominatorChildren(): DominatorChildren {
    return (this.#dominatorChildren ??= listDominatorChildren(
      this.dominators,
      this.graph.rootOrdinal,
    ));
  }

  /** Who dominates whom, at a glance. */
  get dominance(): Dominance {
    return (this.#dominance ??= indexDominance(this.dominators));
  }

  /** What decides which edges retain, page ownership included: for asking about one edge at a time. */
  get fullRules(): RetentionRules {
    // The search for dominators knows it by the way.
    const pageOwned = (): BitSet | null =>
      this.#dominators === undefined ? findPageOwned(this.graph) : this.#dominators.pageOwned;
    return (this.#fullRules ??= { ...this.retentionRules, pageOwned: pageOwned() });
  }

  /** Tells the program's references from the runtime's. */
  get referenceKinds(): ReferenceKinds {
    return (this.#referenceKinds ??= new ReferenceKinds(this.graph));
  }

  /** Ordinals of the objects the program begins at. */
  get programRoots(): Uint32Array {
    return (this.#programRoots ??= findProgramRoots(this.graph, this.userRoots));
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
    return (this.#classKeys ??= groupByClass(this.graph, this.detached.renamed, {
      scratch: this.scratch,
    }));
  }

  /** The nodes of each class. */
  get members(): ClassMembers {
    return (this.#members ??= gatherByClass(this.classKeys));
  }

  /** Tells the program's objects from the runtime's. */
  get program(): ProgramCode {
    return (this.#program ??= new ProgramCode(this));
  }

  /** Finds what most of some objects hang on. */
  get holders(): Holders {
    return (this.#holders ??= new Holders(this));
  }

  /** Scopes in memory by the code that made them. */
  get scopeGroups(): ScopeGroups {
    return (this.#scopeGroups ??= new ScopeGroups(this));
  }

  /** Which variables of scopes no function can use any more; null where the file does not tell. */
  get variableUses(): VariableUses | null {
    if (this.#variableUses === undefined)
      this.#variableUses = VariableUses.of(this.graph, this.referenceKinds);
    return this.#variableUses;
  }

  /** Takes over distances that were found elsewhere. */
  adoptDistances(distances: Int32Array): void {
    this.#distances = distances;
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
    return renamed !== null && hasBit(renamed, ordinal) ? `Detached ${name}` : name;
  }
}
