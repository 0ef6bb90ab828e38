import { EdgeType, hasElementIndex } from "../graph/edge-type.ts";
import type { RecordTable } from "../graph/heap-graph.ts";
import type { FieldLayout } from "./field-layout.ts";
import { type ColumnKind, NumberColumn } from "./number-column.ts";
import { type NumberSink, ValueFault } from "./number-section.ts";

/** What is known of the other sections, so that a number that points into them can be checked in place. */
export interface KnownLimits {
  readonly nodeCount?: number;
  readonly stringCount?: number;
}

/** Collects the nodes section into columns. */
export class NodeSink implements NumberSink {
  readonly types: NumberColumn;
  readonly names: NumberColumn;
  readonly ids: NumberColumn;
  readonly selfSizes: NumberColumn;
  readonly edgeCounts: NumberColumn;
  /** Null until a node has one: many producers write a column of zeros. */
  traceNodeIds: NumberColumn | null = null;
  readonly detachedness: NumberColumn | null;
  nodeCount = 0;
  readonly #columns: readonly (readonly [field: number, column: NumberColumn, name: string])[];
  readonly #layout: FieldLayout;
  readonly #limits: KnownLimits;
  readonly #traceColumn: () => NumberColumn;

  constructor(layout: FieldLayout, capacity: number, shared: boolean, limits: KnownLimits) {
    this.#layout = layout;
    this.#limits = limits;
    const column = (kind: ColumnKind): NumberColumn => new NumberColumn(kind, capacity + 1, shared);
    this.types = column("uint8");
    this.names = column("uint32");
    this.ids = column("uint32");
    this.selfSizes = column("uint32");
    this.edgeCounts = column("uint32");
    this.#traceColumn = () => column("uint32");
    this.detachedness = layout.nodeDetachedness < 0 ? null : column("uint8");
    const columns: [number, NumberColumn, string][] = [
      [layout.nodeType, this.types, "type"],
      [layout.nodeName, this.names, "name"],
      [layout.nodeId, this.ids, "id"],
      [layout.nodeSelfSize, this.selfSizes, "self_size"],
      [layout.nodeEdgeCount, this.edgeCounts, "edge_count"],
    ];
    if (this.detachedness !== null)
      columns.push([layout.nodeDetachedness, this.detachedness, "detachedness"]);
    this.#columns = columns;
  }

