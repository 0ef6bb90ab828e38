import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { GateReport } from "../../src/gates/gate-report.ts";
import { growingSnapshots } from "../support/growing-files.ts";
import { SnapshotFolder } from "../support/snapshot-folder.ts";

const folder = new SnapshotFolder();
const FILES = ["1.heapsnapshot", "2.heapsnapshot", "3.heapsnapshot"];
for (const [at, bytes] of growingSnapshots([
  { Leak: 100, Other: 100 },
  { Leak: 400, Other: 100 },
  { Leak: 900, Other: 100 },
]).entries())
  writeFileSync(folder.file(FILES[at]), bytes);

const TWO = FILES.slice(1);

describe.each([
  ["summary", FILES.slice(2)],
  ["diff", TWO],
  ["growth", FILES],
  ["triage", FILES],
  ["triage", FILES.slice(2)],
] as const)("%s %j", (command, files) => {
  it("exits with 3 when a gate holds, and says the value beside the limit", async () => {
    const plain = await folder.run(command, ...files);
    expect(plain.code).toBe(0);
    const { code, out, err } = await folder.run(command, ...files, "--fail-on", "count(Leak)>899");
    expect({ code, err }).toEqual({
      code: 3,
      err: "heapgraph: FAILED  count(Leak)>899: 900, limit 899\nheapgraph: 1 of 1 gate failed\n",
    });
    expect(out).toBe(plain.out);
  });

  it("exits with 0 when none does", async () => {
    const { code, err } = await folder.run(
      command,
      ...files,
      "--fail-on",
      "count(Leak)>900",
      "--fail-on",
      "count(/Detached/)>0",
    );
    expect({ code, err }).toEqual({ code: 0, err: "heapgraph: 2 gates passed\n" });
  });

  it("has the verdict in its JSON, and nothing on stderr", async () => {
    const argv = [command, ...files, "--json"];
    const plain = await folder.run(...argv);
    expect(JSON.parse(plain.out)).not.toHaveProperty("gates");
    const { code, out, err } = await folder.run(
      ...argv,
      "--fail-on",
      "retained(Leak) >= 90kB and count(Nothing)=0",
    );
    expect({ code, err }).toEqual({ code: 3, err: "" });
    const { gates, ...rest } = JSON.parse(out) as { gates: GateReport };
    expect(rest).toEqual(JSON.parse(plain.out));
    expect(gates).toMatchObject({
      isFailed: true,
      severity: null,
      baseline: null,
      checks: [
        {
          measures: [
            { value: 90_000, limit: 90_000 },
            { value: 0, classCount: 0 },
          ],
        },
      ],
    });
  });

  it("refuses a gate that makes no sense, with a finger on the column", async () => {
    const { code, out, err } = await folder.run(command, ...files, "--fail-on", "cuont(Leak)>1");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(
      'heapgraph: unknown field "cuont"; did you mean count?\n  cuont(Leak)>1\n  ^\n',
    );
  });
});

describe("growth as a gate", () => {
  it.each([
    ["diff", TWO, "growth(Leak)>499", "500, limit 499"],
    ["growth", FILES, "growth(Leak)>799", "800, limit 799"],
    ["triage", FILES, "growth(Leak)>799", "800, limit 799"],
    ["growth", FILES, "grewIn(Leak)>=2", "2 steps, limit 2 steps"],
  ] as const)("%s of %j: %s", async (command, files, gate, told) => {
    const { code, err } = await folder.run(command, ...files, "--fail-on", gate);
    expect(code).toBe(3);
    expect(err).toContain(`FAILED  ${gate}: ${told}\n`);
  });

  it.each(["summary", "triage"])("is a mistake for one file of %s", async (command) => {
    const { code, out, err } = await folder.run(command, FILES[0], "--fail-on", "growth(Leak)>1");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(
      "heapgraph: --fail-on 'growth(Leak)>1' compares files: name two snapshots at least\n",
    );
  });
});

