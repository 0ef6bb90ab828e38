import { type BitSet, hasBit } from "./arrays/bit-set.ts";
import { ScratchPool } from "./arrays/scratch-pool.ts";
import { TupleInterner } from "./arrays/tuple-interner.ts";
import type { HeapGraph } from "./heap-graph.ts";
import { NO_NODE } from "./ids.ts";
import { NodeType } from "./node-type.ts";
import { inferObjectShapes, type Shape } from "./object-shapes.ts";

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
  const { nodeTypes, nodeNames } = graph.data;
  const { nodeCount } = graph;
  const classes = new ClassNames(graph);
  const plainNames = new Set(graph.strings.findAll("Object"));
  const shapes = inferObjectShapes(graph, plainNames, later);
  const shapeClasses = shapes.names.map((name) => classes.intern(name));
  const locationRows = indexLocations(graph, scratch);
  const { scriptIds, lines, columns } = graph.data.locations;

  // Keys are (class) or (class, script, line, column).
  const interner = new TupleInterner();
  const tuple = [0, 0, 0, 0];
  const keyOfClass: number[] = [];
  const keys: ClassKey[] = [];
  const keyFor = (classIndex: number, row: number): number => {
    if (row === NO_NODE) {
      const known = keyOfClass[classIndex];
      if (known !== undefined) return known;
    }
    tuple[0] = classIndex;
    let location: SourceLocation | null = null;
    if (row !== NO_NODE) {
      location = { scriptId: scriptIds[row], line: lines[row], column: columns[row] };
      tuple[1] = location.scriptId;
      tuple[2] = location.line;
      tuple[3] = location.column;
    }
    const key = interner.intern(tuple, row === NO_NODE ? 1 : 4);
    if (key === keys.length) keys.push({ className: classes.name(classIndex), location });
    if (row === NO_NODE) keyOfClass[classIndex] = key;
    return key;
  };

  let keyOf: Uint16Array | Uint32Array = allocate(graph, 2);
  for (let node = 0; node < nodeCount; node++) {
    const type = nodeTypes[node];
    const name = nodeNames[node];
    const isRenamed = renamed !== null && hasBit(renamed, node);
    let classIndex: number;
    if (type === NodeType.object && !isRenamed && plainNames.has(name)) {
      const shape = shapes.shapeOf(node);
      classIndex = shape < 0 ? classes.ofNode(type, name, false) : shapeClasses[shape];
    } else classIndex = classes.ofNode(type, name, isRenamed);
    const row = type === NodeType.object && locationRows !== null ? locationRows[node] : NO_NODE;
    const key = keyFor(classIndex, row);
    if (key > 0xffff && keyOf instanceof Uint16Array) {
      const wide = allocate(graph, 4);
      wide.set(keyOf);
      keyOf = wide;
    }
    keyOf[node] = key;
  }
  if (locationRows !== null) scratch.give(locationRows);
  return { keyOf, keys, shapes: shapes.shapes };
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

  intern(name: string): number {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = this.#names.push(name) - 1;
      this.#indexes.set(name, index);
    }
    return index;
  }

  name(index: number): string {
    return this.#names[index];
  }

  ofNode(type: number, name: number, isRenamed: boolean): number {
    if (type === NodeType.object || type === NodeType.native) {
      const known = isRenamed ? (this.#byDetachedName.get(name) ?? 0) : this.#byName[name];
      if (known > 0) return known - 1;
      const text = this.#graph.strings.get(name);
      const index = this.intern(cutMarkup(isRenamed ? `Detached ${text}` : text));
      if (isRenamed) this.#byDetachedName.set(name, index + 1);
      else this.#byName[name] = index + 1;
      return index;
    }
    return (this.#byType[type] ??= this.intern(this.#typeClass(type)));
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
