import { type BitSet, createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { isEssentialEdge } from "../../graph/essential-edges.ts";
import { NodeType } from "../../graph/node-type.ts";
import type { Analyses } from "../analyses.ts";
import { ANY, type Patterns } from "./patterns.ts";
import { ReferenceLevel } from "./reference-kinds.ts";
import { findTableLayout, slotOf, type TableLayout, targetOfSlot } from "./table-layout.ts";

/** An object that a part belongs to. */
export interface PartOwner {
  readonly owner: number;
  /** The edge from the owner to its part, or to the part that the part is in. */
  readonly edge: number;
  readonly level: ReferenceLevel;
  /** What the part is to its owner. */
  readonly role: PartRole;
  /** The edge that names a variable; -1 where the part is none. */
  readonly variable: number;
}

/** `entry`: a record of a Hermes Map; `dict`: a Python object's attributes; `variable`: a Python closure's. */
type PartRole =
  | "table"
  | "elements"
  | "properties"
  | "cell"
  | "entry"
  | "dict"
  | "variable"
  | "other";

/** Parts that repeat what their owner's own references say; `cell`: of a global's properties. */
export const MIRROR_ROLES: ReadonlySet<PartRole> = new Set<PartRole>([
  "elements",
  "properties",
  "cell",
]);

/** A part with more owners than this is shown as what it is. */
const MAX_OWNERS = 8;

/** Edges that are looked at for owners. */
const MAX_LOOKED_AT = 64;

/** Edges that are looked at for all parts that a part is in. */
const MAX_EDGES = 512;

/** Parts within parts that are followed. */
const MAX_NESTING = 6;

/** Parts that are remembered. */
const MAX_REMEMBERED = 4096;

/**
 * Folds the parts of objects into their owners: of a reference out of a backing store, a table or a cell it
 * tells which object that belongs to and how code would write the access.
 */
export class Parts {
  readonly #analyses: Analyses;
  readonly #patterns: Patterns;
  readonly #owners = new Map<number, readonly PartOwner[] | null>();
  /** Edges that may still be looked at. */
  #budget = 0;
  readonly #layouts = new Map<number, TableLayout | null>();
  #attributes: BitSet | null = null;

  constructor(analyses: Analyses, patterns: Patterns) {
    this.#analyses = analyses;
    this.#patterns = patterns;
  }

  /** Owners of a part; null when the node is none, or belongs to nobody or to too many. */
  ownersOf(node: number): readonly PartOwner[] | null {
    const known = this.#owners.get(node);
    if (known !== undefined) return known;
    const found: PartOwner[] = [];
    this.#budget = MAX_EDGES;
    const isFolded = this.#collect(node, found, 0) && found.length > 0;
    const owners = isFolded ? found : null;
    if (this.#owners.size >= MAX_REMEMBERED) this.#owners.clear();
    this.#owners.set(node, owners);
    return owners;
  }

  /** The pattern of a reference out of a part: `edge` leads from the part, `owner` says whose part that is. */
  patternOf(
    part: number,
    edge: number,
    { owner, edge: ownerEdge, role, variable }: PartOwner,
  ): number {
    const patterns = this.#patterns;
    switch (role) {
      case "variable":
        return patterns.intern(patterns.exact(part, variable));
      case "elements":
      case "properties":
      case "cell":
        return patterns.any;
      case "dict":
        return patterns.intern(
          this.#analyses.graph.edgeName(edge) === "" ? ANY : this.#attribute(edge),
        );
      case "table":
        return patterns.intern(ACCESS[this.#slot(part, edge, owner)]);
      case "entry":
        return patterns.intern(this.#entryAccess(edge, owner, "*"));
      case "other": {
        const inner = patterns.text(patterns.ofEdge(part, edge));
        const outer = patterns.text(patterns.ofEdge(owner, ownerEdge));
        return patterns.intern(
          `${outer}${inner === `<${ANY}>` || inner === "<hidden>" ? ANY : inner}`,
        );
      }
    }
  }

  /** The same with the element's index or the key. */
  exact(part: number, edge: number, { owner, edge: ownerEdge, role, variable }: PartOwner): string {
    const { graph } = this.#analyses;
    const name = graph.edgeName(edge);
    switch (role) {
      case "elements":
        return /^\d+$/.test(name) ? `[${name}]` : ANY;
      case "properties":
      case "cell":
        return ANY;
      case "variable":
        return this.#patterns.exact(part, variable);
      case "dict":
        return this.#attribute(edge);
      case "table": {
        const entry = /part of key \((?<key>.*? @\d+)\)/s.exec(name)?.groups?.["key"];
        if (entry !== undefined) return `.get(${entry})`;
        const slot = this.#slot(part, edge, owner);
        if (slot !== "value") return ACCESS[slot];
        const key = targetOfSlot(graph, part, Number(name) - 1, edge);
        return `.get(${key < 0 ? "*" : this.#keyText(key)})`;
      }
      case "entry": {
        const key = this.#targetNamed(part, "key");
        return this.#entryAccess(edge, owner, key < 0 ? "*" : this.#keyText(key));
      }
      case "other": {
        const inner = /^\d+$/.test(name) ? `[${name}]` : this.#patterns.exact(part, edge);
        return `${this.#patterns.exact(owner, ownerEdge)}${inner}`;
      }
    }
  }

  /** Whether all ways up from the part end at owners. */
  #collect(part: number, found: PartOwner[], depth: number, withSiblings = false): boolean {
    const { graph, retainers, fullRules, referenceKinds } = this.#analyses;
    const { edgeTypes, nodeNames, nodeTypes } = graph.data;
    if (!this.#isPart(part) || depth > MAX_NESTING) return false;
    const first = retainers.first[part];
    const end = retainers.first[part + 1];
    const holders = retainers.edges.subarray(first, end);
    const edges =
      holders.length > MAX_LOOKED_AT && this.#isAttributes(part)
        ? this.#withoutPlumbing(holders)
        : holders;
    if (edges.length > MAX_LOOKED_AT) return false;
    let siblings = 0;
    for (const edge of edges) {
      if (--this.#budget < 0) return false;
      if (edgeTypes[edge] === EdgeType.weak) continue;
      const owner = graph.edgeSource(edge);
      if (owner === part || !isEssentialEdge(fullRules, owner, edge)) continue;
      // Entries of a list that threads through the same table lead nowhere new.
      const isSibling =
        referenceKinds.runtime !== "javascript" &&
        nodeNames[owner] === nodeNames[part] &&
        nodeTypes[owner] === nodeTypes[part] &&
        nodeTypes[part] !== NodeType.array;
      if (isSibling) siblings++;
      if (isSibling) {
        // Any one that leads to an owner will do.
        if (!withSiblings) continue;
        const before = found.length;
        if (!this.#collectAbove(part, owner, edge, found, depth)) found.length = before;
        if (found.length > 0) return true;
        continue;
      }
      if (this.#isPart(owner)) {
        if (!this.#collectAbove(part, owner, edge, found, depth)) return false;
      } else if (!this.#addOwner(part, owner, edge, found)) return false;
      if (found.length > MAX_OWNERS) return false;
    }
    // Of entries that share a bucket only the first hangs on the table itself.
    if (found.length === 0 && siblings > 0 && !withSiblings)
      return this.#collect(part, found, depth, true);
    return true;
  }

  /** A module's dictionary is known to all its functions, none of which it belongs to. */
  #withoutPlumbing(edges: Uint32Array): Uint32Array {
    const { graph, referenceKinds } = this.#analyses;
    return edges.filter(
      (edge) => referenceKinds.levelOf(graph.edgeSource(edge), edge) !== ReferenceLevel.plumbing,
    );
  }

  /** Owners of the part that a part is in: what is above it is the inner one's too. */
  #collectAbove(
    part: number,
    outer: number,
    edge: number,
    found: PartOwner[],
    depth: number,
  ): boolean {
    const above: PartOwner[] = [];
    if (!this.#collect(outer, above, depth + 1)) return false;
    for (const one of above) {
      if (found.some(({ owner, edge: own }) => owner === one.owner && own === one.edge)) continue;
      const isVariable = this.#analyses.graph.data.edgeTypes[edge] === EdgeType.context;
      found.push(
        isVariable
          ? { ...one, role: "variable", variable: edge }
          : { ...one, role: this.#roleOf(part, one.edge) },
      );
    }
    return true;
  }

  /** False when the part is more than its owner's: then it is an object of its own. */
  #addOwner(part: number, owner: number, edge: number, found: PartOwner[]): boolean {
    const { referenceKinds } = this.#analyses;
    const role = this.#roleOf(part, edge);
    const level = referenceKinds.levelOf(owner, edge);
    // A module's dictionary is also known to its functions; but vars() may be held for itself.
    if (role === "other" && this.#patterns.isDict(part)) return level !== ReferenceLevel.program;
    found.push({ owner, edge, level, role, variable: -1 });
    return true;
  }

  #isPart(node: number): boolean {
    if (this.#analyses.referenceKinds.isPart(node)) return true;
    return this.#isAttributes(node);
  }

  /** A Python dictionary that is some object's `__dict__`, or the tuple of a function's cells. */
  #isAttributes(node: number): boolean {
    if (this.#analyses.referenceKinds.runtime !== "python") return false;
    this.#attributes ??= findAttributes(this.#analyses.graph);
    return hasBit(this.#attributes, node);
  }

  #roleOf(part: number, ownerEdge: number): PartRole {
    const { graph, referenceKinds } = this.#analyses;
    if (graph.data.edgeTypes[ownerEdge] !== EdgeType.internal) return "other";
    const name = graph.edgeName(ownerEdge);
    if (referenceKinds.runtime === "python") return name === "__dict__" ? "dict" : "other";
    if (referenceKinds.runtime === "hermes" && name === "storage")
      return graph.strings.equals(graph.data.nodeNames[part], "HashMapEntry") ? "entry" : "other";
    switch (name) {
      case "table":
        return "table";
      case "elements":
        return "elements";
      case "properties":
      case "propStorage":
      case "indexedStorage":
        return graph.data.nodeTypes[part] === NodeType.array ? "properties" : "cell";
      default:
        return "other";
    }
  }

  #slot(table: number, edge: number, owner: number): keyof typeof ACCESS {
    const { graph } = this.#analyses;
    let layout = this.#layouts.get(table);
    if (layout === undefined) {
      const name = graph.rawName(owner);
      const isMap = name.startsWith("Map") ? true : name.startsWith("Set") ? false : null;
      layout = findTableLayout(graph, table, isMap);
      if (this.#layouts.size >= MAX_REMEMBERED) this.#layouts.clear();
      this.#layouts.set(table, layout);
    }
    if (layout === null) return "unknown";
    const name = graph.edgeName(edge);
    return /^\d+$/.test(name) ? slotOf(layout, Number(name)) : "unknown";
  }

  #entryAccess(edge: number, owner: number, key: string): string {
    const { graph } = this.#analyses;
    if (graph.rawName(owner).startsWith("Set")) return ".values()";
    return graph.edgeName(edge) === "key" ? ".keys()" : `.get(${key})`;
  }

  #attribute(edge: number): string {
    const { graph } = this.#analyses;
    const name = graph.edgeName(edge);
    return /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)
      ? `.${name}`
      : `.__dict__[${JSON.stringify(name)}]`;
  }

  #keyText(key: number): string {
    const { graph } = this.#analyses;
    const { nodeTypes, nodeIds } = graph.data;
    const type = nodeTypes[key];
    if (type === NodeType.string || type === NodeType.symbol || type === NodeType.number) {
      const text = graph.rawName(key);
      const short = text.length > MAX_KEY ? `${text.slice(0, MAX_KEY)}…` : text;
      return type === NodeType.string ? JSON.stringify(short) : short;
    }
    return `${this.#analyses.className(key)} @${nodeIds[key]}`;
  }

  #targetNamed(node: number, name: string): number {
    const { graph } = this.#analyses;
    const { firstEdges, edgeTargets } = graph.data;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
      if (graph.edgeName(edge) === name) return edgeTargets[edge];
    return -1;
  }
}

/** Bits per node: a Python object's `__dict__`, or a function's `__closure__`. O(edges). */
function findAttributes(graph: HeapGraph): BitSet {
  const { edgeTypes, edgeNames, edgeTargets, nodeTypes, nodeNames } = graph.data;
  const [dicts, closures, dict, tuple] = ["__dict__", "__closure__", "dict", "tuple"].map(
    (text) => new Set(graph.strings.findAll(text)),
  );
  const found = createBitSet(graph.nodeCount);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (edgeTypes[edge] !== EdgeType.internal) continue;
    const name = edgeNames[edge];
    const kind = dicts.has(name) ? dict : closures.has(name) ? tuple : null;
    if (kind === null) continue;
    const target = edgeTargets[edge];
    if (nodeTypes[target] === NodeType.object && kind.has(nodeNames[target])) setBit(found, target);
  }
  return found;
}

/** Characters of a key that are shown. */
const MAX_KEY = 60;

const ACCESS = { key: ".keys()", value: ".get(*)", member: ".values()", unknown: ANY } as const;
