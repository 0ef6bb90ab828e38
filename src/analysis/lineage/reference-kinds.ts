import { createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NodeType } from "../../graph/node-type.ts";
import { isPythonHeap } from "../edge-code.ts";
import { judgeHermesName, judgeJavaScriptName, judgePythonName } from "./name-judges.ts";
import { NameFlag, NameFlags } from "./name-flags.ts";

/** How much a reference says to a person; lower is better. */
export const ReferenceLevel = {
  /** The program's own: a property, an element, a variable, an entry. */
  program: 0,
  /** Between objects, prototypes and constructors. */
  prototype: 1,
  /** The runtime's: maps, code, feedback, a Python object's type. */
  plumbing: 2,
} as const;
export type ReferenceLevel = (typeof ReferenceLevel)[keyof typeof ReferenceLevel];

/** Which runtime's conventions names follow. */
export type Runtime = "javascript" | "hermes" | "python";

/**
 * Tells the program's own references from the runtime's plumbing, and objects from the parts of objects.
 * Answers are integers and booleans about edges and ordinals; names are judged once each.
 */
export class ReferenceKinds {
  readonly graph: HeapGraph;
  readonly runtime: Runtime;
  readonly #names: NameFlags;
  #modules: ReadonlySet<number> | null = null;

  constructor(graph: HeapGraph) {
    this.graph = graph;
    this.runtime = runtimeOf(graph);
    const judge = JUDGES[this.runtime];
    this.#names = new NameFlags(graph.strings, judge);
  }

  /** Of the edge from `source`; weak or not. */
  levelOf(source: number, edge: number): ReferenceLevel {
    const { nodeTypes, edgeTypes, edgeNames } = this.graph.data;
    const sourceType = nodeTypes[source];
    if (sourceType === NodeType.code || sourceType === NodeType.objectShape)
      return ReferenceLevel.plumbing;
    const type = edgeTypes[edge];
    if (this.#isPlumbingNode(source)) {
      // A page's global is known to the runtime's context by this name.
      return this.graph.strings.equals(edgeNames[edge], "global_object") &&
        type === EdgeType.internal
        ? ReferenceLevel.program
        : ReferenceLevel.plumbing;
    }
    return this.levelByName(edge);
  }

  /** What {@link levelOf} says of an edge from a node that is none of the runtime's own. */
  levelByName(edge: number): ReferenceLevel {
    const { edgeTypes, edgeNames } = this.graph.data;
    const type = edgeTypes[edge];
    if (type !== EdgeType.property && type !== EdgeType.internal) return ReferenceLevel.program;
    const flags = this.#names.get(edgeNames[edge]);
    if (flags === 0) return ReferenceLevel.program;
    if ((flags & NameFlag.plumbing) !== 0 && type === EdgeType.internal)
      return ReferenceLevel.plumbing;
    const isPrototype =
      (flags & NameFlag.prototype) !== 0 &&
      (this.runtime === "hermes" || type === EdgeType.property);
    return isPrototype ? ReferenceLevel.prototype : ReferenceLevel.program;
  }

