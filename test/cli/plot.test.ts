import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { READOUT_SCRIPT, READOUT_SCRIPT_HASH } from "../../src/render/recording-html-script.ts";
import { type CliResult, runCliIn } from "../support/cli.ts";
import { mprofRecording, serviceRecording } from "../support/recordings.ts";
import { readStrictly } from "../support/strict-svg.ts";

let cwd = "";
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "heapgraph-plot-"));
  writeFileSync(join(cwd, "service.dat"), serviceRecording());
  writeFileSync(join(cwd, "mprof.dat"), mprofRecording());
  // What the mark of a snapshot names.
  const snapshot = "test/fixtures/parser/hermes-0.11.0-plain-0.heapsnapshot.gz";
  copyFileSync(snapshot, join(cwd, "heap.heapsnapshot.gz"));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const plot = (...argv: string[]): Promise<CliResult> => runCliIn({ cwd }, "plot", ...argv);
const goldenOf = (name: string): string => `../golden/plot/${name}`;

describe("plot as text", () => {
  it("draws a service with its processes, marks and limit", async () => {
    const { code, out, err } = await plot("service.dat");
    expect([code, err]).toEqual([0, ""]);
    await expect(out).toMatchFileSnapshot(goldenOf("service.txt"));
  });

  it("draws what mprof wrote", async () => {
    await expect((await plot("mprof.dat")).out).toMatchFileSnapshot(goldenOf("mprof.txt"));
  });

  it("draws several files below each other, on the same scale", async () => {
    const { out } = await plot("service.dat", "mprof.dat", "--title", "Both");
    await expect(out).toMatchFileSnapshot(goldenOf("both.txt"));
  });

  it("keeps to a narrow terminal", async () => {
    const { out } = await runCliIn({ cwd, width: 50 }, "plot", "service.dat");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(58);
  });

  it("takes the newest recording in the folder", async () => {
    const folder = mkdtempSync(join(cwd, "newest-"));
    const names = ["recording_20261125035700.dat", "mprofile_20261125035800.dat", "zzz.dat"];
    for (const [at, name] of names.entries()) {
      writeFileSync(join(folder, name), mprofRecording());
      utimesSync(join(folder, name), 1000 + at, 1000 + at);
    }
    const { code, err } = await runCliIn({ cwd: folder }, "plot");
    expect([code, err]).toEqual([0, "reading mprofile_20261125035800.dat\n"]);
  });

  it("reads standard input", async () => {
    const { code, out } = await runCliIn({ cwd, stdin: mprofRecording() }, "plot", "-");
    expect(code).toBe(0);
    expect(out).toContain("standard input: 2026-11-2");
  });
});

