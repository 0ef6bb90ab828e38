import { NotFoundError } from "../errors.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { isPythonHeap } from "./edge-code.ts";
import { firstTextsOf, recordOf } from "./json-values.ts";
import type { OrdinalOrder } from "./top-ordinals.ts";

/**
 * The newest first, told from ids. V8 counts ids up: of two objects that different snapshots of one process
 * saw first, or a timeline saw allocated, the later has the higher id; objects that one snapshot saw first
 * are numbered as they lie in the heap. Even ids in V8's files are made from the addresses of the embedder's
 * objects and tell nothing: those come last.
 * @throws {NotFoundError} AGES_NOT_FOUND when the file's ids tell nothing of age.
 */
export function orderByAge(graph: HeapGraph): OrdinalOrder {
  const reason = whyAgeless(graph);
  if (reason !== null) throw noAges(`this file does not tell which objects are newest: ${reason}`);
  const { nodeIds } = graph.data;
  return (a, b) => {
    const isCounted = nodeIds[a] % 2;
    // Broken files may hold an id twice.
    return (nodeIds[b] % 2) - isCounted || nodeIds[b] - nodeIds[a] || a - b;
  };
}

/**
 * @param newest - what comes first in {@link orderByAge}: if its id tells nothing, none does.
 * @throws {NotFoundError} AGES_NOT_FOUND
 */
export function requireAge({ data: { nodeIds } }: HeapGraph, newest: number): void {
  if (nodeIds[newest] % 2 === 0)
    throw noAges("ids of the embedder's objects do not tell which of them are newest");
}

function noAges(message: string): NotFoundError {
  return new NotFoundError("AGES_NOT_FOUND", "newest", message);
}

/** Why ids say nothing of age; null where they do. */
function whyAgeless(graph: HeapGraph): string | null {
  const { header, nodeNames } = graph.data;
  if (isPythonHeap(graph)) return "its ids are addresses";
  const types = firstTextsOf(recordOf(header.raw["meta"])?.["node_types"]);
  // A graph that was not read from a file has no vocabulary.
  if (types.length === 0) return null;
  if (!types.includes("hidden") || !types.includes("synthetic"))
    return "its ids are not counted up as V8 does";
  // See guessProducer: of all that write V8's vocabulary Bun alone puts the root's name first.
  const isBun =
    types.includes("object shape") &&
    !("extra_native_bytes" in header.raw) &&
    nodeNames[graph.rootOrdinal] === 0;
  return isBun ? "Bun numbers all objects anew for every snapshot" : null;
}
