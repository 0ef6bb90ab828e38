import { SnapshotFormatError } from "../errors.ts";
import { hasElementIndex } from "../graph/edge-type.ts";
import type {
  HeapGraphData,
  LocationColumns,
  RecordTable,
  SnapshotHeader,
} from "../graph/heap-graph.ts";
import { NO_NODE } from "../graph/ids.ts";
import { type FieldLayout, readFieldLayout, readHeader, TABLE_SECTIONS } from "./field-layout.ts";
import { IntegerScanner } from "./integer-scanner.ts";
import { JsonSections } from "./json-sections.ts";
import { DeferredSection, SkippedSection } from "./section-readers.ts";
import { allocateColumn } from "./number-column.ts";
import { NumberSection, type NumberSink } from "./number-section.ts";
import {
  type EdgeColumns,
  type EdgeMaxima,
  EdgeSink,
  type KnownLimits,
  NodeSink,
  TableSink,
} from "./record-sinks.ts";
import { type SectionReader, SectionTracker, type TrackerTarget } from "./section-tracker.ts";
import { StringSection } from "./string-section.ts";
import { TraceTreeBuilder } from "./trace-tree-builder.ts";

export interface SnapshotReaderOptions {
  /** Bytes the whole file takes when uncompressed, or a guess; sizes the first allocations. */
  readonly sizeHint: number;
  /** Put columns into memory that threads can share. */
  readonly shared: boolean;
  /** Leave nodes and edges to the caller, who finds their places in `skipped`. */
  readonly skipRecords: boolean;
  /** What an earlier reading of the same file found, so that wrong references are located. */
  readonly limits: KnownLimits;
}

/** Edges read by someone else. */
export interface FilledEdges {
  readonly columns: EdgeColumns;
  readonly edgeCount: number;
  readonly maxima: EdgeMaxima;
}

const TABLE_NAMES = Object.keys(TABLE_SECTIONS);

/** Bytes of the file → columns, in one pass; fed chunk by chunk, then asked to finish. */
export class SnapshotReader implements TrackerTarget {
  readonly skipped: Map<string, SkippedSection> = new Map<string, SkippedSection>();
  nodes: NodeSink | null = null;
  header: SnapshotHeader | null = null;
  layout: FieldLayout | null = null;
  /** Places of the closing brackets of sections, for messages. */
  readonly #ends = new Map<string, number>();
  readonly #options: SnapshotReaderOptions;
  readonly #tracker: SectionTracker;
  readonly #json: JsonSections;
  readonly #traceTree = new TraceTreeBuilder();
  readonly #scanner = new IntegerScanner();
  readonly #sections: string[] = [];
  readonly #tables = new Map<string, TableSink>();
  readonly #deferred = new Map<string, DeferredSection>();
  #edges: EdgeSink | null = null;
  #strings: StringSection | null = null;

