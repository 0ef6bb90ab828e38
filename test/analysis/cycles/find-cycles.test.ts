import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import {
  type CycleGroup,
  type CyclesOptions,
  type CyclesResult,
  findCycles,
} from "../../../src/analysis/cycles/find-cycles.ts";
import { pictureCycle } from "../../../src/analysis/cycles/picture-cycle.ts";
import type { Runtime } from "../../../src/analysis/lineage/reference-kinds.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { createGraph } from "../../support/build-graph.ts";
import { graph } from "../../support/graph-dsl.ts";

function cyclesOf(
  text: string,
  options: CyclesOptions = {},
  runtime: Runtime = "javascript",
): CyclesResult {
  return findCycles(new Analyses(asRuntime(graph(text).graph, runtime)), options);
}

const codes = ({ groups }: CyclesResult): string[] => groups.map(({ code }) => code);

/** Pairs of a Parent and its Child, held by `root`; `first` is the first pair's number. */
function pairs(count: number, first = 0): string {
  return Array.from({ length: count }, (_, at) => at + first)
    .map(
      (n) => `
        root -> p${n}
        p${n} is object "Parent" 100
        c${n} is object "Child" 10
        p${n} -property:child-> c${n}
        c${n} -property:parent-> p${n}`,
    )
    .join("\n");
}

const ring = (names: readonly string[]): string =>
  [
    "root -> n0",
    ...names.map((name, at) => `n${at} is object "${name}"`),
    ...names.map((_, at) => `n${at} -property:next-> n${(at + 1) % names.length}`),
  ].join("\n");

const nodes = ({ groups }: CyclesResult): unknown =>
  groups.map(({ code, count, unheldCount }) => ({ code, count, unheldCount }));

