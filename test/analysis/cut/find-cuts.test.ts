import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { findBestCut } from "../../../src/analysis/cut/best-cut.ts";
import { type CutResult, findCuts } from "../../../src/analysis/cut/find-cuts.ts";
import { graph } from "../../support/graph-dsl.ts";

function cutsOf(text: string, chosen: readonly string[], limit?: number): CutResult {
  const { graph: heap, ordinalOf } = graph(text);
  const ordinals = Uint32Array.from(chosen, (label) => ordinalOf[label]);
  return findCuts(new Analyses(heap), ordinals, { count: 0 }, limit === undefined ? {} : { limit });
}

const codes = ({ cuts }: CutResult): string[] => cuts.map(({ code }) => code);

/** `global` is where the program begins. */
const PROGRAM = "root -element:1-> global";

const TWO_CACHES = `
  ${PROGRAM}
  global -> first second
  first -property:big-> x
  first -property:small-> y
  second -property:big-> x
  x is object "X" 900
  y is object "X" 100
`;

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe("findCuts", () => {
  it("tells the one reference that frees all", () => {
    const result = cutsOf(`${PROGRAM}\nglobal -> cache\ncache -> x:100\ncache:50 -> y:10`, ["x"]);
    expect(result).toEqual({
      kind: "cut",
      objects: { count: 1, retainedSize: 100, omitted: { count: 0 } },
      verdict: "single",
      cuts: [
        {
          code: "global.cache.x",
          edge: ".x",
          from: { id: 5, class: "cache" },
          to: { id: 7, class: "x" },
          freedCount: 1,
          freedChosenSize: 100,
          share: 1,
          freedSize: 100,
        },
        {
          code: "global.cache",
          edge: ".cache",
          from: { id: 3, class: "global" },
          to: { id: 5, class: "cache" },
          freedCount: 1,
          freedChosenSize: 100,
          share: 1,
          freedSize: 160,
        },
      ],
      set: null,
      omitted: { count: 0 },
    });
  });

  it("is content with one reference that frees nearly all", () => {
    const heap = `${PROGRAM}\nglobal -> cache x\ncache -> x big\nx is object "X" 9\nbig is object "X" 991`;
    expect(cutsOf(heap, ["x", "big"])).toMatchObject({
      verdict: "single",
      set: null,
      cuts: [
        { edge: ".big", freedCount: 1 },
        { edge: ".cache", freedCount: 1 },
      ],
    });
  });

  it("tells a set where no single reference is enough, and what single ones free", () => {
    const { verdict, set, cuts } = cutsOf(TWO_CACHES, ["x", "y"]);
    expect(verdict).toBe("set");
    expect(set?.edges.map(({ code }) => code)).toEqual(["global.first", "global.second.big"]);
    expect(set?.freed).toMatchObject({ count: 3, size: 1001 });
    expect(cuts).toMatchObject([
      { edge: ".small", freedCount: 1, share: 0.1, freedSize: 100 },
      { edge: ".first", freedCount: 1, share: 0.1, freedSize: 101 },
    ]);
  });

  it("tells that there is none when more than five hold them", () => {
    const holders = numbers(6).map(
      (n) => `global -> h${n}\nglobal -property:g${n}-> h${n}\nh${n} -> x`,
    );
    expect(cutsOf([PROGRAM, ...holders].join("\n"), ["x"])).toMatchObject({
      verdict: "none",
      cuts: [],
      set: null,
    });
  });

  it("removes an element of a set from the backing store too before it tells what is free", () => {
    const heap = `
      ${PROGRAM}
      global -> list other
      list is object "Array"
      list -element:3-> x
      list -internal:elements-> store
      store is array "(object elements)"
      store -internal:3-> x
      other -> x
    `;
    const { set, verdict } = cutsOf(heap, ["x"]);
    expect(verdict).toBe("set");
    expect(set?.edges.map(({ code }) => code)).toEqual(["global.list[3]", "global.other.x"]);
    expect(set?.freed.count).toBe(1);
  });

  it("limits the rows and counts the rest", () => {
    const chain = `${PROGRAM}\nglobal -> a\na -> b\nb -> x`;
    expect(codes(cutsOf(chain, ["x"], 1))).toEqual(["global.a.b.x"]);
    expect(cutsOf(chain, ["x"], 1).omitted).toEqual({ count: 2 });
    expect(cutsOf(chain, ["x"], 0).cuts).toHaveLength(3);
    const twelve = numbers(12).map((n) => `global -> x${n}`);
    const many = cutsOf(
      [PROGRAM, ...twelve].join("\n"),
      numbers(12).map((n) => `x${n}`),
    );
    expect([many.cuts.length, many.omitted.count]).toEqual([10, 2]);
  });

  it("tells three references at most that free the same objects", () => {
    const way = numbers(8).map((n) => `n${n} -> n${n + 1}`);
    const heap = [PROGRAM, "global -> n0", ...way, "n8 -> x y"].join("\n");
    expect(codes(cutsOf(heap, ["x", "y"])).filter((code) => !/\.[xy]$/.test(code))).toHaveLength(3);
  });

  it("begins the code of a variable with its name", () => {
    const heap = `
      ${PROGRAM}
      global -> f
      f is closure "f"
      f -internal:context-> s
      s is object "system / Context / f"
      s -context:cache-> x
    `;
    expect(cutsOf(heap, ["x"]).cuts[0]).toMatchObject({ code: "cache", edge: "(cache)" });
  });

  it("does not take objects that nothing holds for such as too much holds", () => {
    expect(cutsOf(`${PROGRAM}\nlost -> x`, ["lost"]).verdict).toBe("unheld");
  });
});

const best = (text: string, label: string): ReturnType<typeof findBestCut> => {
  const { graph: heap, ordinalOf } = graph(text);
  return findBestCut(new Analyses(heap), ordinalOf[label]);
};

describe("findBestCut", () => {
  it("is what frees the object and least else", () => {
    expect(best(`${PROGRAM}\nglobal -> a\na -> x:10 y`, "x")).toMatchObject({
      code: "global.a.x",
      freedSize: 10,
    });
  });

  it("is null where more than one reference holds the object", () => {
    expect(best(`${PROGRAM}\nglobal -> x\nglobal -property:again-> x`, "x")).toBeNull();
    expect(best(`${PROGRAM}\nglobal -> x`, "root")).toBeNull();
    expect(best(`${PROGRAM}\nglobal -> x`, "global")).toBeNull();
  });
});
