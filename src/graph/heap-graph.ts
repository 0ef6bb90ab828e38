import { EdgeType, hasElementIndex } from "./edge-type.ts";
import type { NodeOrdinal } from "./ids.ts";
import { NODE_TYPE_NAMES } from "./node-type.ts";
import { StringTable, type StringTableData } from "./string-table.ts";

/** Ids and sizes: Uint32 where every value fits, else Float64 (exact to 2^53). */
export type WideColumn = Uint32Array | Float64Array;

/**
 * The tables of one snapshot, in compressed sparse rows: the edges of node n stand at
 * [firstEdges[n], firstEdges[n + 1]) in the order of the file. All columns are immutable once built;
 * about 18 bytes a node and 9 an edge.
 */
export interface HeapColumns {
  /** Length nodeCount; {@link NodeType} or a position in `nodeTypeNames`. */
  readonly nodeTypes: Uint8Array | Uint16Array;
  /** Length nodeCount; index into the string table. */
  readonly nodeNames: Uint32Array;
  /** Length nodeCount; V8's ids, unique within the file. */
  readonly nodeIds: WideColumn;
  /** Length nodeCount; V8's `self_size` in bytes (shallow size is the adjusted one). */
  readonly selfSizes: WideColumn;
  /** Length nodeCount; 0 unknown, 1 attached, 2 detached; null when the file has no such field. */
  readonly detachedness: Uint8Array | null;
  /** Length nodeCount; id of a node of the allocation trace tree, 0 untracked; null when never set. */
  readonly traceNodeIds: WideColumn | null;
  /** Length nodeCount + 1; ascending. */
  readonly firstEdges: Uint32Array;
  /** Length edgeCount; {@link EdgeType} or a position in `edgeTypeNames`. */
  readonly edgeTypes: Uint8Array;
  /** Length edgeCount; a string index, or for elements and hidden edges an index (unsigned: -6 is 4294967290). */
  readonly edgeNames: Uint32Array;
  /** Length edgeCount; ordinal of the target. */
  readonly edgeTargets: Uint32Array;
}

/** Source positions of nodes, one row each, in the order of the file. */
export interface LocationColumns {
  readonly count: number;
  /** Length count; ordinal of the node the row speaks of. */
  readonly ordinals: Uint32Array;
  readonly scriptIds: Int32Array | Float64Array;
  /** 0-based. */
  readonly lines: Int32Array | Float64Array;
  /** 0-based. */
  readonly columns: Int32Array | Float64Array;
  /** Ordinal of the script's node (V8 >= 15), null where the file has no such field. */
  readonly scriptOrdinals: Uint32Array | null;
}

/** A section of equal records that is kept as it is: field name to column of `count` values. */
export interface RecordTable {
  readonly count: number;
  readonly fields: Readonly<Record<string, Int32Array | Float64Array>>;
}

/** Nodes of the allocation trace tree in preorder; a parent always stands before its children. */
export interface TraceTree {
  readonly count: number;
  /** Length count; id as used in the nodes' `trace_node_id`. */
  readonly ids: Float64Array;
  /** Length count; position of the parent, its own for the root. */
  readonly parents: Uint32Array;
  /** Length count; row of `traceFunctions`. */
  readonly functions: Uint32Array;
  readonly counts: Float64Array;
  /** Bytes allocated there. */
  readonly sizes: Float64Array;
}

/** What the `snapshot` object of the file says, as far as the project uses it. */
export interface SnapshotHeader {
  /** The whole `snapshot` object as parsed. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly nodeFields: readonly string[];
  readonly edgeFields: readonly string[];
  readonly locationFields: readonly string[];
  /** Header counts are hints and can be wrong (Hermes writes 0). */
  readonly statedNodeCount: number;
  readonly statedEdgeCount: number;
  /** Bytes of native memory that no node stands for. */
  readonly extraNativeBytes: number;
  /** Top-level keys in the order of the file. */
  readonly sections: readonly string[];
}

/** Everything read from one file, plain enough to be sent to another thread. */
export interface HeapGraphData extends HeapColumns {
  readonly header: SnapshotHeader;
  readonly rootOrdinal: number;
  readonly nodeTypeNames: readonly string[];
  readonly edgeTypeNames: readonly string[];
  readonly strings: StringTableData;
  readonly locations: LocationColumns;
  /** `timestamp_us, last_assigned_id`; empty but in timelines. */
  readonly samples: RecordTable;
  readonly traceFunctions: RecordTable;
  readonly traceTree: TraceTree;
  readonly scopes: RecordTable;
  readonly scopeContextVars: RecordTable;
  readonly scopeUses: RecordTable;
}

/** One heap snapshot: immutable columns and the few look-ups that everything else is built from. */
export class HeapGraph {
  readonly data: HeapGraphData;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly rootOrdinal: NodeOrdinal;
  readonly strings: StringTable;

  constructor(data: HeapGraphData) {
    this.data = data;
    this.nodeCount = data.nodeTypes.length;
    this.edgeCount = data.edgeTargets.length;
    this.rootOrdinal = data.rootOrdinal as NodeOrdinal;
    this.strings = new StringTable(data.strings);
  }

  /** Whether the columns lie in memory that another thread can share. */
  get isShared(): boolean {
    return (
      typeof SharedArrayBuffer !== "undefined" &&
      this.data.edgeTargets.buffer instanceof SharedArrayBuffer
    );
  }

  /** The node's name as the file has it; `Detached ` prefixes of the analysis are not in it. */
  rawName(ordinal: number): string {
    return this.strings.get(this.data.nodeNames[ordinal]);
  }

  nodeTypeName(ordinal: number): string {
    const type = this.data.nodeTypes[ordinal];
    return this.data.nodeTypeNames[type] ?? NODE_TYPE_NAMES[type] ?? `type ${type}`;
  }

  edgeTypeName(edge: number): string {
    const type = this.data.edgeTypes[edge];
    return this.data.edgeTypeNames[type] ?? `type ${type}`;
  }

  /** The edge's name: a string, or an element index written in decimal. */
  edgeName(edge: number): string {
    const name = this.data.edgeNames[edge];
    return hasElementIndex(this.data.edgeTypes[edge]) ? String(name) : this.strings.get(name);
  }

  /** Ordinal of the node an edge starts at; binary search, O(log nodeCount). */
  edgeSource(edge: number): number {
    const { firstEdges } = this.data;
    let low = 0;
    let high = this.nodeCount;
    // The last node whose first edge is not behind this one.
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (firstEdges[middle] <= edge) low = middle;
      else high = middle;
    }
    return low;
  }

  isWeak(edge: number): boolean {
    return this.data.edgeTypes[edge] === EdgeType.weak;
  }
}
