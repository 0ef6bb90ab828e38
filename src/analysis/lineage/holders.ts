import { dominates } from "../../graph/dominance.ts";
import { NO_DISTANCE } from "../../graph/distances.ts";
import { EdgeType, isInternalEdgeType, isNamedEdgeType } from "../../graph/edge-type.ts";
import { ephemeronRow } from "../../graph/ephemerons.ts";
import { isEssentialEdge } from "../../graph/essential-edges.ts";
import type { Analyses } from "../analyses.ts";
import type { PartOwner, Parts } from "./parts.ts";
import type { Patterns } from "./patterns.ts";
import { ReferenceLevel } from "./reference-kinds.ts";

/** How a reference holds, as small integers; the names are those of `HoldKind`. */
export const Hold = { strong: 0, together: 1, loose: 2, weak: 3 } as const;
export type Hold = (typeof Hold)[keyof typeof Hold];

/** A reference between two objects, parts folded. */
export interface Reference {
  readonly from: number;
  readonly to: number;
  /** Number in `Patterns`. */
  readonly pattern: number;
  readonly hold: Hold;
  /** The edge that leads to `to`: from `from`, or from the part that `owner` owns. */
  readonly edge: number;
  /** Set when a part stands between. */
  readonly owner: PartOwner | null;
  readonly level: ReferenceLevel;
}

/** Counts of references that were passed over; see `FoldedReferences`. */
export interface FoldedCounts {
  internals: number;
  plumbing: number;
  backReferences: number;
  weak: number;
  loose: number;
  ignored: number;
}

export function createFoldedCounts(): FoldedCounts {
  return { internals: 0, plumbing: 0, backReferences: 0, weak: 0, loose: 0, ignored: 0 };
}

export interface ReferenceOptions {
  /** Weak references too. */
  readonly weak: boolean;
  /** Everything but weak ones, as the file has it: no part is folded, nothing left out. */
  readonly all: boolean;
  /** Holders that are told whatever they hold by: they lie on a way to a root. */
  readonly isOnWay?: (ordinal: number) => boolean;
}

/**
 * Finds who refers to an object, as a person would say it: parts of objects count as their owners, the
 * runtime's plumbing only where nothing else holds the object, and not at all what lives only thanks to it.
 */
export class HolderFinder {
  readonly #analyses: Analyses;
  readonly #patterns: Patterns;
  readonly #parts: Parts;
  readonly #options: ReferenceOptions;
  readonly folded: FoldedCounts;
  /** By ordinal: the object whose holders are looked for when this one was met as a direct holder. */
  readonly #metFor: Uint32Array;
  #round = 0;
  #found: Reference[] = [];

  constructor(
    analyses: Analyses,
    patterns: Patterns,
    parts: Parts,
    options: ReferenceOptions,
    folded: FoldedCounts,
  ) {
    this.#analyses = analyses;
    this.#patterns = patterns;
    this.#parts = parts;
    this.#options = options;
    this.folded = folded;
    this.#metFor = new Uint32Array(analyses.graph.nodeCount);
  }

  /** References to a node, in the order of the file's edges. O(its retainers). */
  find(node: number): readonly Reference[] {
    this.#found = [];
    this.#round++;
    const { retainers } = this.#analyses;
    for (let at = retainers.first[node]; at < retainers.first[node + 1]; at++)
      this.#addEdge(retainers.edges[at], node);
    return this.#options.all ? this.#found : this.#tell(node);
  }

