import fc from "fast-check";
import { expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { readTimeline } from "../../src/analysis/timeline/read-timeline.ts";
import { HeapGraph } from "../../src/graph/heap-graph.ts";
import { buildGraph } from "../support/build-graph.ts";

/** Objects with ids and sizes, and samples as (microseconds later, ids further); few of each, so that they meet. */
const arbitraryRecording = fc.record({
  objects: fc.array(fc.record({ id: fc.integer({ min: 2, max: 60 }), size: fc.nat(9) }), {
    maxLength: 30,
  }),
  steps: fc.array(fc.record({ later: fc.nat(4000), further: fc.nat(20) }), {
    minLength: 1,
    maxLength: 8,
  }),
  intervals: fc.integer({ min: 1, max: 10 }),
  between: fc.option(fc.record({ from: fc.nat(8), length: fc.nat(8) }), { nil: undefined }),
});

it("a timeline's stretches hold what a search through all samples finds for each object", () => {
  fc.assert(
    fc.property(arbitraryRecording, ({ objects, steps, intervals, between }) => {
      const samples: { time: number; lastId: number }[] = [];
      for (const { later, further } of steps) {
        const last = samples.at(-1) ?? { time: 0, lastId: 0 };
        samples.push({ time: last.time + later, lastId: last.lastId + further });
      }
      const nodes = [{ id: 1, size: 0 }, ...objects];
      const edges = objects.map((_, at) => ({ from: 0, to: at + 1, name: `o${at}` }));
      const { data } = buildGraph({ nodes, edges });
      const graph = new HeapGraph({
        ...data,
        samples: {
          count: samples.length,
          fields: {
            timestamp_us: Int32Array.from(samples, ({ time }) => time),
            last_assigned_id: Int32Array.from(samples, ({ lastId }) => lastId),
          },
        },
      });
      const stretch =
        between === undefined
          ? undefined
          : { fromMilliseconds: between.from, toMilliseconds: between.from + between.length };
      const result = readTimeline(new Analyses(graph), { intervals, between: stretch, limit: 0 });

      const expected = { live: 0, before: 0, untimed: 0 };
      const byTime = new Map<number, number>();
      for (const { id, size } of objects) {
        const at = samples.findIndex(({ lastId }) => lastId >= id);
        const time = (samples[at]?.time ?? 0) / 1000;
        if (id % 2 === 0 || at < 0) expected.untimed += size;
        else if (at === 0) expected.before += size;
        else if (
          stretch === undefined ||
          (time >= stretch.fromMilliseconds && time <= stretch.toMilliseconds)
        ) {
          expected.live += size;
          byTime.set(time, (byTime.get(time) ?? 0) + size);
        }
      }
      const { live, before, untimed } = result;
      expect({ live: live.size, before: before.size, untimed: untimed.size }).toEqual(expected);
      expect(result.intervals.length).toBeLessThanOrEqual(Math.max(intervals, 0));
      let [fromTimes, fromStretches] = [0, 0];
      for (const [at, { to, size }] of result.intervals.entries()) {
        const earlier = result.intervals[at - 1]?.to ?? -1;
        fromStretches += size;
        for (const [time, bytes] of byTime) if (time > earlier && time <= to) fromTimes += bytes;
        expect(fromStretches).toBe(fromTimes);
      }
      expect(fromStretches).toBe(expected.live);
      const rows = result.rows.reduce((sum, { shallowSize }) => sum + shallowSize, 0);
      const cells = result.rows.flatMap(({ sizes }) => sizes).reduce((sum, size) => sum + size, 0);
      expect([rows, cells]).toEqual([expected.live, expected.live]);
    }),
    { numRuns: 300 },
  );
});
