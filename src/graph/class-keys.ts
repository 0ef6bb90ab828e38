import { type BitSet, hasBit } from "./arrays/bit-set.ts";
import { ScratchPool } from "./arrays/scratch-pool.ts";
import { TupleInterner } from "./arrays/tuple-interner.ts";
import type { HeapGraph } from "./heap-graph.ts";
import { NO_NODE } from "./ids.ts";
import { NodeType } from "./node-type.ts";
import {
  inferShapes,
  matchShapes,
  type NamedSequences,
  PropertyNames,
  PropertySequences,
  type Shape,
} from "./object-shapes.ts";

/** A place in source code, 0-based as in the file. */
export interface SourceLocation {
  readonly scriptId: number;
  readonly line: number;
  readonly column: number;
}

/**
 * What each node is grouped by. A class key is a class name, for objects with a source location together
 * with it: two constructors of one name in two files stay apart.
 */
export interface ClassKeys {
  /** Length nodeCount; position in `keys`. */
  readonly keyOf: Uint16Array | Uint32Array;
  readonly keys: readonly ClassKey[];
  /** The shapes that plain objects were named by. */
  readonly shapes: readonly Shape[];
}

export interface ClassKey {
  readonly className: string;
  readonly location: SourceLocation | null;
}

/**
 * Groups nodes by class as DevTools does: `(system)`, `(compiled code)`, `Function`, `RegExp`, the name for
 * objects and natives (markup cut to its tag), `(type)` for the rest, inferred shapes for plain objects.
 *
 * @param renamed - nodes that show as `Detached …`, null for none.
 * @param options.later - shapes of a later snapshot, so that a comparison's classes line up.
 * @param options.scratch - memory to work in.
 */
export function groupByClass(
  graph: HeapGraph,
  renamed: BitSet | null,
  options: { readonly later?: readonly Shape[]; readonly scratch?: ScratchPool } = {},
): ClassKeys {
  const { later, scratch = new ScratchPool() } = options;
  const groups = groupBeforeShapes(graph, renamed, scratch);
  return nameGroups(groups, later ?? groups.inferShapes(), groups.groupOf);
}

/** Nodes grouped by all that their class depends on, but for the shapes that plain objects are named by. */
export interface UnnamedGroups {
  /** Length nodeCount; number of a group. */
  readonly groupOf: Uint16Array | Uint32Array;
  /** Per group `[0, class]` or, of plain objects, `[1, sequence]`; more where it has a location. */
  readonly groups: TupleInterner;
  /** By group; holes where it has none. */
  readonly locations: readonly (SourceLocation | undefined)[];
  /** Class names by number. */
  readonly classNames: readonly string[];
  readonly sequences: NamedSequences;
  /** The shapes of this file itself; reads its strings. */
  inferShapes(): Shape[];
}

const BY_CLASS = 0;
const BY_SEQUENCE = 1;

/** The first half of {@link groupByClass}. */
export function groupBeforeShapes(
  graph: HeapGraph,
  renamed: BitSet | null,
  scratch: ScratchPool = new ScratchPool(),
): UnnamedGroups {
  const { nodeTypes, nodeNames } = graph.data;
  const classes = new ClassNames(graph);
  const plainNames = new Set(graph.strings.findAll("Object"));
  const sequences = new PropertySequences(graph);
  const names = new PropertyNames(graph.strings);
  const locationRows = indexLocations(graph, scratch);
  const { scriptIds, lines, columns } = graph.data.locations;
  const groups = new TupleInterner();
  const tuple = [0, 0, 0, 0, 0];
  const locations: SourceLocation[] = [];
  const groupOfClass: number[] = [];
  const groupFor = (kind: number, index: number, row: number): number => {
    if (row === NO_NODE && kind === BY_CLASS) {
      const known = groupOfClass[index];
      if (known !== undefined) return known;
    }
    tuple[0] = kind;
    tuple[1] = index;
    if (row !== NO_NODE) {
      tuple[2] = scriptIds[row];
      tuple[3] = lines[row];
      tuple[4] = columns[row];
    }
    const group = groups.intern(tuple, row === NO_NODE ? 2 : 5);
    if (row !== NO_NODE)
      locations[group] ??= { scriptId: scriptIds[row], line: lines[row], column: columns[row] };
    if (row === NO_NODE && kind === BY_CLASS) groupOfClass[index] = group;
    return group;
  };
  let groupOf: Uint16Array | Uint32Array = allocate(graph, 2);
  for (let node = 0; node < graph.nodeCount; node++) {
    const type = nodeTypes[node];
    const name = nodeNames[node];
    const isRenamed = renamed !== null && hasBit(renamed, node);
    const isPlain = type === NodeType.object && !isRenamed && plainNames.has(name);
    const row = type === NodeType.object && locationRows !== null ? locationRows[node] : NO_NODE;
    const group = isPlain
      ? groupFor(BY_SEQUENCE, sequences.add(node), row)
      : groupFor(BY_CLASS, classes.ofNode(type, name, isRenamed), row);
    if (group > 0xffff && groupOf instanceof Uint16Array) {
      const wide = allocate(graph, 4);
      wide.set(groupOf);
      groupOf = wide;
    }
    groupOf[node] = group;
  }
  if (locationRows !== null) scratch.give(locationRows);
  return {
    groupOf,
    groups,
    locations,
    classNames: classes.all,
    sequences: { distinct: sequences.distinct, names },
    inferShapes: () => inferShapes(sequences, names),
  };
}