  #addEdge(edge: number, node: number): void {
    const { graph, fullRules, ephemerons } = this.#analyses;
    const { edgeTypes, edgeNames } = graph.data;
    const source = graph.edgeSource(edge);
    if (source === node) return;
    const type = edgeTypes[edge];
    if (type === EdgeType.weak) {
      if (this.#options.weak) this.#addDirect(source, edge, node, Hold.weak);
      else this.folded.weak++;
      return;
    }
    if (this.#options.all) {
      const hold = isEssentialEdge(fullRules, source, edge) ? Hold.strong : Hold.loose;
      this.#addDirect(source, edge, node, hold);
      return;
    }
    const isEntry = type === EdgeType.internal && ephemeronRow(ephemerons, edgeNames[edge]) >= 0;
    if (isEntry) {
      this.#addEntry(source, edge, node);
      return;
    }
    if (!isEssentialEdge(fullRules, source, edge)) {
      // From a window's proxy to the window: stands for edges through the runtime's own tables.
      if (type === EdgeType.shortcut && source !== graph.rootOrdinal)
        this.#addDirect(source, edge, node, Hold.loose);
      else this.folded.loose++;
      return;
    }
    const owners = this.#parts.ownersOf(source);
    // A part of the node itself tells nothing, unless something else keeps it alive.
    const isOwn = owners?.every(({ owner }) => owner === node) === true;
    if (isOwn && dominates(this.#analyses.dominance, node, source)) return;
    if (owners === null || isOwn) this.#addDirect(source, edge, node, Hold.strong);
    else for (const owner of owners) this.#addFolded(source, edge, node, owner, Hold.strong);
  }

  /** One half of a WeakMap entry: from its key, or from the table that stands for the WeakMap. */
  #addEntry(source: number, edge: number, node: number): void {
    const owners = this.#parts.ownersOf(source);
    const isTable = owners?.some(({ role }) => role === "table") === true;
    if (!isTable) {
      this.#addDirect(source, edge, node, Hold.together);
      return;
    }
    for (const owner of owners ?? []) {
      this.#found.push({
        from: owner.owner,
        to: node,
        pattern: this.#patterns.intern(".get(*)"),
        hold: Hold.together,
        edge,
        owner,
        level: ReferenceLevel.program,
      });
    }
  }

  #addDirect(source: number, edge: number, node: number, hold: Hold): void {
    if (isNamedEdgeType(this.#analyses.graph.data.edgeTypes[edge]))
      this.#metFor[source] = this.#round;
    this.#found.push({
      from: source,
      to: node,
      pattern: this.#patterns.ofEdge(source, edge),
      hold,
      edge,
      owner: null,
      level: this.#analyses.referenceKinds.levelOf(source, edge),
    });
  }

  #addFolded(part: number, edge: number, node: number, owner: PartOwner, hold: Hold): void {
    if (owner.owner === node) return;
    const own = this.#analyses.referenceKinds.levelOf(part, edge);
    this.#found.push({
      from: owner.owner,
      to: node,
      pattern: this.#parts.patternOf(part, edge, owner),
      hold,
      edge,
      owner,
      level: own > owner.level ? own : owner.level,
    });
  }

  /** What a person would name: of one holder its named references, of all holders the best level. */
  #tell(node: number): readonly Reference[] {
    const { dominance, distances, referenceKinds } = this.#analyses;
    const { graph } = this.#analyses;
    const { edgeTypes } = graph.data;
    const { isOnWay = () => false } = this.#options;
    const told: Reference[] = [];
    let best: ReferenceLevel = ReferenceLevel.plumbing;
    for (const reference of this.#found) {
      const { from, owner, edge, hold, level } = reference;
      const isNamedToo = this.#metFor[from] === this.#round;
      const isInternal = isInternalEdgeType(edgeTypes[edge]);
      if (isNamedToo && hold === Hold.strong && (owner !== null || isInternal)) {
        this.folded.internals++;
        continue;
      }
      if (hold !== Hold.weak && dominates(dominance, node, from)) {
        this.folded.backReferences++;
        continue;
      }
      if (owner !== null) this.folded.internals++;
      // What no root leads to holds nothing: it must not hide what does.
      const isAlive = distances[from] !== NO_DISTANCE || referenceKinds.isSynthetic(from);
      if (hold !== Hold.weak && isAlive && level < best) best = level;
      told.push(reference);
    }
    // A way may begin at a part: then its owner is not on it.
    const kept = told.filter(
      ({ level, from, edge }) => level <= best || isOnWay(from) || isOnWay(graph.edgeSource(edge)),
    );
    this.folded.plumbing += told.length - kept.length;
    return kept;
  }
}
