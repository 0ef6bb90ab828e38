/**
 * A priority queue of steps of a search, in columns. Entries are never removed from the columns, so that each
 * can name the one it came from; smallest estimate first, of equal ones the latest.
 */
export class EntryHeap {
  /** "No entry": the parent of the first. */
  static readonly none = 0xffffffff;
  #nodes = new Uint32Array(1024);
  #parents = new Uint32Array(1024);
  #edges = new Uint32Array(1024);
  #costs = new Float64Array(1024);
  #estimates = new Float64Array(1024);
  #heap = new Uint32Array(1024);
  #size = 0;
  #entries = 0;

  /** Entries that wait. */
  get size(): number {
    return this.#size;
  }

  /** Entries that were ever pushed. */
  get entries(): number {
    return this.#entries;
  }

  nodeOf(entry: number): number {
    return this.#nodes[entry];
  }

  parentOf(entry: number): number {
    return this.#parents[entry];
  }

  edgeOf(entry: number): number {
    return this.#edges[entry];
  }

  costOf(entry: number): number {
    return this.#costs[entry];
  }

  push(node: number, parent: number, edge: number, cost: number, estimate: number): void {
    if (this.#entries === this.#nodes.length) this.#grow();
    const entry = this.#entries++;
    this.#nodes[entry] = node;
    this.#parents[entry] = parent;
    this.#edges[entry] = edge;
    this.#costs[entry] = cost;
    this.#estimates[entry] = estimate;
    const heap = this.#heap;
    let at = this.#size++;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (!this.#isBefore(entry, heap[above])) break;
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = entry;
  }

  /** The first entry, removed from the queue; call only when `size` > 0. */
  pop(): number {
    const heap = this.#heap;
    const [top] = heap;
    const last = heap[--this.#size];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#isBefore(heap[child + 1], heap[child])) child++;
      if (!this.#isBefore(heap[child], last)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return top;
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#estimates[a] - this.#estimates[b];
    return difference < 0 || (difference === 0 && a > b);
  }

  #grow(): void {
    this.#nodes = grown(this.#nodes, new Uint32Array(this.#nodes.length * 2));
    this.#parents = grown(this.#parents, new Uint32Array(this.#parents.length * 2));
    this.#edges = grown(this.#edges, new Uint32Array(this.#edges.length * 2));
    this.#heap = grown(this.#heap, new Uint32Array(this.#heap.length * 2));
    this.#costs = grown(this.#costs, new Float64Array(this.#costs.length * 2));
    this.#estimates = grown(this.#estimates, new Float64Array(this.#estimates.length * 2));
  }
}

function grown<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
