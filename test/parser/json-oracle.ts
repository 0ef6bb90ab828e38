import { Assembler } from "stream-json/core/assembler.js";
import { jsonParser } from "stream-json/core/parser.js";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import type { SnapshotFile } from "../support/snapshot-builder.ts";

/** What a column should hold, next to what it holds; only the first difference of each is told. */
class Comparison {
  readonly differences: string[] = [];

  column(name: string, found: ArrayLike<unknown> | null, wanted: readonly unknown[]): void {
    if (found === null || found.length !== wanted.length) {
      this.differences.push(`${name} has ${found?.length} values, expected ${wanted.length}`);
      return;
    }
    for (const [index, value] of wanted.entries()) {
      if (Object.is(found[index], value)) continue;
      this.differences.push(
        `${name}[${index}] is ${String(found[index])}, expected ${String(value)}`,
      );
      return;
    }
  }
}

/** Compares every column of a graph with the file as JSON.parse gives it; an empty list means equal. */
export function compareWithFile(graph: HeapGraph, file: SnapshotFile): readonly string[] {
  const { data } = graph;
  const comparison = new Comparison();
  const nodes = new Records(file.nodes, namesIn(file, "node_fields"));
  const edges = new Records(file.edges, namesIn(file, "edge_fields"));
  const stride = nodes.fields.length;
  const edgeTypes = typesIn(file, "edge_types");
  const edgeTypeNames = edges.column("type").map((code) => edgeTypes[code] ?? `type ${code}`);
  const edgeCounts = nodes.column("edge_count");
  let sum = 0;

  comparison.column(
    "nodeTypes",
    Array.from({ length: graph.nodeCount }, (_, ordinal) => graph.nodeTypeName(ordinal)),
    nodes.column("type").map((code) => typesIn(file, "node_types")[code] ?? `type ${code}`),
  );
  comparison.column("nodeNames", data.nodeNames, nodes.column("name"));
  comparison.column("nodeIds", data.nodeIds, nodes.column("id"));
  comparison.column("selfSizes", data.selfSizes, nodes.column("self_size"));
  comparison.column("firstEdges", data.firstEdges, [0, ...edgeCounts.map((n) => (sum += n))]);
  if (nodes.fields.includes("detachedness"))
    comparison.column("detachedness", data.detachedness, nodes.column("detachedness"));
  const traceIds = nodes.fields.includes("trace_node_id") ? nodes.column("trace_node_id") : [];
  if (traceIds.some((id) => id !== 0))
    comparison.column("traceNodeIds", data.traceNodeIds, traceIds);
  else comparison.column("traceNodeIds", data.traceNodeIds ?? [], []);
  comparison.column(
    "edgeTypes",
    Array.from({ length: graph.edgeCount }, (_, edge) => graph.edgeTypeName(edge)),
    edgeTypeNames,
  );
  comparison.column(
    "edgeNames",
    data.edgeNames,
    edges.column("name_or_index").map((name) => name >>> 0),
  );
  comparison.column(
    "edgeTargets",
    data.edgeTargets,
    edges.column("to_node").map((index) => index / stride),
  );
  comparison.column(
    "strings",
    Array.from({ length: graph.strings.length }, (_, index) => graph.strings.get(index)),
    file.strings,
  );
  compareTables(comparison, graph, file);
  comparison.column("sections", data.header.sections, Object.keys(file));
  return comparison.differences;
}

function compareTables(comparison: Comparison, graph: HeapGraph, file: SnapshotFile): void {
  const { data } = graph;
  const tables = {
    samples: data.samples,
    trace_function_infos: data.traceFunctions,
    scopes: data.scopes,
    scope_context_vars: data.scopeContextVars,
    scope_uses: data.scopeUses,
  };
  const keys: Record<string, string> = {
    samples: "sample_fields",
    trace_function_infos: "trace_function_info_fields",
    scopes: "scope_fields",
    scope_context_vars: "scope_context_var_fields",
    scope_uses: "scope_use_fields",
  };
  for (const [section, table] of Object.entries(tables)) {
    const records = new Records(
      (file[section] ?? []) as number[],
      namesIn(file, keys[section] ?? ""),
    );
    for (const field of records.count === 0 ? [] : records.fields)
      comparison.column(`${section}.${field}`, table.fields[field] ?? null, records.column(field));
  }
  const locations = new Records(file.locations ?? [], namesIn(file, "location_fields"));
  const stride = namesIn(file, "node_fields").length;
  const ordinals = (field: string): number[] => locations.column(field).map((at) => at / stride);
  comparison.column("locations.object_index", data.locations.ordinals, ordinals("object_index"));
  comparison.column("locations.script_id", data.locations.scriptIds, locations.column("script_id"));
  comparison.column("locations.line", data.locations.lines, locations.column("line"));
  comparison.column("locations.column", data.locations.columns, locations.column("column"));
  if (locations.fields.includes("script_object_index"))
    comparison.column(
      "locations.script_object_index",
      data.locations.scriptOrdinals,
      ordinals("script_object_index"),
    );
}

/** A flat array of numbers as records. */
class Records {
  readonly fields: readonly string[];
  readonly count: number;
  readonly #values: readonly number[];

  constructor(values: readonly number[], fields: readonly string[]) {
    this.#values = values;
    this.fields = fields;
    this.count = values.length / Math.max(1, fields.length);
  }

  column(field: string): number[] {
    const at = this.fields.indexOf(field);
    return Array.from(
      { length: this.count },
      (_, record) => this.#values[record * this.fields.length + at] ?? Number.NaN,
    );
  }
}

function namesIn(file: SnapshotFile, key: string): readonly string[] {
  return (file.snapshot.meta[key] as readonly string[] | undefined) ?? [];
}

function typesIn(file: SnapshotFile, key: string): readonly string[] {
  return (file.snapshot.meta[key] as readonly [readonly string[]])[0];
}

/** Parses a whole file with stream-json, token by token. */
export function parseWithStreamJson(text: string): SnapshotFile {
  const parse = jsonParser({ streamValues: false });
  const assembler = new Assembler();
  for (let at = 0; at < text.length; at += 65536) {
    const result = parse(text.slice(at, at + 65536));
    if (typeof result !== "object" || result === null || !("values" in result)) continue;
    for (const token of result.values) assembler.consume(token);
  }
  return assembler.current as SnapshotFile;
}
