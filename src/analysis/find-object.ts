import { NotFoundError } from "../errors.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";

/**
 * Ordinal of the node with an id; a scan, O(nodes), without an index that only large answers would pay for.
 * @throws {NotFoundError} NODE_NOT_FOUND
 */
export function findObject(graph: HeapGraph, id: number): number {
  const ordinal = graph.data.nodeIds.indexOf(id);
  if (ordinal < 0)
    throw new NotFoundError("NODE_NOT_FOUND", `@${id}`, `no object has the id @${id}`);
  return ordinal;
}
