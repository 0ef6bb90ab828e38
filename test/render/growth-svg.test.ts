import { describe, expect, it } from "vitest";
import type { GrowthResult } from "../../src/analysis/change/growth-result.ts";
import { measure } from "../../src/analysis/change/growth-rows.ts";
import { placeOn, spreadLabels, timeAxis, valueAxis } from "../../src/render/chart-axis.ts";
import { renderGrowthSvg } from "../../src/render/growth-svg.ts";
import { renderSparkline } from "../../src/render/sparkline.ts";
import { readStrictly } from "../support/strict-svg.ts";

/** A result with classes of some retained sizes; counts are a tenth. */
function growthOf(
  classes: Readonly<Record<string, readonly number[]>>,
  changes: Partial<GrowthResult> = {},
): GrowthResult {
  const [sizes = [1, 1]] = Object.values(classes);
  return {
    kind: "growth",
    snapshots: sizes.map((_, at) => ({
      path: `snapshots/${at + 1}.heapsnapshot`,
      nodeCount: 10,
      edgeCount: 10,
      totalSize: 5000 + at,
    })),
    steps: sizes.length - 1,
    idSpace: { verdict: "same", order: "forward", steps: [] },
    classesBy: "name",
    by: "count",
    sort: "retained",
    totals: { classCount: 9, growingCount: 9, growingArtefactCount: 0 },
    classes: Object.entries(classes).map(([name, retainedSizes]) =>
      measure(
        { name, location: null, counts: retainedSizes.map((size) => size / 10), retainedSizes },
        "count",
      ),
    ),
    artefacts: [],
    between: { from: 1, to: 2 },
    leakSet: null,
    noLeakSet: null,
    omitted: { count: 0, retainedDelta: 0, notGrowing: 0, fewSteps: 0 },
    ...changes,
  };
}

const numbersIn = (svg: string): number[] =>
  [...svg.matchAll(/ (?:x|y|cx|cy|d)="(?<value>[^"]*)"/g)].flatMap(({ groups }) =>
    (groups?.["value"].match(/-?[\d.]+|NaN|Infinity/g) ?? []).map(Number),
  );

describe("the chart of a growth", () => {
  it.each([
    ["two files", { A: [0, 10] }],
    ["nothing but zeros", { A: [0, 0, 0] }],
    ["huge sizes", { A: [1, 9e15], B: [0, 8e15] }],
    ["fifty files", { A: Array.from({ length: 50 }, (_, at) => at * at) }],
    ["nothing that grows", {}],
  ])("stays within its frame with %s", (_, classes) => {
    const svg = renderGrowthSvg(growthOf(classes), { title: "T", notes: ["a note"] });
    expect(readStrictly(svg).titles[0]).toBe("T");
    for (const number of numbersIn(svg)) {
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThanOrEqual(900);
    }
  });

  it("shows six classes at most, each named at its end", () => {
    const classes = Object.fromEntries(
      Array.from({ length: 9 }, (_, at) => [`Class${at}`, [0, 5000 - at]]),
    );
    const { texts } = readStrictly(renderGrowthSvg(growthOf(classes), { title: "T" }));
    const named = texts.filter((text) => text.startsWith("Class"));
    expect(named.toSorted()).toEqual(Array.from({ length: 6 }, (_, at) => `Class${at}  5.0 kB`));
    expect(texts).toEqual(expect.arrayContaining(["Retained size", "1.heapsnapshot"]));
  });

  it("counts where the result is sorted so", () => {
    const svg = renderGrowthSvg(growthOf({ A: [0, 70] }, { sort: "count" }), { title: "T" });
    const { texts, description } = readStrictly(svg);
    expect(texts).toEqual(expect.arrayContaining(["Objects", "7", "A  7"]));
    expect(description).toBe("Objects in each of 2 snapshots. A: 0, 7.");
  });

  it("lets no name out of its text, and cuts long ones", () => {
    const evil = `</text><script>alert(1)</script>\u0000\u202e&"`;
    const svg = renderGrowthSvg(growthOf({ [evil]: [0, 10], ["x".repeat(500)]: [0, 10] }), {
      title: evil,
    });
    const { texts } = readStrictly(svg);
    expect(texts.some((text) => text.startsWith("</text><script>"))).toBe(true);
    expect(texts.some((text) => text.startsWith(`${"x".repeat(33)}…`))).toBe(true);
  });

  it("has colours for light and dark", () => {
    const svg = renderGrowthSvg(growthOf({ A: [0, 10] }), { title: "T" });
    expect(svg.match(/\.series-0\{--series:#[\da-f]{6}\}/g)).toHaveLength(2);
  });
});

it("an axis has round marks and room for the highest value", () => {
  expect(valueAxis(9_942_002, 5).ticks).toEqual([0, 2e6, 4e6, 6e6, 8e6, 10e6]);
  expect(valueAxis(1000, 5).ticks).toEqual([0, 200, 400, 600, 800, 1000]);
  expect(valueAxis(3, 5, true).ticks).toEqual([0, 1, 2, 3]);
  for (const highest of [0, 0.3, 1, 7, 99, 101, 12345, 2 ** 53]) {
    const { most, ticks } = valueAxis(highest, 5, true);
    expect(most).toBeGreaterThanOrEqual(highest);
    expect(ticks.at(-1)).toBe(most);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks.every((tick) => Number.isInteger(tick))).toBe(true);
  }
});

it("a time axis has marks that people count time by", () => {
  expect(timeAxis(0, 10, 5).ticks).toEqual([0, 2, 4, 6, 8, 10]);
  expect(timeAxis(0, 300, 6).ticks).toEqual([0, 60, 120, 180, 240, 300]);
  expect(timeAxis(0, 86_400, 8).ticks.map((tick) => tick / 3600)).toEqual([
    0, 3, 6, 9, 12, 15, 18, 21, 24,
  ]);
  expect(timeAxis(0, 30 * 86_400, 6).ticks.map((tick) => tick / 86_400)).toEqual([
    0, 5, 10, 15, 20, 25, 30,
  ]);
  expect(timeAxis(7, 7, 5)).toMatchObject({ least: 7, most: 8 });
});

it("places are pixels with one decimal", () => {
  const place = placeOn({ least: 0, most: 3 }, 100, 0);
  expect([0, 1, 2, 3].map(place)).toEqual([100, 66.7, 33.3, 0]);
});

it("labels that would overlap are moved apart, within their frame", () => {
  expect(spreadLabels([10, 50], 16, 0, 100)).toEqual([10, 50]);
  expect(spreadLabels([50, 50, 50], 10, 0, 100)).toEqual([50, 60, 70]);
  expect(spreadLabels([100, 99, 100], 10, 0, 100)).toEqual([90, 80, 100]);
});

it("a sparkline spans from the lowest to the highest", () => {
  expect(renderSparkline([0, 500, 1000])).toBe("▁▅█");
  expect(renderSparkline([1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007])).toBe("▁▂▃▄▅▆▇█");
  expect(renderSparkline([5, 5])).toBe("▁▁");
});
