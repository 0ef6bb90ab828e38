import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { slowClassNames, slowShapes } from "./slow-class-names.ts";
import { slowDiff } from "./slow-diff.ts";
import { slowShallowSizes } from "./slow-shallow-sizes.ts";

/** One class over a series. */
export interface SlowGrowth {
  readonly counts: readonly number[];
  readonly retainedSizes: readonly number[];
}

/**
 * The numbers of each class in each file, every file compared with the last for itself.
 * @returns by class: `name`, or `name at script:line:column`.
 */
export function slowGrowth(graphs: readonly HeapGraph[]): Map<string, SlowGrowth> {
  const last = graphs[graphs.length - 1];
  const diffs = graphs.map((graph) => slowDiff(graph, last));
  const names = new Set(diffs.flatMap((diff) => [...diff.keys()]));
  return new Map(
    [...names].map((name) => [
      name,
      {
        counts: diffs.map((diff) => {
          const change = diff.get(name);
          return change === undefined
            ? 0
            : change.count - change.newIds.length + change.deletedIds.length;
        }),
        retainedSizes: diffs.map((diff) => diff.get(name)?.pastRetainedSize ?? 0),
      },
    ]),
  );
}

/** Ids of the objects that are in file `to` and in the last, but not in file `from`; positions from 1. */
export function slowLeakSet(graphs: readonly HeapGraph[], from: number, to: number): number[] {
  const last = graphs[graphs.length - 1];
  const shapes = slowShapes(last);
  const [before, born, now] = [graphs[from - 1], graphs[to - 1], last].map((graph) => {
    const names = slowClassNames(graph, shapes);
    const sizes = slowShallowSizes(graph);
    const objects = names.map((name, node) => ({ id: graph.data.nodeIds[node], name, node }));
    return new Map(
      objects
        .filter(({ id, node }) => id % 2 === 1 && sizes[node] > 0)
        .map(({ id, name }) => [id, name]),
    );
  });
  return [...now]
    .filter(([id, name]) => born.get(id) === name && before.get(id) !== name)
    .map(([id]) => id)
    .toSorted((a, b) => a - b);
}
