import { SnapshotFormatError } from "../errors.ts";
import { EDGE_TYPE_NAMES } from "../graph/edge-type.ts";
import type { SnapshotHeader } from "../graph/heap-graph.ts";
import { NODE_TYPE_NAMES } from "../graph/node-type.ts";

/** Positions of the fields we use inside a record, found by name; -1 where the file has no such field. */
export interface FieldLayout {
  readonly nodeStride: number;
  readonly nodeType: number;
  readonly nodeName: number;
  readonly nodeId: number;
  readonly nodeSelfSize: number;
  readonly nodeEdgeCount: number;
  readonly nodeTraceNodeId: number;
  readonly nodeDetachedness: number;
  readonly edgeStride: number;
  readonly edgeType: number;
  readonly edgeName: number;
  readonly edgeToNode: number;
  /** The file's type codes to ours; null where they are the same. */
  readonly nodeTypeMap: readonly number[] | null;
  readonly edgeTypeMap: readonly number[] | null;
  /** Our names: V8's, then those that only this file has. */
  readonly nodeTypeNames: readonly string[];
  readonly edgeTypeNames: readonly string[];
  /** Field names of the other record sections, by section. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
}

/** Sections of equal records besides nodes and edges, and where the meta lists their fields. */
export const TABLE_SECTIONS: Readonly<Record<string, string>> = {
  locations: "location_fields",
  samples: "sample_fields",
  trace_function_infos: "trace_function_info_fields",
  scopes: "scope_fields",
  scope_context_vars: "scope_context_var_fields",
  scope_uses: "scope_use_fields",
};

/** Fields of the sections whose meta may be silent (Hermes leaves lists empty). */
const DEFAULT_TABLE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  locations: ["object_index", "script_id", "line", "column"],
  samples: ["timestamp_us", "last_assigned_id"],
  trace_function_infos: ["function_id", "name", "script_name", "script_id", "line", "column"],
};

/**
 * Reads the meta of a `snapshot` object into positions and vocabularies.
 *
 * Only `node_types[0]` and `edge_types[0]` are enumerations; the other entries of these lists do not
 * line up with the fields in many real files.
 * @throws {SnapshotFormatError} FORMAT_META when a list or a field that nothing works without is missing.
 */
export function readFieldLayout(header: SnapshotHeader): FieldLayout {
  const meta = asRecord(header.raw["meta"]);
  const nodes = requiredFields(header.nodeFields, "node_fields", [
    "type",
    "name",
    "id",
    "self_size",
    "edge_count",
  ]);
  const edges = requiredFields(header.edgeFields, "edge_fields", [
    "type",
    "name_or_index",
    "to_node",
  ]);
  const nodeTypes = mapTypes(firstList(meta["node_types"]), NODE_TYPE_NAMES);
  const edgeTypes = mapTypes(firstList(meta["edge_types"]), EDGE_TYPE_NAMES);
  const tables: Record<string, readonly string[]> = {};
  for (const [section, key] of Object.entries(TABLE_SECTIONS)) {
    const fields = stringList(meta[key]);
    tables[section] = fields.length > 0 ? fields : (DEFAULT_TABLE_FIELDS[section] ?? []);
  }
  return {
    nodeStride: nodes.length,
    nodeType: nodes.indexOf("type"),
    nodeName: nodes.indexOf("name"),
    nodeId: nodes.indexOf("id"),
    nodeSelfSize: nodes.indexOf("self_size"),
    nodeEdgeCount: nodes.indexOf("edge_count"),
    nodeTraceNodeId: nodes.indexOf("trace_node_id"),
    nodeDetachedness: nodes.indexOf("detachedness"),
    edgeStride: edges.length,
    edgeType: edges.indexOf("type"),
    edgeName: edges.indexOf("name_or_index"),
    edgeToNode: edges.indexOf("to_node"),
    nodeTypeMap: nodeTypes.map,
    edgeTypeMap: edgeTypes.map,
    nodeTypeNames: nodeTypes.names,
    edgeTypeNames: edgeTypes.names,
    tables,
  };
}

/** Reads the parsed `snapshot` object; never throws for what is missing, {@link readFieldLayout} does. */
export function readHeader(
  raw: Readonly<Record<string, unknown>>,
  sections: readonly string[],
): SnapshotHeader {
  const meta = asRecord(raw["meta"]);
  return {
    raw,
    nodeFields: stringList(meta["node_fields"]),
    edgeFields: stringList(meta["edge_fields"]),
    locationFields: stringList(meta["location_fields"]),
    statedNodeCount: countOf(raw["node_count"]),
    statedEdgeCount: countOf(raw["edge_count"]),
    extraNativeBytes: countOf(raw["extra_native_bytes"]),
    sections,
  };
}

function requiredFields(
  fields: readonly string[],
  key: string,
  needed: readonly string[],
): readonly string[] {
  for (const name of needed) {
    if (fields.includes(name)) continue;
    throw new SnapshotFormatError("FORMAT_META", `meta.${key} has no field "${name}"`, {
      section: "snapshot",
      expected: needed.join(", "),
      found: fields.length > 0 ? fields.join(", ") : "no such list",
    });
  }
  return fields;
}

function mapTypes(
  found: readonly string[],
  known: readonly string[],
): { map: readonly number[] | null; names: readonly string[] } {
  const names = [...known];
  const map = found.map((name) => {
    const at = names.indexOf(name);
    return at >= 0 ? at : names.push(name) - 1;
  });
  return { map: map.every((to, from) => to === from) ? null : map, names };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function stringList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function firstList(value: unknown): readonly string[] {
  return Array.isArray(value) ? stringList(value[0]) : [];
}

function countOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? Math.floor(value) : 0;
}
