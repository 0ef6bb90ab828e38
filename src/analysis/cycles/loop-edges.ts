import { createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { isEssentialEdge } from "../../graph/essential-edges.ts";
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

/**
 * Chooses the edges that loops may be made of: by default what retains, of the program's own references. Each
 * edge is judged once, here. O(edges), a bit per edge.
 */
export function chooseLoopEdges(
  analyses: Analyses,
  { all = false, scopes = false }: LoopOptions = {},
): LoopEdges {
  const { graph, fullRules, referenceKinds } = analyses;
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  const isFollowed = createBitSet(graph.edgeCount);
  const filtered = { plumbing: 0, scopes: 0, loose: 0 };
  const isRuntimes = createRuntimeTest(analyses);
  const isBacking = createBackingTest(analyses);
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (edgeTypes[edge] === EdgeType.weak) continue;
      if (!all) {
        const target = edgeTargets[edge];
        // An object that refers to itself is a loop of one, though that retains nothing.
        if (target !== node && !isEssentialEdge(fullRules, node, edge)) {
          filtered.loose++;
          continue;
        }
        if (
          referenceKinds.levelOf(node, edge) !== ReferenceLevel.program ||
          isRuntimes(node) ||
          isRuntimes(target) ||
          isBacking(node, edge)
        ) {
          filtered.plumbing++;
          continue;
        }
        if (!scopes && referenceKinds.isScope(target)) {
          filtered.scopes++;
          continue;
        }
      }
      setBit(isFollowed, edge);
    }
  }
  return { follows: (_source, edge) => hasBit(isFollowed, edge), filtered };
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

/** Whether an edge leads to a backing store whose contents the file also has as the owner's own references. */
function createBackingTest({ graph }: Analyses): (source: number, edge: number) => boolean {
  const { edgeTypes, edgeNames } = graph.data;
  const names = new Set(BACKING_STORES.flatMap((name) => graph.strings.findAll(name)));
  return (_source, edge) => edgeTypes[edge] === EdgeType.internal && names.has(edgeNames[edge]);
}

const BACKING_STORES = ["elements", "properties", "propStorage", "indexedStorage"];
