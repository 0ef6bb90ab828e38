import { describe, expect, it } from "vitest";
import { TextSyntaxError } from "../../src/errors.ts";
import { checkGate, parseGate } from "../../src/gates/gate-expression.ts";
import type { ClassSeries, MeasuredHeap } from "../../src/gates/measured-heap.ts";

const CLASSES: readonly ClassSeries[] = [
  { name: "Session", counts: [10, 40, 50], retainedSizes: [1000, 4000, 5000] },
  { name: "SessionCache", counts: [1, 1, 1], retainedSizes: [2000, 5000, 6000] },
  { name: "Detached <div>", counts: [0, 0, 3], retainedSizes: [0, 0, 300] },
  { name: "Pool", counts: [9, 4, 5], retainedSizes: [900, 400, 500] },
];

/** Everything that a cache holds is held by the cache alone. */
const HEAP: MeasuredHeap = {
  fileCount: 3,
  totalSize: 20_000,
  classes: CLASSES,
  retainedBy: (isMeant) =>
    isMeant("SessionCache") ? 6000 : isMeant("Session") ? 5000 : isMeant("Pool") ? 500 : 0,
};

function valueOf(subject: string): number | undefined {
  return checkGate(parseGate(`${subject} >= 0`), HEAP).measures[0]?.value;
}

describe("what a gate measures", () => {
  it.each([
    ["count(Session)", 50],
    ["count(/^Session/)", 51],
    ["count('Detached <div>')", 3],
    ["count(Nothing)", 0],
    ["retained(Session)", 5000],
    // What the cache holds of sessions is not counted twice.
    ["retained(Session*)", 6000],
    ["growth(Session)", 40],
    ["growth(Pool)", -4],
    ["growth(*)", 39],
    ["retainedGrowth(SessionCache)", 4000],
    ["growthPerStep(Session)", 30],
    ["growthPerStep(Pool)", 1],
    ["retainedGrowthPerStep(Session)", 3000],
    ["grewIn(Session)", 2],
    ["grewIn(Pool)", 1],
    ["grewIn(SessionCache)", 0],
    // As many objects, more bytes; a class that gains objects is none of it.
    ["retainedGrowthAlone(*)", 4000],
    ["retainedGrowthAlone(Session)", 0],
    ["heap", 20_000],
  ])("%s is %d", (subject, value) => {
    expect(valueOf(subject)).toBe(value);
  });

  it("is told beside the limit, with the classes it comes from", () => {
    const { isFailed, measures } = checkGate(parseGate("growth(/^Session/) > 30"), HEAP);
    expect(isFailed).toBe(true);
    expect(measures).toEqual([
      {
        text: "growth(/^Session/) > 30",
        subject: { quantity: "growth", pattern: "/^Session/" },
        unit: "objects",
        operator: ">",
        limit: 30,
        isTrue: true,
        value: 40,
        classCount: 2,
        classes: [{ name: "Session", value: 40 }],
      },
    ]);
  });
});

describe("a gate", () => {
  it.each([
    ["growth(Session)>39", true],
    ["growth(Session)>40", false],
    ["retained(Session) > 5kB", false],
    ["retained(Session) >= 5kB", true],
    ["count(/Detached/)>0", true],
    ["count(/Lost/)>0", false],
    ["growth(Session)>1000 or heap > 10kB", true],
    ["growth(Session)>10 and heap > 1MB", false],
    ["not count(Pool) < 6", false],
  ])("%s: %j", (text, isFailed) => {
    const check = checkGate(parseGate(text), HEAP);
    expect(check).toMatchObject({ source: "fail-on", text, isFailed, skipped: null });
  });

  it.each([
    ["growht(Session)>1", 0, /did you mean growth\?/],
    ["growth>1", 0, /asked of a class/],
    ["growth(Session)", 15, /nothing after/],
    ["growth(Session)>", 16, /nothing after/],
    ["growth(Session)>1MB", 16, /expected a number/],
    ["retained(Session)>lots", 18, /expected a size/],
    ["growth(/(/)>1", 7, /regular expression/],
    ["growth(Session", 6, /never closed/],
    ["growth(Session)>1 growth(Pool)>1", 18, /expected "and", "or"/],
    ["heap(Session)>1", 4, /takes nothing in parentheses/],
    ["", 0, /nothing to test/],
  ])("%j is refused with the column", (text, column, message) => {
    const read = (): unknown => parseGate(text);
    expect(read).toThrow(TextSyntaxError);
    expect(read).toThrow(expect.objectContaining({ column, code: "SYNTAX_PREDICATE" }));
    expect(read).toThrow(message);
  });

  it("that compares files is not asked of one", () => {
    const one = { ...HEAP, fileCount: 1 };
    expect(checkGate(parseGate("growth(Session)>1"), one)).toMatchObject({
      isFailed: false,
      skipped: "it compares files, and there is one",
      measures: [],
    });
    expect(parseGate("count(A)>1 or growth(B)>1").needsSeries).toBe(true);
    expect(parseGate("count(A)>1 or retained(B)>1 or heap>1").needsSeries).toBe(false);
  });
});
