import { type BitSet, createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { sumRetained } from "../../graph/dominance.ts";
import { NodeType } from "../../graph/node-type.ts";
import type { Analyses } from "../analyses.ts";
import { reachFromRoot } from "../cut/simulate-cut.ts";
import { type Detector, type Finding, MAX_FOUND } from "./detector.ts";

/** How V8 names what an inspector session keeps: arguments of `console.log`, values shown, scripts. */
const INSPECTOR_EDGE = /(^|\/ )DevTools (console|debugger)$/;

/** Objects that a console shows without anybody wondering. */
const MIN_OBJECTS = 10;

/** Classes that are told, those of most bytes first. */
const MAX_CLASSES = 10;

/**
 * What only the console or debugger of an inspector session keeps alive: it goes when DevTools closes, so it looks
 * like a leak of the program and is none. O(edges of the roots); two walks over the heap where there is such a session.
 */
export const detectInspector: Detector = ({ analyses }) => {
  const { graph, dominance, retainedSizes, classKeys } = analyses;
  const held = heldBySession(analyses);
  if (held === null) return [];
  const kept = keptOnlyBy(analyses, held.edges);
  const byClass = new Map<number, number[]>();
  let total = 0;
  for (const node of held.nodes) {
    if (!hasBit(kept, node)) continue;
    total++;
    const key = classKeys.keyOf[node];
    const known = byClass.get(key);
    if (known === undefined) byClass.set(key, [node]);
    else known.push(node);
  }
  if (total < MIN_OBJECTS) return [];
  const findings = [...byClass].map(([key, nodes]): Finding => ({
    kind: "inspector",
    class: classKeys.keys[key].className,
    count: nodes.length,
    bytes: sumRetained(dominance, Uint32Array.from(nodes), retainedSizes),
    ordinals: nodes.slice(0, MAX_FOUND),
    accumulation: graph.edgeSource(held.first),
    sentence: ({ objects }) =>
      `${objects} are kept only by the console of a debugger (DevTools): not a leak of the program`,
    isExpected: true,
    certainty: 0,
    explains: kept,
  }));
  return findings.toSorted((a, b) => b.bytes - a.bytes || b.count - a.count).slice(0, MAX_CLASSES);
};

interface SessionReferences {
  /** Bits per edge. */
  readonly edges: BitSet;
  /** One of the edges. */
  readonly first: number;
  /** What they lead to, each once, in the order of the file's edges. */
  readonly nodes: ReadonlySet<number>;
}

/** References that an inspector session holds: they hang below the categories of roots. */
function heldBySession({ graph }: Analyses): SessionReferences | null {
  const { firstEdges, edgeTargets } = graph.data;
  let edges: BitSet | null = null;
  let first = -1;
  const nodes = new Set<number>();
  for (const category of categoriesOf(graph)) {
    for (let edge = firstEdges[category]; edge < firstEdges[category + 1]; edge++) {
      if (graph.isWeak(edge) || !INSPECTOR_EDGE.test(graph.edgeName(edge))) continue;
      edges ??= createBitSet(graph.edgeCount);
      if (first < 0) first = edge;
      setBit(edges, edge);
      nodes.add(edgeTargets[edge]);
    }
  }
  return edges === null ? null : { edges, first, nodes };
}

/** The synthetic nodes below the root, those below others included: `(GC roots)` has `(Global handles)`. */
function categoriesOf(graph: Analyses["graph"]): Set<number> {
  const { firstEdges, edgeTargets } = graph.data;
  const categories = new Set<number>([graph.rootOrdinal]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const category of categories)
    for (let edge = firstEdges[category]; edge < firstEdges[category + 1]; edge++)
      if (graph.data.nodeTypes[edgeTargets[edge]] === NodeType.synthetic)
        categories.add(edgeTargets[edge]);
  return categories;
}

/** Bits per node: what the root reaches, but not without some references. O(nodes + edges). */
function keptOnlyBy(analyses: Analyses, edges: BitSet): BitSet {
  const kept = reachFromRoot(analyses);
  const others = reachFromRoot(analyses, edges);
  for (let word = 0; word < kept.length; word++) kept[word] &= ~others[word];
  return kept;
}
