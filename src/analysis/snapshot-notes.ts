import { countBits } from "../graph/arrays/bit-set.ts";
import { EDGE_TYPE_NAMES } from "../graph/edge-type.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { NODE_TYPE_NAMES } from "../graph/node-type.ts";
import { findReachedNodes } from "../graph/reached-nodes.ts";
import { countDuplicateStrings } from "./string-invariants.ts";

/** Something worth knowing that breaks no rule. */
export interface CheckNote {
  /** Stable name, part of the JSON contract. */
  readonly note: string;
  readonly section: string;
  /** How many things it is about. */
  readonly count: number;
  readonly message: string;
}

const NODE_FIELDS = [
  "type",
  "name",
  "id",
  "self_size",
  "edge_count",
  "trace_node_id",
  "detachedness",
];
const EDGE_FIELDS = ["type", "name_or_index", "to_node"];
const SECTIONS = [
  "snapshot",
  "nodes",
  "edges",
  "trace_function_infos",
  "trace_tree",
  "samples",
  "locations",
  "scopes",
  "scope_context_vars",
  "scope_uses",
  "strings",
];

/** Share of even ids from which a file's ids do not look like V8's; counted one by one they are a half. */
const MAX_EVEN_SHARE = 0.45;

/** Notes on a file; what walks along edges is left out when the graph is not sound. */
export function listNotes(graph: HeapGraph, isSound: boolean): CheckNote[] {
  const notes = [
    headerCounts(graph),
    embedderIds(graph),
    isSound ? unreachableNodes(graph) : null,
    duplicateStrings(graph),
    ...unknownTypes(graph, "nodes"),
    ...unknownTypes(graph, "edges"),
    unknownNames("sections", "snapshot", graph.data.header.sections, SECTIONS),
    unknownNames("node-fields", "nodes", graph.data.header.nodeFields, NODE_FIELDS),
    unknownNames("edge-fields", "edges", graph.data.header.edgeFields, EDGE_FIELDS),
  ];
  return notes.filter((note) => note !== null);
}

function headerCounts({ data, nodeCount, edgeCount }: HeapGraph): CheckNote | null {
  const { statedNodeCount, statedEdgeCount } = data.header;
  const count = Number(statedNodeCount !== nodeCount) + Number(statedEdgeCount !== edgeCount);
  if (count === 0) return null;
  const message =
    `the header says ${statedNodeCount} nodes and ${statedEdgeCount} edges, ` +
    `the file has ${nodeCount} and ${edgeCount}`;
  return { note: "header-counts", section: "snapshot", count, message };
}

/**
 * V8 numbers its own objects with odd ids; even ones are not stable from snapshot to snapshot. Where even ids
 * are as common as odd ones the file counts in another way (Bun: one by one, Python: addresses).
 */
function embedderIds({ data, nodeCount }: HeapGraph): CheckNote | null {
  let even = 0;
  for (const id of data.nodeIds) if (id % 2 === 0) even++;
  if (even === 0 || even >= nodeCount * MAX_EVEN_SHARE) return null;
  const message = `${even} of ${nodeCount} ids are even: in files of V8 these are objects outside of its heap`;
  return { note: "even-ids", section: "nodes", count: even, message };
}

function unreachableNodes(graph: HeapGraph): CheckNote | null {
  const { nodeCount, rootOrdinal } = graph;
  const count = nodeCount - countBits(findReachedNodes(graph, [rootOrdinal], null));
  if (count === 0) return null;
  const message = `${count} of ${nodeCount} nodes cannot be reached from the root`;
  return { note: "unreachable-nodes", section: "nodes", count, message };
}

function duplicateStrings({ strings }: HeapGraph): CheckNote | null {
  const count = countDuplicateStrings(strings);
  if (count === 0) return null;
  const message = `${count} of ${strings.length} strings repeat an earlier one`;
  return { note: "duplicate-strings", section: "strings", count, message };
}

/** Types that only this file has, and codes that its list has no name for. */
function unknownTypes({ data }: HeapGraph, section: "nodes" | "edges"): (CheckNote | null)[] {
  const isNodes = section === "nodes";
  const names = isNodes ? data.nodeTypeNames : data.edgeTypeNames;
  const known = (isNodes ? NODE_TYPE_NAMES : EDGE_TYPE_NAMES).length;
  const counts = new Float64Array(0x10000);
  for (const type of isNodes ? data.nodeTypes : data.edgeTypes) counts[type]++;
  const what = isNodes ? "node" : "edge";
  const notes: CheckNote[] = [];
  for (let type = known; type < counts.length; type++) {
    const count = counts[type];
    if (count === 0) continue;
    const name = names[type];
    const these = count === 1 ? `1 ${what} is` : `${count} ${section} are`;
    const message =
      name === undefined
        ? `${these} of type ${type}, for which the file has no name`
        : `${these} of type "${name}", which V8 does not have`;
    notes.push({ note: `unknown-${what}-type`, section, count, message });
  }
  return notes;
}

function unknownNames(
  what: string,
  section: string,
  names: readonly string[],
  known: readonly string[],
): CheckNote | null {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return null;
  const message = `${what.replace("-", " ")} that are passed over: ${unknown.join(", ")}`;
  return { note: `unknown-${what}`, section, count: unknown.length, message };
}
