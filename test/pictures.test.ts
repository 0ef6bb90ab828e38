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
