import {
  type Callback,
  checkCopySize,
  checkFunction,
  COPY_LIMIT,
  invalidArguments,
} from "./graphology-errors.ts";
import {
  DIRECTIONS,
  type HeapMethod,
  type HeapMethods,
  lowerFirst,
} from "./graphology-families.ts";
import type { ViewedHeap } from "./graphology-heap.ts";
import { EMPTY_WALK, NodeWalk, type Walk, walkEdges, walkNeighbors } from "./graphology-walks.ts";

/** What is walked over: all nodes, or a family of neighbours or edges. */
interface Family {
  /** As in `forEachInEdge`. */
  readonly noun: string;
  /** Arguments that say where, before those of the operation: fewest and most. */
  readonly places: readonly [number, number];
  readonly walk: (heap: ViewedHeap, name: string, place: readonly unknown[]) => Walk;
}

const FAMILIES: readonly Family[] = [
  { noun: "Node", places: [0, 0], walk: (heap) => new NodeWalk(heap, null) },
  ...Object.entries(DIRECTIONS).flatMap(([prefix, direction]): Family[] => [
    {
      noun: `${prefix}Neighbor`,
      places: [1, 1],
      walk: (heap, name, [node]) =>
        direction === null ? EMPTY_WALK : walkNeighbors(heap, name, node, direction),
    },
    {
      noun: `${prefix}Edge`,
      places: [0, 2],
      walk: (heap, name, place) =>
        direction === null ? EMPTY_WALK : walkEdges(heap, name, place, direction),
    },
  ]),
];

/** What is done with a walk: how the method is called, what it takes behind the place, what it does. */
interface Operation {
  readonly name: (noun: string) => string;
  /** Arguments behind the place. */
  readonly takes: 0 | 1 | 2;
  readonly run: (walk: Walk, name: string, callback: Callback, initial: unknown) => unknown;
}

const OPERATIONS: readonly Operation[] = [
  { name: (noun) => `${lowerFirst(noun)}s`, takes: 0, run: listKeys },
  { name: (noun) => `${lowerFirst(noun)}Entries`, takes: 0, run: iterateEntries },
  {
    name: (noun) => `forEach${noun}`,
    takes: 1,
    run: (walk, _, callback) => {
      while (walk.next()) walk.call(callback);
    },
  },
  { name: (noun) => `map${noun}s`, takes: 1, run: mapAll },
  { name: (noun) => `filter${noun}s`, takes: 1, run: filterKeys },
  {
    name: (noun) => `reduce${noun}s`,
    takes: 2,
    run: (walk, _, callback, initial) => {
      let accumulator = initial;
      const step: Callback = (...item) => {
        accumulator = callback(accumulator, ...item);
      };
      while (walk.next()) walk.call(step);
      return accumulator;
    },
  },
  { name: (noun) => `find${noun}`, takes: 1, run: (walk, _, callback) => find(walk, callback) },
  {
    name: (noun) => `some${noun}`,
    takes: 1,
    run: (walk, _, callback) => find(walk, callback) !== undefined,
  },
  {
    name: (noun) => `every${noun}`,
    takes: 1,
    run: (walk, _, callback) => {
      while (walk.next()) if (!walk.call(callback)) return false;
      return true;
    },
  },
];

/** The iteration methods: nine for the nodes and for each of seven families of neighbours and edges. */
export function iterationMethods(): HeapMethods {
  const methods = new Map<string, HeapMethod>();
  for (const family of FAMILIES) {
    for (const operation of OPERATIONS) {
      methods.set(operation.name(family.noun), (heap, name, args) =>
        iterate(family, operation, heap, name, args),
      );
    }
  }
  return methods;
}

function iterate(
  { places: [fewest, most], walk }: Family,
  { takes, run }: Operation,
  heap: ViewedHeap,
  name: string,
  args: readonly unknown[],
): unknown {
  const places = args.length - takes;
  if (places < fewest || places > most) {
    throw invalidArguments(
      name,
      `expecting ${fewest + takes} to ${most + takes} arguments and got ${args.length}.` +
        (takes === 2 ? " The initial value must be given." : ""),
    );
  }
  const [callback, initial] = args.slice(places);
  if (takes > 0) checkFunction(name, callback);
  return run(walk(heap, name, args.slice(0, places)), name, callback as Callback, initial);
}

function listKeys(walk: Walk, name: string): string[] {
  if (walk.isWhole) checkCopySize(name, walk.total(), walk.what);
  const keys: string[] = [];
  while (walk.next()) keys.push(walk.key());
  return keys;
}

function* entriesOf(walk: Walk): Generator<object, void> {
  while (walk.next()) yield walk.entry();
}

function iterateEntries(walk: Walk): Iterator<object> {
  return entriesOf(walk);
}

function mapAll(walk: Walk, name: string, callback: Callback): unknown[] {
  if (walk.isWhole) checkCopySize(name, walk.total(), walk.what);
  const results: unknown[] = [];
  while (walk.next()) results.push(walk.call(callback));
  return results;
}

function filterKeys(walk: Walk, name: string, callback: Callback): string[] {
  const keys: string[] = [];
  while (walk.next()) {
    if (!walk.call(callback)) continue;
    keys.push(walk.key());
    if (walk.isWhole && keys.length > COPY_LIMIT) checkCopySize(name, keys.length, walk.what);
  }
  return keys;
}

function find(walk: Walk, callback: Callback): string | undefined {
  while (walk.next()) if (walk.call(callback)) return walk.key();
  return undefined;
}
