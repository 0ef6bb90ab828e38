import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { computeStatistics, type StatisticsResult } from "../../src/analysis/statistics.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { GOLDEN_NAMES, goldenSnapshotPath, readGolden } from "../support/golden.ts";
import { graph } from "../support/graph-dsl.ts";

describe.each(GOLDEN_NAMES)("statistics of %s", (name) => {
  it("are DevTools' to the byte, and add up", async () => {
    const heap = await readSnapshot(goldenSnapshotPath(name));
    const result = computeStatistics(new Analyses(heap));
    const { total, native, v8heap } = result;
    expect({ total, native, v8heap }).toEqual(readGolden(name).statistics);
    expectSums(result);
  });
});

function expectSums(result: StatisticsResult): void {
  const { essential, all } = result.reachability;
  const splits = [
    result.nodeTypes,
    result.sizes,
    [essential.reachable, essential.unreachable],
    [all.reachable, all.unreachable],
  ];
  const bytes = result.nodeTypes.reduce((sum, { shallowSize }) => sum + shallowSize, 0);
  for (const split of splits) {
    expect(split.reduce((sum, { count }) => sum + count, 0)).toBe(result.nodeCount);
    expect(split.reduce((sum, { shallowSize }) => sum + shallowSize, 0)).toBe(bytes);
  }
  expect(result.edgeTypes.reduce((sum, { count }) => sum + count, 0)).toBe(result.edgeCount);
  expect(all.reachable.count).toBeGreaterThanOrEqual(essential.reachable.count);
}

function statisticsOf(text: string): StatisticsResult {
  return computeStatistics(new Analyses(graph(text).graph));
}

describe("computeStatistics", () => {
  it("counts an array's elements when only it refers to them", () => {
    const { v8heap } = statisticsOf(`
      root -> own shared other
      own is object "Array" 16
      own -internal:elements-> ownElements
      ownElements is object "" 100
      shared is object "Array" 16
      shared -internal:elements-> sharedElements
      other -> sharedElements
      sharedElements is object "" 1000
    `);
    expect(v8heap.jsArrays).toBe(16 + 100 + 16);
  });

  it("takes only an internal edge for the one to an array's elements", () => {
    const { v8heap } = statisticsOf(`
      root -> list
      list is object "Array" 16
      list -property:elements-> user
      user is object "" 100
    `);
    expect(v8heap.jsArrays).toBe(16);
  });

  it("counts array buffers' data as typed arrays and all strings alike", () => {
    const { native, v8heap } = statisticsOf(`
      root -> data wrapper a b c
      data is native "system / JSArrayBufferData" 4096
      wrapper is native "blink::Node" 50
      a is string "a" 10
      b is concatenatedString "b" 20
      c is slicedString "c" 30
    `);
    expect(native).toEqual({ total: 4146, typedArrays: 4096 });
    expect(v8heap.strings).toBe(60);
  });

  it("tells what weak edges reach from what nothing reaches", () => {
    const { reachability } = statisticsOf(`
      root -> held:10
      held -weak-> weakly:200
      island:3000 -> islander:1
    `);
    expect(reachability.essential).toEqual({
      reachable: { count: 2, shallowSize: 10 },
      unreachable: { count: 3, shallowSize: 3201 },
    });
    expect(reachability.all).toEqual({
      reachable: { count: 3, shallowSize: 210 },
      unreachable: { count: 2, shallowSize: 3001 },
    });
  });

  it("sorts sizes into classes of 1, 2, 5, 10 and shows the gaps between them", () => {
    const { sizes } = statisticsOf("root -> a:4 b:5 c:49 d:50");
    expect(sizes.map(({ from, to, count }) => [from, to, count])).toEqual([
      [0, 1, 1],
      [2, 5, 1],
      [5, 10, 1],
      [10, 20, 0],
      [20, 50, 1],
      [50, 100, 1],
    ]);
  });

  it("keeps sizes above 2^32 exact", () => {
    const { sizes, total } = statisticsOf("root -> big:5000000000");
    expect(total).toBe(5_000_000_000);
    expect(sizes.at(-1)).toEqual({ from: 5e9, to: 1e10, count: 1, shallowSize: 5e9 });
  });

  it("knows no size class but 0 in an empty heap", () => {
    expect(statisticsOf("root ->").sizes).toEqual([{ from: 0, to: 1, count: 1, shallowSize: 0 }]);
  });
});
