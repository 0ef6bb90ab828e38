import { createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import {
  type Components,
  type EdgeTest,
  findComponents,
  NO_COMPONENT,
} from "../../graph/components.ts";
import { sumRetained } from "../../graph/dominance.ts";
import type { Analyses } from "../analyses.ts";
import { compileClassPatterns, noSuchClass } from "../class-pattern.ts";
import { Parts } from "../lineage/parts.ts";
import { foldPath } from "../lineage/path-steps.ts";
import { Patterns } from "../lineage/patterns.ts";
import { chooseLoopEdges, type LoopFilter, type LoopOptions } from "./loop-edges.ts";
import { createGarbageTest, type Entry, findEntries } from "./loop-entries.ts";
import { LoopFinder } from "./shortest-loop.ts";

export const CYCLE_SORTS = ["retained", "count", "shallow"] as const;
export type CycleSort = (typeof CYCLE_SORTS)[number];

export interface CyclesOptions extends LoopOptions {
  readonly sort?: CycleSort;
  /** Groups to return, 0 (the default) for all. */
  readonly limit?: number;
  /** Only loops through objects of these classes; any of the patterns must match. */
  readonly type?: readonly string[];
  /** Only loops of at most so many steps. */
  readonly maxLength?: number;
}

/** One step of a loop. */
export interface LoopStep {
  readonly id: number;
  readonly ordinal: number;
  readonly class: string;
  readonly type: string;
  readonly name: string;
  /** The reference that leads on from this object, as code. */
  readonly code: string;
  /** Equal steps in a row that this one, the first of them, stands for. */
  readonly repeat: number;
}

/** Components whose shortest loops read the same. */
export interface CycleGroup {
  /** The loop as code, back to its beginning: `Session.user -> SessionUser.session -> Session`. */
  readonly code: string;
  /** Steps of the loop. */
  readonly length: number;
  /** Components of this kind. */
  readonly count: number;
  /** Objects in them, parts such as tables included. */
  readonly nodeCount: number;
  /** Classes of those, the most frequent first. */
  readonly classes: readonly { readonly class: string; readonly count: number }[];
  /** Sum, bytes. */
  readonly shallowSize: number;
  /** What the components keep alive, bytes; nothing counted twice. */
  readonly retainedSize: number;
  /** References into the components from outside. */
  readonly entryCount: number;
  /** Components that nothing outside holds: garbage, but for the loop (Python's unreachable cycles). */
  readonly unheldCount: number;
  /** One of them: the one that retains most. */
  readonly example: {
    readonly loop: readonly LoopStep[];
    readonly nodeCount: number;
    readonly retainedSize: number;
    /** Whether any reference from outside holds it; those of garbage do not. */
    readonly isHeld: boolean;
    /** Some of the references from outside, the nearest to a root first. */
    readonly entries: readonly Entry[];
  };
}

export interface CyclesResult {
  readonly kind: "cycles";
  readonly sort: CycleSort;
  readonly totals: {
    /** Strongly connected components, single objects that refer to themselves included. */
    readonly componentCount: number;
    readonly nodeCount: number;
    /** Nodes of the largest. */
    readonly largest: number;
    readonly shallowSize: number;
  };
  /** References that were left aside. */
  readonly filtered: LoopFilter;
  readonly groups: readonly CycleGroup[];
  readonly omitted: { readonly count: number; readonly componentCount: number };
}

/** More parts than this no single object has in a loop with itself. */
const MAX_OWN_PARTS = 8;

/** Separates the steps of a loop in its code. */
const ARROW = " -> ";

/**
 * Loops of references: strongly connected components with a short loop of each, components whose loops read
 * the same as one group. O(nodes + edges), besides the search for loops.
 * @throws {NotFoundError} CLASS_NOT_FOUND when a pattern of `type` matches no class.
 */
export function findCycles(analyses: Analyses, options: CyclesOptions = {}): CyclesResult {
  const { sort = "retained", limit = 0 } = options;
  const search = new CycleSearch(analyses, options);
  const { groups: drafts, totals, filtered } = search.run();
  const groups = drafts.toSorted((a, b) => compare(sort, a, b));
  const shown = limit > 0 ? groups.slice(0, limit) : groups;
  const cut = groups.slice(shown.length);
  return {
    kind: "cycles",
    sort,
    totals,
    filtered,
    groups: search.describe(shown),
    omitted: {
      count: cut.length,
      componentCount: cut.reduce((sum, group) => sum + group.count, 0),
    },
  };
}

function compare(sort: CycleSort, a: GroupDraft, b: GroupDraft): number {
  const value = (group: GroupDraft): number =>
    sort === "count" ? group.count : sort === "shallow" ? group.shallowSize : group.retainedSize;
  return value(b) - value(a) || b.nodeCount - a.nodeCount || (a.code < b.code ? -1 : 1);
}

/** A group before what it takes a pass over the heap to know. */
type GroupDraft = Pick<
  CycleGroup,
  "code" | "length" | "count" | "nodeCount" | "classes" | "shallowSize" | "retainedSize"
> & { readonly found: readonly Found[]; readonly example: Found };

/** A component with its loop. */
interface Found {
  /** Number of the component; objects that refer to themselves have numbers behind those of the others. */
  readonly component: number;
  readonly nodes: Uint32Array;
  readonly loop: Loop;
  readonly retainedSize: number;
}

interface Loop {
  readonly code: string;
  readonly steps: readonly LoopStep[];
}

class CycleSearch {
  readonly #analyses: Analyses;
  readonly #patterns: Patterns;
  readonly #parts: Parts;
  readonly #options: CyclesOptions;
  readonly #follows: EdgeTest;
  readonly #filtered: LoopFilter;
  readonly #components: Components;
  #componentCount: number;

  constructor(analyses: Analyses, options: CyclesOptions) {
    this.#analyses = analyses;
    this.#options = options;
    this.#patterns = new Patterns(analyses.graph);
    this.#parts = new Parts(analyses, this.#patterns);
    const { follows, filtered } = chooseLoopEdges(analyses, options);
    this.#follows = follows;
    this.#filtered = filtered;
    this.#components = findComponents(analyses.graph, follows);
    this.#componentCount = this.#components.first.length - 1;
  }

  run(): { groups: GroupDraft[]; totals: CyclesResult["totals"]; filtered: LoopFilter } {
    const isMeant = this.#meantNodes();
    const byCode = new Map<string, Found[]>();
    const totals = { componentCount: 0, nodeCount: 0, largest: 0, shallowSize: 0 };
    for (const { component, nodes, edges } of this.#loops(isMeant)) {
      const loop = this.#describe(edges);
      if (loop.steps.length > (this.#options.maxLength ?? Infinity)) continue;
      totals.componentCount++;
      totals.nodeCount += nodes.length;
      totals.largest = Math.max(totals.largest, nodes.length);
      totals.shallowSize += this.#sizeOf(nodes);
      const { dominance, retainedSizes } = this.#analyses;
      const retainedSize = sumRetained(dominance, nodes, retainedSizes);
      const group = byCode.get(loop.code);
      const found = { component, nodes, loop, retainedSize };
      if (group === undefined) byCode.set(loop.code, [found]);
      else group.push(found);
    }
    const groups = [...byCode].map(([code, found]) => this.#draftGroup(code, found));
    return { groups, totals, filtered: this.#filtered };
  }

  /** Components with a loop of each, as edges. */
  *#loops(
    isMeant: Uint32Array | null,
  ): Generator<{ component: number; nodes: Uint32Array; edges: Uint32Array }> {
    const { graph } = this.#analyses;
    const { first, nodes, componentOf } = this.#components;
    const finder = new LoopFinder(graph, this.#components, this.#follows);
    for (let component = 0; component + 1 < first.length; component++) {
      const own = nodes.subarray(first[component], first[component + 1]);
      const through = isMeant === null ? own : own.filter((node) => hasBit(isMeant, node));
      if (through.length === 0) continue;
      // An object and its own parts: the runtime's business, such as a generator in its own registers.
      if (this.#options.all !== true && this.#isOneObject(own)) continue;
      yield { component, nodes: own, edges: finder.find(component, through) };
    }
    const { firstEdges, edgeTargets } = graph.data;
    for (let node = 0; node < graph.nodeCount; node++) {
      if (componentOf[node] !== NO_COMPONENT || (isMeant !== null && !hasBit(isMeant, node)))
        continue;
      for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
        if (edgeTargets[edge] !== node || !this.#follows(node, edge)) continue;
        const component = this.#componentCount++;
        componentOf[node] = component;
        yield { component, nodes: Uint32Array.of(node), edges: Uint32Array.of(edge) };
        break;
      }
    }
  }

  #isOneObject(nodes: Uint32Array): boolean {
    if (nodes.length > MAX_OWN_PARTS) return false;
    const objects = nodes.filter((node) => this.#parts.ownersOf(node) === null);
    return objects.length <= 1 && nodes.length > 1;
  }

  /** Bits per node: of a class that was asked for; null for all. */
  #meantNodes(): Uint32Array | null {
    const { type = [] } = this.#options;
    if (type.length === 0) return null;
    const { keyOf, keys } = this.#analyses.classKeys;
    const test = compileClassPatterns(type);
    const names = keys.map((key) => key.className);
    const isMeant = names.map((name) => test(name));
    if (!isMeant.includes(true)) throw noSuchClass(type, names);
    const bits = createBitSet(keyOf.length);
    for (let node = 0; node < keyOf.length; node++) if (isMeant[keyOf[node]]) setBit(bits, node);
    return bits;
  }

  /** The loop as code, from the object that makes the smallest text, so that equal loops read the same. */
  #describe(edges: Uint32Array): Loop {
    const { graph } = this.#analyses;
    const rotated = this.#beginAtObject(edges);
    const start = graph.edgeSource(rotated[0]);
    const folded = foldPath(this.#analyses, this.#parts, this.#patterns, { start, edges: rotated });
    const steps = folded.map((step) => {
      const { from } = step;
      return {
        id: graph.data.nodeIds[from],
        ordinal: from,
        class: this.#analyses.className(from),
        type: graph.nodeTypeName(from),
        name: this.#analyses.nodeName(from),
        code: this.#patterns.text(step.pattern),
        repeat: 1,
      };
    });
    const rows = foldEqual(steps);
    const texts = rows.map(textOf);
    const best = leastRotation(texts);
    const ordered = rotate(rows, best);
    return {
      steps: ordered,
      code: [...rotate(texts, best), labelOf(ordered[0])].join(ARROW),
    };
  }

  /** The same loop, begun at an object that is no part of another. */
  #beginAtObject(edges: Uint32Array): Uint32Array {
    const { graph } = this.#analyses;
    const at = edges.findIndex((edge) => this.#parts.ownersOf(graph.edgeSource(edge)) === null);
    return at <= 0 ? edges : Uint32Array.from(rotate([...edges], at));
  }

  #sizeOf(nodes: Uint32Array): number {
    let size = 0;
    for (const node of nodes) size += this.#analyses.shallowSizes[node];
    return size;
  }

  #draftGroup(code: string, found: readonly Found[]): GroupDraft {
    const { dominance, retainedSizes, classKeys } = this.#analyses;
    const counts = new Map<number, number>();
    let nodeCount = 0;
    let shallowSize = 0;
    let [example] = found;
    for (const one of found) {
      if (one.retainedSize > example.retainedSize) example = one;
      nodeCount += one.nodes.length;
      shallowSize += this.#sizeOf(one.nodes);
      for (const node of one.nodes) {
        const key = classKeys.keyOf[node];
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    const all = new Uint32Array(nodeCount);
    let at = 0;
    for (const { nodes } of found) {
      all.set(nodes, at);
      at += nodes.length;
    }
    return {
      code,
      length: example.loop.steps.reduce((steps, { repeat }) => steps + repeat, 0),
      count: found.length,
      nodeCount,
      classes: this.#nameClasses(counts),
      shallowSize,
      retainedSize: sumRetained(dominance, all, retainedSizes),
      found,
      example,
    };
  }

  /** Counts by name; classes of one name in different places are one. */
  #nameClasses(counts: ReadonlyMap<number, number>): CycleGroup["classes"] {
    const byName = new Map<string, number>();
    for (const [key, count] of counts) {
      const name = this.#analyses.classKeys.keys[key].className;
      byName.set(name, (byName.get(name) ?? 0) + count);
    }
    return [...byName]
      .map(([name, count]) => ({ class: name, count }))
      .toSorted((a, b) => b.count - a.count || (a.class < b.class ? -1 : 1));
  }

  /** Adds what holds the components of some groups. */
  describe(drafts: readonly GroupDraft[]): CycleGroup[] {
    if (drafts.length === 0) return [];
    const { componentOf } = this.#components;
    const isGarbage = createGarbageTest(this.#analyses);
    const examples = new Set(drafts.map(({ example }) => example.component));
    const count = this.#componentCount;
    const held = findEntries(this.#analyses, componentOf, count, isGarbage, examples);
    return drafts.map(({ found, example, ...group }) => ({
      ...group,
      entryCount: found.reduce((sum, { component }) => sum + held.counts[component], 0),
      unheldCount: found.filter(({ component }) => held.isHeld[component] === 0).length,
      example: {
        loop: example.loop.steps,
        nodeCount: example.nodes.length,
        retainedSize: example.retainedSize,
        isHeld: held.isHeld[example.component] === 1,
        entries: held.nearest.get(example.component) ?? [],
      },
    }));
  }
}

/** What code would call an object: its class, of functions the name. */
export function labelOf({
  type,
  name,
  class: className,
}: Pick<LoopStep, "type" | "name" | "class">): string {
  if (type === "closure") return `${name === "" ? "(anonymous)" : name}()`;
  return /^[(<]/.test(className) && name !== "" ? name : className;
}

function textOf(step: LoopStep): string {
  const times = step.repeat > 1 ? ` × ${step.repeat}` : "";
  return `${labelOf(step)}${step.code}${times}`;
}

/** Equal steps in a row, as round a ring, as one; two or three are not yet a row. */
function foldEqual(steps: readonly LoopStep[]): LoopStep[] {
  const texts = steps.map(textOf);
  const change = texts.findIndex((text, at) => text !== texts.at(at - 1));
  const from = Math.max(0, change);
  const ordered = rotate(steps, from);
  const names = rotate(texts, from);
  const rows: LoopStep[] = [];
  for (let at = 0; at < ordered.length;) {
    let end = at + 1;
    while (end < ordered.length && names[end] === names[at]) end++;
    if (end - at >= MIN_ROW) rows.push({ ...ordered[at], repeat: end - at });
    else rows.push(...ordered.slice(at, end));
    at = end;
  }
  return rows;
}

/** Equal steps that are written as one. */
const MIN_ROW = 4;

function rotate<T>(items: readonly T[], by: number): T[] {
  return [...items.slice(by), ...items.slice(0, by)];
}

/** Where to begin a ring so that it reads smallest; O(items). (Y. Shiloach, "Fast canonization of circular strings", 1981.) */
function leastRotation(items: readonly string[]): number {
  const { length } = items;
  let best = 0;
  let other = 1;
  let same = 0;
  while (best < length && other < length && same < length) {
    const a = items[(best + same) % length];
    const b = items[(other + same) % length];
    if (a === b) {
      same++;
      continue;
    }
    if (a < b) other += same + 1;
    else best += same + 1;
    if (best === other) other++;
    same = 0;
  }
  return Math.min(best, other);
}
