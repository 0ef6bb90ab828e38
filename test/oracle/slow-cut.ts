import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { type Edge, listEdges } from "./edge-list.ts";
import { slowEssentialEdges, splitEntryName } from "./slow-essential-edges.ts";
import { slowShallowSizes } from "./slow-shallow-sizes.ts";

/** An object with what it refers to; removing is taking it out of these lists. */
interface SlowObject {
  readonly ordinal: number;
  readonly references: SlowReference[];
}

interface SlowReference {
  readonly edge: number;
  readonly to: SlowObject;
  /** What the two halves of a WeakMap entry have in common; null for references that hold by themselves. */
  readonly entry: string | null;
}

/** A heap of objects from which references can be taken away, one after the other. */
export class SlowHeap {
  readonly #root: SlowObject;
  readonly #objects: readonly SlowObject[];
  readonly #sizes: readonly number[];

  constructor(graph: HeapGraph) {
    this.#sizes = slowShallowSizes(graph);
    this.#objects = Array.from({ length: graph.nodeCount }, (_, ordinal) => ({
      ordinal,
      references: [],
    }));
    this.#root = this.#objects[graph.rootOrdinal];
    const essential = new Set(slowEssentialEdges(graph).map(({ index }) => index));
    for (const edge of listEdges(graph)) {
      const entry = entryOf(edge);
      if (entry === null && !essential.has(edge.index)) continue;
      const to = this.#objects[edge.to];
      this.#objects[edge.from].references.push({ edge: edge.index, to, entry });
    }
  }

  /** Takes references out of the objects that have them. */
  remove(edges: Iterable<number>): this {
    const gone = new Set(edges);
    for (const { references } of this.#objects) {
      const left = references.filter(({ edge }) => !gone.has(edge));
      references.splice(0, references.length, ...left);
    }
    return this;
  }

  /** Takes objects out: nothing refers to them any more, nor do they to anything. */
  removeObjects(ordinals: Iterable<number>): this {
    const gone = new Set(ordinals);
    for (const { ordinal, references } of this.#objects) {
      const left = references.filter(({ to }) => !gone.has(to.ordinal) && !gone.has(ordinal));
      references.splice(0, references.length, ...left);
    }
    return this;
  }

  /** Ordinals of all that lives: a WeakMap's value does when two halves of its entry do. */
  living(): Set<number> {
    const living = new Set([this.#root]);
    for (let before = 0; before < living.size;) {
      before = living.size;
      const halves = new Map<string, number>();
      for (const { references } of living) {
        for (const { to, entry } of references) {
          if (entry === null) living.add(to);
          else halves.set(entry, (halves.get(entry) ?? 0) + 1);
        }
      }
      for (const { references } of living)
        for (const { to, entry } of references)
          if (entry !== null && (halves.get(entry) ?? 0) > 1) living.add(to);
    }
    return new Set([...living].map(({ ordinal }) => ordinal));
  }

  /** Bytes of some objects. */
  sizeOf(ordinals: Iterable<number>): number {
    let size = 0;
    for (const ordinal of ordinals) size += this.#sizes[ordinal];
    return size;
  }
}

/** What lives in a graph and would not without some references and objects. */
export function slowFreed(
  graph: HeapGraph,
  edges: Iterable<number>,
  objects: Iterable<number> = [],
): Set<number> {
  const gone = new Set(objects);
  const after = new SlowHeap(graph).remove(edges).removeObjects(gone).living();
  const living = new SlowHeap(graph).living();
  // The root lives by itself; without it nothing does.
  if (gone.has(graph.rootOrdinal)) return living;
  return new Set([...living].filter((node) => !after.has(node)));
}

/** The smallest set of some edges without which none of some objects lives; null when it has more than `most`. */
export function slowMinimumCut(
  edges: readonly Pick<Edge, "from" | "to" | "index">[],
  root: number,
  isCuttable: (edge: number) => boolean,
  chosen: readonly number[],
  most: number,
): number[] | null {
  const candidates = edges.filter(({ index }) => isCuttable(index)).map(({ index }) => index);
  const isCut = (removed: readonly number[]): boolean => {
    const reached = new Set([root]);
    for (const node of reached)
      for (const { from, to, index } of edges)
        if (from === node && !removed.includes(index)) reached.add(to);
    return chosen.every((node) => !reached.has(node));
  };
  for (let size = 0; size <= most; size++)
    for (const removed of subsets(candidates, size)) if (isCut(removed)) return removed;
  return null;
}

function* subsets(items: readonly number[], size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else
    for (let at = from; at <= items.length - size; at++)
      for (const rest of subsets(items, size - 1, at + 1)) yield [items[at], ...rest];
}

function entryOf({ type, name }: Edge): string | null {
  return type === "internal" ? (splitEntryName(name)?.shared ?? null) : null;
}
