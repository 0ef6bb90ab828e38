import { describe, expect, it } from "vitest";
import type { GrowthResult } from "../../../src/analysis/change/growth-result.ts";
import { type Alive, heapOf, measureGraphs } from "../../support/measure-graphs.ts";

const KEEP: Alive = { 3: { name: "Keep" }, 5: { name: "Keep" } };

const idsOf = ({ leakSet }: GrowthResult): unknown =>
  leakSet?.classes.flatMap(({ sampleIds }) => sampleIds).toSorted((a, b) => a - b);

/** Came before, in between and stayed, in between and went, after. */
const OLD: Alive = { 7: { name: "Old" } };
const STAYED: Alive = { 11: { name: "Leak" }, 13: { name: "Leak" } };
const WENT: Alive = { 15: { name: "Leak" } };
const YOUNG: Alive = { 21: { name: "Leak" } };

describe("the leak set", () => {
  const graphs = [
    heapOf({ ...KEEP, ...OLD }),
    heapOf({ ...KEEP, ...OLD, ...STAYED, ...WENT }),
    heapOf({ ...KEEP, ...OLD, ...STAYED, ...YOUNG }),
  ];

  it("is what came between the first two files and is in the third", () => {
    const result = measureGraphs(graphs);
    expect(result.leakSet).toMatchObject({
      from: 1,
      to: 2,
      count: 2,
      shallowSize: 20,
      retainedSize: 20,
      classes: [{ name: "Leak", count: 2, shallowSize: 20, retainedSize: 20, sampleIds: [11, 13] }],
      omitted: { count: 0 },
    });
    expect([result.between, result.noLeakSet]).toEqual([{ from: 1, to: 2 }, null]);
    expect(result.leakSet?.paths.count).toBe(2);
  });

  it("is what is new, of two files or up to the last", () => {
    expect(idsOf(measureGraphs([graphs[0], graphs[2]]))).toEqual([11, 13, 21]);
    expect(idsOf(measureGraphs(graphs, { between: [1, 3] }))).toEqual([11, 13, 21]);
    expect(idsOf(measureGraphs(graphs, { between: [2, 3] }))).toEqual([21]);
  });

  it("does not hold what became something else, nor what has an even id or no size", () => {
    const changed: Alive = { 11: { name: "Other" }, 13: { name: "Leak" } };
    const odd: Alive = { 30: { name: "Leak" }, 31: { name: "Leak", size: 0 } };
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [2 * at + 1001, { name: "Many" }]),
    );
    const result = measureGraphs([
      heapOf({ ...KEEP, ...many }),
      heapOf({ ...KEEP, ...many, ...STAYED, ...odd }),
      heapOf({ ...KEEP, ...many, ...changed, ...odd }),
    ]);
    expect(idsOf(result)).toEqual([13]);
    expect(result.leakSet?.unfollowed).toEqual({ count: 1, shallowSize: 10 });
  });

  it("is of the classes asked for, cut by the limit", () => {
    const more = [graphs[0], heapOf({ ...KEEP, ...OLD, ...STAYED, 17: { name: "Big", size: 99 } })];
    expect(measureGraphs(more, { limit: 1 }).leakSet).toMatchObject({
      count: 3,
      classes: [{ name: "Big" }],
      omitted: { count: 1 },
    });
    expect(measureGraphs(more, { filter: ["Leak"] }).leakSet).toMatchObject({
      count: 2,
      classes: [{ name: "Leak" }],
    });
  });

  it("is none where ids do not mean the same from its first file on", () => {
    const foreign = heapOf({ 3: { name: "Else" }, 5: { name: "Else" } });
    const mixed = [foreign, ...graphs];
    const result = measureGraphs(mixed);
    expect(result.leakSet).toBeNull();
    expect(result.noLeakSet).toMatch(/^files 1 and 2: ids are not the same objects in both files/);
    expect(idsOf(measureGraphs(mixed, { between: [2, 3] }))).toEqual([11, 13]);
  });

  it("is none where the files are not in order of time", () => {
    const result = measureGraphs([graphs[0], graphs[1], graphs[0]]);
    expect(result).toMatchObject({
      idSpace: { order: "reversed" },
      leakSet: null,
      noLeakSet: "files 2 and 3 are not in order of time",
    });
  });
});
