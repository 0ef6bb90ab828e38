import { describe, expect, it } from "vitest";
import type { IdSpace } from "../../../src/analysis/change/id-space.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { buildGraph, type NodeSpec } from "../../support/build-graph.ts";
import { compareGraphs } from "../../support/compare-graphs.ts";

/** Objects called K with the odd ids `2 * at + 1`, from one position to before another. */
function objects(from: number, to: number, change: Partial<NodeSpec> = {}): NodeSpec[] {
  return Array.from({ length: to - from }, (_, at) => ({
    name: "K",
    id: 2 * (from + at) + 1,
    size: 8,
    ...change,
  }));
}

function judge(
  past: readonly NodeSpec[],
  later: readonly NodeSpec[],
  runtime: "javascript" | "python" = "javascript",
): IdSpace {
  const root: NodeSpec = { type: NodeType.synthetic, id: 0, size: 0 };
  const build = (nodes: readonly NodeSpec[]): ReturnType<typeof buildGraph> =>
    asRuntime(buildGraph({ nodes: [root, ...nodes], edges: [] }), runtime);
  return compareGraphs(build(past), build(later)).comparison.idSpace;
}

/** A thousand objects of which some have another name in the other file. */
function withOthers(count: number): IdSpace {
  return judge(objects(0, 1000), [
    ...objects(0, count, { name: "Other" }),
    ...objects(count, 1000),
  ]);
}

describe("the ids of two files", () => {
  it.each([
    [0, "same"],
    [1, "same"],
    [2, "unsure"],
    [10, "unsure"],
    [11, "different"],
    [1000, "different"],
  ])("of which %i in a thousand are other objects are %s", (others, verdict) => {
    const agreement = (1000 - others) / 1000;
    expect(withOthers(others)).toMatchObject({ verdict, agreement, commonCount: 1000 });
  });

  it("disagree where the type alone differs", () => {
    const { agreement } = judge(objects(0, 100), objects(0, 100, { type: NodeType.closure }));
    expect(agreement).toBe(0);
  });

  it("do not count where they are even, or an object has no size on a side", () => {
    const noise = (name: string): NodeSpec[] => [
      ...Array.from({ length: 50 }, (_, at) => ({ name, id: 5000 + 2 * at, size: 8 })),
      ...objects(3000, 3050, { name, size: 0 }),
    ];
    const { verdict, commonCount } = judge(
      [...objects(0, 100), ...noise("A"), ...objects(200, 220, { name: "A", size: 0 })],
      [...objects(0, 100), ...noise("B"), ...objects(200, 220, { name: "B" })],
    );
    expect({ verdict, commonCount }).toEqual({ verdict: "same", commonCount: 100 });
  });

  it.each([
    [9, 1000, "none"],
    [10, 1000, "same"],
    [1, 200, "none"],
    [2, 200, "same"],
  ])("mean nothing when hardly any is common: %i of %i", (common, least, verdict) => {
    const past = objects(0, least);
    const later = objects(least - common, 3000);
    expect(judge(past, later).verdict).toBe(verdict);
    expect(judge(later, past).verdict).toBe(verdict);
  });

  it("mean nothing where there are none", () => {
    const nothing = { verdict: "none", agreement: null, commonCount: 0, order: "unknown" };
    expect(judge([], [])).toMatchObject(nothing);
    expect(judge([], objects(0, 10))).toMatchObject(nothing);
    expect(judge(objects(0, 10), [])).toMatchObject(nothing);
  });

  it("of identical files agree, and tell no order", () => {
    expect(judge(objects(0, 10), objects(0, 10))).toEqual({
      verdict: "same",
      agreement: 1,
      commonCount: 10,
      order: "unknown",
      reason: "both files are of one process: an id is the same object in both",
    });
  });

  it.each(["same", "unsure", "different", "none"])("give a reason for %s", (verdict) => {
    const found = {
      same: withOthers(0),
      unsure: withOthers(5),
      different: withOthers(500),
      none: judge(objects(0, 10), objects(10, 20)),
    }[verdict];
    expect(found?.verdict).toBe(verdict);
    expect(found?.reason).toMatch(/^[a-z].+[^.]$/);
  });
});

describe("the order of two files", () => {
  const old = [...objects(0, 200), ...objects(300, 310)];
  const young = [...objects(0, 190), ...objects(400, 500)];

  it("is told by the new ids, which lie above all old ones", () => {
    expect(judge(old, young)).toMatchObject({ verdict: "same", order: "forward" });
    expect(judge(young, old)).toMatchObject({ verdict: "same", order: "reversed" });
    expect(judge(young, old).reason).toContain("the second is the older one");
  });

  it("is told by one side when the other has nothing of its own", () => {
    expect(judge(objects(0, 100), objects(0, 120)).order).toBe("forward");
    expect(judge(objects(0, 120), objects(0, 100)).order).toBe("reversed");
  });

  it("needs nine in ten above, and in the other direction at most one in ten", () => {
    const past = [...objects(0, 100), ...objects(200, 201)];
    const mixed = (above: number): NodeSpec[] => [
      ...objects(0, 100),
      ...objects(150, 160 - above),
      ...objects(300, 300 + above),
    ];
    expect(judge(past, mixed(9)).order).toBe("forward");
    expect(judge(past, mixed(8)).order).toBe("unknown");
    expect(judge(mixed(9), past).order).toBe("reversed");
    expect(judge(mixed(8), past).order).toBe("unknown");
  });

  it("is unknown when ids are given out below the last", () => {
    const past = [...objects(0, 30), ...objects(90, 100)];
    const later = [...objects(0, 20), ...objects(40, 80)];
    expect(judge(past, later)).toMatchObject({ verdict: "same", order: "unknown" });
  });

  it("is not looked for where ids mean nothing", () => {
    expect(judge(objects(0, 100), objects(0, 200, { name: "Other" }))).toMatchObject({
      verdict: "different",
      order: "unknown",
    });
    expect(judge(objects(0, 100), objects(100, 200)).order).toBe("unknown");
  });
});

function even(name: string): NodeSpec[] {
  return Array.from({ length: 40 }, (_, at) => ({ name, id: 2 * at + 2, size: 8 }));
}

function tracked(name: string, serial: number): NodeSpec {
  return { name, id: 2 ** 46 + serial, size: 8 };
}

describe("addresses", () => {
  it("are no ids, however well they agree; even ones count", () => {
    expect(judge(even("dict"), even("dict"), "python")).toEqual({
      verdict: "address",
      agreement: 1,
      exactClasses: [],
      commonCount: 40,
      order: "unknown",
      reason: "ids are addresses, which Python uses again for other objects",
    });
    expect(judge(even("dict"), even("list"), "python")).toMatchObject({
      verdict: "address",
      agreement: 0,
    });
  });

  it("are no addresses where all of a class have serial numbers", () => {
    const past = [tracked("Session", 1), tracked("Mixed", 2), ...even("Mixed"), ...even("dict")];
    const later = [tracked("Session", 1), tracked("User", 3), tracked("Mixed", 2)];
    expect(judge(past, later, "python").exactClasses).toEqual(["Session", "User"]);
  });
});
