import { type BitSet, createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { isEssentialEdge } from "../../graph/essential-edges.ts";
import type { Analyses } from "../analyses.ts";
import { NO_EDGE } from "../lineage/path-tree.ts";
import { MIRROR_ROLES, type Parts } from "../lineage/parts.ts";
import { IntList } from "../lineage/int-list.ts";
import { isCuttable } from "./single-cuts.ts";

/** More references than this nobody cuts by hand. */
export const MAX_CUT = 5;

/**
 * The smallest set of references that parts some objects from all roots: a minimum edge cut with unit weights,
 * the one nearest to the objects. Edges out of roots, into parts of objects, and the runtime's own cannot be cut.
 * (Augmenting paths: Ford, Fulkerson 1956; shortest ones: Edmonds, Karp 1972.) O(MAX_CUT · edges).
 *
 * @returns edges, at most MAX_CUT; null when more would be needed.
 */
export function findMinimumCut(
  analyses: Analyses,
  parts: Parts,
  chosen: Uint32Array,
): Uint32Array | null {
  const search = new FlowSearch(analyses, parts, chosen);
  for (let flow = 0; flow <= MAX_CUT; flow++) {
    if (!search.augment()) return search.cut();
  }
  return null;
}

/** Searches backwards from the objects for a root, along edges that still have room. */
class FlowSearch {
  readonly #analyses: Analyses;
  readonly #parts: Parts;
  readonly #chosen: Uint32Array;
  readonly #isChosen: BitSet;
  /** Bits per edge that cannot take more: used cuttable edges. */
  readonly #isUsed: BitSet;
  /** How often an edge that cannot be cut is used; few are. */
  readonly #uses = new Map<number, number>();
  #reached: BitSet;
  /** What holds the node that was asked about last. */
  readonly #holders = new Set<number>();
  #holdersOf = -1;

  constructor(analyses: Analyses, parts: Parts, chosen: Uint32Array) {
    this.#analyses = analyses;
    this.#parts = parts;
    this.#chosen = chosen;
    const { graph } = analyses;
    this.#isChosen = createBitSet(graph.nodeCount);
    for (const ordinal of chosen) setBit(this.#isChosen, ordinal);
    this.#isUsed = createBitSet(graph.edgeCount);
    this.#reached = createBitSet(graph.nodeCount);
  }

  /** Sends one more unit from a root to the objects; false when none gets through. */
  augment(): boolean {
    const { graph, retainers, fullRules } = this.#analyses;
    const { firstEdges, edgeTargets, edgeTypes } = graph.data;
    this.#reached = createBitSet(graph.nodeCount);
    const queue = new IntList();
    /** By position in the queue: the edge it was reached by, and from where. */
    const edges = new IntList();
    const sources = new IntList();
    const visit = (node: number, edge: number, from: number): void => {
      setBit(this.#reached, node);
      queue.push(node);
      edges.push(edge);
      sources.push(from);
    };
    for (const ordinal of this.#chosen)
      if (!hasBit(this.#reached, ordinal)) visit(ordinal, NO_EDGE, 0);
    for (let head = 0; head < queue.length; head++) {
      const node = queue.at(head);
      if (node === graph.rootOrdinal) {
        this.#send(head, edges, sources, queue);
        return true;
      }
      for (let at = retainers.first[node]; at < retainers.first[node + 1]; at++) {
        const edge = retainers.edges[at];
        if (edgeTypes[edge] === EdgeType.weak || hasBit(this.#isUsed, edge)) continue;
        const source = graph.edgeSource(edge);
        if (hasBit(this.#reached, source) || hasBit(this.#isChosen, source)) continue;
        if (!isEssentialEdge(fullRules, source, edge) || this.#isMirror(source, node)) continue;
        visit(source, edge, head);
      }
      // Backwards through what already flows: that unit is led another way.
      if (hasBit(this.#isChosen, node)) continue;
      for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
        const isFlowing = hasBit(this.#isUsed, edge) || (this.#uses.get(edge) ?? 0) > 0;
        const target = edgeTargets[edge];
        if (isFlowing && !hasBit(this.#reached, target)) visit(target, edge, head);
      }
    }
    return false;
  }

  /** Edges that lead from what the last search did not reach into what it did. */
  cut(): Uint32Array {
    const { graph } = this.#analyses;
    const { edgeTargets } = graph.data;
    const found: number[] = [];
    for (let word = 0; word < this.#isUsed.length; word++) {
      if (this.#isUsed[word] === 0) continue;
      for (let bit = 0; bit < 32; bit++) {
        const edge = word * 32 + bit;
        if (!hasBit(this.#isUsed, edge)) continue;
        if (
          hasBit(this.#reached, edgeTargets[edge]) &&
          !hasBit(this.#reached, graph.edgeSource(edge))
        )
          found.push(edge);
      }
    }
    return Uint32Array.from(found);
  }

  #send(last: number, edges: IntList, sources: IntList, queue: IntList): void {
    const { graph } = this.#analyses;
    for (let at = last; edges.at(at) !== NO_EDGE; at = sources.at(at)) {
      const edge = edges.at(at);
      // Reached at its source: the unit flows along it. At its target: the unit on it is taken back.
      const isForward = graph.edgeSource(edge) === queue.at(at);
      if (this.#isCuttable(edge)) {
        if (isForward) setBit(this.#isUsed, edge);
        else this.#isUsed[edge >>> 5] &= ~(1 << (edge & 31));
      } else this.#uses.set(edge, (this.#uses.get(edge) ?? 0) + (isForward ? 1 : -1));
    }
  }

  #isCuttable(edge: number): boolean {
    const { graph } = this.#analyses;
    const to = graph.data.edgeTargets[edge];
    const source = graph.edgeSource(edge);
    const owner = this.#parts.ownersOf(source)?.[0] ?? null;
    const from = owner?.owner ?? source;
    return (
      this.#parts.ownersOf(to) === null &&
      isCuttable(this.#analyses, { from, to, edge, owner, edges: [edge] })
    );
  }

  /** What stands in a backing store whose every owner leads to the node with an edge of its own: they go together. */
  #isMirror(source: number, node: number): boolean {
    const owners = this.#parts.ownersOf(source);
    return (
      owners !== null &&
      owners.every(({ owner, role }) => MIRROR_ROLES.has(role) && this.#leadsTo(owner, node))
    );
  }

  #leadsTo(source: number, node: number): boolean {
    const { graph, retainers, fullRules } = this.#analyses;
    if (this.#holdersOf !== node) {
      this.#holdersOf = node;
      this.#holders.clear();
      for (let at = retainers.first[node]; at < retainers.first[node + 1]; at++) {
        const edge = retainers.edges[at];
        const holder = graph.edgeSource(edge);
        if (isEssentialEdge(fullRules, holder, edge)) this.#holders.add(holder);
      }
    }
    return this.#holders.has(source);
  }
}