  consume(values: Float64Array, count: number, first: number): void {
    const stride = this.#layout.nodeStride;
    for (const [field, column, name] of this.#columns) {
      const from = (field - (first % stride) + stride) % stride;
      const record = (first + from - field) / stride;
      checkNotNegative(values, from, count, stride, name);
      column.store(values, from, count, stride, record);
    }
    this.#storeTraceNodeIds(values, count, first);
    const names = (this.#layout.nodeName - (first % stride) + stride) % stride;
    if (this.#limits.stringCount !== undefined)
      checkBelow(values, names, count, stride, this.#limits.stringCount, "string index");
  }

  #storeTraceNodeIds(values: Float64Array, count: number, first: number): void {
    const { nodeTraceNodeId: field, nodeStride: stride } = this.#layout;
    if (field < 0) return;
    const from = (field - (first % stride) + stride) % stride;
    if (this.traceNodeIds === null) {
      let any = false;
      for (let at = from; at < count; at += stride) any ||= values[at] !== 0;
      if (!any) return;
      this.traceNodeIds = this.#traceColumn();
    }
    this.traceNodeIds.store(values, from, count, stride, (first + from - field) / stride);
  }

  end(total: number): void {
    const { nodeStride } = this.#layout;
    if (total % nodeStride !== 0) throw partialRecord("nodes", total, nodeStride);
    this.nodeCount = total / nodeStride;
  }
}

/** The columns edges are stored into; of shared memory when several threads fill them. */
export interface EdgeColumns {
  types: Uint8Array;
  names: Uint32Array;
  targets: Uint32Array;
}

/** The largest references among some edges, to be checked against sections read later. */
export interface EdgeMaxima {
  /** Largest target ordinal, -1 without edges. */
  target: number;
  /** Largest string index, -1 without any. */
  string: number;
}

/**
 * Stores `count` numbers of the edges section, the first of which is number `first` of it.
 * `to_node` becomes an ordinal. The columns must have room.
 * @throws {ValueFault} FORMAT_REFERENCE when a target lies between records or behind `limits.nodeCount`.
 */
export function storeEdges(
  layout: FieldLayout,
  columns: EdgeColumns,
  values: Float64Array,
  count: number,
  first: number,
  maxima: EdgeMaxima,
  limits: KnownLimits,
): void {
  const { types, names, targets } = columns;
  const { edgeStride: stride, nodeStride } = layout;
  const phase = first % stride;
  const start = (field: number): number => (field - phase + stride) % stride;

  const typesFrom = start(layout.edgeType);
  const firstTypeRecord = (first + typesFrom - layout.edgeType) / stride;
  const { edgeTypeMap } = layout;
  for (let at = typesFrom, record = firstTypeRecord; at < count; at += stride, record++) {
    const type = values[at];
    const mapped = edgeTypeMap === null ? type : (edgeTypeMap[type] ?? type);
    types[record] = mapped;
    if (types[record] !== mapped)
      throw new ValueFault("FORMAT_VALUE", "no edge type", at, "0 to 255", String(type));
  }

  const typedRecords = firstTypeRecord + Math.max(0, Math.ceil((count - typesFrom) / stride));

  const targetsFrom = start(layout.edgeToNode);
  let largest = maxima.target;
  let misplaced = -1;
  for (
    let at = targetsFrom, record = (first + targetsFrom - layout.edgeToNode) / stride;
    at < count;
    at += stride, record++
  ) {
    const target = values[at] / nodeStride;
    targets[record] = target;
    if (target > largest) largest = target;
    if (targets[record] !== target && misplaced < 0) misplaced = at;
  }
  if (misplaced >= 0) {
    if (values[misplaced] % nodeStride === 0) {
      const limit = (limits.nodeCount ?? 0x100000000) * nodeStride;
      throw outOfRange("to_node", misplaced, limit, values[misplaced]);
    }
    const expected = `a multiple of ${nodeStride}`;
    throw new ValueFault(
      "FORMAT_REFERENCE",
      "to_node is not the start of a node",
      misplaced,
      expected,
      String(values[misplaced]),
    );
  }
  maxima.target = largest;
  if (limits.nodeCount !== undefined && largest >= limits.nodeCount) {
    checkBelow(values, targetsFrom, count, stride, limits.nodeCount * nodeStride, "to_node");
  }

  const namesFrom = start(layout.edgeName);
  let largestString = maxima.string;
  for (
    let at = namesFrom, record = (first + namesFrom - layout.edgeName) / stride;
    at < count;
    at += stride, record++
  ) {
    names[record] = values[at];
    // Unsigned: -6 as a string index is as far out of range as it gets.
    const name = names[record];
    if (name !== values[at] && name - 0x100000000 !== values[at])
      throw outOfRange("name_or_index", at, 0x100000000, values[at]);
    // The type of a record that straddles two batches may not be stored yet: the largest string index
    // can be too large, so whoever finds it out of range looks at the stored edges before complaining.
    const type = types[record];
    if (name > largestString && type !== EdgeType.element && type !== EdgeType.hidden)
      largestString = name;
  }
  maxima.string = largestString;
  if (limits.stringCount !== undefined && largestString >= limits.stringCount) {
    for (
      let at = namesFrom, record = (first + namesFrom - layout.edgeName) / stride;
      at < count;
      at += stride, record++
    ) {
      if (names[record] < limits.stringCount || hasElementIndex(types[record])) continue;
      // The type of the last record may come with the next batch; it is then checked at the end.
      if (record >= typedRecords) continue;
      throw outOfRange("string index", at, limits.stringCount, values[at]);
    }
  }
}

/** Collects the edges section into columns that grow. */
export class EdgeSink implements NumberSink {
  columns: EdgeColumns;
  edgeCount = 0;
  readonly maxima: EdgeMaxima = { target: -1, string: -1 };
  readonly #layout: FieldLayout;
  readonly #limits: () => KnownLimits;

  /** @param limits - asked for at each batch: the node count is known once the nodes have been read. */
  constructor(layout: FieldLayout, capacity: number, limits: () => KnownLimits) {
    this.#layout = layout;
    this.#limits = limits;
    this.columns = allocateEdges(Math.max(capacity, 16), false);
  }

  consume(values: Float64Array, count: number, first: number): void {
    const needed = Math.ceil((first + count) / this.#layout.edgeStride);
    if (needed > this.columns.types.length)
      this.#grow(Math.max(needed, this.columns.types.length * 2));
    storeEdges(this.#layout, this.columns, values, count, first, this.maxima, this.#limits());
  }

  end(total: number): void {
    const { edgeStride } = this.#layout;
    if (total % edgeStride !== 0) throw partialRecord("edges", total, edgeStride);
    this.edgeCount = total / edgeStride;
  }

  #grow(capacity: number): void {
    const grown = allocateEdges(capacity, false);
    grown.types.set(this.columns.types);
    grown.names.set(this.columns.names);
    grown.targets.set(this.columns.targets);
    this.columns = grown;
  }
}

/** Room for `capacity` edges; pages that are never written cost no memory. */
export function allocateEdges(capacity: number, shared: boolean): EdgeColumns {
  const buffer = (bytes: number): ArrayBuffer | SharedArrayBuffer =>
    shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  return {
    types: new Uint8Array(buffer(capacity)),
    names: new Uint32Array(buffer(capacity * 4)),
    targets: new Uint32Array(buffer(capacity * 4)),
  };
}

/** Collects any other section of equal records, field by field. */
export class TableSink implements NumberSink {
  readonly #fields: readonly string[];
  readonly #section: string;
  readonly #columns: readonly NumberColumn[];
  #count = 0;

  constructor(section: string, fields: readonly string[], shared: boolean) {
    this.#section = section;
    this.#fields = fields;
    this.#columns = fields.map(() => new NumberColumn("int32", 16, shared));
  }

  consume(values: Float64Array, count: number, first: number): void {
    const stride = this.#fields.length;
    if (stride === 0) return;
    for (const [field, column] of this.#columns.entries()) {
      const from = (field - (first % stride) + stride) % stride;
      column.store(values, from, count, stride, (first + from - field) / stride);
    }
  }

  end(total: number): void {
    const stride = this.#fields.length;
    if (stride === 0) return;
    if (total % stride !== 0) throw partialRecord(this.#section, total, stride);
    this.#count = total / stride;
  }

  finish(): RecordTable {
    const fields: Record<string, Int32Array | Float64Array> = {};
    for (const [index, name] of this.#fields.entries()) {
      fields[name] = this.#columns[index].trimmed(this.#count) as Int32Array | Float64Array;
    }
    return { count: this.#count, fields };
  }
}

function checkNotNegative(
  values: Float64Array,
  from: number,
  count: number,
  stride: number,
  name: string,
): void {
  let negative = -1;
  for (let at = from; at < count; at += stride) if (values[at] < 0) negative = at;
  if (negative < 0) return;
  throw new ValueFault(
    "FORMAT_VALUE",
    `negative ${name}`,
    negative,
    "0 or more",
    String(values[negative]),
  );
}

function checkBelow(
  values: Float64Array,
  from: number,
  count: number,
  stride: number,
  limit: number,
  what: string,
): void {
  for (let at = from; at < count; at += stride)
    if (values[at] >= limit) throw outOfRange(what, at, limit, values[at]);
}

function outOfRange(what: string, index: number, limit: number, value: number): ValueFault {
  return new ValueFault(
    "FORMAT_REFERENCE",
    `${what} out of range`,
    index,
    `less than ${limit}`,
    String(value),
  );
}

/** An array that ends inside a record; the section's reader adds the place. */
function partialRecord(section: string, total: number, stride: number): ValueFault {
  return new ValueFault(
    "FORMAT_RECORD",
    `${section} ends inside a record`,
    Number.MAX_SAFE_INTEGER,
    `a multiple of ${stride} numbers`,
    String(total),
  );
}
