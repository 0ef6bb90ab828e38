import type { SnapshotHeader } from "../graph/heap-graph.ts";
import { firstTextsOf, recordOf } from "./json-values.ts";

/** A generation of V8's snapshot writer: what shows it in a file, and the program it likely came with. */
export interface V8Generation {
  /** `12.4`, or a range such as `7.8 to 8.4`. */
  readonly v8: string;
  /** The program that most files of it come from. */
  readonly program: string;
  readonly version: string | null;
  /** What shows it, as a clause. */
  readonly reason: string;
}

/** What generations differ in. */
interface Traits {
  /** Each record of the nodes begins a line. */
  readonly isOnLines: boolean;
  readonly hasExtraNativeBytes: boolean;
  readonly hasTraceNodeId: boolean;
  readonly hasDetachedness: boolean;
  readonly hasScopes: boolean;
  readonly hasScriptOrdinals: boolean;
  /** `node_types` has more entries than `node_fields`. */
  readonly hasTypeTooMany: boolean;
  readonly nodeTypes: readonly string[];
}

type Row = readonly [
  v8: string,
  program: string,
  version: string | null,
  reason: string,
  shows: (traits: Traits) => boolean,
];

/** The first row that fits counts; files on lines first, then the later ones, newest first. */
const GENERATIONS: readonly Row[] = [
  [
    "12.5 to 13.5",
    "Chrome",
    null,
    "each node stands on a line of its own, and there is extra_native_bytes",
    (traits) => traits.isOnLines && traits.hasExtraNativeBytes,
  ],
  [
    "7.8 to 8.4",
    "Node.js",
    "12 or 14",
    "each node stands on a line of its own, without detachedness",
    (traits) => traits.isOnLines && !traits.hasDetachedness,
  ],
  [
    "11.3",
    "Node.js",
    "20",
    'each node stands on a line of its own, and there is the type "wasm object"',
    (traits) => traits.isOnLines && traits.nodeTypes.includes("wasm object"),
  ],
  [
    "12.4",
    "Node.js",
    "22",
    'each node stands on a line of its own, and there is the type "object shape"',
    (traits) => traits.isOnLines && traits.nodeTypes.includes("object shape"),
  ],
  [
    "9.4 to 10.2",
    "Node.js",
    "16 or 18",
    'each node stands on a line of its own, without the type "object shape"',
    (traits) => traits.isOnLines,
  ],
  [
    "15.6",
    "Chrome",
    "156",
    "there are sections for scopes",
    (traits) => traits.hasExtraNativeBytes && traits.hasScopes,
  ],
  [
    "15.0",
    "Deno",
    "2.9",
    "locations name their script's node, but there are no sections for scopes",
    (traits) => traits.hasExtraNativeBytes && traits.hasScriptOrdinals,
  ],
  [
    "13.6 to 14.6",
    "Node.js",
    "24 to 26",
    "there are both extra_native_bytes and trace_node_id",
    (traits) => traits.hasExtraNativeBytes && traits.hasTraceNodeId,
  ],
  [
    "13.6",
    "Node.js",
    "24",
    "there is extra_native_bytes, no trace_node_id, and node_types is longer than node_fields",
    (traits) => traits.hasExtraNativeBytes && traits.hasTypeTooMany,
  ],
  [
    "14.6",
    "Node.js",
    "26",
    "there is extra_native_bytes, no trace_node_id, and node_types is as long as node_fields",
    (traits) => traits.hasExtraNativeBytes,
  ],
];

/**
 * Tells from a header which generation of V8 wrote a file.
 * @param recordSeparator - text between the first two nodes, null when unknown.
 * @returns null when it fits none.
 */
export function recognizeGeneration(
  header: SnapshotHeader,
  recordSeparator: string | null,
): V8Generation | null {
  const meta = recordOf(header.raw["meta"]) ?? {};
  const { node_types: nodeTypes } = meta;
  const { nodeFields } = header;
  const traits: Traits = {
    isOnLines: recordSeparator?.includes("\n") === true,
    hasExtraNativeBytes: "extra_native_bytes" in header.raw,
    hasTraceNodeId: nodeFields.includes("trace_node_id"),
    hasDetachedness: nodeFields.includes("detachedness"),
    hasScopes: Array.isArray(meta["scope_fields"]),
    hasScriptOrdinals: header.locationFields.includes("script_object_index"),
    hasTypeTooMany: Array.isArray(nodeTypes) && nodeTypes.length > nodeFields.length,
    nodeTypes: firstTextsOf(nodeTypes),
  };
  const row = GENERATIONS.find(([, , , , shows]) => shows(traits));
  if (row === undefined) return null;
  const [v8, program, version, reason] = row;
  return { v8, program, version, reason };
}