  constructor(options: SnapshotReaderOptions) {
    this.#options = options;
    this.#tracker = new SectionTracker(this);
    this.#json = new JsonSections(
      {
        key: (name) => void this.#sections.push(name),
        header: (raw) => this.#readHeader(raw),
      },
      this.#traceTree,
    );
  }

  /** The section the reader is in. */
  get section(): string {
    return this.#tracker.section;
  }

  /** Whether the last byte pushed lies in a section that is passed over. */
  get isSkipping(): boolean {
    const skipped = this.skipped.get(this.section);
    return skipped !== undefined && skipped.end < 0;
  }

  push(chunk: Buffer): void {
    this.#tracker.push(chunk);
  }

  json(bytes: Buffer, offset: number): void {
    this.#json.push(bytes, offset);
  }

  openSection(name: string, offset: number): SectionReader | null {
    if (name === "strings")
      return (this.#strings = new StringSection(this.#stringBytes(offset), this.#options.shared));
    const isRecords = name === "nodes" || name === "edges";
    if (!isRecords && !TABLE_NAMES.includes(name)) return null;
    if (isRecords && this.#options.skipRecords) {
      const skipped = new SkippedSection(offset);
      this.skipped.set(name, skipped);
      return skipped;
    }
    if (this.layout !== null) return this.sectionReader(name, this.layout);
    // The header stands behind this section: keep the text until it has come.
    const deferred = new DeferredSection(offset);
    this.#deferred.set(name, deferred);
    return deferred;
  }

  closeSection(name: string, offset: number): void {
    this.#ends.set(name, offset);
  }

  /** A reader that turns the text of a section of records into columns. */
  sectionReader(name: string, layout: FieldLayout): SectionReader {
    return new NumberSection(name, this.#sink(name, layout), this.#scanner);
  }

  #sink(name: string, layout: FieldLayout): NumberSink {
    const { shared, limits } = this.#options;
    if (name === "nodes") {
      return (this.nodes = new NodeSink(layout, this.#capacity("nodes", layout), shared, limits));
    }
    if (name === "edges") {
      const known = (): KnownLimits =>
        this.nodes === null ? limits : { ...limits, nodeCount: this.nodes.nodeCount };
      return (this.#edges = new EdgeSink(layout, this.#capacity("edges", layout), known));
    }
    const table = new TableSink(name, layout.tables[name] ?? [], shared);
    this.#tables.set(name, table);
    return table;
  }

  /** The header's count where the file's size allows it; a record takes two bytes a field at least. */
  #capacity(name: "nodes" | "edges", layout: FieldLayout): number {
    const stated = name === "nodes" ? this.header?.statedNodeCount : this.header?.statedEdgeCount;
    const stride = name === "nodes" ? layout.nodeStride : layout.edgeStride;
    const most = Math.ceil(this.#options.sizeHint / (2 * stride));
    return Math.min(stated ?? 0, Math.max(most, 1024));
  }

  #stringBytes(offset: number): number {
    return Math.max(this.#options.sizeHint - offset, 1 << 16);
  }

  #readHeader(raw: Readonly<Record<string, unknown>>): void {
    this.header = readHeader(raw, this.#sections);
    this.layout = readFieldLayout(this.header);
    this.#traceTree.setFields(namesOf(raw, "trace_node_fields"));
  }

  /**
   * Checks that everything is there and fits together.
   * @param filled - the edges, when `skipRecords` left them to the caller.
   * @throws {SnapshotFormatError} FORMAT_TRUNCATED, FORMAT_MISSING, FORMAT_EDGE_COUNT, FORMAT_REFERENCE.
   */
  finish(filled?: FilledEdges): HeapGraphData {
    this.#tracker.finish();
    this.#json.finish(this.#tracker.bytesSeen);
    const { header, layout } = this;
    if (header === null || layout === null) throw missing("snapshot");
    for (const [name, deferred] of this.#deferred)
      deferred.replay(this.sectionReader(name, layout));
    const { nodes } = this;
    if (nodes === null) throw missing("nodes");
    const edges = filled ?? this.#edges;
    if (edges === null) throw missing("edges");
    if (this.#strings === null) throw missing("strings");
    const strings = this.#strings.finish();
    const { nodeCount } = nodes;
    if (nodeCount === 0) throw missing("nodes", "at least the root node");

    const firstEdges = this.#firstEdges(nodes, edges.edgeCount);
    const nodeNames = nodes.names.trimmed(nodeCount) as Uint32Array;
    const { columns, edgeCount } = edges;
    this.#checkReferences(edges, nodeNames, nodeCount, strings.starts.length - 1);
    const nodeTypes = remap(
      nodes.types.trimmed(nodeCount) as Uint8Array | Uint16Array,
      layout.nodeTypeMap,
      this.#options.shared,
    );
    return {
      header,
      rootOrdinal: rootOrdinal(header, layout, nodeCount),
      nodeTypes,
      nodeNames,
      nodeIds: nodes.ids.trimmed(nodeCount) as Uint32Array | Float64Array,
      selfSizes: nodes.selfSizes.trimmed(nodeCount) as Uint32Array | Float64Array,
      detachedness: (nodes.detachedness?.trimmed(nodeCount) as Uint8Array | undefined) ?? null,
      traceNodeIds: (nodes.traceNodeIds?.trimmed(nodeCount) as Uint32Array | undefined) ?? null,
      firstEdges,
      edgeTypes: columns.types.subarray(0, edgeCount),
      edgeNames: columns.names.subarray(0, edgeCount),
      edgeTargets: columns.targets.subarray(0, edgeCount),
      nodeTypeNames: layout.nodeTypeNames,
      edgeTypeNames: layout.edgeTypeNames,
      strings,
      locations: readLocations(this.#table("locations"), layout, nodeCount),
      samples: this.#table("samples"),
      traceFunctions: this.#table("trace_function_infos"),
      traceTree: this.#traceTree.finish(),
      scopes: this.#table("scopes"),
      scopeContextVars: this.#table("scope_context_vars"),
      scopeUses: this.#table("scope_uses"),
    };
  }

  #table(name: string): RecordTable {
    return this.#tables.get(name)?.finish() ?? { count: 0, fields: {} };
  }

  /** Sums the edge counts up in place: the column has room for one more than the nodes. */
  #firstEdges(nodes: NodeSink, edgeCount: number): Uint32Array {
    const counts = nodes.edgeCounts;
    counts.store(Float64Array.of(0), 0, 1, 1, nodes.nodeCount);
    const column = counts.array;
    let sum = 0;
    for (let ordinal = 0; ordinal <= nodes.nodeCount; ordinal++) {
      const count = column[ordinal];
      column[ordinal] = sum;
      sum += count;
    }
    if (sum !== edgeCount || !(column instanceof Uint32Array)) {
      throw new SnapshotFormatError(
        "FORMAT_EDGE_COUNT",
        "the nodes' edge counts do not add up to the edges",
        {
          section: "edges",
          ...this.#endOf("edges"),
          expected: `${sum} edges`,
          found: String(edgeCount),
        },
      );
    }
    return column.subarray(0, nodes.nodeCount + 1);
  }

  #checkReferences(
    edges: FilledEdges,
    nodeNames: Uint32Array,
    nodeCount: number,
    stringCount: number,
  ): void {
    if (edges.maxima.target >= nodeCount) {
      throw this.#reference(
        "edges",
        "to_node out of range",
        nodeCount,
        edges.maxima.target,
        "nodes",
      );
    }
    for (let ordinal = 0; ordinal < nodeCount; ordinal++) {
      if (nodeNames[ordinal] < stringCount) continue;
      throw this.#reference(
        "nodes",
        "string index out of range",
        stringCount,
        nodeNames[ordinal],
        "strings",
      );
    }
    if (edges.maxima.string < stringCount) return;
    const { types, names } = edges.columns;
    for (let edge = 0; edge < edges.edgeCount; edge++) {
      if (names[edge] < stringCount || hasElementIndex(types[edge])) continue;
      throw this.#reference(
        "edges",
        "string index out of range",
        stringCount,
        names[edge],
        "strings",
      );
    }
  }

  #reference(
    section: string,
    fact: string,
    limit: number,
    value: number,
    of: string,
  ): UnlocatedReference {
    return new UnlocatedReference(
      fact,
      { section, ...this.#endOf(section), expected: `less than ${limit}`, found: String(value) },
      of === "nodes" ? { nodeCount: limit } : { stringCount: limit },
    );
  }

  #endOf(section: string): { byteOffset?: number } {
    const byteOffset = this.#ends.get(section);
    return byteOffset === undefined ? {} : { byteOffset };
  }
}

