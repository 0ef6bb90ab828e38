import type {
  LineageBox,
  LineageEdge,
  LineagePicture,
  MoreBox,
  ObjectsBox,
  StepsBox,
} from "../../src/analysis/lineage-picture.ts";

/** A box of one object of class `Thing`, unless told otherwise. */
export function makeBox(changes: Partial<ObjectsBox> = {}): ObjectsBox {
  return {
    kind: "objects",
    class: "Thing",
    type: "object",
    name: null,
    count: 1,
    depth: 0,
    shallowSize: 64,
    retainedSize: 1200,
    ids: [4711],
    distance: 3,
    location: null,
    isStart: false,
    isRoot: false,
    isModule: false,
    isHighlighted: false,
    newCount: null,
    isCut: false,
    ...changes,
  };
}

export function moreBox(count: number, boxes: number, depth: number): MoreBox {
  return { kind: "more", count, boxes, depth };
}

export function stepsBox(count: number, depth: number): StepsBox {
  return { kind: "steps", count, depth };
}

/** One strong reference called `.held`, unless told otherwise. */
export function makeEdge(
  from: number,
  to: number,
  changes: Partial<LineageEdge> = {},
): LineageEdge {
  return {
    from,
    to,
    labels: [".held"],
    omittedLabels: 0,
    count: 1,
    targetCount: 1,
    retainedSize: 1200,
    hold: "strong",
    cut: null,
    ...changes,
  };
}

/** Who holds 400 sessions: every kind of box and reference occurs. */
export function sessionsPicture(): LineagePicture {
  const boxes: LineageBox[] = [
    makeBox({
      class: "Session",
      count: 400,
      ids: [9001, 9003, 9005],
      isStart: true,
      shallowSize: 28_800,
      retainedSize: 454_000,
      distance: 6,
      location: "/srv/app/lib/session.js:12:3",
    }),
    makeBox({ class: "Map", ids: [8001], shallowSize: 32, retainedSize: 480_120, depth: 1 }),
    makeBox({
      class: "SessionCache",
      ids: [7001],
      retainedSize: 480_600,
      depth: 2,
      isHighlighted: true,
    }),
    makeBox({
      class: "system / Context",
      name: "system / Context / scope @56653",
      type: "object",
      ids: [6001],
      retainedSize: 481_000,
      depth: 3,
    }),
    makeBox({
      class: "Function",
      name: "handleRequest",
      type: "closure",
      ids: [5001],
      depth: 4,
      retainedSize: 481_200,
      location: "/srv/app/server.js:88:14",
    }),
    makeBox({
      class: "(Global handles)",
      name: "(Global handles)",
      type: "synthetic",
      isRoot: true,
      ids: [3],
      shallowSize: 0,
      retainedSize: 612_000,
      depth: 5,
      distance: null,
    }),
    makeBox({
      class: "AdminSession",
      count: 12,
      ids: [9101, 9103, 9105],
      depth: 1,
      shallowSize: 864,
      retainedSize: 9_400,
    }),
    makeBox({ class: "WeakMap", ids: [8101], shallowSize: 24, retainedSize: 5_200, depth: 1 }),
    makeBox({ class: "WeakRef", count: 3, ids: [8201, 8203, 8205], depth: 1, isCut: true }),
    makeBox({ class: "FinalizationRegistry", ids: [8301], depth: 1 }),
    moreBox(12, 3, 2),
    stepsBox(1_199_938, 3),
    makeBox({
      class: "<module>",
      name: "<module app.sessions>",
      ids: [77],
      depth: 6,
      isModule: true,
    }),
  ];
  const edges: LineageEdge[] = [
    makeEdge(1, 0, { labels: [".get(*)"], count: 400, targetCount: 400, retainedSize: 454_000 }),
    makeEdge(2, 1, { labels: [".map"], retainedSize: 480_120 }),
    makeEdge(3, 2, { labels: ["(cache)"], retainedSize: 480_600 }),
    makeEdge(4, 3, { labels: ["<context>"], retainedSize: 481_000 }),
    makeEdge(5, 4, { labels: ["[17]"], retainedSize: 481_200 }),
    makeEdge(6, 0, { labels: [".parent"], count: 12, targetCount: 12, retainedSize: 13_600 }),
    makeEdge(7, 0, {
      labels: ["<WeakMap entry, key User @4243>", "<WeakMap entry, key User @4245>"],
      omittedLabels: 38,
      count: 40,
      targetCount: 40,
      retainedSize: 45_000,
      hold: "together",
    }),
    makeEdge(8, 0, {
      labels: ["<weak target>"],
      count: 3,
      targetCount: 3,
      retainedSize: 3_400,
      hold: "weak",
    }),
    makeEdge(9, 0, { labels: ["<internal>"], hold: "loose" }),
    makeEdge(10, 6, { labels: [], count: 12, targetCount: 12, retainedSize: 9_400 }),
    makeEdge(11, 6, { labels: [".next", '["k y"]', "[3]"], omittedLabels: 4, retainedSize: 4_000 }),
    makeEdge(6, 6, { labels: [".peer"], count: 2, targetCount: 2 }),
    makeEdge(12, 4, { labels: [".handler"], retainedSize: 481_200 }),
  ];
  return { boxes, edges };
}

/** A graph of that many boxes like those of real heaps: wide, some references across and back. */
export function busyPicture(count: number): LineagePicture {
  let state = 12_345;
  const random = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
  const boxes: LineageBox[] = [];
  const edges: LineageEdge[] = [];
  for (let at = 0; at < count; at++) {
    const parent = at === 0 ? 0 : random(Math.ceil(at / 2));
    const depth = at === 0 ? 0 : boxes[parent].depth + 1;
    const retainedSize = 900_000 / (at + 1);
    const names = ["Object", "Array", "Map", "RequestHandler", "IncomingMessage", "Promise"];
    const isMany = at % 3 === 0;
    boxes.push(
      makeBox({
        class: names[at % names.length],
        depth,
        retainedSize,
        isStart: at === 0,
        count: isMany ? 40 + at : 1,
        ids: isMany ? [at, at + 2, at + 4] : [at],
      }),
    );
    if (at > 0) edges.push(makeEdge(at, parent, { labels: [`.field${at}`], retainedSize }));
    if (at > 0 && at % 4 === 0)
      edges.push(makeEdge(at, random(at), { labels: ["[*]"], count: at, retainedSize: 500 }));
  }
  return { boxes, edges };
}

/** Many holders of one object. */
export function fanPicture(count: number): LineagePicture {
  const boxes = Array.from({ length: count }, (_, at) =>
    makeBox({
      class: at === 0 ? "Config" : `Reader${at}`,
      depth: at === 0 ? 0 : 1,
      ids: [at],
      isStart: at === 0,
    }),
  );
  const edges = boxes
    .slice(1)
    .map((_, at) => makeEdge(at + 1, 0, { labels: [`.config${at}`], retainedSize: at * 10 }));
  return { boxes, edges };
}
