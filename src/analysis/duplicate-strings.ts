import type { HeapGraph, WideColumn } from "../graph/heap-graph.ts";
import { NodeType } from "../graph/node-type.ts";

/** Strings that are equal as far as the file tells: one text, one size. */
export interface EqualStrings {
  /** Ascending. */
  readonly ordinals: Uint32Array;
  /** Shallow size of each, bytes. */
  readonly size: number;
  /** What all but one take, bytes. */
  readonly wastedSize: number;
}

/** What the flat strings of a heap are; sizes in bytes. */
export interface EqualStringsFound {
  /** All that were looked at, those without equals included. */
  readonly count: number;
  readonly shallowSize: number;
  /** In no particular order. */
  readonly groups: readonly EqualStrings[];
}

const EMPTY = 0xffffffff;

/**
 * Groups of equal flat strings. V8 writes only 1024 characters of a string, so texts are equal where their sizes
 * are, too; a string table may hold a text twice (Bun), so texts are compared, not indexes.
 * @param options.minCount - strings that a group has at least. Default 2.
 * @param options.isMeant - whether a text is looked at, by its index in the string table; asked once for each.
 * @returns O(nodes + bytes of their texts).
 */
export function findEqualStrings(
  graph: HeapGraph,
  shallowSizes: WideColumn,
  options: { readonly minCount?: number; readonly isMeant?: (text: number) => boolean } = {},
): EqualStringsFound {
  const { minCount = 2, isMeant } = options;
  const { nodeTypes, nodeNames } = graph.data;
  const texts = new TextNumbers(graph);
  // Counting sort: the nodes of one text stand together, ascending.
  const ends = new Uint32Array(graph.strings.length + 1);
  for (let node = 0; node < graph.nodeCount; node++)
    if (nodeTypes[node] === NodeType.string) ends[texts.of(nodeNames[node]) + 1]++;
  for (let text = 0; text < graph.strings.length; text++) ends[text + 1] += ends[text];
  const nodes = new Uint32Array(ends[graph.strings.length]);
  for (let node = 0; node < graph.nodeCount; node++)
    if (nodeTypes[node] === NodeType.string) nodes[ends[texts.of(nodeNames[node])]++] = node;
  const groups: EqualStrings[] = [];
  let count = 0;
  let shallowSize = 0;
  let start = 0;
  // Filling has moved each beginning to the end of its text.
  for (const end of ends) {
    const equal = nodes.subarray(start, end);
    start = end;
    if (equal.length === 0 || isMeant?.(nodeNames[equal[0]]) === false) continue;
    count += equal.length;
    for (const node of equal) shallowSize += shallowSizes[node];
    if (equal.length >= minCount) addGroups(equal, shallowSizes, minCount, groups);
  }
  return { count, shallowSize, groups };
}

/** Splits the nodes of one text by size. */
function addGroups(
  nodes: Uint32Array,
  shallowSizes: WideColumn,
  minCount: number,
  groups: EqualStrings[],
): void {
  const isUniform = nodes.every((node) => shallowSizes[node] === shallowSizes[nodes[0]]);
  const bySize = isUniform
    ? nodes
    : nodes.toSorted((a, b) => shallowSizes[a] - shallowSizes[b] || a - b);
  for (let start = 0; start < bySize.length;) {
    const size = shallowSizes[bySize[start]];
    let end = start + 1;
    while (end < bySize.length && shallowSizes[bySize[end]] === size) end++;
    if (end - start >= minCount)
      groups.push({
        ordinals: bySize.subarray(start, end),
        size,
        wastedSize: size * (end - start - 1),
      });
    start = end;
  }
}

/** Gives each text of a string table one number: the index of the first of its copies that was asked for. */
class TextNumbers {
  readonly #graph: HeapGraph;
  /** By string index: the number, {@link EMPTY} until it is asked for. */
  readonly #numbers: Uint32Array;
  /** Open addressing: indexes of texts by hash. */
  readonly #slots: Uint32Array;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    const { length } = graph.strings;
    this.#numbers = new Uint32Array(length).fill(EMPTY);
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(2, length * 2)))).fill(EMPTY);
  }

  of(index: number): number {
    const known = this.#numbers[index];
    if (known !== EMPTY) return known;
    const { strings } = this.#graph;
    const mask = this.#slots.length - 1;
    let slot = strings.hash(index) & mask;
    while (this.#slots[slot] !== EMPTY && !strings.areEqual(this.#slots[slot], index))
      slot = (slot + 1) & mask;
    if (this.#slots[slot] === EMPTY) this.#slots[slot] = index;
    return (this.#numbers[index] = this.#slots[slot]);
  }
}
