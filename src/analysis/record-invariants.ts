import { createBitSet, hasBit, setBit } from "../graph/arrays/bit-set.ts";
import type { HeapGraph, RecordTable } from "../graph/heap-graph.ts";
import { NO_NODE } from "../graph/ids.ts";
import { checkBelow, type Invariant, type ReportViolation } from "./invariants.ts";

const LOCATIONS = { section: "locations", record: "location" } as const;
const TRACE_TREE = { section: "trace_tree", record: "trace node" } as const;
const SCOPES = { section: "scopes", record: "scope" } as const;

/** What holds of the sections besides nodes, edges and strings. */
export const RECORD_INVARIANTS: readonly Invariant[] = [
  {
    ...LOCATIONS,
    invariant: "location-objects",
    statement: "locations speak of nodes",
    check: ({ data }, report) => checkOrdinals(data.locations.ordinals, "object_index", report),
  },
  {
    ...LOCATIONS,
    invariant: "unique-locations",
    statement: "no node has two locations",
    check({ data, nodeCount }, report) {
      const seen = createBitSet(nodeCount);
      for (const [row, node] of data.locations.ordinals.entries()) {
        if (node === NO_NODE) continue;
        if (hasBit(seen, node)) report(row, "a node of its own", `node ${node} again`);
        setBit(seen, node);
      }
      return data.locations.count;
    },
  },
  {
    ...LOCATIONS,
    invariant: "location-scripts",
    statement: "locations name nodes as their scripts",
    check: ({ data }, report) =>
      checkOrdinals(
        data.locations.scriptOrdinals ?? new Uint32Array(0),
        "script_object_index",
        report,
      ),
  },
  {
    section: "samples",
    record: "sample",
    invariant: "samples-ascending",
    statement: "times and ids of samples ascend",
    check({ data }, report) {
      for (const [field, values] of Object.entries(data.samples.fields)) {
        for (let row = 1; row < values.length; row++)
          if (values[row] < values[row - 1])
            report(row, `${field} from ${values[row - 1]} on`, values[row]);
      }
      return data.samples.count;
    },
  },
  {
    section: "trace_function_infos",
    record: "function",
    invariant: "function-names",
    statement: "names of traced functions are in the string table",
    check({ data, strings }, report) {
      const { fields, count } = data.traceFunctions;
      for (const field of ["name", "script_name"])
        checkBelow(fields[field] ?? [], strings.length, `a string index as ${field}`, report);
      return count;
    },
  },
  {
    ...TRACE_TREE,
    invariant: "trace-tree-order",
    statement: "parents in the trace tree come before their children",
    check({ data }, report) {
      const { parents, count } = data.traceTree;
      for (let at = 0; at < count; at++) {
        if (parents[at] < at || (at === 0 && parents[0] === 0)) continue;
        report(at, "a parent before it", parents[at]);
      }
      return count;
    },
  },
  {
    ...TRACE_TREE,
    invariant: "trace-tree-functions",
    statement: "nodes of the trace tree name functions of the file",
    check: ({ data }, report) =>
      checkBelow(
        data.traceTree.functions,
        data.traceFunctions.count,
        "a row of trace_function_infos",
        report,
      ),
  },
  {
    section: "nodes",
    record: "node",
    invariant: "trace-node-ids",
    statement: "allocation stacks of nodes are in the trace tree",
    check({ data }, report) {
      if (data.traceNodeIds === null) return 0;
      const known = new Set(data.traceTree.ids);
      for (const [node, id] of data.traceNodeIds.entries())
        if (id !== 0 && !known.has(id)) report(node, "an id of the trace tree", id);
      return data.traceNodeIds.length;
    },
  },
  {
    ...SCOPES,
    invariant: "scope-scripts",
    statement: "scopes name nodes as their scripts",
    check: checkScopeScripts,
  },
  {
    ...SCOPES,
    invariant: "scope-counts",
    statement: "scopes account for all their variables and uses",
    check({ data }, report) {
      const { scopes, scopeContextVars, scopeUses } = data;
      checkTotal(scopes, "scope_context_vars_count", scopeContextVars.count, report);
      checkTotal(scopes, "scope_uses_count", scopeUses.count, report);
      return scopes.count + scopeContextVars.count + scopeUses.count;
    },
  },
  {
    section: "scope_context_vars",
    record: "variable",
    invariant: "scope-variable-names",
    statement: "names of context variables are in the string table",
    check: ({ data, strings }, report) =>
      checkBelow(
        data.scopeContextVars.fields["name"] ?? [],
        strings.length,
        "a string index",
        report,
      ),
  },
];

/** Indexes that are no start of a node became NO_NODE when the file was read. */
function checkOrdinals(ordinals: Uint32Array, field: string, report: ReportViolation): number {
  for (const [row, node] of ordinals.entries())
    if (node === NO_NODE) report(row, `the index of a node as ${field}`, "none");
  return ordinals.length;
}

function checkScopeScripts({ data, nodeCount }: HeapGraph, report: ReportViolation): number {
  const indexes = data.scopes.fields["script_node_index"];
  if (indexes === undefined) return 0;
  const stride = data.header.nodeFields.length;
  for (const [row, index] of indexes.entries()) {
    if (index >= 0 && index % stride === 0 && index / stride < nodeCount) continue;
    report(row, "the index of a node as script_node_index", index);
  }
  return indexes.length;
}

function checkTotal(
  scopes: RecordTable,
  field: string,
  count: number,
  report: ReportViolation,
): void {
  const counts = scopes.fields[field];
  if (counts === undefined) return;
  let total = 0;
  for (const each of counts) total += each;
  if (total !== count) report(undefined, `${count} as the sum of ${field}`, total);
}
