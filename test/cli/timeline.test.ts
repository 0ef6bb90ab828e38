import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { readTimeline, type TimelineResult } from "../../src/analysis/timeline/read-timeline.ts";
import { HeapGraph } from "../../src/graph/heap-graph.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { renderTimelineText } from "../../src/render/timeline-text.ts";
import { runCli, runCliIn } from "../support/cli.ts";
import { fixturePath } from "../support/real-files.ts";
import { samplePath } from "../support/samples.ts";

const TIMELINE = fixturePath("node24-alloc");

async function ask(...argv: string[]): Promise<TimelineResult> {
  const { code, out, err } = await runCli("timeline", TIMELINE, "--json", ...argv);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as TimelineResult;
}

describe("timeline", () => {
  it.each([
    ["by-function.txt", ["--limit", "6"], 100],
    ["between-by-stack.txt", ["--between", "100ms,500ms", "--by", "stack", "--limit", "4"], 100],
    ["narrow.txt", ["--by", "class", "--limit", "3"], 60],
  ] as const)("reads as in %s", async (name, argv, width) => {
    const { code, out, err } = await runCliIn({ width }, "timeline", TIMELINE, ...argv);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`../golden/timeline/${name}`);
  });

  it("finds the widgets that the recorded program kept, each in one stretch", async () => {
    const { rows, intervals, live } = await ask("--by", "class", "--limit", "0");
    const widgets = rows.find(({ name }) => name.startsWith("LeakyWidget"));
    expect(widgets).toMatchObject({ count: 3001, shallowSize: 120_040, allocated: null });
    expect(widgets?.sizes).toHaveLength(intervals.length);
    for (const { sizes, shallowSize } of rows)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(shallowSize);
    expect(intervals.reduce((sum, { size }) => sum + size, 0)).toBe(live.size);
  });

  it("tells of a function what it allocated and what of it lives", async () => {
    const { rows } = await ask();
    const handler = rows.find(({ name }) => name.startsWith("handleRequest"));
    expect(handler?.count).toBe(3741);
    expect(handler?.allocated?.size).toBeGreaterThan(4 * (handler?.shallowSize ?? 0));
    expect(
      rows.every(({ shallowSize }, at) => at === 0 || shallowSize <= rows[at - 1].shallowSize),
    ).toBe(true);
  });

  it("lists a stretch alone when asked, without what was allocated at other times", async () => {
    const { between, intervals, rows, live } = await ask("--between", "100ms,300ms");
    expect(between).toEqual({ fromMilliseconds: 100, toMilliseconds: 300 });
    expect(intervals.every(({ to }) => to >= 100 && to <= 300)).toBe(true);
    expect(live.count).toBe(intervals.reduce((sum, { count }) => sum + count, 0));
    expect(rows.every(({ allocated }) => allocated === null)).toBe(true);
  });

  it("writes its rows as CSV", async () => {
    const { out, err } = await runCli("timeline", TIMELINE, "--format", "csv", "--limit", "1");
    const [head, row] = out.split("\r\n");
    expect(head).toBe("name,count,shallowSize,retainedSize,allocatedCount,allocatedSize,sizes");
    expect(row).toMatch(/^push,415,\d+,\d+,\d+,\d+,[\d ]+$/);
    expect(err).toMatch(/more; --limit 0 shows all/);
  });

  it("takes a file with stacks alone, which tells no times", async () => {
    const { data } = await readSnapshot(TIMELINE);
    const analyses = new Analyses(new HeapGraph({ ...data, samples: { count: 0, fields: {} } }));
    const result = readTimeline(analyses, { limit: 2 });
    expect(result).toMatchObject({ by: "function", recording: null, intervals: [] });
    expect(result.rows[0].sizes).toEqual([]);
    const text = renderTimelineText(result, 100);
    expect(text).toContain("are still alive (no samples tell when)");
    expect(text).not.toMatch(/NaN|undefined/);
    expect(() =>
      readTimeline(analyses, { between: { fromMilliseconds: 0, toMilliseconds: 1 } }),
    ).toThrow(expect.objectContaining({ code: "SAMPLES_NOT_FOUND" }));
  });

  it("groups by class where a file has no stacks", async () => {
    const { data } = await readSnapshot(TIMELINE);
    const analyses = new Analyses(new HeapGraph({ ...data, traceNodeIds: null }));
    expect(readTimeline(analyses, { limit: 1 })).toMatchObject({
      by: "class",
      // Without stacks, those allocated until the first sample cannot be told from what was there before.
      rows: [{ count: 2501 }],
    });
    expect(() => readTimeline(analyses, { by: "stack" })).toThrow(
      expect.objectContaining({ code: "STACKS_NOT_FOUND" }),
    );
  });

  it("says of a snapshot that records no allocations what is missing and how to get it", async () => {
    const { code, out, err } = await runCli("timeline", samplePath("dataframe/after"));
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/records no allocations: .*\n {2}record a timeline: .*\n$/);
  });

  it.each([
    [["--between", "5s,2s"], /--between: 2s is not later than 5s/],
    [["--by", "line"], /--by/],
  ] as const)("refuses %j as a mistake of usage", async (argv, message) => {
    const { code, out, err } = await runCli("timeline", TIMELINE, ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
  });
});
