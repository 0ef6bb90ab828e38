import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/version.ts";
import { growingSnapshots } from "../support/growing-files.ts";
import { faultsOfJunit, faultsOfSarif } from "../support/schemas.ts";
import { SnapshotFolder } from "../support/snapshot-folder.ts";

const folder = new SnapshotFolder();
const FILES = ["1.heapsnapshot", "2.heapsnapshot"];
for (const [at, bytes] of growingSnapshots([
  { Leak: 100, Other: 100 },
  { Leak: 900, Other: 100 },
]).entries())
  writeFileSync(folder.file(FILES[at]), bytes);

const GATE = ["--fail-on", "count(Leak)>800"];

function read(name: string): string {
  return readFileSync(folder.file(name), "utf8");
}

describe("triage --format", () => {
  it.each(["md", "junit", "sarif", "github"])("%s has a golden", async (format) => {
    const { code, out, err } = await folder.run("triage", ...FILES, "--format", format, ...GATE);
    expect(code).toBe(3);
    expect(err).toContain("FAILED  count(Leak)>800: 900, limit 800");
    await expect(out.replaceAll(VERSION, "VERSION")).toMatchFileSnapshot(
      `../golden/reports/leak.${format}.txt`,
    );
    if (format === "junit") expect(await faultsOfJunit(out)).toEqual([]);
    if (format === "sarif") expect(faultsOfSarif(out)).toEqual([]);
  });

  it("json is --json", async () => {
    const long = await folder.ask("triage", ...FILES, "--format", "json");
    expect(long).toBe(await folder.ask("triage", ...FILES, "--json"));
    const both = await folder.run("triage", ...FILES, "--format", "junit", "--json");
    expect(both).toMatchObject({ code: 2, out: "" });
    expect(both.err).toContain("--json and --format junit exclude each other");
  });

  it("is one of some", async () => {
    const { code, err } = await folder.run("triage", ...FILES, "--format", "sarrif");
    expect(code).toBe(2);
    expect(err).toContain("--format takes text, json, md, junit, sarif, github; got");
    expect(err).toContain("did you mean sarif?");
  });
});

describe("--report", () => {
  it("writes several at once beside the text, for their owner alone", async () => {
    const text = await folder.ask("triage", ...FILES);
    const { code, out, err } = await folder.run(
      "triage",
      ...FILES,
      "--min-severity",
      "high",
      "--report",
      "junit=a.xml",
      "--report",
      "sarif=a.sarif",
      "--report",
      "md=a.md",
      "--report",
      "json=a.json",
    );
    expect({ code, out }).toEqual({ code: 3, out: text });
    expect(err).toMatch(
      /^wrote a\.xml\nwrote a\.sarif\nwrote a\.md\nwrote a\.json\nheapgraph: FAILED/,
    );
    expect(await faultsOfJunit(read("a.xml"))).toEqual([]);
    expect(faultsOfSarif(read("a.sarif"))).toEqual([]);
    expect(read("a.md")).toMatch(/^## heapgraph triage\n\n1 item failed;/);
    expect(JSON.parse(read("a.json"))).toMatchObject({ kind: "triage", gates: { isFailed: true } });
    expect(folder.modeOf("a.xml")).toBe(0o600);
  });

  it("replaces its own files, and no others unless forced", async () => {
    const argv = ["triage", ...FILES, "--report"];
    for (const format of ["junit", "sarif", "md", "json"])
      for (let time = 0; time < 2; time++)
        expect((await folder.run(...argv, `${format}=own.${format}`)).code).toBe(0);
    writeFileSync(folder.file("mine.txt"), "mine");
    const refused = await folder.run(...argv, "junit=mine.txt");
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("mine.txt exists");
    expect(read("mine.txt")).toBe("mine");
    expect((await folder.run(...argv, "junit=mine.txt", "--force")).code).toBe(0);
    expect(read("mine.txt")).toContain("<testsuites");
  });

  it.each([
    ["junit", /takes a format and a file such as junit=out\.xml/],
    ["xml=a.xml", /formats are json, md, junit, sarif, github; got "xml=a\.xml"/],
    ["junit=-", /takes a format and a file/],
    ["junit=none/a.xml", /there is no folder/],
    ["junit=1.heapsnapshot", /is the file that is being read/],
  ])("%s is refused before anything is read", async (report, message) => {
    const { code, out, err } = await folder.run("triage", ...FILES, "--report", report);
    expect(code === 1 || code === 2).toBe(true);
    expect(out).toBe("");
    expect(err).toMatch(message);
  });

  it("does not write two to one file", async () => {
    const { code, err } = await folder.run(
      "triage",
      ...FILES,
      "--report",
      "junit=two.xml",
      "--report",
      "sarif=two.xml",
    );
    expect({ code, err }).toEqual({ code: 2, err: "heapgraph: two reports go to two.xml\n" });
    expect(existsSync(folder.file("two.xml"))).toBe(false);
  });

  it.each([
    ["summary", FILES.slice(1)],
    ["diff", FILES],
    ["growth", FILES],
  ] as const)("tells of the gates of %s", async (command, files) => {
    const name = `${command}.xml`;
    const { code } = await folder.run(
      command,
      ...files,
      ...GATE,
      "--report",
      `junit=${name}`,
      "--report",
      "json=g.json",
    );
    expect(code).toBe(3);
    expect(await faultsOfJunit(read(name))).toEqual([]);
    expect(read(name)).toContain(`<testsuites name="heapgraph ${command}" tests="1" failures="1"`);
    expect(JSON.parse(read("g.json"))).toMatchObject({ kind: "gates", gates: { isFailed: true } });
    const alone = await folder.run(command, ...files, "--report", `junit=${name}`);
    expect(alone).toMatchObject({ code: 2, out: "" });
    expect(alone.err).toContain("give --fail-on or --budget, too");
  });
});
