import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { samplePath } from "../support/samples.ts";
import { readStrictly } from "../support/strict-svg.ts";

const COMMAND = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapgraph-story-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the built command in the folder; rejects when it fails. */
async function heapgraph(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, HEAPGRAPH_SNAPSHOT: "" };
  return await promisify(execFile)(process.execPath, [COMMAND, ...args], { cwd: folder, env });
}

describe("who looks for what holds DataFrames", () => {
  it("draws it from the newest snapshot in the folder", async () => {
    copyFileSync(samplePath("dataframe/before"), join(folder, "leak.heapsnapshot.gz"));

    const drawn = await heapgraph("backrefs", "--type", "DataFrame", "--svg", "out.svg");
    expect(drawn.stdout).toBe("");
    expect(drawn.stderr).toMatch(
      /^reading leak\.heapsnapshot\.gz\nwrote out\.svg: \d+ boxes, \d+ references\n$/,
    );
    expect(readdirSync(folder).toSorted()).toEqual(["leak.heapsnapshot.gz", "out.svg"]);
    expect(statSync(join(folder, "out.svg")).mode & 0o777).toBe(0o600);
    const { texts, titles } = readStrictly(readFileSync(join(folder, "out.svg"), "utf8"));
    expect(titles[0]).toMatch(/^What holds 100 DataFrame, .+ retained \(\d+ % of the heap\)$/);
    expect(texts).toEqual(
      expect.arrayContaining(["DataFrame", "Map", "ReportCache", ".reports", ".get(*)"]),
    );
    expect(texts).toContain("heapgraph backrefs --type DataFrame");
  });
});