describe("a budget", () => {
  writeFileSync(
    folder.file("budget.yml"),
    "heap: 1MB\nminSeverity: high\nclasses:\n  Leak: {count: 100, growthPerStep: 400}\n  /Evil/: {count: 0}\n",
  );
  writeFileSync(folder.file("wrong.yml"), "classes:\n  Leak:\n    contu: 1\n");

  it("names each limit that is passed, and what could not be asked", async () => {
    const { code, err } = await folder.run("diff", ...TWO, "--budget", "budget.yml");
    expect(code).toBe(3);
    expect(err.split("\n")).toEqual([
      "heapgraph: FAILED  count(Leak) > 100: 900, limit 100",
      "heapgraph: FAILED  growthPerStep(Leak) > 400: 500, limit 400",
      "heapgraph: skipped minSeverity high: `triage` finds suspects",
      "heapgraph: 2 of 4 gates failed",
      "",
    ]);
  });

  it("fails a triage by the severity of suspects", async () => {
    const { code, err } = await folder.run("triage", ...FILES, "--budget", "budget.yml");
    expect(code).toBe(3);
    expect(err).toMatch(/FAILED {2}\d suspects? of severity high or more/);
  });

  it("that is wrong is refused with its place before anything is read", async () => {
    const { code, out, err } = await folder.run("triage", "none", "--budget", "wrong.yml");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^heapgraph: wrong\.yml:3:5: classes\.Leak\.contu: unknown key "contu"/);
  });

  it("that is missing is named", async () => {
    const { code, err } = await folder.run("triage", FILES[0], "--budget", "none.yml");
    expect({ code, err }).toEqual({ code: 1, err: "heapgraph: none.yml does not exist\n" });
  });

  it("is made from a snapshot, which keeps it", async () => {
    await folder.ask("budget", "init", FILES[2], "--output", "made.yml");
    const text = readFileSync(folder.file("made.yml"), "utf8");
    await expect(text).toMatchFileSnapshot("../golden/budget/init.yml");
    const kept = await folder.run("summary", FILES[2], "--budget", "made.yml");
    expect(kept.code).toBe(0);
    // With a tight one, three objects more are too many.
    await folder.ask("budget", "init", FILES[0], "--headroom", "0%", "--output", "made.yml");
    expect((await folder.run("summary", FILES[1], "--budget", "made.yml")).code).toBe(3);
  });

  it.each([
    [["budget"], /say what to do: budget init/],
    [["budget", "make"], /budget takes init; got "make"/],
    [["budget", "init", "app.heapsnapshot", "--headroom", "much"], /--headroom takes a percentage/],
  ] as const)("%j is a mistake of usage", async (argv, message) => {
    const { code, out, err } = await folder.run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
  });
});

describe("a baseline", () => {
  it("accepts what is known, tells what is new and what is gone", async () => {
    const missing = await folder.run("triage", ...FILES, "--baseline", "known.json");
    expect(missing).toEqual({
      code: 1,
      out: "",
      err: "heapgraph: known.json does not exist; --update-baseline writes it\n",
    });
    const made = await folder.run(
      "triage",
      ...FILES,
      "--baseline",
      "known.json",
      "--update-baseline",
    );
    expect(made.code).toBe(0);
    expect(made.err).toMatch(/^wrote known\.json: 1 suspect, 1 new, 0 removed\n/);
    const baseline = readFileSync(folder.file("known.json"), "utf8");
    await expect(baseline).toMatchFileSnapshot("../golden/triage/baseline.json");

    const known = await folder.run("triage", ...FILES, "--baseline", "known.json");
    expect({ code: known.code, err: known.err }).toEqual({
      code: 0,
      err: "heapgraph: 1 gate passed; 1 suspect accepted by the baseline\n",
    });
    await expect(known.out).toMatchFileSnapshot("../golden/triage/accepted.txt");

    writeFileSync(
      folder.file("known.json"),
      baseline.replace(/"fingerprint":"[\da-f]+"/, '"fingerprint":"0123456789ab"'),
    );
    const stale = await folder.run("triage", ...FILES, "--baseline", "known.json");
    expect(stale.code).toBe(3);
    expect(stale.err).toContain(
      "FAILED  1 suspect of severity medium or more that the baseline does not know\n",
    );
    expect(stale.err).toContain(
      "1 entry of the baseline no longer found; --update-baseline removes",
    );
    expect(stale.err).toContain("  0123456789ab ");
    const again = await folder.run(
      "triage",
      ...FILES,
      "--baseline",
      "known.json",
      "--update-baseline",
    );
    expect(again.err).toMatch(/^wrote known\.json: 1 suspect, 1 new, 1 removed\n/);
    expect(readFileSync(folder.file("known.json"), "utf8")).toBe(baseline);
  });

  it("goes with --update-baseline", async () => {
    const { code, err } = await folder.run("triage", ...FILES, "--update-baseline");
    expect({ code, err }).toEqual({
      code: 2,
      err: "heapgraph: --update-baseline goes with --baseline FILE\n",
    });
  });

  it("that is none is refused", async () => {
    const { code, err } = await folder.run("triage", ...FILES, "--baseline", "budget.yml");
    expect({ code, err }).toEqual({ code: 2, err: "heapgraph: budget.yml: is no JSON\n" });
  });
});

describe("--min-severity", () => {
  it("fails by suspects of the severity, those that a limit hides included", async () => {
    const { code, err, out } = await folder.run(
      "triage",
      ...FILES,
      "--min-severity",
      "high",
      "--limit",
      "1",
    );
    expect(code).toBe(3);
    expect(err).toContain("FAILED  1 suspect of severity high or more\n");
    expect(out).toBe(await folder.ask("triage", ...FILES, "--limit", "1"));
  });

  it("passes where there is none", async () => {
    const { code, err } = await folder.run(
      "triage",
      FILES[0],
      FILES[0],
      "--min-severity",
      "medium",
    );
    expect({ code, err }).toEqual({ code: 0, err: "heapgraph: 1 gate passed\n" });
  });

  it("takes a severity", async () => {
    const { code, err } = await folder.run("triage", ...FILES, "--min-severity", "urgent");
    expect(code).toBe(2);
    expect(err).toContain("--min-severity takes info, low, medium, high");
  });
});
