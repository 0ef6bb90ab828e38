/** A node to be written; what is left out gets a plausible value. */
export interface NodeInput {
  /** Name from the layout's `nodeTypes`, or a raw code. Default "object". */
  readonly type?: string | number;
  readonly name?: string;
  /** Default: 1 for the first node, 3 for the second … */
  readonly id?: number;
  readonly selfSize?: number;
  readonly edges?: readonly EdgeInput[];
  /** Values of any other field of the layout, by name; 0 where absent. */
  readonly fields?: Readonly<Record<string, number>>;
}

/** An edge to be written. */
export interface EdgeInput {
  /** Name from the layout's `edgeTypes`, or a raw code. Default "property". */
  readonly type?: string | number;
  /** A text goes to the string table, a number is written as it is. */
  readonly name: string | number;
  /** Position of the target among the nodes. */
  readonly to: number;
  readonly fields?: Readonly<Record<string, number>>;
}

/** What the meta of a producer says. */
export interface SnapshotLayout {
  readonly nodeFields: readonly string[];
  readonly edgeFields: readonly string[];
  readonly nodeTypes: readonly string[];
  readonly edgeTypes: readonly string[];
  readonly locationFields: readonly string[];
}

/** A snapshot file as the object JSON.parse would give; tests change it before it is written. */
export interface SnapshotFile {
  snapshot: { meta: Record<string, unknown> } & Record<string, unknown>;
  nodes: number[];
  edges: number[];
  trace_function_infos: number[];
  trace_tree: unknown[];
  samples: number[];
  locations: number[];
  strings: string[];
  [section: string]: unknown;
}

/** How a file's text looks. */
export interface SnapshotText {
  /** Top-level keys in the order wanted; the ones not named follow in their own order. */
  readonly order?: readonly string[];
  /** Between two records of nodes, edges and locations: `"\n,"` up to V8 12.4, `","` later. */
  readonly recordSeparator?: string;
  /** Between two strings, and between two top-level keys. */
  readonly separator?: string;
  /** White space to put wherever JSON allows it; called anew each time. */
  readonly blank?: () => string;
  /** Text of one string, quotes included. Default JSON.stringify. */
  readonly encodeString?: (text: string) => string;
}

const OLD_NODE_TYPES = [
  "hidden",
  "array",
  "string",
  "object",
  "code",
  "closure",
  "regexp",
  "number",
  "native",
  "synthetic",
  "concatenated string",
  "sliced string",
  "symbol",
  "bigint",
];
const EDGE_TYPES = ["context", "element", "property", "internal", "hidden", "shortcut", "weak"];
const NODE_FIELDS = ["type", "name", "id", "self_size", "edge_count"];

/** Field lists of real producers, named after the first that wrote them. */
export const LAYOUTS: Readonly<Record<"node12" | "node22" | "node24" | "chrome", SnapshotLayout>> =
  {
    node12: layout([...NODE_FIELDS, "trace_node_id"], OLD_NODE_TYPES),
    node22: layout(
      [...NODE_FIELDS, "trace_node_id", "detachedness"],
      [...OLD_NODE_TYPES, "object shape"],
    ),
    node24: layout([...NODE_FIELDS, "detachedness"], [...OLD_NODE_TYPES, "object shape"]),
    chrome: {
      ...layout([...NODE_FIELDS, "detachedness"], [...OLD_NODE_TYPES, "object shape"]),
      locationFields: ["object_index", "script_id", "script_object_index", "line", "column"],
    },
  };

/** Text styles of real producers. */
export const TEXTS: Readonly<Record<"lines" | "oneLine" | "hermes", SnapshotText>> = {
  lines: { recordSeparator: "\n,", separator: ",\n" },
  oneLine: { recordSeparator: ",", separator: "," },
  hermes: {
    recordSeparator: ",",
    separator: ",",
    encodeString: (text) => JSON.stringify(text).replaceAll("/", "\\/"),
  },
};

function layout(nodeFields: readonly string[], nodeTypes: readonly string[]): SnapshotLayout {
  return {
    nodeFields,
    edgeFields: ["type", "name_or_index", "to_node"],
    nodeTypes,
    edgeTypes: EDGE_TYPES,
    locationFields: ["object_index", "script_id", "line", "column"],
  };
}

function codeOf(types: readonly string[], type: string | number): number {
  const code = typeof type === "number" ? type : types.indexOf(type);
  if (code < 0) throw new RangeError(`the layout has no type ${type}`);
  return code;
}