describe("findCycles", () => {
  it("tells of no loops in a heap without", () => {
    expect(cyclesOf("root -> a b\na -> c\nb -> c")).toEqual({
      kind: "cycles",
      sort: "retained",
      totals: { componentCount: 0, nodeCount: 0, largest: 0, shallowSize: 0 },
      filtered: { plumbing: 0, scopes: 0, loose: 0 },
      groups: [],
      omitted: { count: 0, componentCount: 0 },
    });
  });

  it("tells classes, sizes and entries of a loop", () => {
    const { groups, totals } = cyclesOf(`${pairs(1)}\nc0 -> toy\ntoy is object "Toy" 1000`);
    expect(totals).toEqual({ componentCount: 1, nodeCount: 2, largest: 2, shallowSize: 110 });
    expect(groups).toEqual([
      {
        code: "Child.parent -> Parent.child -> Child",
        length: 2,
        count: 1,
        nodeCount: 2,
        classes: [
          { class: "Child", count: 1 },
          { class: "Parent", count: 1 },
        ],
        shallowSize: 110,
        retainedSize: 1110,
        entryCount: 1,
        unheldCount: 0,
        example: {
          loop: [
            {
              id: 5,
              ordinal: 2,
              class: "Child",
              type: "object",
              name: "Child",
              code: ".parent",
              repeat: 1,
            },
            {
              id: 3,
              ordinal: 1,
              class: "Parent",
              type: "object",
              name: "Parent",
              code: ".child",
              repeat: 1,
            },
          ],
          nodeCount: 2,
          retainedSize: 1110,
          isHeld: true,
          entries: [{ id: 1, class: "(synthetic)", code: ".p0", toId: 3 }],
        },
      },
    ]);
  });

  it("groups loops that read the same, wherever they are entered", () => {
    const { groups } = cyclesOf(`
      ${pairs(399)}
      root -> c999
      c999 is object "Child" 10
      p999 is object "Parent" 900
      c999 -property:parent-> p999
      p999 -property:child-> c999
    `);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({
      count: 400,
      nodeCount: 800,
      shallowSize: 399 * 110 + 910,
      retainedSize: 399 * 110 + 910,
      entryCount: 400,
      example: { nodeCount: 2, retainedSize: 910 },
    });
  });

  it("begins a loop where it reads smallest, however often its text repeats", () => {
    for (const names of [
      ["B", "A", "B", "A", "C"],
      ["A", "C", "B", "A", "B"],
      ["B", "A", "C", "B", "A"],
    ])
      expect(codes(cyclesOf(ring(names)))).toEqual([
        "A.next -> B.next -> A.next -> C.next -> B.next -> A",
      ]);
  });

  it("tells of a node's reference to itself, once, and of none within a greater loop", () => {
    const { groups, totals } = cyclesOf(`
      root -> a b
      a -property:self-> a
      a -property:me-> a
      b -property:self-> b
      b -> c
      c -> b
    `);
    expect(totals).toMatchObject({ componentCount: 2, nodeCount: 3, largest: 2 });
    expect(groups.map(({ code, length }) => [code, length])).toEqual([
      ["b.c -> c.b -> b", 2],
      ["a.self -> a", 1],
    ]);
  });

  it("counts a component once though parallel references make many loops of it", () => {
    const { groups } = cyclesOf(`
      root -> a
      root -property:again-> a
      a -> b
      a -property:other-> b
      b -> a
      b -property:back-> a
    `);
    expect(codes({ groups } as CyclesResult)).toEqual(["a.b -> b.a -> a"]);
    expect(groups[0]).toMatchObject({ count: 1, nodeCount: 2, entryCount: 2 });
  });

  it("does not follow weak references; what does not retain and the runtime's only with all", () => {
    expect(cyclesOf("root -> a\na -> b\nb -weak:w-> a", { all: true }).groups).toEqual([]);
    const text = "root -> a\na -> b\nb -property:__proto__-> a";
    expect(cyclesOf(text)).toMatchObject({
      groups: [],
      filtered: { plumbing: 1, scopes: 0, loose: 0 },
    });
    const whole = cyclesOf(text, { all: true });
    expect(whole.filtered).toEqual({ plumbing: 0, scopes: 0, loose: 0 });
    expect(codes(whole)).toEqual(["a.b -> b.__proto__ -> a"]);
    const shortcut = "root -> a\na -> b\nb -shortcut:s-> a";
    expect(cyclesOf(shortcut)).toMatchObject({ groups: [], filtered: { loose: 1 } });
    expect(cyclesOf(shortcut, { all: true }).groups).toHaveLength(1);
  });

  it("follows variables of functions with scopes", () => {
    const text = `
      root -> o
      o -property:f-> f
      f is closure "f"
      f -internal:context-> s
      s is object "system / Context / f"
      s -context:o-> o
    `;
    expect(cyclesOf(text)).toMatchObject({ groups: [], filtered: { scopes: 1 } });
    const [group] = cyclesOf(text, { scopes: true }).groups;
    expect(group).toMatchObject({ count: 1, nodeCount: 3, length: 3 });
    expect(group.code).toContain("f()");
  });

  it("leaves an object and its own parts aside, though not with all", () => {
    const text = `
      root -> o
      o -internal:registers-> r
      r is array
      r -internal:0-> o
    `;
    expect(cyclesOf(text).groups).toEqual([]);
    expect(cyclesOf(text, { all: true }).groups).toHaveLength(1);
  });

  describe("entries", () => {
    it("are what leads in from outside and holds, the nearest to a root first, at most five", () => {
      const { groups } = cyclesOf(`
        root -element:1-> global
        global -> b far f1 f2 f3 f4 f5
        far -> far2
        far2 -property:deep-> a
        f1 -> a
        f2 -> a
        f3 -> a
        f4 -> a
        f5 -> a
        f5 -weak:w-> a
        a -> b
        b -> a
      `);
      const { entries } = groups[0].example;
      expect(groups[0].entryCount).toBe(7);
      expect(entries.map(({ class: holder, code }) => `${holder}${code}`)).toEqual([
        "global.b",
        "f1.a",
        "f2.a",
        "f3.a",
        "f4.a",
      ]);
    });

    it("from what no root leads to hold nothing", () => {
      const unheld = `
        root -> x
        y -> a
        a -> b
        b -> a
      `;
      expect(cyclesOf(unheld).groups[0]).toMatchObject({ unheldCount: 1, entryCount: 1 });
      expect(cyclesOf(`${unheld}\nx -> b`).groups[0]).toMatchObject({
        unheldCount: 0,
        entryCount: 2,
      });
    });

    it("are none of a component that nothing leads to", () => {
      const [group] = cyclesOf("root -> x\na -> b\nb -> a x").groups;
      expect(group).toMatchObject({ unheldCount: 1, entryCount: 0, example: { entries: [] } });
    });

    it("of a node that refers to itself are those of others", () => {
      const [group] = cyclesOf("root -> a\na -property:self-> a").groups;
      expect(group).toMatchObject({ entryCount: 1, unheldCount: 0 });
    });

    it("count of all, however many they are", () => {
      // The second of two objects is held; many references lead to the first.
      const count = 100_000;
      const targets = new Uint32Array(count + 2).fill(1);
      targets[0] = 2;
      targets[1] = 2;
      const firstEdges = Uint32Array.of(0, 1, 2, count + 2);
      const { groups } = findCycles(
        new Analyses(createGraph({ firstEdges, edgeTargets: targets })),
      );
      expect(groups).toHaveLength(1);
      expect(groups[0]).toMatchObject({ length: 2, entryCount: 1, unheldCount: 0 });
    });
  });

  describe("of Python", () => {
    const GARBAGE = `
      root -property:modules-> m
      root -> roots
      roots is synthetic "(GC roots)"
      roots -> lost
      lost is synthetic "(Unreachable cycles)"
      m is object "dict"
      lost -element:0-> a
      a is object "__main__.Node"
      a -property:me-> a
    `;

    it("are held by nothing when only the list of garbage holds them", () => {
      expect(nodes(cyclesOf(GARBAGE, {}, "python"))).toEqual([
        { code: "__main__.Node.me -> __main__.Node", count: 1, unheldCount: 1 },
      ]);
      expect(nodes(cyclesOf(GARBAGE))).toMatchObject([{ unheldCount: 0 }]);
    });

    it("are held by nothing when other garbage refers to them", () => {
      const chain = `
        ${GARBAGE}
        a -property:next-> between
        between -property:last-> b
        b is object "__main__.Last"
        b -property:me-> b
      `;
      expect(nodes(cyclesOf(chain, {}, "python"))).toMatchObject(
        [
          { code: "__main__.Last.me -> __main__.Last", unheldCount: 1 },
          { unheldCount: 1 },
        ].toReversed(),
      );
    });

    it("are held by nothing when they stand in gc.garbage", () => {
      const saved = `
        root -property:modules-> m
        root -property:gc.garbage-> g
        m is object "dict"
        m -property:garbage-> g
        g is object "list"
        g -element:0-> a
        a is object "__main__.Node"
        a -property:me-> a
      `;
      expect(nodes(cyclesOf(saved, {}, "python"))).toMatchObject([{ unheldCount: 1 }]);
      expect(nodes(cyclesOf(`${saved}\nm -> a`, {}, "python"))).toMatchObject([{ unheldCount: 0 }]);
    });
  });

  describe("options", () => {
    const MIXED = `
      ${pairs(3)}
      root -> big
      big is object "Big" 5000
      big -property:self-> big
      root -> n1
      n1 is object "N" 1
      n2 is object "N" 1
      n3 is object "N" 1
      n1 -property:next-> n2
      n2 -property:next-> n3
      n3 -property:next-> n1
      n1 -> hoard
      hoard is object "Hoard" 9000
    `;
    const PAIR = "Child.parent -> Parent.child -> Child";
    const BIG = "Big.self -> Big";
    const RING = "N.next -> N.next -> N.next -> N";

    it("sort by what is retained, counted or in the loops", () => {
      expect(codes(cyclesOf(MIXED))).toEqual([RING, BIG, PAIR]);
      expect(codes(cyclesOf(MIXED, { sort: "count" }))).toEqual([PAIR, RING, BIG]);
      expect(codes(cyclesOf(MIXED, { sort: "shallow" }))).toEqual([BIG, PAIR, RING]);
    });

    it("limit the groups and count the rest", () => {
      const { groups, omitted, totals } = cyclesOf(MIXED, { limit: 1 });
      expect(groups).toHaveLength(1);
      expect(omitted).toEqual({ count: 2, componentCount: 4 });
      expect(totals.componentCount).toBe(5);
      expect(cyclesOf(MIXED, { limit: 3 }).omitted.count).toBe(0);
    });

    it("keep short loops only", () => {
      expect(codes(cyclesOf(MIXED, { maxLength: 2 }))).toEqual([BIG, PAIR]);
      const result = cyclesOf(MIXED, { maxLength: 1 });
      expect(codes(result)).toEqual([BIG]);
      // What is counted is what is listed.
      expect(result.totals.componentCount).toBe(result.groups[0].count);
      expect(result.totals.nodeCount).toBe(result.groups[0].nodeCount);
    });

    it("keep loops through a class, of any that is named", () => {
      expect(codes(cyclesOf(MIXED, { type: ["Parent"] }))).toEqual([PAIR]);
      expect(codes(cyclesOf(MIXED, { type: ["Child", "B*"] }))).toEqual([BIG, PAIR]);
      expect(codes(cyclesOf(MIXED, { type: ["Hoard"] }))).toEqual([]);
      expect(() => cyclesOf(MIXED, { type: ["Bigg"] })).toThrow(
        expect.objectContaining({
          code: "CLASS_NOT_FOUND",
          suggestions: expect.arrayContaining(["Big"]),
        }),
      );
    });

    it("lead the loop through the class, though a shorter one is in the component", () => {
      const text = `
        root -> a
        a -> b
        b -> a c
        c -> a
      `;
      expect(codes(cyclesOf(text))).toEqual(["a.b -> b.a -> a"]);
      expect(codes(cyclesOf(text, { type: ["c"] }))).toEqual(["a.b -> b.c -> c.a -> a"]);
    });
  });
});

const draw = (text: string): ReturnType<typeof pictureCycle> => {
  const analyses = new Analyses(graph(text).graph);
  const [group]: readonly CycleGroup[] = findCycles(analyses).groups;
  return pictureCycle(analyses, group);
};

describe("pictureCycle", () => {
  it("draws the ring and what holds it from outside", () => {
    const { boxes, edges } = draw(`${pairs(1)}\nroot -> other\nother -> c0 p0`);
    expect(boxes.map((box) => (box.kind === "objects" ? box.class : ""))).toEqual([
      "Child",
      "Parent",
      "other",
      "(synthetic)",
    ]);
    const drawn = edges.map(({ from, to, labels }) => `${from} ${labels.join()} ${to}`);
    expect(drawn.slice(0, 2)).toEqual(["0 .parent 1", "1 .child 0"]);
    expect(drawn.slice(2).toSorted()).toEqual(["2 .c0 0", "2 .p0 1", "3 .p0 1"]);
  });

  it("draws an object that refers to itself", () => {
    const { boxes, edges } = draw("root -> a\na -property:self-> a");
    expect(boxes).toHaveLength(2);
    expect(edges[0]).toMatchObject({ from: 0, to: 0, labels: [".self"] });
  });
});
