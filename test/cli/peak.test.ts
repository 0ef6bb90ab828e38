import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CliResult, runCliIn } from "../support/cli.ts";
import { mprofRecording, serviceRecording } from "../support/recordings.ts";

let cwd = "";
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "heapgraph-peak-"));
  writeFileSync(join(cwd, "service.dat"), serviceRecording());
  writeFileSync(join(cwd, "mprof.dat"), mprofRecording());
});
afterAll(() => rmSync(cwd, { recursive: true }));

const peak = (...argv: string[]): Promise<CliResult> => runCliIn({ cwd }, "peak", ...argv);

describe("peak", () => {
  it.each([
    ["service.txt", ["service.dat"]],
    ["service.md", ["service.dat", "--format", "md", "--limit", "3"]],
    ["service.csv", ["service.dat", "--format", "csv", "--limit", "0"]],
    ["phase.txt", ["service.dat", "--span", "warm up"]],
    ["window.txt", ["service.dat", "--window", "30,60", "--limit", "2"]],
    ["function.txt", ["mprof.dat", "--span", "app.load"]],
  ])("prints %s", async (name, argv) => {
    const { code, out } = await peak(...argv);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(`../golden/peak/${name}`);
  });

  it("has the spike of a single sample, which the average hides", async () => {
    const answer = JSON.parse((await peak("service.dat", "--json")).out);
    expect(answer).toMatchObject({ kind: "peak", path: "service.dat", span: null });
    const worker = answer.processes.find(({ pid }: { pid: number }) => pid === 101);
    expect(worker.rss).toEqual({ time: 19.25, value: 60 * 2 ** 20 });
  });

  it("gates on the peak of the span that is asked for", async () => {
    const gate = ["--fail-on", "peak>70MB"];
    const load = await peak("mprof.dat", "--span", "app.load", ...gate);
    expect([load.code, load.err]).toEqual([
      3,
      "heapgraph: FAILED  peak>70MB: 81.8 MB, limit 70.0 MB\nheapgraph: 1 of 1 gate failed\n",
    ]);
    const early = await peak("mprof.dat", "--window", "0,1", ...gate);
    expect([early.code, early.err]).toEqual([0, "heapgraph: 1 gate passed\n"]);
  });

  it("takes a function by the end of its name, and names those that there are", async () => {
    expect((await peak("mprof.dat", "--span", "load")).out).toContain("while load ran (3 times)");
    const { code, err } = await peak("mprof.dat", "--span", "handel");
    expect(code).toBe(1);
    expect(err).toContain('no function or phase is called "handel"; nearest: app.handle');
  });

  it("takes one file", async () => {
    const { code, err } = await peak("service.dat", "mprof.dat");
    expect(code).toBe(2);
    expect(err).toContain("too many files: expected 1, got 2");
  });
});
