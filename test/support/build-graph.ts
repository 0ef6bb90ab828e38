import type { SourceLocation } from "../../src/graph/class-keys.ts";
import { EDGE_TYPE_NAMES, EdgeType, hasElementIndex } from "../../src/graph/edge-type.ts";
import {
  type HeapColumns,
  HeapGraph,
  type HeapGraphData,
  type LocationColumns,
  type RecordTable,
  type WideColumn,
} from "../../src/graph/heap-graph.ts";
import { NODE_TYPE_NAMES, NodeType } from "../../src/graph/node-type.ts";
import type { StringTableData } from "../../src/graph/string-table.ts";

/** One node; what is left out takes the default of {@link buildGraph}. */
export interface NodeSpec {
  /** Default object. */
  readonly type?: number;
  /** Default "". */
  readonly name?: string;
  /** Default 2 * ordinal + 1, as V8 numbers JavaScript objects. */
  readonly id?: number;
  /** Bytes, default 1. */
  readonly size?: number;
  /** 0 unknown (default), 1 attached, 2 detached. */
  readonly detachedness?: number;
  readonly location?: SourceLocation;
}

/** One edge between ordinals. */
export interface EdgeSpec {
  readonly from: number;
  readonly to: number;
  /** Default property. */
  readonly type?: number;
  /** Text, or for element and hidden edges an index; default "" and 0. */
  readonly name?: string | number;
}

export interface GraphSpec {
  readonly nodes: readonly NodeSpec[];
  /** In any order; those of one node keep theirs. */
  readonly edges: readonly EdgeSpec[];
  /** Default 0. */
  readonly rootOrdinal?: number;
  /** Whether the file has the field; default: when a node has a state. */
  readonly hasDetachedness?: boolean;
}

/** Builds a graph in memory, as if it had been read from a file. */
export function buildGraph(spec: GraphSpec): HeapGraph {
  const { nodes } = spec;
  const strings = new StringIndexes();
  const edges = spec.edges.toSorted((a, b) => a.from - b.from);
  const firstEdges = new Uint32Array(nodes.length + 1);
  for (const { from } of edges) firstEdges[from + 1]++;
  for (let node = 0; node < nodes.length; node++) firstEdges[node + 1] += firstEdges[node];
  const states = nodes.map((node) => node.detachedness ?? 0);
  const hasDetachedness = spec.hasDetachedness ?? states.some((state) => state !== 0);
  return createGraph(
    {
      nodeTypes: Uint8Array.from(nodes, ({ type = NodeType.object }) => type),
      nodeNames: Uint32Array.from(nodes, ({ name = "" }) => strings.index(name)),
      nodeIds: wideColumn(nodes.map(({ id }, ordinal) => id ?? 2 * ordinal + 1)),
      selfSizes: wideColumn(nodes.map(({ size = 1 }) => size)),
      detachedness: hasDetachedness ? Uint8Array.from(states) : null,
      firstEdges,
      edgeTypes: Uint8Array.from(edges, edgeType),
      edgeNames: Uint32Array.from(edges, (edge) =>
        hasElementIndex(edgeType(edge))
          ? Number(edge.name ?? 0)
          : strings.index(String(edge.name ?? "")),
      ),
      edgeTargets: Uint32Array.from(edges, ({ to }) => to),
    },
    encodeStrings(strings.texts),
    { rootOrdinal: spec.rootOrdinal ?? 0, locations: listLocations(nodes) },
  );
}

function edgeType({ type = EdgeType.property }: EdgeSpec): number {
  return type;
}

/** A graph of finished columns; what is left out is of the plainest kind (objects of 1 byte, properties). */
export function createGraph(
  columns: Pick<HeapColumns, "firstEdges" | "edgeTargets"> & Partial<HeapColumns>,
  strings: StringTableData = encodeStrings([""]),
  rest: Partial<HeapGraphData> = {},
): HeapGraph {
  const nodeCount = columns.firstEdges.length - 1;
  const edgeCount = columns.edgeTargets.length;
  return new HeapGraph({
    nodeTypes: new Uint8Array(nodeCount).fill(NodeType.object),
    nodeNames: new Uint32Array(nodeCount),
    nodeIds: new Uint32Array(nodeCount).map((_, ordinal) => 2 * ordinal + 1),
    selfSizes: new Uint32Array(nodeCount).fill(1),
    detachedness: null,
    traceNodeIds: null,
    edgeTypes: new Uint8Array(edgeCount).fill(EdgeType.property),
    edgeNames: new Uint32Array(edgeCount),
    ...columns,
    header: {
      raw: {},
      nodeFields: [],
      edgeFields: [],
      locationFields: [],
      statedNodeCount: nodeCount,
      statedEdgeCount: edgeCount,
      extraNativeBytes: 0,
      sections: [],
    },
    rootOrdinal: 0,
    nodeTypeNames: NODE_TYPE_NAMES,
    edgeTypeNames: EDGE_TYPE_NAMES,
    strings,
    locations: listLocations([]),
    samples: NO_RECORDS,
    traceFunctions: NO_RECORDS,
    traceTree: {
      count: 0,
      ids: new Float64Array(0),
      parents: new Uint32Array(0),
      functions: new Uint32Array(0),
      counts: new Float64Array(0),
      sizes: new Float64Array(0),
    },
    scopes: NO_RECORDS,
    scopeContextVars: NO_RECORDS,
    scopeUses: NO_RECORDS,
    ...rest,
  });
}

const NO_RECORDS: RecordTable = { count: 0, fields: {} };

/** The strings section of a file; `written` holds JSON strings, quotes included. */
export function encodeWrittenStrings(
  written: readonly (string | Uint8Array)[],
  separator = ",",
): StringTableData {
  const parts: Uint8Array[] = [Buffer.from("[")];
  const starts: number[] = [];
  let length = 1;
  for (const [index, text] of written.entries()) {
    const bytes = Buffer.from(text);
    if (index > 0) length += parts[parts.push(Buffer.from(separator)) - 1].length;
    starts.push(length + 1);
    length += parts[parts.push(bytes) - 1].length;
  }
  parts.push(Buffer.from("]"));
  return { bytes: Buffer.concat(parts), starts: Uint32Array.from([...starts, length + 2]) };
}

/** The strings section that JSON.stringify writes. */
export function encodeStrings(texts: readonly string[]): StringTableData {
  return encodeWrittenStrings(texts.map((text) => JSON.stringify(text)));
}

class StringIndexes {
  readonly texts: string[] = [];
  readonly #indexes = new Map<string, number>();

  index(text: string): number {
    let index = this.#indexes.get(text);
    if (index === undefined) {
      index = this.texts.push(text) - 1;
      this.#indexes.set(text, index);
    }
    return index;
  }
}

function wideColumn(values: readonly number[]): WideColumn {
  return values.every((value) => value <= 0xffffffff)
    ? Uint32Array.from(values)
    : Float64Array.from(values);
}

function listLocations(nodes: readonly NodeSpec[]): LocationColumns {
  const rows = nodes.flatMap(({ location }, ordinal) =>
    location === undefined ? [] : [{ ordinal, ...location }],
  );
  return {
    count: rows.length,
    ordinals: Uint32Array.from(rows, (row) => row.ordinal),
    scriptIds: Int32Array.from(rows, (row) => row.scriptId),
    lines: Int32Array.from(rows, (row) => row.line),
    columns: Int32Array.from(rows, (row) => row.column),
    scriptOrdinals: null,
  };
}
