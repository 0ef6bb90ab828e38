import type { Analyses } from "../analysis/analyses.ts";
import { hasBit } from "../graph/arrays/bit-set.ts";
import { NO_DISTANCE } from "../graph/distances.ts";
import { hasElementIndex } from "../graph/edge-type.ts";
import { renderCsvLine } from "./table.ts";

export const EXPORT_FORMATS = ["ndjson", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Fields of a node, in the order of the columns. */
export const NODE_EXPORT_FIELDS = [
  "ordinal",
  "id",
  "type",
  "name",
  "class",
  "shallowSize",
  "retainedSize",
  "distance",
  "dominator",
  "detachedness",
] as const;

/** Fields of an edge, in the order of the columns; `from` and `to` are ordinals. */
export const EDGE_EXPORT_FIELDS = ["from", "to", "type", "name", "essential"] as const;

/** Characters of a piece of output. */
const PIECE_LENGTH = 1 << 16;

/**
 * All nodes in ordinal order as lines, in pieces of about 64 kB: memory stays constant. `dominator` is an
 * ordinal (the root's its own), `distance` DevTools' integer or null, `detachedness` 0, 1 or 2 after propagation.
 */
export function* exportNodes(analyses: Analyses, format: ExportFormat): Generator<string> {
  const { graph, shallowSizes, retainedSizes, distances, detached, classKeys } = analyses;
  const { nodeTypes, nodeNames, nodeIds } = graph.data;
  const { idoms } = analyses.dominators;
  const { renamed, states } = detached;
  const [first, ...labels] = labelsOf(NODE_EXPORT_FIELDS, format);
  const [id, type, name, className, shallow, retained, distance, dominator, detachedness] = labels;
  const { encode, none, end } = FORMATS[format];
  const types = new EncodedTexts((node) => graph.nodeTypeName(node), encode);
  const names = new EncodedTexts((node) => analyses.nodeName(node), encode);
  const classes = new EncodedTexts((node) => analyses.className(node), encode);
  let piece = headOf(NODE_EXPORT_FIELDS, format);
  for (let node = 0; node < graph.nodeCount; node++) {
    const isRenamed = renamed !== null && hasBit(renamed, node) ? 1 : 0;
    piece +=
      first +
      node +
      id +
      nodeIds[node] +
      type +
      types.of(nodeTypes[node], node) +
      name +
      names.of(nodeNames[node] * 2 + isRenamed, node) +
      className +
      classes.of(classKeys.keyOf[node], node) +
      shallow +
      shallowSizes[node] +
      retained +
      retainedSizes[node] +
      distance +
      (distances[node] === NO_DISTANCE ? none : distances[node]) +
      dominator +
      idoms[node] +
      detachedness +
      states[node] +
      end;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** All edges in the order of the file as lines, in pieces of about 64 kB: memory stays constant. */
export function* exportEdges(analyses: Analyses, format: ExportFormat): Generator<string> {
  const { graph, essential } = analyses;
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  const [from, to, type, name, isEssential] = labelsOf(EDGE_EXPORT_FIELDS, format);
  const { encode, end } = FORMATS[format];
  const types = new EncodedTexts((edge) => graph.edgeTypeName(edge), encode);
  const names = new EncodedTexts((edge) => graph.edgeName(edge), encode);
  let piece = headOf(EDGE_EXPORT_FIELDS, format);
  for (let node = 0; node < graph.nodeCount; node++) {
    const source = from + node + to;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const edgeType = edgeTypes[edge];
      const edgeName = edgeNames[edge];
      piece +=
        source +
        edgeTargets[edge] +
        type +
        types.of(edgeType, edge) +
        name +
        (hasElementIndex(edgeType) ? edgeName : names.of(edgeName, edge)) +
        isEssential +
        hasBit(essential, edge) +
        end;
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      piece = "";
    }
  }
  if (piece !== "") yield piece;
}

/** How the formats differ: text cells, "no value", and what ends a line. */
const FORMATS = {
  ndjson: { encode: (text: string): string => JSON.stringify(text), none: "null", end: "}\n" },
  csv: { encode: (text: string): string => renderCsvLine([text]), none: "", end: "\r\n" },
} as const;

/** What stands before each cell of a line. */
function labelsOf(fields: readonly string[], format: ExportFormat): readonly string[] {
  return fields.map((field, at) =>
    format === "csv" ? (at > 0 ? "," : "") : `${at > 0 ? "," : "{"}"${field}":`,
  );
}

function headOf(fields: readonly string[], format: ExportFormat): string {
  return format === "csv" ? `${renderCsvLine(fields)}\r\n` : "";
}

/** Texts up to this length are worth remembering. */
const MAX_REMEMBERED_LENGTH = 256;
const MAX_REMEMBERED = 1 << 16;

/** Encoded texts by the number that nodes or edges share with their text; forgets all when there are too many. */
class EncodedTexts {
  readonly #textOf: (position: number) => string;
  readonly #encode: (text: string) => string;
  readonly #known = new Map<number, string>();

  constructor(textOf: (position: number) => string, encode: (text: string) => string) {
    this.#textOf = textOf;
    this.#encode = encode;
  }

  /** @param position - any node or edge that has the key. */
  of(key: number, position: number): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const encoded = this.#encode(this.#textOf(position));
    if (encoded.length > MAX_REMEMBERED_LENGTH) return encoded;
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
    this.#known.set(key, encoded);
    return encoded;
  }
}
