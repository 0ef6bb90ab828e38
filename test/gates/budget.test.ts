import { describe, expect, it } from "vitest";
import { SettingsError } from "../../src/errors.ts";
import { checkBudget, readBudget } from "../../src/gates/budget.ts";
import { parseBudget } from "../../src/gates/budget-file.ts";
import type { MeasuredHeap } from "../../src/gates/measured-heap.ts";

const HEAP: MeasuredHeap = {
  fileCount: 4,
  totalSize: 5e6,
  classes: [
    { name: "Session", counts: [1, 5, 9, 9], retainedSizes: [1000, 5000, 9000, 9500] },
    { name: "Cache", counts: [1, 1, 1, 1], retainedSizes: [1000, 2000, 3000, 4000] },
  ],
  retainedBy: (isMeant) => (isMeant("Session") ? 9500 : isMeant("Cache") ? 4000 : 0),
};

const WITHIN = `
heap: 5MB
minSeverity: high
classes:
  Session:
    count: 9
    retained: 9.5kB
    growth: 8
    retainedGrowth: 8500
    growthPerStep: 4
    retainedGrowthPerStep: 4kB
    grewIn: 3 of 3
    retainedGrowthAlone: 0
  Cache:
    retainedGrowthAlone: 3kB
`;

const BEYOND = `
heap: 4.9MB
classes:
  Session: { count: 8, retained: 9kB, growth: 7, retainedGrowth: 8400, growthPerStep: 3 }
  "/^S/": { retainedGrowthPerStep: 3kB, grewIn: 2 of 3 }
  Cache: { retainedGrowthAlone: 2.9kB }
`;

/** Whether sessions grew in too many steps. */
function breaksBy(grewIn: string): boolean {
  return checkBudget(readBudget({ classes: { Session: { grewIn } } }), HEAP)[0].isFailed;
}

describe("a budget", () => {
  it("is kept by what is within its limits", () => {
    const rules = parseBudget(WITHIN, "budget.yml");
    const checks = checkBudget(rules, HEAP);
    expect(rules.minSeverity).toBe("high");
    expect(checks).toHaveLength(10);
    expect(checks.filter(({ isFailed, skipped }) => isFailed || skipped !== null)).toEqual([]);
  });

  it("is broken by each limit that is passed, with value and limit", () => {
    const checks = checkBudget(parseBudget(BEYOND, "budget.yml"), HEAP);
    expect(checks.map(({ isFailed }) => isFailed)).toEqual(Array.from({ length: 9 }, () => true));
    expect(checks.map(({ text, measures: [one] }) => [text, one?.value, one?.limit])).toEqual([
      ["heap > 4.9MB", 5e6, 4.9e6],
      ["count(Session) > 8", 9, 8],
      ["retained(Session) > 9kB", 9500, 9000],
      ["growth(Session) > 7", 8, 7],
      ["retainedGrowth(Session) > 8400", 8500, 8400],
      ["growthPerStep(Session) > 3", 4, 3],
      ["retainedGrowthPerStep(/^S/) > 3kB", 4000, 3000],
      ["grewIn(/^S/) >= 2 of 3", 2, 2],
      ["retainedGrowthAlone(Cache) > 2.9kB", 3000, 2900],
    ]);
  });

  it("may be JSON, or an object", () => {
    const object = { heap: 1, classes: { Session: { count: 1 } } };
    const fromJson = parseBudget(JSON.stringify(object), "budget.json");
    expect(fromJson).toEqual(readBudget(object));
    expect(checkBudget(fromJson, HEAP).map(({ isFailed }) => isFailed)).toEqual([true, true]);
  });

  it("leaves out what compares more files than there are, and says so", () => {
    const rules = parseBudget("classes: {Session: {growth: 1, count: 1, grewIn: 4 of 4}}", "b");
    const [count, growth, grewIn] = checkBudget(rules, { ...HEAP, fileCount: 1 });
    expect(count).toMatchObject({ isFailed: true });
    expect(growth).toMatchObject({ isFailed: false, skipped: /compares files/ });
    expect(grewIn.isFailed).toBe(false);
    expect(checkBudget(rules, HEAP)[2].skipped).toBe("it asks for 4 steps, and 4 files make 3");
  });

  it("looks at the last steps only", () => {
    expect(breaksBy("2 of 3")).toBe(true);
    expect(breaksBy("2 of 2")).toBe(false);
    expect(breaksBy("1 of 2")).toBe(true);
    expect(breaksBy("1 of 1")).toBe(false);
  });
});

describe("a budget that is wrong", () => {
  it.each([
    ["heap: 5MB\nclases: {}", 2, 1, /unknown key "clases"; did you mean classes\?/],
    ["classes:\n  Session:\n    cont: 1", 3, 5, /classes\.Session\.cont: unknown key "cont"/],
    ['{"classes": {"A": {"count": "many"}}}', 1, 20, /expected a number of objects, got "many"/],
    ["classes:\n  A: {retained: 5 parsecs}", 2, 7, /expected a size/],
    ["classes:\n  A:\n    grewIn: 5 of 4", 3, 5, /expected steps such as "3 of 4"/],
    ["classes:\n  /(/: {count: 1}", 2, 3, /regular expression/],
    ["classes:\n  - A", 1, 1, /expected class patterns with limits/],
    ["classes:\n  A: 5", 2, 3, /expected keys such as count, got 5/],
    ["minSeverity: urgent", 1, 1, /expected info, low, medium, high, got "urgent"/],
    ["heap: -1", 1, 1, /expected a size such as 50MB, got -1/],
    ["heap: 5MB\nheap: 6MB", 2, 1, /unique/],
    ["classes: {A: {count: 1}", 1, 24, /flow/i],
    ["- heap", 1, 1, /expected keys such as heap/],
    ["", 1, 1, /expected keys such as heap, got null/],
  ])("%j is told with line and column", (text, line, column, message) => {
    const read = (): unknown => parseBudget(text, "b.yml");
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(message);
    expect(read).toThrow(
      expect.objectContaining({ code: "SETTINGS_BUDGET", path: "b.yml", line, column }),
    );
    expect(read).toThrow(`b.yml:${line}:${column}: `);
  });

  it("as an object is told with the keys that lead there", () => {
    expect(() => readBudget({ classes: { A: { counts: 1 } } })).toThrow(
      'the budget: classes.A.counts: unknown key "counts"; did you mean count?',
    );
  });
});
