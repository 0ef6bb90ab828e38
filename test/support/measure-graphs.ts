import { Analyses } from "../../src/analysis/analyses.ts";
import type { GrowthOptions, GrowthResult } from "../../src/analysis/change/growth-result.ts";
import { GrowthSeries, inferSeriesShapes } from "../../src/analysis/change/growth-series.ts";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { buildGraph, type NodeSpec } from "./build-graph.ts";

/** What grows over graphs in memory; they are called `1`, `2` … */
export function measureGraphs(
  graphs: readonly HeapGraph[],
  options: GrowthOptions = {},
): GrowthResult {
  const shapes = inferSeriesShapes(graphs[graphs.length - 1]);
  const series = new GrowthSeries(shapes, graphs.length, options);
  for (const [at, graph] of graphs.entries()) series.add(new Analyses(graph), String(at + 1));
  return series.finish();
}

/** Objects alive in one file, by id. */
export type Alive = Readonly<Record<number, Omit<NodeSpec, "id">>>;

/** A heap whose root holds each of some objects. */
export function heapOf(alive: Alive): HeapGraph {
  const nodes: NodeSpec[] = [{ type: NodeType.synthetic, size: 0, id: 1 }];
  for (const [id, node] of Object.entries(alive)) nodes.push({ size: 10, ...node, id: Number(id) });
  return buildGraph({
    nodes,
    edges: nodes.slice(1).map((_, at) => ({ from: 0, to: at + 1, name: `v${at}` })),
  });
}

/** Heaps in which classes have some counts: `{ Session: [1, 2, 3] }`; an object keeps its id while it lives. */
export function heapsOf(counts: Readonly<Record<string, readonly number[]>>): HeapGraph[] {
  const files = Math.max(...Object.values(counts).map(({ length }) => length));
  const alive = Array.from({ length: files }, (): Record<number, Omit<NodeSpec, "id">> => ({}));
  // Those that come in a later file have higher ids.
  let id = 3;
  for (let file = 0; file < files; file++) {
    for (const [name, ofFile] of Object.entries(counts)) {
      const had = file === 0 ? 0 : Math.max(...ofFile.slice(0, file));
      for (let at = had; at < ofFile[file]; at++, id += 2)
        for (let later = file; later < files; later++)
          if (at < ofFile[later]) alive[later][id] = { name };
    }
  }
  return alive.map(heapOf);
}
