import type { AbstractGraph, GraphType } from "graphology-types";
import { attributeQueries } from "./graphology-attribute-queries.ts";
import { copyMethods, describeGraph, GRAPH_OPTIONS } from "./graphology-copies.ts";
import { edgeQueries } from "./graphology-edge-queries.ts";
import type { GraphViewOptions } from "./graphology-edges.ts";
import type { HeapMethods } from "./graphology-families.ts";
import { type GraphFacts, ViewedHeap } from "./graphology-heap.ts";
import { iterationMethods } from "./graphology-iteration.ts";
import { eventQueries, LISTENER_METHODS, mutatorRefusals } from "./graphology-refusals.ts";
import type { HeapGraph } from "./heap-graph.ts";

// Type aliases, because graphology's types take no interface for attributes.

/** What the columns alone tell of a node. */
export type PlainNodeAttributes = {
  /** V8's id, as in `@id`. */
  readonly id: number;
  /** Node type, e.g. `object`. */
  readonly type: string;
  readonly name: string;
};

/** Attributes of a node; sizes in bytes. */
export type HeapNodeAttributes = PlainNodeAttributes & {
  /** What the node is grouped by. */
  readonly class: string;
  readonly shallowSize: number;
  /** Reading the first one of a heap computes its dominators, where nobody has before. */
  readonly retainedSize: number;
  /** DevTools' number: edges from a global; from 100 000 000 on counted from the root; null where never reached. */
  readonly distance: number | null;
};

/** What the columns alone tell of an edge. */
export type PlainEdgeAttributes = {
  /** Edge type, e.g. `property`. */
  readonly type: string;
  /** A name, or an element's index in decimal. */
  readonly name: string;
};

/** Attributes of an edge. */
export type HeapEdgeAttributes = PlainEdgeAttributes & {
  /** Whether the edge counts for who retains what. */
  readonly essential: boolean;
};

/** Attributes of the graph as a whole. */
export type HeapGraphAttributes = {
  /** Key of the root. */
  readonly root: string;
};

/**
 * The whole heap as a graphology graph, for everything that takes one. Directed, with parallel edges and self
 * loops. A node's key is its ordinal and an edge's key its index, as text; `"17"` and `17` both name it.
 *
 * - Nothing is copied: attributes are found when they are read (spread them to keep them), inbound edges need an
 *   index of 4 bytes an edge, made at first use.
 * - Nodes come by ordinal and the edges of a node in the order of the file, which is not the order a
 *   graph built edge by edge has.
 * - What would change it throws UsageGraphError; listeners never hear anything.
 * - Lists of all nodes or edges (`nodes()`, `mapEdges()`, `export()`, `copy()`, …) throw UsageGraphError above
 *   2,000,000 of them; `forEach…`, `find…`, `reduce…` and `…Entries` take any heap.
 * - `copy()`, `emptyCopy()` and `nullCopy()` return graphs of graphology's own, which can be changed. Its `from`
 *   and `import` take no other graphs than its own, so not this one: give them a copy.
 */
export type HeapGraphView = AbstractGraph<
  HeapNodeAttributes,
  HeapEdgeAttributes,
  HeapGraphAttributes
>;

/** A view without computed facts. */
export type PlainGraphView = AbstractGraph<
  PlainNodeAttributes,
  PlainEdgeAttributes,
  HeapGraphAttributes
>;

/**
 * Shows a heap as a graphology graph; O(1), but for the bits of what is essential where only that is shown.
 *
 * @param facts - for the attributes that are computed; without them nodes have `id`, `type` and `name`, edges
 *   `type` and `name`.
 * @throws {UsageGraphError} when only essential edges are wanted and there are no facts.
 */
export function viewAsGraphology(
  graph: HeapGraph,
  options: GraphViewOptions,
  facts: GraphFacts,
): HeapGraphView;
export function viewAsGraphology(graph: HeapGraph, options?: GraphViewOptions): PlainGraphView;
export function viewAsGraphology(
  graph: HeapGraph,
  options: GraphViewOptions = {},
  facts?: GraphFacts,
): unknown {
  return new GraphologyView(new ViewedHeap(graph, options, facts));
}

/** The properties of the graph; its methods come from tables, below. */
class GraphologyView {
  readonly #heap: ViewedHeap;

  constructor(heap: ViewedHeap) {
    this.#heap = heap;
  }

  get order(): number {
    return this.#heap.graph.nodeCount;
  }

  get size(): number {
    return this.#heap.edges.counts.size;
  }

  get directedSize(): number {
    return this.size;
  }

  get undirectedSize(): number {
    return 0;
  }

  get selfLoopCount(): number {
    return this.#heap.edges.counts.selfLoopCount;
  }

  get directedSelfLoopCount(): number {
    return this.selfLoopCount;
  }

  get undirectedSelfLoopCount(): number {
    return 0;
  }

  get type(): GraphType {
    return GRAPH_OPTIONS.type;
  }

  get multi(): boolean {
    return GRAPH_OPTIONS.multi;
  }

  get allowSelfLoops(): boolean {
    return GRAPH_OPTIONS.allowSelfLoops;
  }

  get implementation(): string {
    return "heapgraph";
  }

  /** For `console.log`: a heap is too much to print. */
  [Symbol.for("nodejs.util.inspect.custom")](): object {
    return describeGraph(this.#heap);
  }

  static {
    const tables: readonly HeapMethods[] = [
      edgeQueries(),
      attributeQueries(),
      iterationMethods(),
      copyMethods(),
      eventQueries(),
      mutatorRefusals(),
    ];
    for (const table of tables) {
      for (const [name, method] of table) {
        define(name, function (this: GraphologyView, ...args: readonly unknown[]): unknown {
          return method(this.#heap, name, args);
        });
      }
    }
    for (const name of LISTENER_METHODS) {
      define(name, function (this: GraphologyView): GraphologyView {
        return this;
      });
    }

    function define(name: string, value: (...args: readonly unknown[]) => unknown): void {
      Object.defineProperty(GraphologyView.prototype, name, {
        value,
        writable: true,
        configurable: true,
      });
    }
  }
}