  /**
   * Whether a node may be drawn as a part of what refers to it: a backing store, a table, a cell. Whether it
   * is so also depends on who refers to it.
   */
  isPart(node: number): boolean {
    const { nodeTypes, nodeNames } = this.graph.data;
    const type = nodeTypes[node];
    if (type === NodeType.array) return true;
    if (this.runtime === "javascript" && type !== NodeType.hidden && type !== NodeType.native)
      return false;
    return (
      (type === NodeType.hidden || type === NodeType.native || type === NodeType.object) &&
      (this.#names.get(nodeNames[node]) & NameFlag.part) !== 0
    );
  }

  /** A map, code, feedback …: what no program knows of. */
  isPlumbing(node: number): boolean {
    const type = this.graph.data.nodeTypes[node];
    return type === NodeType.code || type === NodeType.objectShape || this.#isPlumbingNode(node);
  }

  /** A category of GC roots, or the root itself. */
  isSynthetic(node: number): boolean {
    return this.graph.data.nodeTypes[node] === NodeType.synthetic;
  }

  /** The variables of a running or captured function. */
  isScope(node: number): boolean {
    const { nodeTypes, nodeNames } = this.graph.data;
    const type = nodeTypes[node];
    // Most names are those of strings and functions, of which none need be read.
    const mayBe = type === NodeType.object || type === NodeType.hidden || type === NodeType.native;
    return mayBe && (this.#names.get(nodeNames[node]) & NameFlag.scope) !== 0;
  }

  /** Leads to a backing store, whose contents the file also has as the owner's own references. */
  isBacking(edge: number): boolean {
    const { edgeTypes, edgeNames } = this.graph.data;
    return (
      edgeTypes[edge] === EdgeType.internal &&
      (this.#names.get(edgeNames[edge]) & NameFlag.backing) !== 0
    );
  }

  /**
   * A module of a Python program that `sys.modules` has, as objgraph's `is_proper_module`: one that was taken
   * out of there is held by something else. Where the file has no `sys.modules`, any module.
   */
  isModule(node: number): boolean {
    if (this.runtime !== "python") return false;
    if (!this.graph.strings.startsWith(this.graph.data.nodeNames[node], "<module ")) return false;
    this.#modules ??= modulesOf(this.graph);
    return this.#modules.size === 0 || this.#modules.has(node);
  }

  /** A map, feedback, code …: nothing a program knows of. */
  #isPlumbingNode(node: number): boolean {
    const { nodeTypes, nodeNames } = this.graph.data;
    const type = nodeTypes[node];
    const mayBe =
      type === NodeType.hidden ||
      type === NodeType.array ||
      type === NodeType.native ||
      (this.runtime === "hermes" && type === NodeType.object);
    return mayBe && (this.#names.get(nodeNames[node]) & NameFlag.plumbingNode) !== 0;
  }
}

/** What a Python program's `sys.modules` holds; none where the root has no reference of that name. */
function modulesOf(graph: HeapGraph): ReadonlySet<number> {
  const { firstEdges, edgeTargets, edgeNames, edgeTypes } = graph.data;
  const modules = new Set<number>();
  const root = graph.rootOrdinal;
  for (let edge = firstEdges[root]; edge < firstEdges[root + 1]; edge++) {
    if (!graph.strings.equals(edgeNames[edge], "sys.modules")) continue;
    const dict = edgeTargets[edge];
    for (let entry = firstEdges[dict]; entry < firstEdges[dict + 1]; entry++)
      if (edgeTypes[entry] === EdgeType.property) modules.add(edgeTargets[entry]);
  }
  return modules;
}

const JUDGES = {
  javascript: judgeJavaScriptName,
  hermes: judgeHermesName,
  python: judgePythonName,
} as const;

function runtimeOf(graph: HeapGraph): Runtime {
  if (isPythonHeap(graph)) return "python";
  const { statedNodeCount, statedEdgeCount } = graph.data.header;
  // Only Hermes leaves the counts empty.
  const isHermes = graph.nodeCount > 0 && statedNodeCount === 0 && statedEdgeCount === 0;
  return isHermes ? "hermes" : "javascript";
}

/**
 * Where the program begins: the user roots; where there are none, the global objects of contexts that the
 * runtime itself holds (Chrome), or an object that a root holds and that calls itself `globalThis` (Hermes).
 * @returns ordinals, each once; O(edges of the root's categories).
 */
export function findProgramRoots(graph: HeapGraph, userRoots: Uint32Array): Uint32Array {
  if (userRoots.length > 0) return userRoots;
  const { firstEdges, edgeTargets, edgeTypes, edgeNames, nodeTypes, nodeNames } = graph.data;
  const { strings } = graph;
  const seen = createBitSet(graph.nodeCount);
  const found: number[] = [];
  const add = (node: number): void => {
    if (hasBit(seen, node)) return;
    setBit(seen, node);
    found.push(node);
  };
  const globalOf = (node: number): void => {
    const isContext = strings.startsWith(nodeNames[node], "system / NativeContext");
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const target = edgeTargets[edge];
      const type = edgeTypes[edge];
      if (
        isContext &&
        type === EdgeType.internal &&
        strings.equals(edgeNames[edge], "global_object")
      )
        add(target);
      if (
        target === node &&
        type === EdgeType.property &&
        strings.equals(edgeNames[edge], "globalThis")
      )
        add(node);
    }
  };
  const visited = createBitSet(graph.nodeCount);
  const pending = [graph.rootOrdinal as number];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (hasBit(visited, node)) continue;
    setBit(visited, node);
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (edgeTypes[edge] === EdgeType.weak) continue;
      const target = edgeTargets[edge];
      if (hasBit(visited, target)) continue;
      if (nodeTypes[target] === NodeType.synthetic) pending.push(target);
      else {
        setBit(visited, target);
        globalOf(target);
      }
    }
  }
  return Uint32Array.from(found);
}
