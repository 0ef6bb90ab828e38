import { EdgeType, isInternalEdgeType, isNamedEdgeType } from "../../graph/edge-type.ts";
import { ephemeronRow } from "../../graph/ephemerons.ts";
import { isEssentialEdge } from "../../graph/essential-edges.ts";
import type { Analyses } from "../analyses.ts";
import { type FoldedCounts, Hold, type Reference, type ReferenceOptions } from "./holders.ts";
import type { PartOwner, Parts } from "./parts.ts";
import type { Patterns } from "./patterns.ts";
import { ReferenceLevel } from "./reference-kinds.ts";

/** Finds what an object refers to, as a person would say it: what its parts refer to counts as its own. */
export class ReferentFinder {
  readonly #analyses: Analyses;
  readonly #patterns: Patterns;
  readonly #parts: Parts;
  readonly #options: ReferenceOptions;
  readonly folded: FoldedCounts;
  /** By ordinal: the round in which it was met over an edge that has a name. */
  readonly #namedIn: Uint32Array;
  /** By ordinal: the round in which a part was opened. */
  readonly #openedIn: Uint32Array;
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
    this.#namedIn = new Uint32Array(analyses.graph.nodeCount);
    this.#openedIn = new Uint32Array(analyses.graph.nodeCount);
  }

  /** References from a node, in the order of the file's edges. O(its edges and those of its parts). */
  find(node: number): readonly Reference[] {
    this.#found = [];
    this.#round++;
    const pending: { part: number; owner: PartOwner | null }[] = [{ part: node, owner: null }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { part, owner } = next;
      const { firstEdges, edgeTargets } = this.#analyses.graph.data;
      for (let edge = firstEdges[part]; edge < firstEdges[part + 1]; edge++) {
        const target = edgeTargets[edge];
        if (target === node || target === part || !this.#isWanted(part, edge, node, owner))
          continue;
        const partOwner = this.#options.all ? null : this.#asPart(target, node);
        if (partOwner === null) this.#add(node, part, edge, owner);
        else if (this.#openedIn[target] !== this.#round) {
          this.#openedIn[target] = this.#round;
          pending.push({ part: target, owner: partOwner });
        }
      }
    }
    return this.#options.all ? this.#found : this.#tell();
  }

  /** How a target belongs to the node as its part; null when it is an object of its own. */
  #asPart(target: number, node: number): PartOwner | null {
    const owners = this.#parts.ownersOf(target);
    return owners?.find(({ owner }) => owner === node) ?? null;
  }

  #isWanted(source: number, edge: number, node: number, owner: PartOwner | null): boolean {
    const { graph, fullRules, ephemerons } = this.#analyses;
    const { edgeTypes, edgeNames } = graph.data;
    const type = edgeTypes[edge];
    if (type === EdgeType.weak) {
      if (this.#options.weak) this.#push(node, source, edge, owner, Hold.weak);
      else this.folded.weak++;
      return false;
    }
    if (this.#options.all) {
      if (isEssentialEdge(fullRules, source, edge)) return true;
      this.#push(node, source, edge, owner, Hold.loose);
      return false;
    }
    if (type === EdgeType.internal && ephemeronRow(ephemerons, edgeNames[edge]) >= 0) {
      this.#push(node, source, edge, owner, Hold.together);
      return false;
    }
    if (!isEssentialEdge(fullRules, source, edge)) {
      this.folded.loose++;
      return false;
    }
    if (this.#analyses.referenceKinds.levelOf(source, edge) > ReferenceLevel.program) {
      this.folded.plumbing++;
      return false;
    }
    return true;
  }

  #add(node: number, part: number, edge: number, owner: PartOwner | null): void {
    const { edgeTypes, edgeTargets } = this.#analyses.graph.data;
    if (owner === null && isNamedEdgeType(edgeTypes[edge]))
      this.#namedIn[edgeTargets[edge]] = this.#round;
    this.#push(node, part, edge, owner, Hold.strong);
  }

  #push(node: number, part: number, edge: number, owner: PartOwner | null, hold: Hold): void {
    const { graph, referenceKinds } = this.#analyses;
    const isEntryOfTable = hold === Hold.together && owner?.role === "table";
    const pattern =
      owner === null
        ? this.#patterns.ofEdge(part, edge)
        : isEntryOfTable
          ? this.#patterns.intern(".get(*)")
          : this.#parts.patternOf(part, edge, owner);
    this.#found.push({
      from: node,
      to: graph.data.edgeTargets[edge],
      pattern,
      hold,
      edge,
      owner,
      level: referenceKinds.levelOf(part, edge),
    });
  }

  /** Of one referent its named references only; runtime nodes of no interest go. */
  #tell(): readonly Reference[] {
    const { graph, referenceKinds } = this.#analyses;
    const { edgeTypes } = graph.data;
    return this.#found.filter((reference) => {
      const { to, owner, edge, hold } = reference;
      const isInternal = isInternalEdgeType(edgeTypes[edge]);
      if (
        hold === Hold.strong &&
        this.#namedIn[to] === this.#round &&
        (owner !== null || isInternal)
      ) {
        this.folded.internals++;
        return false;
      }
      if (referenceKinds.isPlumbing(to)) {
        this.folded.plumbing++;
        return false;
      }
      if (owner !== null) this.folded.internals++;
      return true;
    });
  }
}
