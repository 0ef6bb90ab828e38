import type { Snapshot } from "../../src/snapshot.ts";

/** Looks into a snapshot of a Python process by names, straight from its columns. */
export class PythonHeap {
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** Ordinals of the nodes of a name. */
  named(name: string | RegExp): number[] {
    const { graph } = this.#snapshot;
    const found: number[] = [];
    for (let node = 0; node < graph.nodeCount; node++) {
      const own = graph.rawName(node);
      if (typeof name === "string" ? own === name : name.test(own)) found.push(node);
    }
    return found;
  }

  /** The references of the first node of a name: `property label → (string) user 1`. */
  edgesOf(name: string | RegExp): string[] {
    const [node] = this.named(name);
    return node === undefined ? [`there is no ${name}`] : this.edgesFrom(node);
  }

  edgesFrom(node: number): string[] {
    const { graph } = this.#snapshot;
    const { firstEdges, edgeTargets } = graph.data;
    const texts: string[] = [];
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const name = graph.rawName(edgeTargets[edge]);
      texts.push(`${graph.edgeTypeName(edge)} ${graph.edgeName(edge)} → ${name}`);
    }
    return texts;
  }

  /** What an edge of that type and name of a node leads to. */
  follow(node: number, type: string, name: string): number {
    const { graph } = this.#snapshot;
    const { firstEdges, edgeTargets } = graph.data;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (graph.edgeTypeName(edge) === type && graph.edgeName(edge) === name)
        return edgeTargets[edge];
    }
    throw new Error(`node ${node} has no ${type} ${name}`);
  }

  /** The namespace of a module. */
  globalsOf(module: string): number {
    const [node = -1] = this.named(`<module ${module}>`);
    return this.follow(node, "internal", "__dict__");
  }

  idOf(node: number): number {
    return this.#snapshot.graph.data.nodeIds[node] ?? 0;
  }

  sizeOf(node: number): number {
    return this.#snapshot.graph.data.selfSizes[node] ?? 0;
  }

  /** How many nodes each name has; texts count as `str`. */
  counts(): Map<string, number> {
    const { graph } = this.#snapshot;
    const counts = new Map<string, number>();
    for (let node = 0; node < graph.nodeCount; node++) {
      const name = graph.nodeTypeName(node) === "string" ? "str" : graph.rawName(node);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  }
}
