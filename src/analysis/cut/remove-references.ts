import { type BitSet, createBitSet, setBit } from "../../graph/arrays/bit-set.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { NotFoundError } from "../../errors.ts";
import type { Analyses } from "../analyses.ts";
import { compileClassPattern } from "../class-pattern.ts";
import { edgeCode } from "../edge-code.ts";
import { findObject } from "../find-object.ts";
import { createFoldedCounts } from "../lineage/holders.ts";
import { MIRROR_ROLES, Parts } from "../lineage/parts.ts";
import { stepCode } from "../lineage/path-steps.ts";
import { Patterns } from "../lineage/patterns.ts";
import { ReferentFinder } from "../lineage/referents.ts";
import { removeMirrors } from "./find-cuts.ts";
import { type FreedObjects, simulateCut } from "./simulate-cut.ts";

/** What is to be removed, all of it together. */
export interface Removal {
  /** References of single objects, the code as `show` and `refs` write it: `.cache`, `.get("u17")`. */
  readonly edges?: readonly { readonly id: number; readonly code: string }[];
  /** Ids of objects to remove. */
  readonly nodes?: readonly number[];
  /**
   * Patterns over references as text, `EventEmitter._events -> Object`: a glob over the whole text, or a
   * regular expression.
   */
  readonly matching?: readonly string[];
}

export interface RemovalResult {
  readonly kind: "cut-simulation";
  /** Edges of the file that were removed. */
  readonly removedEdges: number;
  readonly removedNodes: number;
  /** References as text that a pattern matched, with how many of each; the most frequent first. */
  readonly matched: readonly { readonly text: string; readonly count: number }[];
  readonly freed: FreedObjects;
}

/**
 * Removes references and objects and tells exactly what would be free then.
 * @throws {NotFoundError} NODE_NOT_FOUND; EDGE_NOT_FOUND when an object has no such reference or nothing matches.
 * @throws {TextSyntaxError} SYNTAX_PATTERN
 */
export function removeReferences(analyses: Analyses, removal: Removal): RemovalResult {
  const { graph } = analyses;
  const { edges = [], nodes = [], matching = [] } = removal;
  const patterns = new Patterns(graph);
  const parts = new Parts(analyses, patterns);
  const removed = createBitSet(graph.edgeCount);
  const isGone = createBitSet(graph.nodeCount);
  for (const { id, code } of edges) removeNamed(analyses, parts, patterns, id, code, removed);
  for (const id of nodes) setBit(isGone, findObject(graph, id));
  const matched = removeMatching(analyses, parts, patterns, matching, removed);
  let removedEdges = 0;
  for (let edge = 0; edge < graph.edgeCount; edge++)
    removedEdges += (removed[edge >>> 5] >>> (edge & 31)) & 1;
  return {
    kind: "cut-simulation",
    removedEdges,
    removedNodes: new Set(nodes).size,
    matched,
    freed: simulateCut(analyses, removed, nodes.length > 0 ? isGone : null),
  };
}

/** Marks the references of an object that read `code`; `*` in it stands for any key. */
function removeNamed(
  analyses: Analyses,
  parts: Parts,
  patterns: Patterns,
  id: number,
  code: string,
  removed: BitSet,
): void {
  const node = findObject(analyses.graph, id);
  const folded = createFoldedCounts();
  const options = { weak: false, all: false };
  const folds = new ReferentFinder(analyses, patterns, parts, options, folded).find(node);
  const plain = new ReferentFinder(
    analyses,
    patterns,
    parts,
    { ...options, all: true },
    folded,
  ).find(node);
  let found = 0;
  for (const reference of [...folds, ...plain]) {
    const exact = stepCode(analyses, parts, patterns, reference);
    if (exact !== code && patterns.text(reference.pattern) !== code) continue;
    found++;
    setBit(removed, reference.edge);
    removeMirrors(analyses, parts, node, reference.to, removed);
  }
  // A reference of the object to itself holds nothing and is none of its referents.
  const { firstEdges, edgeTargets } = analyses.graph.data;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
    if (edgeTargets[edge] !== node) continue;
    if (
      ![edgeCode(analyses.graph, edge), patterns.text(patterns.ofEdge(node, edge))].includes(code)
    )
      continue;
    found++;
    setBit(removed, edge);
  }
  if (found > 0) return;
  const known = [...new Set(folds.map((one) => stepCode(analyses, parts, patterns, one)))];
  throw new NotFoundError(
    "EDGE_NOT_FOUND",
    `@${id}${code}`,
    `@${id} has no reference ${code}`,
    known.slice(0, 5),
  );
}

function removeMatching(
  analyses: Analyses,
  parts: Parts,
  patterns: Patterns,
  matching: readonly string[],
  removed: BitSet,
): RemovalResult["matched"] {
  if (matching.length === 0) return [];
  const { graph, classKeys } = analyses;
  const { firstEdges, edgeTargets, edgeTypes } = graph.data;
  const { keyOf, keys } = classKeys;
  const tests = matching.map((pattern) => compileClassPattern(pattern));
  /** By holder's class, pattern and target's class: the text when it matches, "" when not. */
  const answers = new Map<string, string>();
  const counts = new Map<string, number>();
  const judge = (from: number, pattern: number, to: number): string => {
    const key = `${keyOf[from]},${pattern},${keyOf[to]}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const text = `${keys[keyOf[from]].className}${patterns.text(pattern)} -> ${keys[keyOf[to]].className}`;
    const answer = tests.some((test) => test(text)) ? text : "";
    answers.set(key, answer);
    return answer;
  };
  for (let node = 0; node < graph.nodeCount; node++) {
    const [owner] = parts.ownersOf(node) ?? [];
    const isMirror = owner !== undefined && MIRROR_ROLES.has(owner.role);
    if (isMirror) continue;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (edgeTypes[edge] === EdgeType.weak) continue;
      const to = edgeTargets[edge];
      const pattern =
        owner === undefined ? patterns.ofEdge(node, edge) : parts.patternOf(node, edge, owner);
      const from = owner?.owner ?? node;
      const text = judge(from, pattern, to);
      if (text === "") continue;
      counts.set(text, (counts.get(text) ?? 0) + 1);
      setBit(removed, edge);
      removeMirrors(analyses, parts, from, to, removed);
    }
  }
  if (counts.size === 0) {
    const what = matching.join(", ");
    throw new NotFoundError("EDGE_NOT_FOUND", what, `no reference matches ${what}`);
  }
  return [...counts]
    .map(([text, count]) => ({ text, count }))
    .toSorted((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
}
