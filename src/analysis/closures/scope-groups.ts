import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NodeType } from "../../graph/node-type.ts";
import type { Analyses } from "../analyses.ts";
import { edgeCode } from "../edge-code.ts";
import { InternalEdges } from "./internal-edges.ts";

/** Scopes in memory that one piece of code made: each call of a function makes one. */
export interface ScopeGroup {
  /** Ordinals, ascending. */
  readonly contexts: readonly number[];
  /** What the function whose variables these are is known by, see {@link ScopeMaker}; null where nothing tells. */
  readonly maker: ScopeMaker | null;
  /** Functions that keep one of the scopes directly, by their code; those of most closures first. */
  readonly functions: readonly ScopeUser[];
}

/** The function that makes scopes. */
export interface ScopeMaker {
  /** "" for a function without a name, a script or module. */
  readonly name: string;
  /** Ordinal of one of its closures; null where none is alive. */
  readonly closure: number | null;
  /** Ordinal of the script's node; null where nothing tells. */
  readonly script: number | null;
}

/** Closures of one code that keep scopes of a group. */
export interface ScopeUser {
  readonly name: string;
  /** Ordinal of the first of them. */
  readonly closure: number;
  readonly count: number;
}

/** A variable of a scope in memory. */
export interface ScopeSlot {
  readonly name: string;
  /** Ordinal of what it refers to, behind the cell that newer V8 keeps it in. */
  readonly value: number;
}

const NAMES = [
  "system / ContextCell",
  "name_or_scope_info",
  "scope_info",
  "script",
  "script_or_debug_info",
  "shared",
] as const;

/** What stands before a function's name, or instead of none. */
const FUNCTION_INFO = /^(system \/ SharedFunctionInfo( \/ )?|\(shared function info\)$)/;

/** Scopes in memory by the code that made them, whatever runtime wrote the file. */
export class ScopeGroups {
  readonly groups: readonly ScopeGroup[];
  /** Length nodeCount; group of a scope, from 1; 0 for all other nodes. */
  readonly groupOf: Uint32Array;
  readonly #graph: HeapGraph;
  readonly #edges: InternalEdges<(typeof NAMES)[number]>;
  readonly #isHermes: boolean;

  /** O(nodes + edges). */
  constructor({ graph, referenceKinds }: Analyses) {
    this.#graph = graph;
    this.#edges = new InternalEdges(graph, NAMES);
    this.#isHermes = referenceKinds.runtime === "hermes";
    this.groupOf = new Uint32Array(graph.nodeCount);
    const drafts = this.#groupContexts((node) => referenceKinds.isScope(node));
    const closureOf = this.#gatherFunctions(drafts);
    const makers = this.#findMakers(drafts, closureOf);
    this.groups = drafts.map(({ contexts, functions }, at) => ({
      contexts,
      maker: makers[at],
      functions: [...functions.values()].toSorted(
        (a, b) => b.count - a.count || a.closure - b.closure,
      ),
    }));
  }

