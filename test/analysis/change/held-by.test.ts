import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { type HeldBy, Holders, sampleEvenly } from "../../../src/analysis/change/held-by.ts";
import { EdgeType } from "../../../src/graph/edge-type.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "../../support/build-graph.ts";
import { graph } from "../../support/graph-dsl.ts";

/** What holds the nodes of some labels; `global` is the program's global object. */
function find(text: string, ...labels: string[]): HeldBy | null {
  const { graph: built, ordinalOf } = graph(`
    root -shortcut:1-> global
    ${text}
  `);
  const ordinals = Uint32Array.from(labels, (label) => ordinalOf[label]);
  return new Holders(new Analyses(built)).find(ordinals);
}

const CACHE = `
  global -> cache
  cache -> items
  cache is "Cache" @101
  items is "Array" @103
  items -element:0-> a
  items -element:1-> b
  items -element:2-> c
  a is "Session"
  b is "Session"
  c is "Session"
  global -> log
  log is "Log" @105
  log -property:last-> d
  d is "Session"
`;

describe("what holds some objects", () => {
  it("is the last single object that leads to all of them", () => {
    expect(find(CACHE, "a", "b", "c")).toEqual({
      code: "global.cache.items[*]",
      share: 1,
      lookedAt: 3,
      holder: { id: 103, class: "Array" },
    });
  });

  it("is what holds most of them, with their share", () => {
    expect(find(CACHE, "d", "a", "b", "c")).toEqual({
      code: "global.cache.items[*]",
      share: 0.75,
      lookedAt: 4,
      holder: { id: 103, class: "Array" },
    });
    expect(find(CACHE, "d", "a")?.share).toBe(0.5);
  });

  it("is of one object what refers to it", () => {
    expect(find(CACHE, "d")).toEqual({
      code: "global.log.last",
      share: 1,
      lookedAt: 1,
      holder: { id: 105, class: "Log" },
    });
    expect(find(CACHE, "cache")).toMatchObject({
      code: "global.cache",
      holder: { class: "global" },
    });
  });

  it("lies above objects that many hold, each its own", () => {
    const users = `
      ${CACHE}
      a -property:user-> u
      b -property:user-> v
      u is "User"
      v is "User"
    `;
    expect(find(users, "u", "v")).toEqual({
      code: "global.cache.items[*].user",
      share: 1,
      lookedAt: 2,
      holder: { id: 103, class: "Array" },
    });
  });

  it("begins at the variable that leads there", () => {
    const closure = `
      global -> handle
      handle is closure "handle"
      handle -internal:context-> scope
      scope is "system / Context / handle" @111
      scope -context:sessions-> map
      map is "Map" @113
      map -property:x-> a
      map -property:x-> b
      a is "Session"
      b is "Session"
    `;
    expect(find(closure, "a", "b")).toEqual({
      code: "sessions.x",
      share: 1,
      lookedAt: 2,
      holder: { id: 113, class: "Map" },
    });
  });

  const ROOTS = `
    root -element:1-> stack
    root -element:2-> handles
    stack is synthetic "(Stack roots)" 0 @201
    handles is synthetic "(Global handles)" 0 @203
    stack -element:1-> a
    stack -element:2-> b
    handles -element:1-> c
    a is "Session"
    b is "Session"
    c is "Session"
  `;

  it("is a category of roots where the program does not hold them", () => {
    expect(find(ROOTS, "a", "b")).toEqual({
      code: "(Stack roots)[*]",
      share: 1,
      lookedAt: 2,
      holder: { id: 201, class: "(synthetic)" },
    });
  });

  it("is the category of roots that holds most of them", () => {
    expect(find(ROOTS, "a", "b", "c")).toMatchObject({
      code: "(Stack roots)[*]",
      share: 2 / 3,
      holder: { id: 201 },
    });
  });

  it("is a root itself, if that is the object", () => {
    expect(find(CACHE, "global")).toEqual({
      code: "global",
      share: 1,
      lookedAt: 1,
      holder: { id: 3, class: "global" },
    });
    expect(find(CACHE, "root")).toMatchObject({ code: "(root)", holder: { id: 1 } });
  });

  it("is nothing where no root leads, and nothing of nothing", () => {
    const lost = `
      global -weak-> a
      other -> b
      a is "Session"
      b is "Session"
    `;
    expect(find(lost, "a", "b")).toBeNull();
    expect(find(CACHE)).toBeNull();
  });

  it("counts what no root leads to in the share", () => {
    expect(find(`${CACHE}\n other -> lost`, "a", "b", "lost")?.share).toBe(2 / 3);
  });
});