describe("plot as a picture", () => {
  it.each([
    ["service", ["service.dat"]],
    [
      "service-window",
      ["service.dat", "--window", "10,40s", "--slope", "--metric", "rss", "--no-heap"],
    ],
    ["brackets", ["mprof.dat", "--title", "Brackets & <more>"]],
    ["flame", ["mprof.dat", "--flame"]],
    ["both", ["service.dat", "mprof.dat"]],
  ])("draws %s as harmless SVG", async (name, argv) => {
    const { code, out } = await plot(...argv, "--svg", "-");
    expect(code).toBe(0);
    const { texts } = readStrictly(out);
    expect(texts.length).toBeGreaterThan(15);
    const numbers = [...out.matchAll(/ (?:x|y|cx|cy|d)="(?<value>[^"]*)"/g)]
      .flatMap(({ groups }) => groups?.["value"].match(/-?[\d.]+|NaN|Infinity/g) ?? [])
      .map(Number);
    expect(numbers.every((number) => Number.isFinite(number))).toBe(true);
    await expect(out).toMatchFileSnapshot(goldenOf(`${name}.svg`));
  });

  it("tells what the heap of a snapshot does not explain", async () => {
    const { out } = await plot("service.dat", "--svg", "-");
    expect(readStrictly(out).description).toContain(
      "snapshot heap.heapsnapshot.gz of 100 at 30 s: heap 150 kB of 78.6 MB resident, 78.5 MB are",
    );
    const without = await plot("service.dat", "--svg", "-", "--no-heap");
    expect(readStrictly(without.out).description).toContain("heap.heapsnapshot.gz of 100 at 30 s.");
  });

  it("writes a page that runs nothing but its own script", async () => {
    const { out } = await plot("service.dat", "--html", "-");
    const hash = createHash("sha256").update(READOUT_SCRIPT).digest("base64");
    expect(READOUT_SCRIPT_HASH).toBe(`sha256-${hash}`);
    expect(out).toContain(`script-src '${READOUT_SCRIPT_HASH}'`);
    expect(out.match(/<script/g)).toHaveLength(2);
    expect(out.match(/<\/script>/g)).toHaveLength(2);
    expect(out).not.toMatch(/<(?:link|img|iframe|object)|\bon\w+=|url\(/i);
    await expect(out).toMatchFileSnapshot(goldenOf("service.html"));
  });

  it("writes files for their owner only, and over its own without being forced", async () => {
    const argv = ["service.dat", "--svg", "a.svg", "--html", "a.html"];
    for (let round = 0; round < 2; round++)
      expect(await plot(...argv)).toEqual({ code: 0, out: "", err: "wrote a.svg\nwrote a.html\n" });
    expect(statSync(join(cwd, "a.svg")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(cwd, "a.html"), "utf8")).toContain("<svg");
    const refused = await plot("service.dat", "--svg", "mprof.dat");
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("mprof.dat exists");
  });
});

describe("plot --fail-on", () => {
  it("exits with 3 and tells the value beside the limit", async () => {
    const { code, out, err } = await plot("service.dat", "--fail-on", "floor-slope>1MB/min");
    expect(code).toBe(3);
    expect(out).toContain("The floor under 9 teeth rises by");
    expect(err).toMatchInlineSnapshot(`
      "heapgraph: FAILED  floor-slope>1MB/min: 31.5 MB/min, limit 1.0 MB/min
      heapgraph: 1 of 1 gate failed
      "
    `);
  });

  it("exits with 0 where nothing is passed", async () => {
    const { code, err } = await plot("service.dat", "--fail-on", "peak>1GB or processes>90");
    expect([code, err]).toEqual([0, "heapgraph: 1 gate passed\n"]);
  });

  it("says what cannot be measured, and asks each file", async () => {
    const { code, err } = await plot(
      "service.dat",
      "mprof.dat",
      "--fail-on",
      "pss>1MB",
      "--fail-on",
      "peak>1GB",
    );
    expect(code).toBe(3);
    expect(err).toMatchInlineSnapshot(`
      "heapgraph: FAILED  service.dat: pss>1MB: 127 MB, limit 1.0 MB
      heapgraph: skipped mprof.dat: pss>1MB: not measured, limit 1.0 MB
      heapgraph: 1 of 4 gates failed
      "
    `);
  });

  it("is part of the answer as JSON, which has the numbers", async () => {
    const { code, out } = await plot("mprof.dat", "--json", "--fail-on", "peak>1MB");
    expect(code).toBe(3);
    const answer = JSON.parse(out);
    expect(answer).toMatchObject({
      kind: "plot",
      schema: 1,
      recordings: [{ path: "mprof.dat", metric: "rss", peak: { value: 80 * 2 ** 20, time: 3 } }],
      gates: [{ isFailed: true, measures: [{ limit: 1e6, value: 80 * 2 ** 20 }] }],
    });
    expect(answer.recordings[0].total[0]).toEqual([0, 20 * 2 ** 20]);
  });
});

describe("plot refuses", () => {
  it.each([
    [["service.dat", "--window", "5"], 2, "--window takes two times such as 0,20.5"],
    [["service.dat", "--window", "9,5"], 2, "--window: 5 is not later than 9"],
    [["service.dat", "--fail-on", "flor-slope>1"], 2, "did you mean floor-slope?"],
    [["service.dat", "--fail-on", "slope>1MB"], 2, "expected a rate such as"],
    [["service.dat", "--metric", "vss"], 2, "--metric takes rss, pss, uss"],
    [["service.dat", "--svg", "-", "--json"], 2, "both write to stdout"],
    [["service.dat", "--svg", "x", "--html", "x"], 2, "name the same file"],
    [["service.dat", "-"], 2, "standard input is read alone"],
    [["service.dat", "--window", "900,1000"], 1, "nothing was sampled from 900 s to 1000 s"],
    [["mprof.dat", "--metric", "pss"], 1, "PSS was not sampled"],
    [["heap.heapsnapshot.gz"], 1, "heap.heapsnapshot.gz: line 1: no recording: expected a word"],
    [["none.dat"], 1, "none.dat does not exist"],
  ])("%j with exit code %i", async (argv, exitCode, message) => {
    const { code, out, err } = await plot(...argv);
    expect(err).toContain(message);
    expect([code, out]).toEqual([exitCode, ""]);
  });

  it("a folder without a recording", async () => {
    const folder = mkdtempSync(join(cwd, "empty-"));
    const { code, err } = await runCliIn({ cwd: folder }, "plot");
    expect(code).toBe(2);
    expect(err).toContain("name a recording: there is none in this folder");
  });

  it("no recording for a snapshot that a mark names wrongly", async () => {
    const folder = mkdtempSync(join(cwd, "wrong-"));
    writeFileSync(join(folder, "a.dat"), `${mprofRecording()}MARK 1795376401 snapshot a.dat\n`);
    const { code, err } = await runCliIn({ cwd: folder }, "plot", "a.dat");
    expect(code).toBe(0);
    expect(err).toMatch(/^heapgraph: warning: a\.dat: .*\n$/);
  });
});
