import { EdgeType } from "../../graph/edge-type.ts";
import type { Analyses } from "../analyses.ts";
import type { CollectionType } from "../collections/collection.ts";
import { createCollectionFormat } from "../collections/create-format.ts";
import { isPythonHeap } from "../edge-code.ts";

/** No node: a key or value that the file has no node for, such as a small integer. */
export const NO_PART = -1;

/**
 * Called for each entry: key and value of a map, in a set the member as both. Ordinals, {@link NO_PART} for what
 * the file has no node for. Returning true stops.
 */
export type EntryVisitor = (key: number, value: number) => boolean;

/** Visits entries of a collection; returns whether the visitor stopped. */
export type EntryWalk = (node: number, visit: EntryVisitor) => boolean;

/** What has entries by key, or members that are their own keys. */
const KEYED: ReadonlySet<CollectionType> = new Set(["Map", "Set", "WeakMap", "WeakSet"]);

/**
 * Makes a walk over the entries of maps, sets and weak maps of V8, of Hermes' maps, and over the items of Python's
 * dictionaries and sets; other objects have none. JavaScriptCore's files do not say what its maps hold.
 */
export function createEntryWalk(analyses: Analyses): EntryWalk {
  // Of Python's a subclass is walked like what it is derived from, whatever its name.
  if (isPythonHeap(analyses.graph)) return pythonWalk(analyses);
  const format = createCollectionFormat(analyses);
  return (node, visit) => {
    const type = format.typeOf(node);
    if (type === null || !KEYED.has(type)) return false;
    let isStopped = false;
    format.visit(node, type, Infinity, ({ key, value }) => {
      isStopped ||= visit(key, value);
    });
    return isStopped;
  };
}

/** Python: items are properties; of keys that are no strings the file tells the text, not which node it is. */
function pythonWalk({ graph }: Analyses): EntryWalk {
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  return (node, visit) => {
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const target = edgeTargets[edge];
      if (edgeTypes[edge] === EdgeType.property && visit(NO_PART, target)) return true;
      if (edgeTypes[edge] === EdgeType.element && visit(target, target)) return true;
    }
    return false;
  };
}