  /** The variables of a scope, in the order of the file. Those of Hermes have numbers for names. */
  slotsOf(context: number): ScopeSlot[] {
    const { firstEdges, edgeTypes, edgeTargets } = this.#graph.data;
    const slots: ScopeSlot[] = [];
    for (let edge = firstEdges[context]; edge < firstEdges[context + 1]; edge++) {
      if (this.#isHermes) {
        const isNumber = /^\d+$/.test(this.#graph.edgeName(edge));
        if (edgeTypes[edge] === EdgeType.internal && isNumber)
          slots.push({ name: edgeCode(this.#graph, edge), value: edgeTargets[edge] });
      } else if (edgeTypes[edge] === EdgeType.context) {
        slots.push({ name: this.#graph.edgeName(edge), value: this.#inCell(edgeTargets[edge]) });
      }
    }
    return slots;
  }

  /** What the cell of a variable holds, or the node itself: V8 >= 14 keeps some variables in cells. */
  #inCell(node: number): number {
    if (!this.#edges.isNamed(node, "system / ContextCell")) return node;
    const { firstEdges, edgeTypes, edgeNames, edgeTargets } = this.#graph.data;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
      if (edgeTypes[edge] === EdgeType.hidden && edgeNames[edge] === 0) return edgeTargets[edge];
    return node;
  }

  /** V8's scopes by their ScopeInfo, others by the names of their variables. */
  #groupContexts(isScope: (node: number) => boolean): GroupDraft[] {
    const drafts: GroupDraft[] = [];
    const known = new Map<number | string, number>();
    for (let node = 0; node < this.#graph.nodeCount; node++) {
      if (!isScope(node)) continue;
      const info = this.#edges.follow(node, "scope_info");
      const key =
        info >= 0
          ? info
          : this.slotsOf(node)
              .map(({ name }) => name)
              .join(" ");
      const group = known.get(key);
      if (group === undefined) {
        drafts.push({ info, contexts: [node], functions: new Map() });
        known.set(key, drafts.length);
      } else drafts[group - 1].contexts.push(node);
      this.groupOf[node] = group ?? drafts.length;
    }
    return drafts;
  }

  /** Finds which functions keep which scopes. @returns for each code (SharedFunctionInfo) one closure. */
  #gatherFunctions(drafts: readonly GroupDraft[]): ReadonlyMap<number, number> {
    const { nodeTypes } = this.#graph.data;
    const closureOf = new Map<number, number>();
    for (let node = 0; node < nodeTypes.length; node++) {
      if (nodeTypes[node] !== NodeType.closure) continue;
      const shared = this.#edges.follow(node, "shared");
      if (shared >= 0 && !closureOf.has(shared)) closureOf.set(shared, node);
      const group = this.#groupAround(node);
      if (group === 0) continue;
      const { functions } = drafts[group - 1];
      const key = shared >= 0 ? shared : this.#graph.rawName(node);
      const user = functions.get(key);
      if (user === undefined)
        functions.set(key, { name: this.#graph.rawName(node), closure: node, count: 1 });
      else user.count++;
    }
    return closureOf;
  }

  /** Group of the scope that a function keeps, 0 for none. */
  #groupAround(closure: number): number {
    const { firstEdges, edgeTypes, edgeTargets } = this.#graph.data;
    for (let edge = firstEdges[closure]; edge < firstEdges[closure + 1]; edge++) {
      const group = this.groupOf[edgeTargets[edge]];
      if (group > 0 && edgeTypes[edge] === EdgeType.internal) return group;
    }
    return 0;
  }

  /** A function that has run refers to the ScopeInfo of its scopes. */
  #findMakers(
    drafts: readonly GroupDraft[],
    closureOf: ReadonlyMap<number, number>,
  ): (ScopeMaker | null)[] {
    const makers: (ScopeMaker | null)[] = drafts.map(() => null);
    const groupOfInfo = new Map(drafts.map(({ info }, at) => [info, at]));
    const { nodeTypes } = this.#graph.data;
    for (let node = 0; node < nodeTypes.length; node++) {
      if (nodeTypes[node] !== NodeType.code && nodeTypes[node] !== NodeType.hidden) continue;
      const info = this.#edges.follow(node, "name_or_scope_info");
      const group = info < 0 ? undefined : groupOfInfo.get(info);
      if (group === undefined) continue;
      const script = Math.max(
        this.#edges.follow(node, "script"),
        this.#edges.follow(node, "script_or_debug_info"),
      );
      makers[group] = {
        name: this.#graph.rawName(node).replace(FUNCTION_INFO, ""),
        closure: closureOf.get(node) ?? null,
        script: script < 0 ? null : script,
      };
    }
    return makers;
  }
}

interface GroupDraft {
  /** Ordinal of the ScopeInfo, -1 for none. */
  readonly info: number;
  readonly contexts: number[];
  readonly functions: Map<number | string, { name: string; closure: number; count: number }>;
}
