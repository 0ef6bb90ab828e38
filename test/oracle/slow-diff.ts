import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { slowClassNames, slowShapes } from "./slow-class-names.ts";
import { slowClassTotals } from "./slow-class-totals.ts";
import { slowDominators } from "./slow-dominators.ts";
import { slowShallowSizes } from "./slow-shallow-sizes.ts";

/** What changed in one class; sizes in bytes. */
export interface SlowChange {
  readonly newIds: readonly number[];
  readonly newSize: number;
  readonly deletedIds: readonly number[];
  readonly deletedSize: number;
  /** Objects in the later heap. */
  readonly count: number;
  readonly pastRetainedSize: number;
  readonly retainedSize: number;
}

/**
 * The comparison by its definition: the objects of a class are a set of ids, what only the later set has is
 * new, what only the earlier has is deleted. Objects of size 0 are in no set.
 * @returns by class: `name`, or `name at script:line:column`.
 */
export function slowDiff(past: HeapGraph, later: HeapGraph): Map<string, SlowChange> {
  const shapes = slowShapes(later);
  const before = describe(past, slowClassNames(past, shapes));
  const now = describe(later, slowClassNames(later, shapes));
  const changes = new Map<string, SlowChange>();
  for (const key of new Set([...before.keys, ...now.keys])) {
    const old = before.objectsOf(key);
    const current = now.objectsOf(key);
    const added = [...current].filter(([id]) => !old.has(id));
    const removed = [...old].filter(([id]) => !current.has(id));
    changes.set(key, {
      newIds: idsOf(added),
      newSize: sumOf(added),
      deletedIds: idsOf(removed),
      deletedSize: sumOf(removed),
      count: current.size,
      pastRetainedSize: before.retainedBy(key),
      retainedSize: now.retainedBy(key),
    });
  }
  return changes;
}

type SizeById = ReadonlyMap<number, number>;

function idsOf(objects: readonly (readonly [number, number])[]): number[] {
  return objects.map(([id]) => id).toSorted((a, b) => a - b);
}

function sumOf(objects: readonly (readonly [number, number])[]): number {
  return objects.reduce((sum, [, size]) => sum + size, 0);
}

/** One heap by classes. */
function describe(
  graph: HeapGraph,
  names: readonly string[],
): {
  readonly keys: readonly string[];
  objectsOf(key: string): SizeById;
  retainedBy(key: string): number;
} {
  const { nodeIds } = graph.data;
  const keys = names.map((name, node) => `${name}${placeOf(graph, node)}`);
  const sizes = slowShallowSizes(graph);
  const distinct = [...new Set(keys)];
  const idoms = slowDominators(graph);
  const totals = slowClassTotals({
    groupOf: keys.map((key) => distinct.indexOf(key)),
    shallow: sizes,
    retained: keys.map((_, top) => sumBelow(idoms, sizes, top)),
    distances: keys.map(() => 0),
    idoms,
  });
  return {
    keys: distinct,
    objectsOf: (key) =>
      new Map(
        keys.flatMap((other, node) =>
          other === key && sizes[node] > 0 ? [[nodeIds[node], sizes[node]]] : [],
        ),
      ),
    retainedBy: (key) => totals.get(distinct.indexOf(key))?.retained ?? 0,
  };
}

/** Bytes of all that the node dominates. */
function sumBelow(idoms: readonly number[], sizes: readonly number[], top: number): number {
  let sum = 0;
  for (let node = 0; node < idoms.length; node++) {
    let above = node;
    while (above !== top && idoms[above] !== above) above = idoms[above];
    if (above === top) sum += sizes[node];
  }
  return sum;
}

/** Objects of one name from two places are two classes. */
function placeOf(graph: HeapGraph, node: number): string {
  if (graph.nodeTypeName(node) !== "object") return "";
  const { ordinals, scriptIds, lines, columns } = graph.data.locations;
  const row = ordinals.lastIndexOf(node);
  return row < 0 ? "" : ` at ${scriptIds[row]}:${lines[row]}:${columns[row]}`;
}
