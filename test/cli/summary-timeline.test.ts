import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { summarize } from "../../src/analysis/summary.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { runCliIn } from "../support/cli.ts";

const GOLDEN = "../golden/summary";
const AROUND = { cwd: fileURLToPath(new URL("../fixtures/parser/", import.meta.url)) };
const TIMELINE = "node24-alloc.heaptimeline.gz";

async function summary(...argv: string[]): Promise<string> {
  const { code, out, err } = await runCliIn(AROUND, "summary", TIMELINE, ...argv);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

describe("summary of a timeline", () => {
  it("groups by the stack of the allocation", async () => {
    const out = await summary("--by", "stack", "--limit", "8");
    await expect(out).toMatchFileSnapshot(`${GOLDEN}/timeline-by-stack.txt`);
  });

  it("counts what was allocated in a stretch of time", async () => {
    const out = await summary("--allocated-between", "100ms,400ms");
    await expect(out).toMatchFileSnapshot(`${GOLDEN}/timeline-between.txt`);
  });

  it("counts each object in one stretch only", async () => {
    const analyses = new Analyses(await readSnapshot(`${AROUND.cwd}${TIMELINE}`));
    const countOf = (fromMilliseconds: number, toMilliseconds: number): number => {
      const allocatedBetween = { fromMilliseconds, toMilliseconds };
      const { classes } = summarize(analyses, { allocatedBetween });
      return classes.find(({ name }) => name === "LeakyWidget")?.count ?? 0;
    };
    const counts = [countOf(0, 200), countOf(201, 500), countOf(501, 800), countOf(801, 3_600_000)];
    expect(counts.every((count) => count > 0)).toBe(true);
    // 3001 are in the heap.
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3001);
  });

  it("answers nothing, in peace, when nothing was allocated then", async () => {
    const out = await summary("--allocated-between", "10m,11m");
    expect(out).toMatch(/^0 B in 0 nodes allocated between 600 s and 660 s, 0 classes\n/);
    expect(out).toContain("the recording covers 0 ms to 923 ms\n\nnothing was allocated then\n");
    const filtered = await summary("--allocated-between", "10m,11m", "--filter", "LeakyWidget");
    expect(filtered).toContain("nothing that matches was allocated then\n");
  });

  it("tells what existed before the recording from what was allocated at its start", async () => {
    const start = await summary("--allocated-between", "0,100ms", "--limit", "1");
    expect(start).toMatch(
      /\nOf these, 5\d,\d{3} nodes of \S+ MB existed before the recording began and count as allocated at 0 ms\n/,
    );
    expect(await summary("--allocated-between", "1ms,100ms")).not.toContain("existed before");
    const answer = JSON.parse(await summary("--allocated-between", "0,10s", "--json")) as {
      allocated: { nodeCount: number; existedBefore: { nodeCount: number } };
    };
    expect(answer).toMatchObject({ recording: { start: 0, end: 923.079 } });
    expect(answer.allocated.existedBefore.nodeCount).toBeLessThan(answer.allocated.nodeCount);
  });

  it("says how much a filter matches", async () => {
    const out = await summary("--filter", "LeakyWidget");
    expect(out).toMatch(/^.*\n1 of \d+ classes match: 3,001 objects, \S+ kB shallow\n\n/);
    expect(JSON.parse(await summary("--filter", "LeakyWidget", "--json"))).toMatchObject({
      matched: { classCount: 1, count: 3001 },
    });
  });

  it("says when a file has neither stacks nor samples", async () => {
    const plain = "../golden/bun-1.heapsnapshot.gz";
    const stack = await runCliIn(AROUND, "summary", plain, "--by", "stack");
    expect(stack).toMatchObject({ code: 1, out: "" });
    expect(stack.err).toContain("no allocation stacks");
    const between = await runCliIn(AROUND, "summary", plain, "--allocated-between", "1s,2s");
    expect(between).toMatchObject({ code: 1, out: "" });
    expect(between.err).toContain("no timeline");
  });

  it.each(["1s", "2s,1s", "1s,1s", "1,2s", "1s,2s,3s", "soon,later"])(
    "refuses the stretch %s",
    async (stretch) => {
      const result = await runCliIn(AROUND, "summary", TIMELINE, "--allocated-between", stretch);
      expect(result).toMatchObject({ code: 2, out: "" });
      expect(result.err).toContain("--allocated-between");
    },
  );
});