/**
 * The second half: names plain objects by shapes and joins groups that then have one name and place.
 * @param target - where the keys go, length nodeCount; may be the groups' own column, which is then used up.
 */
export function nameGroups(
  { groupOf, groups, locations, classNames, sequences }: UnnamedGroups,
  shapes: readonly Shape[],
  target: Uint16Array | Uint32Array,
): ClassKeys {
  const shapeOf = matchShapes(sequences, shapes);
  const keys: ClassKey[] = [];
  const numbers = new Map<string, number>();
  const keyOfGroup = new Uint32Array(groups.size);
  for (let group = 0; group < groups.size; group++) {
    const [kind, index] = groups.get(group);
    const shape = kind === BY_SEQUENCE ? shapeOf[index] : -1;
    const className =
      kind === BY_CLASS ? classNames[index] : shape < 0 ? PLAIN_OBJECT : shapes[shape].name;
    const location = locations[group] ?? null;
    const identity = classIdentity({ className, location });
    let key = numbers.get(identity);
    if (key === undefined) {
      key = keys.push({ className, location }) - 1;
      numbers.set(identity, key);
    }
    keyOfGroup[group] = key;
  }
  for (let node = 0; node < groupOf.length; node++) target[node] = keyOfGroup[groupOf[node]];
  return { keyOf: target, keys, shapes };
}

const PLAIN_OBJECT = "Object";

/** Equal texts for equal keys, of two snapshots too. */
export function classIdentity({ className, location }: ClassKey): string {
  return location === null
    ? className
    : `${className}\u0000${location.scriptId},${location.line},${location.column}`;
}

/** Class names by type and name, each text once. */
class ClassNames {
  readonly #graph: HeapGraph;
  readonly #names: string[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #byType: number[] = [];
  /** By string index, 1 more than the class of such a name; 0 where none has been asked for. */
  readonly #byName: Uint32Array;
  readonly #byDetachedName = new Map<number, number>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#byName = new Uint32Array(graph.strings.length);
  }

  #intern(name: string): number {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = this.#names.push(name) - 1;
      this.#indexes.set(name, index);
    }
    return index;
  }

  /** By number. */
  get all(): readonly string[] {
    return this.#names;
  }

  ofNode(type: number, name: number, isRenamed: boolean): number {
    if (type === NodeType.object || type === NodeType.native) {
      const known = isRenamed ? (this.#byDetachedName.get(name) ?? 0) : this.#byName[name];
      if (known > 0) return known - 1;
      const text = this.#graph.strings.get(name);
      const index = this.#intern(cutMarkup(isRenamed ? `Detached ${text}` : text));
      if (isRenamed) this.#byDetachedName.set(name, index + 1);
      else this.#byName[name] = index + 1;
      return index;
    }
    return (this.#byType[type] ??= this.#intern(this.#typeClass(type)));
  }

  #typeClass(type: number): string {
    switch (type) {
      case NodeType.hidden:
        return "(system)";
      case NodeType.code:
        return "(compiled code)";
      case NodeType.closure:
        return "Function";
      case NodeType.regexp:
        return "RegExp";
      default:
        return `(${this.#graph.data.nodeTypeNames[type] ?? `type ${type}`})`;
    }
  }
}

/** `<div id=x>` becomes `<div>`, also behind `Detached `. */
function cutMarkup(name: string): string {
  const from = name.startsWith("<") ? 0 : name.startsWith("Detached <") ? 10 : -1;
  if (from < 0) return name;
  const blank = name.indexOf(" ", from);
  return blank < 0 ? name : `${name.slice(0, blank)}>`;
}

/** Length nodeCount + 1, by ordinal: the row of its location, NO_NODE for none; null when the file has no locations. */
export function indexLocations(
  graph: HeapGraph,
  scratch: ScratchPool = new ScratchPool(),
): Uint32Array | null {
  const { locations } = graph.data;
  if (locations.count === 0) return null;
  const rows = scratch.take(graph.nodeCount + 1).fill(NO_NODE);
  for (let row = 0; row < locations.count; row++) {
    const ordinal = locations.ordinals[row];
    if (ordinal !== NO_NODE) rows[ordinal] = row;
  }
  return rows;
}

function allocate(graph: HeapGraph, width: 2 | 4): Uint16Array | Uint32Array {
  const bytes = graph.nodeCount * width;
  const buffer = graph.isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  return width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}
