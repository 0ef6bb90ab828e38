import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeProgress } from "../../src/cli/fleet.ts";
import type { FleetResult } from "../../src/fleet/join-reports.ts";
import { type CliResult, runCliIn } from "../support/cli.ts";
import { fixturePath } from "../support/real-files.ts";
import { samplePath } from "../support/samples.ts";

/** A fleet of three processes, two of one program, and what is no snapshot. */
function makeFleet(): string {
  const folder = mkdtempSync(join(tmpdir(), "heapgraph-fleet-"));
  mkdirSync(join(folder, "host-1"));
  mkdirSync(join(folder, "host-2", "deep"), { recursive: true });
  const files: readonly (readonly [from: string, to: string])[] = [
    [samplePath("dataframe/before"), "host-1/a.heapsnapshot.gz"],
    [samplePath("dataframe/after"), "host-2/a.heapsnapshot.gz"],
    [samplePath("react-native-hermes/app"), "host-2/deep/app.heapsnapshot.gz"],
    [fixturePath("truncated-nodes-node22"), "host-1/cut.heapsnapshot.gz"],
    [fixturePath("bun-jsc-1-start"), "host-1/jsc.heapsnapshot.gz"],
  ];
  for (const [from, to] of files) {
    copyFileSync(from, join(folder, to));
    utimesSync(join(folder, to), 1_700_000_000, 1_700_000_000);
  }
  writeFileSync(join(folder, "host-2", "empty.heapsnapshot"), "");
  writeFileSync(join(folder, "host-2", "notes.txt"), "no snapshot");
  return folder;
}

const cwd = makeFleet();

const triage = (...argv: string[]): Promise<CliResult> => runCliIn({ cwd }, "triage", ...argv);

/** The same bytes in length and time, but nothing that could be read again. */
function spoil(name: string): void {
  const path = join(cwd, name);
  writeFileSync(path, Buffer.alloc(statSync(path).size));
  utimesSync(path, 1_700_000_000, 1_700_000_000);
}

