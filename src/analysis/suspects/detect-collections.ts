import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { isPythonHeap } from "../edge-code.ts";
import { findTableLayout, slotOf } from "../lineage/table-layout.ts";
import { formatQuantity } from "../quantity-text.ts";
import { TopOrdinals } from "../top-ordinals.ts";
import { type Detector, type DetectorContext, type Finding, MAX_FOUND } from "./detector.ts";
import { followInternal } from "./kept-objects.ts";

/** Entries from which a collection is looked at. */
const MIN_ENTRIES = 100;

/** Share of the heap that it retains. */
const MIN_SHARE = 0.005;

/** The same in files that do not tell where things come from. */
const UNTOLD_SHARE = 0.05;

/** Members that say nothing: what they keep is told by others. */
const NO_CLASS = /^(\(.*\)|Function|Array|Object)$/;

/** Collections that are told, those that retain most first. */
const MAX_COLLECTIONS = 20;

/** What holds many things by key or position, by class name. */
const JAVASCRIPT = /^(Map|Set|Array|Object)$/;
const PYTHON = /^(dict|list|set|collections\.(OrderedDict|defaultdict|deque))$/;

/** Big collections of the program's own: Map, Set, Array, objects used as maps; Python's dict, list and set. */
export const detectCollections: Detector = (context) => {
  const { analyses, totalSize, program, growth } = context;
  const { graph, retainedSizes, classKeys } = analyses;
  const isPython = isPythonHeap(graph);
  const pattern = isPython ? PYTHON : JAVASCRIPT;
  const isCollection = classKeys.keys.map(({ className }) => pattern.test(className));
  const biggest = new TopOrdinals(
    (a, b) => retainedSizes[b] - retainedSizes[a] || a - b,
    MAX_COLLECTIONS,
  );
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!isCollection[classKeys.keyOf[node]]) continue;
    if (retainedSizes[node] < MIN_SHARE * totalSize) continue;
    // The runtime's own tables are as large as its modules are many.
    if (program.hasLocations && !program.isHeldByProgram(node)) continue;
    if (membersOf(context, node).length >= MIN_ENTRIES) biggest.offer(node);
  }
  return Array.from(biggest.finish()).flatMap((node): Finding[] => {
    const members = membersOf(context, node);
    const kind = commonClass(context, members);
    if (kind === null || NO_CLASS.test(kind)) return [];
    const grows = growth?.get(kind)?.isGrowing === true;
    const share = retainedSizes[node] / totalSize;
    // Where nothing tells the program's from the runtime's, the runtime's are told by standing still.
    if (!program.hasLocations && !grows && (growth !== null || share < UNTOLD_SHARE)) return [];
    const name = analyses.className(node);
    const own = members.filter((member) => analyses.className(member) === kind);
    const one: Finding = {
      kind: "collection",
      class: kind,
      count: own.length,
      bytes: retainedSizes[node],
      ordinals: own.slice(0, MAX_FOUND),
      accumulation: node,
      sentence: ({ objects, where }) =>
        `${objects} are kept by ${where}, ${name === "Array" || name === "Object" ? "an" : "a"} ` +
        `${name} of ${formatQuantity(members.length, "entry", "entries")}` +
        (grows ? " that only grows" : ""),
      isExpected: program.isRuntimePlace(program.locationOf(own[0])),
      certainty: grows ? 0.8 : 0.4,
    };
    return [one];
  });
};

/** Elements, values, or members; ordinals, keys of a Map left out. O(edges of the collection). */
function membersOf(context: DetectorContext, node: number): number[] {
  const { analyses } = context;
  const { graph } = analyses;
  const name = analyses.className(node);
  const table = followInternal(context, node, "table");
  if (table === null || (name !== "Map" && name !== "Set")) return ownMembers(graph, node);
  const layout = findTableLayout(graph, table, name === "Map");
  if (layout === null) return ownMembers(graph, table);
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  const members: number[] = [];
  for (let edge = firstEdges[table]; edge < firstEdges[table + 1]; edge++) {
    if (edgeTypes[edge] !== EdgeType.internal) continue;
    const index = Number(graph.edgeName(edge));
    if (!Number.isInteger(index)) continue;
    const slot = slotOf(layout, index);
    if (slot === "value" || slot === "member") members.push(edgeTargets[edge]);
  }
  return members;
}

function ownMembers(graph: HeapGraph, node: number): number[] {
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  const members: number[] = [];
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
    if (edgeTypes[edge] === EdgeType.element || edgeTypes[edge] === EdgeType.property)
      members.push(edgeTargets[edge]);
  return members;
}

/** The class of at least half of some objects; null when they are of many kinds. */
function commonClass({ analyses }: DetectorContext, members: readonly number[]): string | null {
  const counts = new Map<string, number>();
  for (const member of members.slice(0, MAX_FOUND)) {
    const name = analyses.className(member);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most !== undefined && most[1] * 2 >= Math.min(members.length, MAX_FOUND) ? most[0] : null;
}
