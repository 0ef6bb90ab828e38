import { TupleInterner } from "./arrays/tuple-interner.ts";
import { EdgeType } from "./edge-type.ts";
import type { HeapGraph } from "./heap-graph.ts";
import type { StringTable } from "./string-table.ts";

/** Text length that a shape's name stays within, as in DevTools. */
const MAX_SHAPE_NAME = 120;

/** A kept shape: its name, `{a, b}`, and its properties. */
export interface Shape {
  readonly name: string;
  readonly properties: readonly string[];
}

/**
 * The property names of plain objects (type `object`, name `Object`), each sequence once: in the order of the
 * file, without `__proto__`.
 */
export class PropertySequences {
  /** Distinct sequences of string indexes, in order of first appearance. */
  readonly distinct: TupleInterner = new TupleInterner();
  /** Objects per distinct sequence. */
  readonly counts: number[] = [];
  readonly #graph: HeapGraph;
  readonly #proto: ReadonlySet<number>;
  #scratch = new Uint32Array(256);
  #plainObjects = 0;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#proto = new Set(graph.strings.findAll("__proto__"));
  }

  /** How many objects were added. */
  get plainObjects(): number {
    return this.#plainObjects;
  }

  /** Adds a plain object; returns the number of its sequence. */
  add(node: number): number {
    const { firstEdges, edgeTypes, edgeNames } = this.#graph.data;
    let length = 0;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      if (edgeTypes[edge] !== EdgeType.property) continue;
      const name = edgeNames[edge];
      if (this.#proto.has(name)) continue;
      if (length === this.#scratch.length) {
        const grown = new Uint32Array(length * 2);
        grown.set(this.#scratch);
        this.#scratch = grown;
      }
      this.#scratch[length++] = name;
    }
    const sequence = this.distinct.intern(this.#scratch, length);
    if (sequence === this.counts.length) this.counts.push(1);
    else this.counts[sequence]++;
    this.#plainObjects++;
    return sequence;
  }
}

/** The sequences of a file with their names as texts: needs nothing of the file any more. */
export interface NamedSequences {
  readonly distinct: TupleInterner;
  /** By string index. */
  readonly names: PropertyNames;
}

/** Texts of property names, decoded once each. */
export class PropertyNames {
  #strings: StringTable | null;
  readonly #texts = new Map<number, string>();

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  get(index: number): string {
    let text = this.#texts.get(index);
    if (text === undefined) {
      text = this.#strings?.get(index) ?? "";
      this.#texts.set(index, text);
    }
    return text;
  }

  /** Decodes all names of some sequences and lets go of the file's strings. */
  detach(distinct: TupleInterner): void {
    for (let sequence = 0; sequence < distinct.size; sequence++)
      for (const index of distinct.get(sequence)) this.get(index);
    this.#strings = null;
  }
}

/**
 * The shapes that objects are named by: a candidate is a sequence, cut before the name that would make the
 * text longer than 120. Kept are those with count >= max(2, plain objects / 1000), the most frequent first, then in
 * order of first appearance. (DevTools: `inferInterfaceDefinitions`.)
 */
export function inferShapes(sequences: PropertySequences, names: PropertyNames): Shape[] {
  const candidates = new Map<string, { properties: string[]; count: number }>();
  for (const [sequence, count] of sequences.counts.entries()) {
    const { text, properties } = describe(sequences.distinct.get(sequence), names);
    if (properties.length === 0) continue;
    const known = candidates.get(text);
    if (known === undefined) candidates.set(text, { properties, count });
    else known.count += count;
  }
  const least = Math.max(2, sequences.plainObjects / 1000);
  return [...candidates]
    .filter(([, { count }]) => count >= least)
    .toSorted(([, a], [, b]) => b.count - a.count)
    .map(([name, { properties }]) => ({ name, properties }));
}

/** `{a, b}` of as many names as fit. */
function describe(
  sequence: Uint32Array,
  names: PropertyNames,
): { text: string; properties: string[] } {
  let text = "{";
  const properties: string[] = [];
  for (const index of sequence) {
    const name = names.get(index);
    const written = formatPropertyName(name);
    // As in DevTools an empty first name leaves no trace in the text.
    const isFirst = text.length === 1;
    if (!isFirst && text.length + written.length > MAX_SHAPE_NAME) break;
    text += isFirst ? written : `, ${written}`;
    properties.push(name);
  }
  return { text: `${text}}`, properties };
}

function formatPropertyName(name: string): string {
  return /[,'"{}]/.test(name) ? JSON.stringify(name) : name;
}

/**
 * The shape of the objects of each distinct sequence: the one with most properties among those whose properties
 * they all have. (DevTools: `applyInterfaceDefinitions`.)
 * @returns positions in `shapes`, -1 for none (the object stays `Object`).
 */
export function matchShapes(
  { distinct, names }: NamedSequences,
  shapes: readonly Shape[],
): Int32Array {
  // A shape is looked up by its rarest property, so an object is compared with few of them.
  const users = new Map<string, number>();
  for (const { properties } of shapes) {
    for (const name of new Set(properties)) users.set(name, (users.get(name) ?? 0) + 1);
  }
  const byProperty = new Map<string, number[]>();
  const sets = shapes.map(({ properties }) => new Set(properties));
  for (const [index, set] of sets.entries()) {
    let rarest: string | undefined;
    for (const name of set) {
      if (rarest === undefined || (users.get(name) ?? 0) < (users.get(rarest) ?? 0)) rarest = name;
    }
    if (rarest === undefined) continue;
    const list = byProperty.get(rarest);
    if (list === undefined) byProperty.set(rarest, [index]);
    else list.push(index);
  }
  const result = new Int32Array(distinct.size);
  for (let sequence = 0; sequence < result.length; sequence++) {
    const own = new Set<string>();
    for (const index of distinct.get(sequence)) own.add(names.get(index));
    let best = -1;
    for (const name of own) {
      for (const index of byProperty.get(name) ?? []) {
        if (best >= 0) {
          const more = sets[index].size - sets[best].size;
          if (more < 0 || (more === 0 && index > best)) continue;
        }
        if (isSubset(sets[index], own)) best = index;
      }
    }
    result[sequence] = best;
  }
  return result;
}

function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  if (part.size > whole.size) return false;
  for (const item of part) if (!whole.has(item)) return false;
  return true;
}
