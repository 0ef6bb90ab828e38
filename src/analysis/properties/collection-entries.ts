import { EdgeType } from "../../graph/edge-type.ts";
import { ephemeronRow } from "../../graph/ephemerons.ts";
import type { Analyses } from "../analyses.ts";
import { isPythonHeap } from "../edge-code.ts";
import { findTableLayout, slotOf, targetOfSlot } from "../lineage/table-layout.ts";

/** No node: a key or value that the file has no node for, such as a small integer. */
export const NO_PART = -1;

/**
 * Called for each entry: key and value of a map, in a set the member as both. Ordinals, {@link NO_PART} for what
 * the file has no node for. Returning true stops.
 */
export type EntryVisitor = (key: number, value: number) => boolean;

/** Visits entries of a collection; returns whether the visitor stopped. */
export type EntryWalk = (node: number, visit: EntryVisitor) => boolean;

const EPHEMERON_KEY = /part of key \(.*? @(?<id>\d+)\) -> value/s;

/**
 * Makes a walk over the entries of maps, sets and weak maps of V8, of Hermes' maps, and over the items of Python's
 * dictionaries and sets; other objects have none. JavaScriptCore's files do not say what its maps hold.
 */
export function createEntryWalk(analyses: Analyses): EntryWalk {
  if (isPythonHeap(analyses.graph)) return pythonWalk(analyses);
  return analyses.referenceKinds.runtime === "hermes" ? hermesWalk(analyses) : tableWalk(analyses);
}

function tableWalk(analyses: Analyses): EntryWalk {
  const { graph, ephemerons } = analyses;
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  const tableNames = graph.strings.findAll("table");

  const visitTable = (owner: number, table: number, visit: EntryVisitor): boolean => {
    const name = graph.rawName(owner);
    const isMap = name.startsWith("Map") ? true : name.startsWith("Set") ? false : null;
    const layout = findTableLayout(graph, table, isMap);
    for (let edge = firstEdges[table]; edge < firstEdges[table + 1]; edge++) {
      if (edgeTypes[edge] !== EdgeType.internal) continue;
      const target = edgeTargets[edge];
      if (ephemeronRow(ephemerons, edgeNames[edge]) >= 0) {
        const id = EPHEMERON_KEY.exec(graph.edgeName(edge))?.groups?.["id"];
        const key = id === undefined ? NO_PART : graph.data.nodeIds.indexOf(Number(id));
        if (visit(key, target)) return true;
        continue;
      }
      const slot = graph.edgeName(edge);
      if (layout === null || !/^\d+$/.test(slot)) continue;
      switch (slotOf(layout, Number(slot))) {
        case "member":
          if (visit(target, target)) return true;
          break;
        case "value": {
          const key = targetOfSlot(graph, table, Number(slot) - 1, edge);
          if (visit(key < 0 ? NO_PART : key, target)) return true;
          break;
        }
        case "key": {
          // A value that has no node has no edge either.
          const hasValue = targetBehind(table, Number(slot) + 1, edge);
          if (!hasValue && visit(target, NO_PART)) return true;
          break;
        }
        case "unknown":
          break;
      }
    }
    return false;
  };

  const targetBehind = (table: number, slot: number, near: number): boolean => {
    const name = String(slot);
    for (let edge = near + 1; edge < firstEdges[table + 1] && edge < near + 4; edge++)
      if (graph.edgeName(edge) === name) return true;
    return false;
  };

  return (node, visit) => {
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (edgeTypes[edge] !== EdgeType.internal || !tableNames.includes(edgeNames[edge])) continue;
      if (visitTable(node, edgeTargets[edge], visit)) return true;
    }
    return false;
  };
}

/** Hermes: buckets hold entries, which are chained; one of them leads to each. */
function hermesWalk({ graph }: Analyses): EntryWalk {
  const { firstEdges, edgeTypes, edgeTargets, nodeNames } = graph.data;
  const inner = new Set(
    ["OrderedHashMap", "ArrayStorageSmall", "ArrayStorage", "HashMapEntry"].flatMap((name) =>
      graph.strings.findAll(name),
    ),
  );
  const entryNames = graph.strings.findAll("HashMapEntry");
  return (node, visit) => {
    // A part of a map is none itself.
    if (inner.has(nodeNames[node])) return false;
    const seen = new Set([node]);
    const pending = [node];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const isEntry = entryNames.includes(nodeNames[next]);
      let key = NO_PART;
      let value = NO_PART;
      for (let edge = firstEdges[next]; edge < firstEdges[next + 1]; edge++) {
        if (edgeTypes[edge] !== EdgeType.internal) continue;
        const target = edgeTargets[edge];
        const name = isEntry ? graph.edgeName(edge) : "";
        if (name === "key") key = target;
        else if (name === "value") value = target;
        else if (inner.has(nodeNames[target]) && !seen.has(target)) {
          seen.add(target);
          pending.push(target);
        }
      }
      if (isEntry && visit(key, value === NO_PART ? key : value)) return true;
    }
    return false;
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
