import { describe, expect, it } from "vitest";
import type { ClassGrowth, Finding } from "../../../src/analysis/suspects/detector.ts";
import { scoreFinding, severityOf } from "../../../src/analysis/suspects/score.ts";

const HEAP = 100_000_000;

function finding(fields: Partial<Finding> = {}): Finding {
  return {
    kind: "dominant-retainer",
    class: "Session",
    count: 1000,
    bytes: HEAP / 100,
    ordinals: [],
    accumulation: null,
    sentence: ({ objects }) => objects,
    isExpected: false,
    certainty: 0.9,
    ...fields,
  };
}

const GROWING: ClassGrowth = {
  counts: [0, 500, 1000],
  retainedSizes: [0, 1, 2],
  isGrowing: true,
  isArtefact: false,
};

function judge(fields: Partial<Finding>, growth: ClassGrowth | null, isSeries: boolean): string {
  const found = finding(fields);
  return severityOf(found, scoreFinding(found, HEAP, growth), HEAP, isSeries ? { growth } : null);
}

describe("severity", () => {
  it("of what grows is high from half a percent of the heap on, medium below", () => {
    expect(judge({ bytes: HEAP / 100 }, GROWING, true)).toBe("high");
    expect(judge({ bytes: HEAP / 1000 }, GROWING, true)).toBe("medium");
  });

  it("of what does not grow over several files is never above low", () => {
    const still = { ...GROWING, isGrowing: false };
    expect(judge({ bytes: HEAP / 2 }, still, true)).toBe("low");
    expect(judge({ bytes: HEAP / 2 }, null, true)).toBe("low");
  });

  it("of a single file goes by the share of the heap", () => {
    expect(judge({ bytes: HEAP / 2 }, null, false)).toBe("high");
    expect(judge({ bytes: HEAP / 5 }, null, false)).toBe("medium");
    expect(judge({ bytes: HEAP / 50, certainty: 0.5 }, null, false)).toBe("low");
  });

  it("of a single file is medium from a hundredth of the heap on where hardly anything is meant so", () => {
    expect(judge({ bytes: HEAP / 90 }, null, false)).toBe("medium");
    expect(judge({ bytes: HEAP / 110 }, null, false)).toBe("low");
  });

  it("of a class that grew by a trifle is low, however many of it there are", () => {
    const trifle = { ...GROWING, counts: [990, 995, 1000] };
    expect(judge({ bytes: HEAP / 25 }, trifle, true)).toBe("low");
    expect(judge({ bytes: HEAP / 10 }, trifle, true)).toBe("high");
  });

  it("of what the runtime does anyway is info, however large", () => {
    expect(judge({ bytes: HEAP, isExpected: true }, GROWING, true)).toBe("info");
  });
});

describe("score", () => {
  it("is the sum of its parts, each within its bounds", () => {
    const most = finding({ bytes: HEAP, count: 1e9, certainty: 5 });
    const { total, ...parts } = scoreFinding(most, HEAP, GROWING);
    expect(parts).toEqual({ size: 30, count: 10, certainty: 35, growth: 25 });
    expect(total).toBe(100);
  });

  it("of an empty heap is a number", () => {
    expect(scoreFinding(finding({ bytes: 0, count: 0, certainty: 0 }), 0, null).total).toBe(0);
  });

  it("takes a class that grew in one step of two for less sure than one that grew in both", () => {
    const once = { ...GROWING, counts: [0, 0, 1000] };
    const growth = scoreFinding(finding(), HEAP, once).growth;
    expect(growth).toBeLessThan(scoreFinding(finding(), HEAP, GROWING).growth);
    expect(growth).toBeGreaterThan(0);
  });
});
