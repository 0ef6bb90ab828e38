import { EdgeType } from "../../graph/edge-type.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NO_NODE } from "../../graph/ids.ts";
import { NodeType } from "../../graph/node-type.ts";

/** Mappings written in C: their instances do not refer to their class. */
const BUILTIN =
  /^(dict|mappingproxy|collections\.(defaultdict|OrderedDict)|weakref\.WeakValueDictionary)$/;

/** Classes above a class that are looked at. */
const MAX_BASES = 32;

/** Tells the mappings of a Python heap, whose properties are items, from objects, whose properties are attributes. */
export class PythonMappings {
  readonly #graph: HeapGraph;
  /** By index of a class name. */
  readonly #known = new Map<number, boolean>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
  }

  /** A dict, or an instance of a class made from it; O(1) but for the first instance of each class. */
  isMapping(node: number): boolean {
    const { nodeTypes, nodeNames } = this.#graph.data;
    if (nodeTypes[node] !== NodeType.object) return false;
    const known = this.#known.get(nodeNames[node]);
    if (known !== undefined) return known;
    const isMapping = BUILTIN.test(this.#graph.rawName(node)) || this.#hasMappingBase(node);
    this.#known.set(nodeNames[node], isMapping);
    return isMapping;
  }

  #hasMappingBase(node: number): boolean {
    // Modules, functions and classes are labelled: theirs are attributes.
    if (this.#graph.rawName(node).startsWith("<")) return false;
    let type = this.#targetOf(node, "__class__");
    for (let depth = 0; type !== NO_NODE && depth < MAX_BASES; depth++) {
      const name = /^<\S+ (?<name>.+)>$/s.exec(this.#graph.rawName(type))?.groups?.["name"];
      if (name !== undefined && BUILTIN.test(name)) return true;
      type = this.#targetOf(type, "__base__");
    }
    return false;
  }

  #targetOf(node: number, name: string): number {
    const { firstEdges, edgeTypes, edgeNames, edgeTargets } = this.#graph.data;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++)
      if (
        edgeTypes[edge] === EdgeType.internal &&
        this.#graph.strings.equals(edgeNames[edge], name)
      )
        return edgeTargets[edge];
    return NO_NODE;
  }
}
