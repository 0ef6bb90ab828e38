import { describe, expect, it } from "vitest";
import { lineageHeadline, lineageNotes } from "../../src/render/lineage-notes.ts";
import {
  lineageEdge,
  lineageResult,
  NOTHING_FOLDED,
  NOTHING_OMITTED,
  objectsBox,
} from "../support/lineage-result.ts";

const session = objectsBox({ class: "Session", isStart: true, depth: 0, ids: [41] });
const holder = objectsBox({ class: "Map", ids: [43] });
const held = [session, holder];
const strong = lineageEdge(1, 0, ".get(*)");

const headlineOf = (counts: readonly (readonly [string, number])[], total?: number): string => {
  const starts = counts.map(([name, count]) =>
    objectsBox({ class: name, name: null, count, isStart: true }),
  );
  const count = total ?? counts.reduce((sum, [, each]) => sum + each, 0);
  const objects = {
    count,
    shallowSize: 28_800,
    retainedSize: 454_000,
    retainedShare: 0.038,
    omitted: { count: 0 },
    prototypes: { count: 0 },
  };
  return lineageHeadline(lineageResult(starts, [], { objects }));
};

describe("lineageHeadline", () => {
  it("names one object by class and id", () => {
    expect(lineageHeadline(lineageResult(held, [strong]))).toBe(
      "Session @41, 40 B shallow, 1.0 kB retained (<0.1 % of the heap)",
    );
  });

  it.each<[string, [string, number][], number?]>([
    ["400 Session", [["Session", 400]]],
    [
      "412 Session, 9 Map",
      [
        ["Session", 400],
        ["Map", 9],
        ["Session", 12],
      ],
    ],
    ["2 scope", [["system / Context / scope @56653", 2]]],
    [
      "5 objects of 4 classes",
      [
        ["A", 1],
        ["B", 2],
        ["C", 1],
        ["D", 1],
      ],
    ],
    ["1,200 objects", [["Session", 400]], 1200],
    ["3 (no name)", [["", 3]]],
  ])("says %s", (what, counts, total) => {
    expect(headlineOf(counts, total)).toBe(
      `${what}, 28.8 kB shallow, 454 kB retained (3.8 % of the heap)`,
    );
  });
});

describe("lineageNotes", () => {
  it("has nothing to say where all is drawn", () => {
    expect(lineageNotes(lineageResult(held, [strong]))).toEqual([]);
  });

  it("explains the marks of references that do not hold alone", () => {
    const holds = ["strong", "weak", "together", "loose"] as const;
    const edges = holds.map((hold) => lineageEdge(1, 0, ".get(*)", { hold }));
    expect(lineageNotes(lineageResult(held, edges))).toEqual([
      "together: half of a WeakMap entry; key and table hold the value only both",
      "not retaining: the collector follows it, retained sizes do not count it",
      "weak: does not keep alive what it refers to",
    ]);
  });

  it("says what was folded, and by which option it is drawn", () => {
    const folded = {
      internals: 1204,
      plumbing: 388,
      backReferences: 12,
      loose: 4,
      weak: 53,
      ignored: 1,
    };
    expect(lineageNotes(lineageResult(held, [strong], { folded }))).toEqual([
      "references not drawn: 1,204 inside of tables and backing stores, which are drawn as their owner; " +
        "388 of the runtime's own (maps, prototypes, code); 12 from objects that live only thanks to what " +
        "they refer to; 4 that retain nothing, though the collector follows them; --all-edges draws them",
      "53 weak references not drawn; --weak draws them",
      "1 reference not drawn: --ignore leaves out holders",
    ]);
    const one = { ...NOTHING_FOLDED, weak: 1 };
    expect(lineageNotes(lineageResult(held, [strong], { folded: one }))).toEqual([
      "1 weak reference not drawn; --weak draws it",
    ]);
  });

  it("says which limit ended the picture, in groups where objects are merged", () => {
    const omitted = {
      starts: 3,
      tooMany: { boxes: 12, count: 3400 },
      noRoom: { boxes: 2, count: 40 },
      besides: { boxes: 5, count: 25 },
      unexplored: 1,
      tooDeep: 5,
      culled: 1,
      shared: 4,
    };
    const objects = { ...lineageResult(held, []).objects, omitted: { count: 1180 } };
    expect(lineageNotes(lineageResult(held, [strong], { omitted, objects }))).toEqual([
      "3 objects asked for are not drawn for lack of room; --max-nodes N makes room, --merge takes less",
      "5 groups (25 objects) not drawn: further holders of what is drawn with a way to a root; " +
        "--max-depth N draws all within N references",
      "12 groups (3,400 objects) not drawn; --too-many N draws more",
      "2 groups (40 objects) not drawn for lack of room; --max-nodes N makes room for more",
      "5 groups not followed further; --max-depth N goes deeper",
      "1 group not followed for lack of room; --max-nodes N makes room for more",
      "1 group not followed further: matched by --cull",
      "1,180 more objects match; --max-objects 0 takes all",
    ]);
    const single = { ...NOTHING_OMITTED, tooMany: { boxes: 12, count: 12 }, tooDeep: 1 };
    expect(
      lineageNotes(lineageResult(held, [strong], { omitted: single, isMerged: false })),
    ).toEqual([
      "12 objects not drawn; --too-many N draws more",
      "1 object not followed further; --max-depth N goes deeper",
    ]);
  });

  it("tells where a pattern ended it, and where downwards others hold an object", () => {
    const omitted = { ...NOTHING_OMITTED, culled: 2, shared: 1 };
    expect(lineageNotes(lineageResult(held, [strong], { omitted, kind: "refs" }))).toEqual([
      "2 groups not followed further: matched by --cull",
      "1 group not followed further: others hold them too",
    ]);
  });

  it("tells of a single object that was asked for and has no box", () => {
    const omitted = { ...NOTHING_OMITTED, starts: 1 };
    expect(lineageNotes(lineageResult(held, [strong], { omitted, isMerged: false }))).toEqual([
      "1 object asked for is not drawn for lack of room; --max-nodes N makes room, --merge takes less",
    ]);
  });

  it.each([
    [1, "1 prototype of a subclass, which the file names like an instance, is not among them"],
    [2, "2 prototypes of subclasses, which the file names like instances, are not among them"],
  ])("tells of %i prototypes", (count, note) => {
    const objects = { ...lineageResult(held, []).objects, prototypes: { count } };
    expect(lineageNotes(lineageResult(held, [strong], { objects }))).toEqual([note]);
  });
});
