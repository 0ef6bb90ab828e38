import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { type Edge, listEdges } from "./edge-list.ts";
import { slowPageOwned } from "./slow-page-ownership.ts";

/** The edges that retain: all but the five kinds that do not. */
export function slowEssentialEdges(graph: HeapGraph): Edge[] {
  const pageOwned = slowPageOwned(graph);
  const { rootOrdinal } = graph;
  return listEdges(graph).filter((edge) => {
    const { from, to, type } = edge;
    if (type === "weak" || from === to) return false;
    if (type === "shortcut" && from !== rootOrdinal) return false;
    if (tableIdOf(edge) === graph.data.nodeIds[from]) return false;
    return from === rootOrdinal || !pageOwned.has(to) || pageOwned.has(from);
  });
}

/** The table that the name of a WeakMap entry speaks of. */
function tableIdOf({ type, name }: Edge): number | null {
  const parts = splitEntryName(name);
  return type === "internal" && parts !== null ? parts.tableId : null;
}

/** Takes `N / part of key (K @1) -> value (V @2) pair in WeakMap (table @3)` apart; null for other names. */
export function splitEntryName(name: string): { shared: string; tableId: number } | null {
  const slash = name.indexOf(" / part of key (");
  if (slash < 1 || !isDigits(name.slice(0, slash))) return null;
  const shared = name.slice(slash);
  const before = shared.lastIndexOf(" pair in WeakMap (table @");
  if (before < 0 || !shared.endsWith(")")) return null;
  const table = shared.slice(before + " pair in WeakMap (table @".length, -1);
  const [key, ...values] = shared.slice(0, before).split(" -> value (");
  const value = values.join(" -> value (");
  if (!isDigits(table) || !endsInId(key) || !endsInId(value)) return null;
  return { shared, tableId: Number(table) };
}

const isDigits = (text: string): boolean => /^[0-9]+$/.test(text);

/** Whether a text is `… @17)`. */
const endsInId = (text: string): boolean =>
  text.endsWith(")") && isDigits(text.slice(text.lastIndexOf(" @") + 2, -1));