/** Lays nodes out as the object of a snapshot file: flat numbers, string table, meta, right counts. */
export function toSnapshotFile(
  nodes: readonly NodeInput[],
  fields: SnapshotLayout = LAYOUTS.node24,
): SnapshotFile {
  const strings = ["<dummy>", ""];
  const indexes = new Map(strings.map((text, index) => [text, index]));
  const intern = (text: string): number => {
    const known = indexes.get(text);
    if (known !== undefined) return known;
    indexes.set(text, strings.length);
    return strings.push(text) - 1;
  };
  const file = emptyFile(fields, strings);
  for (const [ordinal, node] of nodes.entries()) {
    const values: Record<string, number> = {
      type: codeOf(fields.nodeTypes, node.type ?? "object"),
      name: intern(node.name ?? ""),
      id: node.id ?? 2 * ordinal + 1,
      self_size: node.selfSize ?? 0,
      edge_count: node.edges?.length ?? 0,
      ...node.fields,
    };
    for (const field of fields.nodeFields) file.nodes.push(values[field] ?? 0);
    for (const edge of node.edges ?? []) {
      const edgeValues: Record<string, number> = {
        type: codeOf(fields.edgeTypes, edge.type ?? "property"),
        name_or_index: typeof edge.name === "number" ? edge.name : intern(edge.name),
        to_node: edge.to * fields.nodeFields.length,
        ...edge.fields,
      };
      for (const field of fields.edgeFields) file.edges.push(edgeValues[field] ?? 0);
    }
  }
  file.snapshot["node_count"] = nodes.length;
  file.snapshot["edge_count"] = file.edges.length / fields.edgeFields.length;
  return file;
}

function emptyFile(fields: SnapshotLayout, strings: string[]): SnapshotFile {
  const meta = {
    node_fields: [...fields.nodeFields],
    // As V8: the enumeration, then one word per field, however many.
    node_types: [[...fields.nodeTypes], "string", "number", "number", "number", "number"],
    edge_fields: [...fields.edgeFields],
    edge_types: [[...fields.edgeTypes], "string_or_number", "node"],
    trace_function_info_fields: [
      "function_id",
      "name",
      "script_name",
      "script_id",
      "line",
      "column",
    ],
    trace_node_fields: ["id", "function_info_index", "count", "size", "children"],
    sample_fields: ["timestamp_us", "last_assigned_id"],
    location_fields: [...fields.locationFields],
  };
  return {
    snapshot: { meta, node_count: 0, edge_count: 0, trace_function_count: 0 },
    nodes: [],
    edges: [],
    trace_function_infos: [],
    trace_tree: [],
    samples: [],
    locations: [],
    strings,
  };
}

/** Writes a file object as the text of a snapshot. */
export function encodeSnapshot(file: SnapshotFile, text: SnapshotText = {}): Buffer {
  const { recordSeparator = ",", separator = ",", blank = () => "" } = text;
  const encodeString = text.encodeString ?? ((value: string) => JSON.stringify(value));
  // What breaks a file may have taken the header away.
  const meta = (file.snapshot as SnapshotFile["snapshot"] | null | undefined)?.meta ?? {};
  const strides = new Map<string, number>();
  for (const [section, fields] of [
    ["nodes", meta["node_fields"]],
    ["edges", meta["edge_fields"]],
    ["locations", meta["location_fields"]],
  ] as const)
    strides.set(section, Array.isArray(fields) ? fields.length : 1);

  const encodeValue = (key: string, value: unknown): string => {
    const stride = strides.get(key);
    if (stride !== undefined && Array.isArray(value))
      return encodeNumbers(value, stride, recordSeparator, blank);
    if (key === "strings" && Array.isArray(value))
      return `[${blank()}${value.map((item) => encodeString(String(item))).join(blank() + separator + blank())}${blank()}]`;
    return JSON.stringify(
      value,
      null,
      blank()
        .slice(0, 8)
        .replaceAll(/[^ \t]/g, " "),
    );
  };
  const keys = [...new Set([...(text.order ?? []), ...Object.keys(file)])];
  const members = keys
    .filter((key) => file[key] !== undefined)
    .map(
      (key) =>
        `${blank()}${JSON.stringify(key)}${blank()}:${blank()}${encodeValue(key, file[key])}`,
    );
  return Buffer.from(`{${members.join(separator)}${blank()}}`);
}

function encodeNumbers(
  values: readonly number[],
  stride: number,
  recordSeparator: string,
  blank: () => string,
): string {
  const parts: string[] = [];
  for (const [index, value] of values.entries()) {
    if (index > 0) parts.push(index % stride === 0 ? recordSeparator : ",");
    parts.push(blank(), String(value), blank());
  }
  return `[${parts.join("")}]`;
}

/**
 * Writes nodes as a `.heapsnapshot`.
 *
 * @example
 * const bytes = buildSnapshot(
 *   [
 *     { type: "synthetic", edges: [{ name: "global", to: 1 }] },
 *     { name: "Window", selfSize: 40, edges: [{ type: "element", name: 0, to: 0 }] },
 *   ],
 *   { layout: LAYOUTS.node12, text: TEXTS.lines },
 * );
 */
export function buildSnapshot(
  nodes: readonly NodeInput[],
  options: {
    readonly layout?: SnapshotLayout;
    readonly text?: SnapshotText;
    /** Changes the file before it is written, e.g. to break it. */
    readonly change?: (file: SnapshotFile) => void;
  } = {},
): Buffer {
  const file = toSnapshotFile(nodes, options.layout);
  options.change?.(file);
  return encodeSnapshot(file, options.text);
}
