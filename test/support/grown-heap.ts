import { buildSnapshot, type EdgeInput, type NodeInput } from "./snapshot-builder.ts";

/** What is in a state of the program, by ids. */
interface State {
  readonly sessions: readonly number[];
  readonly jobs: readonly number[];
  /** Bytes of the log's text. */
  readonly logSize: number;
  /** The embedder's object, which has another id in each snapshot. */
  readonly blob: number;
  /** Adds to all ids, as in another process. */
  readonly idShift?: number;
}

/**
 * A small heap by hand: `global.cache.items` holds Sessions with a User each, `global.queue` Jobs, a Log has a
 * text. Users have the ids behind their Sessions.
 */
function heapOf({ sessions, jobs, logSize, blob, idShift = 0 }: State): readonly NodeInput[] {
  const firstSession = 9;
  const firstJob = firstSession + 2 * sessions.length;
  const items = sessions.map((_, at): EdgeInput => element(at, firstSession + 2 * at));
  const nodes: readonly NodeInput[] = [
    { type: "synthetic", id: 1, edges: [{ type: "shortcut", name: "1", to: 1 }] },
    {
      name: "global",
      id: 3,
      selfSize: 80,
      edges: [property("cache", 2), property("queue", 4), property("log", 5), property("blob", 7)],
    },
    { name: "Cache", id: 5, selfSize: 40, edges: [property("items", 3)] },
    { name: "Array", id: 7, selfSize: 32, edges: items },
    {
      name: "Queue",
      id: 9,
      selfSize: 24,
      edges: jobs.map((_, at) => element(at, firstJob + at)),
    },
    { name: "Log", id: 11, selfSize: 16, edges: [property("text", 6)] },
    { type: "string", name: "text", id: 13, selfSize: logSize },
    { type: "native", name: "Blob", id: blob, selfSize: 48 },
    { name: "Config", id: 15, selfSize: 64 },
    ...sessions.flatMap((id, at): NodeInput[] => [
      {
        name: "Session",
        id,
        selfSize: 100,
        edges: [property("user", firstSession + 2 * at + 1)],
      },
      { name: "User", id: id + 2, selfSize: 1000 },
    ]),
    ...jobs.map((id): NodeInput => ({ name: "Job", id, selfSize: 50 })),
  ];
  return nodes.map((node) => withId(node, (node.id ?? 0) + idShift));
}

function withId(node: NodeInput, id: number): NodeInput {
  return { ...node, id };
}

const property = (name: string, to: number): EdgeInput => ({ name, to });
const element = (name: number, to: number): EdgeInput => ({ type: "element", name, to });

const BEFORE: State = { sessions: [101, 105], jobs: [201, 203, 205], logSize: 20, blob: 300 };
const AFTER: State = {
  sessions: [101, 105, 1001, 1005, 1009],
  jobs: [205, 1101, 1103],
  logSize: 500,
  blob: 302,
};

/** Two sessions and three jobs. */
export const BEFORE_SNAPSHOT: Buffer = buildSnapshot(heapOf(BEFORE));

/** Three sessions more; two jobs went, two came. */
export const AFTER_SNAPSHOT: Buffer = buildSnapshot(heapOf(AFTER));

/** The same as {@link AFTER_SNAPSHOT}, of a process of its own. */
export const FOREIGN_SNAPSHOT: Buffer = buildSnapshot(heapOf({ ...AFTER, idShift: 70_000 }));

/** The same ids as {@link BEFORE_SNAPSHOT}, which are other objects. */
export const RENUMBERED_SNAPSHOT: Buffer = buildSnapshot(
  heapOf(BEFORE).map((node, at, all) => withId(node, all[all.length - 1 - at].id ?? 0)),
);
