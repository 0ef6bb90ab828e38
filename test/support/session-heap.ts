import { buildSnapshot, type EdgeInput, type NodeInput } from "./snapshot-builder.ts";

const property = (name: string, to: number): EdgeInput => ({ name, to });
const element = (name: number, to: number): EdgeInput => ({ type: "element", name, to });
const internal = (name: string, to: number): EdgeInput => ({ type: "internal", name, to });
const weak = (name: string, to: number): EdgeInput => ({ type: "weak", name, to });

/** Positions of its nodes; ids are twice that and one. */
export const SESSION_HEAP_IDS = { global: 5, cache: 9, session: 15, logger: 27, tail: 43 } as const;

/**
 * A small heap by hand: `global.cache.items` holds three Session with a User each, `global.logger.last` one of
 * them too, a WeakRef another; `global.head` begins a list of six Node. Nothing leads to an Orphan.
 */
export const SESSION_HEAP: readonly NodeInput[] = [
  { type: "synthetic", edges: [element(1, 1), { type: "shortcut", name: "2", to: 2 }] },
  { type: "synthetic", name: "(GC roots)", edges: [element(1, 3)] },
  {
    name: "global",
    selfSize: 80,
    edges: [
      internal("map", 3),
      property("cache", 4),
      property("logger", 13),
      property("head", 15),
      property("ref", 14),
    ],
  },
  { type: "hidden", name: "system / Map", selfSize: 72 },
  { name: "Cache", selfSize: 40, edges: [property("items", 5)] },
  {
    name: "Array",
    selfSize: 32,
    edges: [element(0, 7), element(1, 8), element(2, 9), internal("elements", 6)],
  },
  {
    type: "array",
    name: "(object elements)",
    selfSize: 48,
    edges: [internal("0", 7), internal("1", 8), internal("2", 9)],
  },
  { name: "Session", selfSize: 100, edges: [internal("map", 3), property("user", 10)] },
  { name: "Session", selfSize: 100, edges: [internal("map", 3), property("user", 11)] },
  { name: "Session", selfSize: 100, edges: [internal("map", 3), property("user", 12)] },
  { name: "User", selfSize: 3000 },
  { name: "User", selfSize: 2000 },
  { name: "User", selfSize: 1000 },
  { name: "Logger", selfSize: 24, edges: [property("last", 7)] },
  { name: "WeakRef", selfSize: 24, edges: [weak("1", 8)] },
  { name: "Node", selfSize: 20, edges: [property("next", 16)] },
  { name: "Node", selfSize: 20, edges: [property("next", 17)] },
  { name: "Node", selfSize: 20, edges: [property("next", 18)] },
  { name: "Node", selfSize: 20, edges: [property("next", 19)] },
  { name: "Node", selfSize: 20, edges: [property("next", 20)] },
  { name: "Node", selfSize: 20, edges: [property("value", 21)] },
  { name: "Tail", selfSize: 500 },
  { name: "Orphan", selfSize: 10 },
];

/** The heap as a file. */
export const SESSION_SNAPSHOT: Buffer = buildSnapshot(SESSION_HEAP);

const HOSTILE = 'Evil\u001b[31m"\n</text><script>alert(1)</script>&amp;\u202e\\';

/** An object, its holder and their reference with names that are trouble for terminals and markup. */
export const HOSTILE_SNAPSHOT: Buffer = buildSnapshot([
  { type: "synthetic", edges: [{ type: "shortcut", name: "1", to: 1 }] },
  { name: "global", selfSize: 80, edges: [property(`${HOSTILE}\u0000`, 2), property("t", 3)] },
  { name: HOSTILE, selfSize: 16, edges: [property('a"]]><b>\u009b', 3), element(0, 3)] },
  { name: "Target", selfSize: 8 },
]);
