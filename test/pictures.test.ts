import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runCliIn } from "./support/cli.ts";

describe("the pictures of the README", () => {
  it.each([
    ["dataframe.svg", "samples/dataframe", "after.heapsnapshot.gz", "DataFrame"],
    ["session-meta.svg", "samples/leaky-server", "warm.heapsnapshot.gz", "SessionMeta"],
  ])("%s is what the command draws today", async (picture, cwd, file, type) => {
    const { out, code } = await runCliIn({ cwd }, "backrefs", file, "--type", type, "--svg", "-");
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(`docs/pictures/${picture}`, "utf8"));
  });
});

describe("the picture of a recording", () => {
  const cwd = "samples/recordings";

  it("is what the command draws today", async () => {
    const { out, code } = await runCliIn({ cwd }, "plot", "leaky-server.dat", "--svg", "-");
    expect(code).toBe(0);
    expect(out).toBe(readFileSync("docs/pictures/leaky-server-memory.svg", "utf8"));
  });

  it("shows a leak that a pipeline would fail on", async () => {
    const gate = ["--fail-on", "floor-slope > 1MB/s and floor-r2 > 0.9"];
    const { code, err } = await runCliIn({ cwd }, "plot", "leaky-server.dat", ...gate);
    expect(code).toBe(3);
    expect(err).toContain("floor-slope > 1MB/s is 3.1 MB/s, limit 1.0 MB/s");
  });
});
