import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliResult, runCli, runCliIn } from "../support/cli.ts";
import { goldenSnapshotPath, readGolden } from "../support/golden.ts";

const FILE = goldenSnapshotPath("detached-1");

const exported = (...argv: string[]): Promise<CliResult> => runCli("export", ...argv, FILE);

describe("export", () => {
  it("writes every node as DevTools has it", async () => {
    const { code, out, err } = await exported("nodes");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const rows = out
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, number | string | null>);
    const { nodes, classNames } = readGolden("detached-1");
    expect(rows.map(({ ordinal }) => ordinal)).toEqual([...rows.keys()]);
    expect(rows.map(({ id }) => id)).toEqual(nodes.id);
    expect(rows.map(({ shallowSize }) => shallowSize)).toEqual(nodes.shallow);
    expect(rows.map(({ retainedSize }) => retainedSize)).toEqual(nodes.retained);
    expect(rows.map(({ distance }) => distance ?? -5)).toEqual(nodes.distance);
    expect(rows.map(({ dominator }) => dominator)).toEqual(nodes.dominator);
    expect(rows.map((row) => row["class"])).toEqual(nodes.class.map((index) => classNames[index]));
  });

  it.each([
    ["nodes", "ndjson"],
    ["nodes", "csv"],
    ["edges", "ndjson"],
    ["edges", "csv"],
  ])("writes %s as %s", async (what, format) => {
    const { out } = await exported(what, "--format", format);
    const lines = out.split("\n");
    await expect(
      [...lines.slice(0, 6), "", ...lines.slice(20_000, 20_020)].join("\n"),
    ).toMatchFileSnapshot(`../golden/export/${what}.${format}`);
  });

  it("stops quietly when its reader has gone", async () => {
    const { code, out, err } = await runCliIn({ closesAfter: 1 }, "export", "nodes", FILE);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.length).toBeLessThan(1 << 17);
  });

  it("stops at Ctrl-C", async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await runCliIn({ signal: stop.signal }, "export", "nodes", FILE)).toEqual({
      code: 130,
      out: "",
      err: "",
    });
  });

  it.each([["classes"], ["--format", "json", "nodes"], []])("refuses %j", async (...argv) => {
    const { code, out } = await runCli("export", ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  describe("--output", () => {
    let cwd = "";
    beforeEach(() => {
      cwd = mkdtempSync(join(tmpdir(), "heapgraph-export-"));
    });
    afterEach(() => {
      rmSync(cwd, { recursive: true });
    });

    it("writes what would go to the terminal", async () => {
      const { out } = await exported("edges");
      const result = await runCliIn({ cwd }, "export", "edges", FILE, "--output", "edges.ndjson");
      expect(result).toEqual({ code: 0, out: "", err: "wrote edges.ndjson, 9.5 MB\n" });
      expect(readFileSync(join(cwd, "edges.ndjson"), "utf8")).toBe(out);
      expect((await exported("edges", "--output", "-")).out).toBe(out);
    });

    it("refuses to replace a file before it reads anything", async () => {
      writeFileSync(join(cwd, "mine.csv"), "mine");
      const argv = ["export", "nodes", "no-such-file", "--output", "mine.csv"];
      expect(await runCliIn({ cwd }, ...argv)).toEqual({
        code: 1,
        out: "",
        err: `heapgraph: ${join(cwd, "mine.csv")} exists\n  --force replaces it\n`,
      });
      expect((await runCliIn({ cwd }, ...argv, "--force")).err).toMatch(/no-such-file/);
      expect(readFileSync(join(cwd, "mine.csv"), "utf8")).toBe("mine");
      const done = await runCliIn(
        { cwd },
        "export",
        "nodes",
        FILE,
        "--output",
        "mine.csv",
        "--force",
        "--format",
        "csv",
      );
      expect(done.code).toBe(0);
      expect(readFileSync(join(cwd, "mine.csv"), "utf8")).toMatch(/^ordinal,id,/);
    });

    it("leaves no file when the snapshot is broken", async () => {
      const broken = join(dirname(FILE), "..", "parser", "truncated-nodes-node22.heapsnapshot.gz");
      const { code } = await runCliIn({ cwd }, "export", "nodes", broken, "--output", "out.ndjson");
      expect(code).toBe(1);
      expect(readdirSync(cwd)).toEqual([]);
    });
  });
});
