import { dominates } from "../../graph/dominance.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { isEssentialEdge } from "../../graph/essential-edges.ts";
import type { Analyses } from "../analyses.ts";
import { MIRROR_ROLES, type PartOwner, type Parts } from "../lineage/parts.ts";

/** One way in which an object holds another, as a program can undo it. */
export interface HoldingReference {
  /** The holder. */
  readonly from: number;
  readonly to: number;
  /** The edge that names it: from `from`, or from the part that `owner` owns. */
  readonly edge: number;
  readonly owner: PartOwner | null;
  /** All edges that go when it is undone: a property also stands in the backing store. */
  readonly edges: readonly number[];
}

/**
 * The references that keep an object alive: what holds it without living thanks to it. What stands in a backing
 * store beside the owner's own edge counts once. O(its retainers).
 */
export function findHoldingReferences(
  { graph, retainers, fullRules, dominance }: Analyses,
  parts: Parts,
  node: number,
): HoldingReference[] {
  const { edgeTypes } = graph.data;
  const direct = new Map<number, { edges: number[]; mirrors: number[] }>();
  const folded: { edge: number; owner: PartOwner }[] = [];
  for (let at = retainers.first[node]; at < retainers.first[node + 1]; at++) {
    const edge = retainers.edges[at];
    if (edgeTypes[edge] === EdgeType.weak) continue;
    const source = graph.edgeSource(edge);
    if (!isEssentialEdge(fullRules, source, edge) || dominates(dominance, node, source)) continue;
    const owners = parts.ownersOf(source);
    if (owners === null) {
      const known = direct.get(source);
      if (known === undefined) direct.set(source, { edges: [edge], mirrors: [] });
      else known.edges.push(edge);
    } else for (const owner of owners) folded.push({ edge, owner });
  }
  const references: HoldingReference[] = [];
  for (const { edge, owner } of folded) {
    const own = direct.get(owner.owner);
    // The owner's own edge says the same with a name; a Map's entry is another reference than its property.
    if (own !== undefined && MIRROR_ROLES.has(owner.role)) own.mirrors.push(edge);
    else references.push({ from: owner.owner, to: node, edge, owner, edges: [edge] });
  }
  for (const [from, { edges, mirrors }] of direct)
    for (const edge of edges)
      references.push({ from, to: node, edge, owner: null, edges: [edge, ...mirrors] });
  return references;
}