/**
 * A reference into a section that came later. The place is that of the section's end; reading again with
 * `limits` finds the very number.
 */
export class UnlocatedReference extends SnapshotFormatError {
  readonly limits: KnownLimits;

  constructor(
    fact: string,
    fault: ConstructorParameters<typeof SnapshotFormatError>[2],
    limits: KnownLimits,
  ) {
    super("FORMAT_REFERENCE", fact, fault);
    this.limits = limits;
  }
}

function missing(section: string, expected = "an array"): SnapshotFormatError {
  return new SnapshotFormatError("FORMAT_MISSING", `no "${section}" in the file`, {
    section,
    expected: section === "snapshot" ? "an object" : expected,
    found: "nothing",
  });
}

/** Turns the file's type codes into ours, in place where they fit. */
function remap(
  codes: Uint8Array | Uint16Array,
  map: readonly number[] | null,
  shared: boolean,
): Uint8Array | Uint16Array {
  if (map === null) return codes;
  const fits = map.every((code) => code <= 0xff) || codes instanceof Uint16Array;
  const mapped = fits ? codes : (allocateColumn("uint16", codes.length, shared) as Uint16Array);
  for (let at = 0; at < codes.length; at++) mapped[at] = map[codes[at]] ?? codes[at];
  return mapped;
}

function rootOrdinal(header: SnapshotHeader, layout: FieldLayout, nodeCount: number): number {
  const index = header.raw["root_index"];
  const ordinal = typeof index === "number" ? index / layout.nodeStride : 0;
  return Number.isInteger(ordinal) && ordinal >= 0 && ordinal < nodeCount ? ordinal : 0;
}

/** Object indexes become ordinals; a row that points nowhere gets NO_NODE and is ignored by everyone. */
function readLocations(
  table: RecordTable,
  layout: FieldLayout,
  nodeCount: number,
): LocationColumns {
  const none = new Int32Array(table.count);
  const { fields } = table;
  return {
    count: table.count,
    ordinals: toOrdinals(fields["object_index"] ?? none, layout, nodeCount),
    scriptIds: fields["script_id"] ?? none,
    lines: fields["line"] ?? none,
    columns: fields["column"] ?? none,
    scriptOrdinals: fields["script_object_index"]
      ? toOrdinals(fields["script_object_index"], layout, nodeCount)
      : null,
  };
}

function toOrdinals(
  indexes: Int32Array | Float64Array,
  layout: FieldLayout,
  nodeCount: number,
): Uint32Array {
  const ordinals = new Uint32Array(indexes.length);
  for (let row = 0; row < indexes.length; row++) {
    const ordinal = indexes[row] / layout.nodeStride;
    ordinals[row] =
      Number.isInteger(ordinal) && ordinal >= 0 && ordinal < nodeCount ? ordinal : NO_NODE;
  }
  return ordinals;
}

function namesOf(raw: Readonly<Record<string, unknown>>, key: string): readonly string[] {
  const { meta } = raw as { meta?: Record<string, unknown> };
  const list = meta?.[key];
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}
