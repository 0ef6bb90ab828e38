import { NodeType } from "../../graph/node-type.ts";
import type { Analyses } from "../analyses.ts";
import type { Kinship } from "./box-draft.ts";
import type { Reference } from "./holders.ts";

/** Objects that would share a box, with the references that were followed to them. */
export interface NeighbourGroup {
  readonly kinship: Kinship;
  readonly references: Reference[];
}

/** Objects of a class with more different references than this are a dictionary's: they fold into `[*]`. */
const MAX_PATTERNS = 8;

/** With more different names than this, functions and internal nodes of a class share a box. */
const MAX_NAMES = 3;

/** Class, names and patterns met, to find out what tells objects apart. */
interface Variety {
  readonly patterns: Set<number>;
  readonly names: Set<number>;
}

/**
 * Groups references by what stands at their other end: by class and reference; by name too where a class says
 * little and names are few.
 * @param otherEnd - the end that was not looked from.
 * @param isApart - objects that must not share a box with others of their class, as roots.
 * @param anyPattern - stands for all references of a class where they are too many to tell apart.
 */
export function groupNeighbours(
  analyses: Analyses,
  references: readonly Reference[],
  otherEnd: (reference: Reference) => number,
  anyPattern: number,
  isApart: (ordinal: number) => boolean = () => false,
): NeighbourGroup[] {
  const { graph, classKeys } = analyses;
  const { nodeNames, nodeTypes } = graph.data;
  const { keyOf } = classKeys;
  const varieties = new Map<number, Variety>();
  for (const reference of references) {
    const other = otherEnd(reference);
    const variety = getOr(varieties, keyOf[other], newVariety);
    if (variety.patterns.size <= MAX_PATTERNS) variety.patterns.add(reference.pattern);
    if (variety.names.size <= MAX_NAMES) variety.names.add(nodeNames[other]);
  }
  const groups = new Map<string, NeighbourGroup>();
  for (const reference of references) {
    const other = otherEnd(reference);
    const classKey = keyOf[other];
    const variety = getOr(varieties, classKey, newVariety);
    const isDictionary = variety.patterns.size > MAX_PATTERNS;
    const pattern = isDictionary ? anyPattern : reference.pattern;
    const isNamed = variety.names.size <= MAX_NAMES && isNamedApart(nodeTypes[other]);
    const name = isNamed ? nodeNames[other] : "";
    const key = `${classKey},${pattern},${name},${isApart(other) ? 1 : 0}`;
    const group = getOr(groups, key, () => ({ kinship: { classKey, pattern }, references: [] }));
    group.references.push(reference);
  }
  return [...groups.values()];
}

/** Types whose class says less than the node's own name. */
function isNamedApart(nodeType: number): boolean {
  return (
    nodeType === NodeType.closure ||
    nodeType === NodeType.hidden ||
    nodeType === NodeType.array ||
    nodeType === NodeType.code ||
    nodeType === NodeType.synthetic
  );
}

const newVariety = (): Variety => ({ patterns: new Set(), names: new Set() });

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