/** `global.head` and the `next` of each Node before. */
function list(length: number): { holders: Holders; nodes: Uint32Array; headId: number } {
  const nodes: NodeSpec[] = [
    { type: NodeType.synthetic, size: 0 },
    { name: "global" },
    ...Array.from({ length }, () => ({ name: "Node" })),
  ];
  const edges: EdgeSpec[] = [{ from: 0, to: 1, type: EdgeType.shortcut, name: "1" }];
  for (let at = 1; at <= length; at++)
    edges.push({ from: at, to: at + 1, name: at === 1 ? "head" : "next" });
  return {
    holders: new Holders(new Analyses(buildGraph({ nodes, edges }))),
    nodes: Uint32Array.from({ length }, (_, at) => at + 2),
    headId: 5,
  };
}

describe("what holds the nodes of a list", () => {
  it("is its head; the steps from one to the next are written once", () => {
    const { holders, nodes, headId } = list(100);
    expect(holders.find(nodes.subarray(1))).toEqual({
      code: "global.head.next",
      share: 1,
      lookedAt: 99,
      holder: { id: headId, class: "Node" },
    });
    expect(holders.find(nodes)?.share).toBe(0.99);
  });

  it("is its head where it is longer than ways are looked at", () => {
    const { holders, nodes, headId } = list(1000);
    expect(holders.find(nodes.subarray(1))).toMatchObject({
      share: 1,
      holder: { id: headId, class: "Node" },
    });
  });
});

describe("many objects", () => {
  it("are looked at by a sample of a thousand", () => {
    const count = 5000;
    const nodes: NodeSpec[] = [
      { type: NodeType.synthetic, size: 0 },
      { name: "global" },
      { name: "Array", id: 9_000_001 },
      ...Array.from({ length: count }, () => ({ name: "Job" })),
    ];
    const edges: EdgeSpec[] = [
      { from: 0, to: 1, type: EdgeType.shortcut, name: "1" },
      { from: 1, to: 2, name: "jobs" },
      // Every other one; nothing leads to the rest.
      ...Array.from({ length: count / 2 }, (_, at) => ({
        from: 2,
        to: 3 + 2 * at + 1,
        type: EdgeType.element,
        name: at,
      })),
    ];
    const holders = new Holders(new Analyses(buildGraph({ nodes, edges })));
    const jobs = Uint32Array.from({ length: count }, (_, at) => at + 3);
    const odd = jobs.filter((_, at) => at % 2 === 1);
    expect(holders.find(odd)).toEqual({
      code: "global.jobs[*]",
      share: 1,
      lookedAt: 1000,
      holder: { id: 9_000_001, class: "Array" },
    });
  });

  it("are sampled evenly, each once", () => {
    const ordinals = Uint32Array.from({ length: 10 }, (_, at) => at * 3);
    expect([...sampleEvenly(ordinals, 4)]).toEqual([0, 6, 15, 21]);
    expect(sampleEvenly(ordinals, 10)).toEqual(ordinals);
    expect(sampleEvenly(ordinals, 11)).toEqual(ordinals);
    expect(sampleEvenly(new Uint32Array(), 3)).toHaveLength(0);
    const many = Uint32Array.from({ length: 12_345 }, (_, at) => at);
    expect(new Set(sampleEvenly(many, 1000)).size).toBe(1000);
  });
});
