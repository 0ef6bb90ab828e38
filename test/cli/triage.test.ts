import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { TriageResult } from "../../src/analysis/suspects/suspect.ts";
import { SnapshotFolder } from "../support/snapshot-folder.ts";
import { samplePath } from "../support/samples.ts";

const folder = new SnapshotFolder();
const SERIES = ["idle", "warm", "leaking"].map((name) => samplePath(`leaky-server/${name}`));

describe("triage", () => {
  it("says in words what leaks, where, since when, and what to let go", async () => {
    const { code, out, err } = await folder.runIn({ width: 100 }, "triage", ...SERIES);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot("../golden/triage/leaky-server.txt");
    for (const line of out.split("\n")) expect(line).not.toMatch(/undefined|NaN/);
    expect(out).not.toContain("order of time");
  });

  it("answers as JSON with the same suspects, the limit's included", async () => {
    const two = await folder.askJson<TriageResult>("triage", ...SERIES, "--limit", "2");
    const all = await folder.askJson<TriageResult>("triage", ...SERIES, "--limit", "0");
    expect(two).toMatchObject({ kind: "triage", schema: 1, idSpace: "same" });
    expect(two.snapshots).toHaveLength(3);
    expect(two.suspects).toEqual(all.suspects.slice(0, 2));
    expect(two.omitted.count).toBe(all.suspects.length - 2);
    expect(two.counts).toEqual(all.counts);
    const { info, low, medium, high } = all.counts;
    expect(info + low + medium + high).toBe(all.suspects.length);
  });

  it("takes the newest snapshot of the folder when none is named", async () => {
    const { code, out, err } = await folder.run("triage");
    expect(code).toBe(0);
    expect(err).toMatch(/\.heapsnapshot/);
    expect(out).toMatch(/looks like a leak|suspect/);
  });

  it("lets nothing of a hostile file reach the terminal", async () => {
    const { code, out } = await folder.run("triage", "hostile.heapsnapshot", "--limit", "0");
    expect(code).toBe(0);
    // oxlint-disable-next-line no-control-regex -- these are what must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it.each([
    [["@1"], /triage takes snapshots, got @1/],
    [["--limit", "many"], /--limit/],
    [["app.heapsnapshot", "-"], /standard input cannot be one of them/],
    [["app.heapsnapshot", "--nonsense"], /nonsense/],
  ] as const)("refuses %j as a mistake of usage", async (argv, message) => {
    const { code, out, err } = await folder.run("triage", ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
  });

  it("reads a single snapshot from standard input", async () => {
    const named = await folder.ask("triage", "app.heapsnapshot");
    const stdin = readFileSync(folder.file("app.heapsnapshot"));
    const { code, out } = await folder.runIn({ stdin }, "triage", "-");
    expect({ code, out }).toEqual({ code: 0, out: named });
  });

  it("says when files are not in order of time", async () => {
    const [idle, , leaking] = SERIES;
    const out = await folder.ask("triage", leaking, idle, "--limit", "1");
    expect(out).toContain("the files are not in order of time");
    expect(out).toContain("nothing grows");
  });

  it("names the file that is missing", async () => {
    const { code, out, err } = await folder.run("triage", "app.heapsnapshot", "none.heapsnapshot");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("none.heapsnapshot");
  });
});
