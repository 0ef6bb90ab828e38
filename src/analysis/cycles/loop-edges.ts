import { type BitSet, createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { isEssentialEdge, isOrdinarySource } from "../../graph/essential-edges.ts";
import type { EdgeTest } from "../../graph/components.ts";
import type { Analyses } from "../analyses.ts";
import { ReferenceLevel } from "../lineage/reference-kinds.ts";

/** References that were not followed in the search for loops, by reason. */
export interface LoopFilter {
  /** Maps, prototypes, constructors, descriptors, code. */
  readonly plumbing: number;
  /** Between functions and the scopes whose variables they see. */
  readonly scopes: number;
  /** Not retaining, though the collector follows them. */
  readonly loose: number;
}

export interface LoopOptions {
  /** Everything but weak references. */
  readonly all?: boolean;
  /** Loops through the variables of functions too. */
  readonly scopes?: boolean;
}

/** Which edges loops may be made of. */
export interface LoopEdges {
  readonly follows: EdgeTest;
  readonly filtered: LoopFilter;
}

/** Why an edge is not followed; null for those that are. */
export type LoopVerdict = keyof LoopFilter | "weak" | null;

/** Judges edges one at a time: whether loops may be made of them. By default what retains, of the program's own. */
export function createLoopTest(
  analyses: Analyses,
  { all = false, scopes = false }: LoopOptions = {},
): (source: number, edge: number) => LoopVerdict {
  const { graph, fullRules, referenceKinds } = analyses;
  const { edgeTypes, edgeTargets } = graph.data;
  const isRuntimes = createRuntimeTest(analyses);
  return (source, edge) => {
    if (edgeTypes[edge] === EdgeType.weak) return "weak";
    if (all) return null;
    const target = edgeTargets[edge];
    if (isRuntimes(source) || isRuntimes(target)) return "plumbing";
    // An object that refers to itself is a loop of one, though that retains nothing.
    if (target !== source && !isEssentialEdge(fullRules, source, edge)) return "loose";
    const isPlumbing =
      referenceKinds.levelOf(source, edge) !== ReferenceLevel.program ||
      referenceKinds.isBacking(edge);
    if (isPlumbing) return "plumbing";
    return !scopes && referenceKinds.isScope(target) ? "scopes" : null;
  };
}

/** The same for all edges, with what was left aside. O(edges), a bit per edge. */
export function chooseLoopEdges(analyses: Analyses, options: LoopOptions = {}): LoopEdges {
  const { graph, fullRules, referenceKinds } = analyses;
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  const isFollowed = createBitSet(graph.edgeCount);
  const filtered = { plumbing: 0, scopes: 0, loose: 0 };
  const judge = createLoopTest(analyses, options);
  // Python's own nodes are told by more than the bits.
  const isQuick = options.all !== true && referenceKinds.runtime !== "python";
  const isRuntimes = mark(graph.nodeCount, createRuntimeTest(analyses));
  const isScope = mark(graph.nodeCount, (node) => referenceKinds.isScope(node));
  for (let node = 0; node < graph.nodeCount; node++) {
    // Of most nodes a few bits tell what the judge would say; the rest is asked of it.
    const isPlain = isQuick && isOrdinarySource(fullRules, node);
    const isOwn = !hasBit(isRuntimes, node);
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge++) {
      const type = edgeTypes[edge];
      if (type === EdgeType.weak) continue;
      const target = edgeTargets[edge];
      let verdict: LoopVerdict;
      if (!isPlain) verdict = judge(node, edge);
      else if (!isOwn || hasBit(isRuntimes, target)) verdict = "plumbing";
      else if (target === node) verdict = judge(node, edge);
      else if (type === EdgeType.shortcut) verdict = "loose";
      else if (referenceKinds.levelByName(edge) !== ReferenceLevel.program) verdict = "plumbing";
      else if (referenceKinds.isBacking(edge)) verdict = "plumbing";
      else verdict = options.scopes !== true && hasBit(isScope, target) ? "scopes" : null;
      if (verdict === null) setBit(isFollowed, edge);
      else if (verdict !== "weak") filtered[verdict]++;
    }
  }
  return { follows: (_source, edge) => hasBit(isFollowed, edge), filtered };
}

/** Bits per node: those that pass a test. */
function mark(nodeCount: number, test: (node: number) => boolean): BitSet {
  const marked = createBitSet(nodeCount);
  for (let node = 0; node < nodeCount; node++) if (test(node)) setBit(marked, node);
  return marked;
}

/** Whether a node is the runtime's own, so that loops through it are none of the program's. */
function createRuntimeTest({ graph, referenceKinds }: Analyses): (node: number) => boolean {
  if (referenceKinds.runtime !== "python") return (node) => referenceKinds.isPlumbing(node);
  // Modules, classes and what C defines refer to each other all over.
  const { nodeNames } = graph.data;
  const answers = new Uint8Array(graph.strings.length);
  return (node) => {
    const name = nodeNames[node];
    if (answers[name] === 0)
      answers[name] =
        /^<(module|type|builtin_function_or_method|\w+(\.\w+)*Meta) |^(getset|method|member|classmethod|wrapper)_descriptor$/.test(
          graph.strings.get(name),
        )
          ? 2
          : 1;
    return answers[name] === 2;
  };
}
