import { TupleInterner } from "./arrays/tuple-interner.ts";
import { EdgeType } from "./edge-type.ts";
import type { HeapGraph } from "./heap-graph.ts";
import { NodeType } from "./node-type.ts";
import type { StringTable } from "./string-table.ts";

/** Text length that a shape's name stays within, as in DevTools. */
const MAX_SHAPE_NAME = 120;

/** Shapes inferred for plain objects (type `object`, name `Object`). */
export interface ObjectShapes {
  /** Names as `{a, b}`, the most frequent first. */
  readonly names: readonly string[];
  /** Shape of a plain object by ordinal, -1 for none (it stays `Object`). */
  shapeOf(ordinal: number): number;
}

/** A kept shape: its name and the canonical indexes of its properties. */
export interface Shape {
  readonly name: string;
  readonly properties: readonly string[];
}

/**
 * Infers shapes of plain objects from their properties.
 *
 * Each object's properties, in file order without `__proto__`, are a candidate, cut before the name that
 * would make the text longer than 120. Candidates with count >= max(2, plain objects / 1000) are kept, most
 * frequent first, then in order of first appearance. An object takes the kept shape with most properties
 * among those whose properties it all has. (DevTools: `inferInterfaceDefinitions`, `applyInterfaceDefinitions`.)
 *
 * Objects with the same sequence of properties are handled once.
 * @param later - shapes of another snapshot to use instead of inferring them from this one.
 */
export function inferObjectShapes(
  graph: HeapGraph,
  plainNames: ReadonlySet<number>,
  later?: readonly Shape[],
): ObjectShapes & { readonly shapes: readonly Shape[] } {
  const sequences = collectSequences(graph, plainNames);
  const names = new PropertyNames(graph.strings);
  const shapes = later ?? keepFrequent(sequences, names);
  const shapeOfSequence = matchShapes(sequences, names, shapes);
  return {
    shapes,
    names: shapes.map((shape) => shape.name),
    shapeOf: (ordinal) => shapeOfSequence[sequences.sequenceOf(ordinal)],
  };
}

interface Sequences {
  /** Distinct sequences of property names (string indexes), in order of first appearance. */
  readonly distinct: TupleInterner;
  /** Objects per distinct sequence. */
  readonly counts: readonly number[];
  readonly plainObjects: number;
  sequenceOf(ordinal: number): number;
}

function collectSequences(graph: HeapGraph, plainNames: ReadonlySet<number>): Sequences {
  const { firstEdges, edgeTypes, edgeNames, nodeTypes, nodeNames } = graph.data;
  const proto = new Set(graph.strings.findAll("__proto__"));
  const distinct = new TupleInterner();
  const counts: number[] = [];
  let scratch = new Uint32Array(256);
  const read = (node: number): number => {
    let length = 0;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      if (edgeTypes[edge] !== EdgeType.property) continue;
      const name = edgeNames[edge];
      if (proto.has(name)) continue;
      if (length === scratch.length) {
        const grown = new Uint32Array(length * 2);
        grown.set(scratch);
        scratch = grown;
      }
      scratch[length++] = name;
    }
    return distinct.intern(scratch, length);
  };
  let plainObjects = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (nodeTypes[node] !== NodeType.object || !plainNames.has(nodeNames[node])) continue;
    plainObjects++;
    const sequence = read(node);
    if (sequence === counts.length) counts.push(1);
    else counts[sequence]++;
  }
  return { distinct, counts, plainObjects, sequenceOf: read };
}

/** Texts of property names, decoded once each. */
class PropertyNames {
  readonly #strings: StringTable;
  readonly #texts = new Map<number, string>();

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  get(index: number): string {
    let text = this.#texts.get(index);
    if (text === undefined) {
      text = this.#strings.get(index);
      this.#texts.set(index, text);
    }
    return text;
  }
}

function keepFrequent(sequences: Sequences, names: PropertyNames): Shape[] {
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

/** The best kept shape of each distinct sequence, -1 for none. */
function matchShapes(
  sequences: Sequences,
  names: PropertyNames,
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
  const result = new Int32Array(sequences.distinct.size);
  for (let sequence = 0; sequence < result.length; sequence++) {
    const own = new Set<string>();
    for (const index of sequences.distinct.get(sequence)) own.add(names.get(index));
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
