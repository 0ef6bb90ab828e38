import { type BitSet, createBitSet, hasBit, setBit } from "./arrays/bit-set.ts";
import { EdgeType } from "./edge-type.ts";
import type { HeapGraph } from "./heap-graph.ts";
import { indexRetainers, type Retainers } from "./retainers.ts";

/** Which edges of the heap a graph shows; nodes are always all there. */
export interface GraphViewOptions {
  /** Weak edges, which keep nothing alive. Default false: paths go where the memory is held. */
  readonly weak?: boolean;
  /** V8's hidden edges. Default true. */
  readonly hidden?: boolean;
  /** Only what counts for retained sizes; leaves weak edges, shortcuts and self loops out. Default false. */
  readonly essentialOnly?: boolean;
}

/** Seen from a node: edges that lead to it, edges that leave it, or all. */
export type Direction = "in" | "out" | "both";

/** The edges of a heap that are shown, and what follows from them alone; O(1) memory until asked. */
export class ShownEdges {
  readonly graph: HeapGraph;
  readonly #edgeTypes: Uint8Array;
  readonly #edgeTargets: Uint32Array;
  readonly #firstEdges: Uint32Array;
  /** 1 for each type that is shown. */
  readonly #shownTypes: Uint8Array;
  readonly #allowed: BitSet | null;
  readonly #findRetainers: () => Retainers;
  #retainers: Retainers | undefined;
  #counts: { size: number; selfLoopCount: number } | undefined;
  #seen: BitSet | undefined;

  /**
   * @param allowed - bits per edge, null for all: what is shown beside the options' types.
   * @param findRetainers - the index of all edges by target, asked for once, when edges into a node are.
   */
  constructor(
    graph: HeapGraph,
    { weak = false, hidden = true }: GraphViewOptions,
    allowed: BitSet | null,
    findRetainers: () => Retainers = () => indexRetainers(graph),
  ) {
    this.graph = graph;
    this.#edgeTypes = graph.data.edgeTypes;
    this.#edgeTargets = graph.data.edgeTargets;
    this.#firstEdges = graph.data.firstEdges;
    this.#shownTypes = new Uint8Array(256).fill(1);
    if (!weak) this.#shownTypes[EdgeType.weak] = 0;
    if (!hidden) this.#shownTypes[EdgeType.hidden] = 0;
    this.#allowed = allowed;
    this.#findRetainers = findRetainers;
  }

  get retainers(): Retainers {
    return (this.#retainers ??= this.#findRetainers());
  }

  /** Whether the edge, in [0, edgeCount), is part of the graph. */
  shows(edge: number): boolean {
    return (
      this.#shownTypes[this.#edgeTypes[edge]] === 1 &&
      (this.#allowed === null || hasBit(this.#allowed, edge))
    );
  }

  /** How many edges are shown, and how many of them lead back to their node; counted once, O(edges). */
  get counts(): { readonly size: number; readonly selfLoopCount: number } {
    return (this.#counts ??= this.#count());
  }

  #count(): { size: number; selfLoopCount: number } {
    const counts = { size: 0, selfLoopCount: 0 };
    for (let node = 0; node < this.graph.nodeCount; node++) {
      const end = this.#firstEdges[node + 1];
      for (let edge = this.#firstEdges[node]; edge < end; edge++) {
        if (!this.shows(edge)) continue;
        counts.size++;
        if (this.#edgeTargets[edge] === node) counts.selfLoopCount++;
      }
    }
    return counts;
  }

  /** Edges at a node, a self loop counting twice when both directions are asked for. O(edges of the node). */
  degree(node: number, direction: Direction, withSelfLoops: boolean): number {
    let degree = 0;
    if (direction !== "in") {
      const end = this.#firstEdges[node + 1];
      for (let edge = this.#firstEdges[node]; edge < end; edge++) {
        if (this.shows(edge) && (withSelfLoops || this.#edgeTargets[edge] !== node)) degree++;
      }
    }
    if (direction === "out") return degree;
    const [from, to] = [this.#firstEdges[node], this.#firstEdges[node + 1]];
    const { first, edges } = this.retainers;
    for (let at = first[node], end = first[node + 1]; at < end; at++) {
      const edge = edges[at];
      // A self loop is one of the node's own edges.
      if (this.shows(edge) && (withSelfLoops || edge < from || edge >= to)) degree++;
    }
    return degree;
  }

  /**
   * The node at the other end of each edge, once each, in order of the edges, retainers first.
   * @returns ordinals; O(edges of the node), without memory for those not met.
   */
  neighbors(node: number, direction: Direction): number[] {
    const seen = (this.#seen ??= createBitSet(this.graph.nodeCount));
    const found: number[] = [];
    if (direction !== "out") {
      const { first, edges } = this.retainers;
      let source = -1;
      for (let at = first[node], end = first[node + 1]; at < end; at++) {
        const edge = edges[at];
        // Sources ascend with the edges: one that was found serves as long as the edges are its own.
        if (source >= 0 && edge < this.#firstEdges[source + 1]) continue;
        if (!this.shows(edge)) continue;
        source = this.sourceFrom(edge, source);
        setBit(seen, source);
        found.push(source);
      }
    }
    if (direction !== "in") {
      for (
        let edge = this.#firstEdges[node], end = this.#firstEdges[node + 1];
        edge < end;
        edge++
      ) {
        const target = this.#edgeTargets[edge];
        if (hasBit(seen, target) || !this.shows(edge)) continue;
        setBit(seen, target);
        found.push(target);
      }
    }
    // Whole words may go, since nobody else's bits stand in this set.
    for (const neighbor of found) seen[neighbor >>> 5] = 0;
    return found;
  }

  /** Source of an edge; `from` is the source of an edge before it, -1 for none. O(log nodeCount), less when near. */
  sourceFrom(edge: number, from: number): number {
    if (from < 0) return this.graph.edgeSource(edge);
    const { nodeCount } = this.graph;
    let low = from;
    let high = from + 1;
    for (let step = 1; high < nodeCount && this.#firstEdges[high] <= edge; step *= 2) {
      low = high;
      high += step;
    }
    if (high > nodeCount) high = nodeCount;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#firstEdges[middle] <= edge) low = middle;
      else high = middle;
    }
    return low;
  }
}
