import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NodeType } from "../../graph/node-type.ts";
import { gatherReached } from "../gather-reached.ts";
import { formatCount } from "../quantity-text.ts";
import { type Detector, type Finding } from "./detector.ts";

/** Categories of a Python dump that hold what the program let go of, and what to make of them. */
const PYTHON_ROOTS = [
  ["(Unreachable cycles)", "nothing but loops of references keeps them until the collector runs"],
  ["gc.garbage", "gc.garbage keeps what the collector found, because gc.DEBUG_SAVEALL is set"],
] as const;

/** Bytes of the heap that nothing leads to and that still are there. */
const MIN_SHARE = 0.01;

/** Classes that are named. */
const MAX_NAMES = 3;

/** What says nothing of a program's. */
const UNNAMED = /^([({].*|Function|Object|Array|Structure|InternalFieldTuple|system \/ .*)$/s;

/** What no root leads to; in Python's dumps the loops that wait for the collector, and gc.garbage. */
export const detectUnreachable: Detector = (context) => [
  ...ofPython(context),
  ...ofOthers(context),
];

function ofPython({ analyses }: Parameters<Detector>[0]): Finding[] {
  const { graph, retainedSizes, dominance, referenceKinds } = analyses;
  if (referenceKinds.runtime !== "python") return [];
  const findings: Finding[] = [];
  for (const known of PYTHON_ROOTS) {
    const node = findRoot(graph, known[0]);
    if (node === null || dominance.subtreeCounts[node] < 2) continue;
    const count = dominance.subtreeCounts[node] - 1;
    findings.push({
      kind: "unreachable",
      class: known[0],
      count,
      bytes: retainedSizes[node],
      ordinals: gatherReached(analyses, node),
      accumulation: node,
      sentence: ({ objects }) => `${objects}: ${known[1]}`,
      isExpected: false,
      certainty: 0.9,
    });
  }
  return findings;
}

/** A category of roots, or a list that hangs on one by this name. O(edges of the root). */
function findRoot(graph: HeapGraph, name: string): number | null {
  const { firstEdges, edgeTargets, nodeTypes } = graph.data;
  const pending: number[] = [graph.rootOrdinal];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const target = edgeTargets[edge];
      if (graph.rawName(target) === name || graph.edgeName(edge) === name) return target;
      const isCategory = nodeTypes[target] === NodeType.synthetic && node === graph.rootOrdinal;
      if (isCategory) pending.push(target);
    }
  }
  return null;
}

function ofOthers({ analyses, totalSize }: Parameters<Detector>[0]): Finding[] {
  const { graph, distances, shallowSizes, classKeys } = analyses;
  let count = 0;
  let bytes = 0;
  const ordinals: number[] = [];
  const counts = new Uint32Array(classKeys.keys.length);
  for (let node = 0; node < graph.nodeCount; node++) {
    if (distances[node] >= 0 || shallowSizes[node] === 0) continue;
    if (ordinals.length < 3) ordinals.push(node);
    count++;
    bytes += shallowSizes[node];
    counts[classKeys.keyOf[node]]++;
  }
  if (bytes < MIN_SHARE * totalSize) return [];
  const named = nameMost(
    classKeys.keys.map(({ className }) => className),
    counts,
  );
  return [
    {
      kind: "unreachable",
      class: "unreachable objects",
      count,
      bytes,
      ordinals,
      accumulation: null,
      sentence: ({ objects }) =>
        `${objects}${named}: no root leads to them; the file does not say what keeps them, or they wait for the collector`,
      // A collector that has not run yet is no leak.
      isExpected: true,
      certainty: 0.1,
    },
  ];
}

/** The classes of most objects, kinds of nodes such as `(string)` and shapes left out: `, 500 Session among them`. */
function nameMost(names: readonly string[], counts: Uint32Array): string {
  const most = names
    .map((name, key) => ({ name, count: counts[key] }))
    .filter(({ name, count }) => count > 1 && !UNNAMED.test(name))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MAX_NAMES)
    .map(({ name, count }) => `${formatCount(count)} ${name}`);
  return most.length === 0 ? "" : `, ${most.join(", ")} among them`;
}