describe("triage --fleet", () => {
  it("joins the leaks of all files, names those it cannot read, and does nothing twice", async () => {
    const argv = ["--fleet", ".", "--jobs", "2", "--state", "fleet.state", "--limit", "3"];
    const first = await triage(...argv, "--rows", "rows.ndjson");
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: "" });
    expect(first.out).toMatch(/^\d+ leaks in 3 of 3 files; heaps of 15\.8 MB; 3 not read\n/);
    expect(first.out).toMatch(
      /\n1 {2}high +2 +300 +5\.5 MB +3\.7 MB {2}held-class of DataFrame at cache\.reports\n/,
    );
    expect(first.out).toContain("\n  1  host-2/a.heapsnapshot.gz: 200 DataFrame (3.7 MB, 45 % of");
    expect(first.out).toContain("; --limit 0 shows all\n");
    expect(first.out).toContain(
      `
not read:
  host-1/cut.heapsnapshot.gz: the snapshot is cut short: expected "]", found end of file (section "nodes", byte 393216)
  host-1/jsc.heapsnapshot.gz: this is a JavaScriptCore heap snapshot, expected a V8 heap snapshot
  host-2/empty.heapsnapshot: the file is empty: expected a heap snapshot, found 0 bytes (byte 0)
`,
    );

    const rows = readFileSync(join(cwd, "rows.ndjson"), "utf8").trimEnd().split("\n");
    const files = new Set(rows.map((row) => (JSON.parse(row) as { file: string }).file));
    expect([...files]).toEqual([
      "host-1/a.heapsnapshot.gz",
      "host-2/a.heapsnapshot.gz",
      "host-2/deep/app.heapsnapshot.gz",
    ]);
    expect(statSync(join(cwd, "rows.ndjson")).mode & 0o777).toBe(0o600);
    expect(statSync(join(cwd, "fleet.state")).mode & 0o777).toBe(0o600);

    // A line that a killed run has left, and files that nobody can read again.
    appendFileSync(join(cwd, "fleet.state"), '{"version":"0.1.0","path":"/cut');
    spoil("host-2/a.heapsnapshot.gz");
    spoil("host-2/deep/app.heapsnapshot.gz");
    expect(await triage(...argv)).toEqual(first);

    const found = await triage("--fleet", "**/*.gz", "--state", "fleet.state", "--json");
    const json = JSON.parse(found.out) as FleetResult & { snapshots: unknown[] };
    expect(json).toMatchObject({ kind: "fleet", fileCount: 5, leakingCount: 3 });
    expect(json.snapshots).toHaveLength(3);
    expect(json.failed.map(({ path, code }) => [path, code])).toEqual([
      ["host-1/cut.heapsnapshot.gz", "FORMAT_TRUNCATED"],
      ["host-1/jsc.heapsnapshot.gz", "UNSUPPORTED_FORMAT"],
    ]);
    expect(json.leaks[0]).toMatchObject({
      fingerprint: { text: "held-class of DataFrame at cache.reports" },
      fileCount: 2,
      count: 300,
      worst: { path: "host-2/a.heapsnapshot.gz", count: 200 },
    });

    // The gate is asked of the same reports.
    const gate = await triage("--fleet", ".", "--state", "fleet.state", "--min-severity", "high");
    expect(gate.code).toBe(3);
    const update = ["--baseline", "known.json", "--update-baseline"];
    expect(await triage("--fleet", ".", "--state", "fleet.state", ...update)).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^wrote known.json: \d+ suspects/) as string,
    });

    // What has changed is read again.
    utimesSync(join(cwd, "host-2/a.heapsnapshot.gz"), 1_800_000_000, 1_800_000_000);
    const changed = await triage(...argv);
    expect(changed.out).toContain("4 not read");
  });

  it("fails when no file at all can be read", async () => {
    const { code, out } = await triage("--fleet", "host-1/c*");
    expect(code).toBe(1);
    expect(out).toContain("host-1/cut.heapsnapshot.gz: the snapshot is cut short");
  });

  it.each([
    [["--fleet", "nowhere"], "--fleet: nowhere does not exist"],
    [["--fleet", "host-9/*"], "--fleet: there is no snapshot in host-9/*"],
    [["--fleet", ".", "--jobs", "0"], "--jobs takes a whole number of at least 1"],
    [["--fleet", ".", "--jobs", "two"], '--jobs takes a whole number, got "two"'],
    [["--fleet", ".", "--fail-on", "count(A)>1"], "with --fleet take --min-severity or --baseline"],
    [["--fleet", ".", "--format", "junit"], "a fleet is told as text or JSON, or in --rows"],
    [["a.heapsnapshot", "--state", "s"], "--state goes with --fleet"],
  ])("refuses %j as a mistake of usage", async (argv, message) => {
    const { code, out, err } = await triage(...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  it("leaves alone files that are not its own", async () => {
    writeFileSync(join(cwd, "mine.txt"), "mine\n");
    const state = await triage("--fleet", ".", "--state", "mine.txt");
    expect(state).toMatchObject({ code: 1, out: "" });
    expect(state.err).toContain("mine.txt is not the state of a fleet");
    const rows = await triage("--fleet", ".", "--rows", "mine.txt");
    expect(rows.err).toContain("mine.txt exists");
    expect(readFileSync(join(cwd, "mine.txt"), "utf8")).toBe("mine\n");
  });
});

describe("the progress of a fleet", () => {
  it.each([
    [{ done: 0, failed: 0, bytesDone: 0 }, 9, "0 of 340 files"],
    [{ done: 2, failed: 1, bytesDone: 100 }, 1, "2 of 340 files, 1 not read"],
    [{ done: 2, failed: 0, bytesDone: 100 }, 5, "2 of 340 files, 45 s left"],
    [{ done: 2, failed: 0, bytesDone: 10 }, 10, "2 of 340 files, 17 min left"],
    [{ done: 2, failed: 0, bytesDone: 1 }, 10, "2 of 340 files, 2 h 47 min left"],
  ])("%j after %i s", (progress, seconds, text) => {
    expect(describeProgress({ files: 340, bytes: 1000, ...progress }, seconds)).toBe(text);
  });
});
