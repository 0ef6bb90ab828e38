import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { GrowthResult } from "../../src/index.ts";
import { type CliResult, type CliSurroundings, runCliIn } from "../support/cli.ts";
import { growingSnapshots } from "../support/growing-files.ts";
import { readStrictly } from "../support/strict-svg.ts";

const folder = mkdtempSync(join(tmpdir(), "heapgraph-growth-"));
afterAll(() => rmSync(folder, { recursive: true }));

const STATES = growingSnapshots([
  { Keep: 20, Leak: 1, Wave: 5, Code: 3 },
  { Keep: 20, Leak: 4, Wave: 9, Code: 4 },
  { Keep: 20, Leak: 9, Wave: 7, Code: 5, "Evil\u001b[31m</text>": 1 },
]);

writeFileSync(join(folder, "a.heapsnapshot"), STATES[0]);
writeFileSync(join(folder, "b.heapsnapshot.gz"), gzipSync(STATES[1]));
writeFileSync(join(folder, "c.heapsnapshot"), STATES[2]);
writeFileSync(
  join(folder, "other.heapsnapshot"),
  growingSnapshots([{ Else: 20, More: 9, Keep: 1 }])[0],
);

const FILES = ["a.heapsnapshot", "b.heapsnapshot.gz", "c.heapsnapshot"];

function run(...argv: string[]): Promise<CliResult> {
  return runIn({}, ...argv);
}

function runIn(around: CliSurroundings, ...argv: string[]): Promise<CliResult> {
  return runCliIn({ cwd: folder, ...around }, "growth", ...argv);
}

async function ask(...argv: string[]): Promise<string> {
  const { code, out, err } = await run(...argv);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

type Answer = GrowthResult & { readonly heapgraph: string; readonly schema: number };

async function askJson(...argv: string[]): Promise<Answer> {
  return JSON.parse(await ask(...argv, "--json")) as Answer;
}

async function namesOf(...argv: string[]): Promise<string[]> {
  return (await askJson(...FILES, ...argv)).classes.map(({ name }) => name);
}

const pathsOf = ({ snapshots }: Answer): string[] => snapshots.map(({ path }) => path);

describe("growth as text", () => {
  it("shows what grows, how, and what came and stayed", async () => {
    expect(await ask(...FILES)).toMatchInlineSnapshot(`
      "3 snapshots of one process, in order of time: 3.1 kB → 4.4 kB

         File               Nodes    Size
      1  a.heapsnapshot        36  3.1 kB
      2  b.heapsnapshot.gz     44  3.9 kB
      3  c.heapsnapshot        49  4.4 kB

      2 of 7 classes have more objects in the last file than in any file before

      Class                  Count  Trend   Δ  Δ a step       Retained  Grew in
      Leak                   1 → 9    ▁▄█  +8        +4  100 B → 900 B      2/2
      Evil\\u001b[31m</text>  0 → 1    ▁▁█  +1      +0.5    0 B → 100 B      1/2

      The runtime's own, which grows while code warms up:

      Class            Count  Trend   Δ  Δ a step       Retained  Grew in
      (compiled code)  3 → 5    ▁▅█  +2        +1  300 B → 500 B      2/2

      4 classes do not grow; --all shows them

      5 objects came between files 1 and 2 and are still there in file 3: 500 B retained

      Class  Objects  Shallow  Retained  of them  held by          Such as
      Leak         3    300 B     300 B    100 %  global.list1[*]  @1059
      Wave         2    200 B     200 B    100 %  global.list2[*]  @1065

        Reached   of all   Retained  Way from the root
              5    100 %      500 B  global object  global  global @3
              3     60 %      300 B  ├─ .list1  Array @13
              3     60 %      300 B  │  └─ [*]  3 × Leak @1059, @1061, @1063
              2     40 %      200 B  └─ .list2  Array @15
              2     40 %      200 B     └─ [*]  2 × Wave @1065, @1067

      Not among them: 1 object of the runtime itself, 100 B
      "
    `);
  });

  it("keeps to narrow and wide terminals, and escapes names", async () => {
    for (const width of [40, 60, 80, 100, 200]) {
      const { out } = await runIn({ width }, ...FILES);
      // oxlint-disable-next-line no-control-regex -- what must not reach a terminal
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
      if (width >= 60)
        expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });

  it("says so where nothing grows, and that a third snapshot would help", async () => {
    const out = await ask("a.heapsnapshot", "a.heapsnapshot");
    expect(out).toContain("No class of 6 has more objects in the last file than in the first file");
    expect(out).toContain("No object came between files 1 and 2\n");
    expect(out).toContain("A third snapshot");
  });

  it("says so where files are of two processes, or in the wrong order", async () => {
    const foreign = await ask("a.heapsnapshot", "other.heapsnapshot");
    expect(foreign).toMatch(/^2 snapshots of different processes.*classes are compared by\s+name/s);
    expect(foreign).toContain("Objects cannot be followed from file to file: files 1 and 2: ids");
    const reversed = await ask("c.heapsnapshot", "a.heapsnapshot");
    expect(reversed).toMatch(
      /^2 snapshots of one process; the files are not in order of time: 2 is/,
    );
  });
});

describe("growth chooses", () => {
  it("classes by name, bytes, steps, or all", async () => {
    expect(await namesOf()).toEqual(["Leak", "Evil\u001b[31m</text>"]);
    expect(await namesOf("--min-steps", "2")).toEqual(["Leak"]);
    expect(await namesOf("--filter", "Wave", "--all")).toEqual(["Wave"]);
    expect(await namesOf("--bytes")).toEqual(["Array", "global", "Leak", "Evil\u001b[31m</text>"]);
    expect(await namesOf("--sort", "name", "--limit", "1")).toEqual(["Evil\u001b[31m</text>"]);
  });

  it("between which files objects came", async () => {
    const { leakSet } = await askJson(...FILES, "--between", "2,3");
    expect(leakSet).toMatchObject({
      from: 2,
      to: 3,
      count: 6,
      artefacts: { count: 1, shallowSize: 100 },
      classes: [
        { name: "Leak", count: 5 },
        { name: "Evil\u001b[31m</text>", count: 1 },
      ],
    });
  });
});

it("growth as JSON is one object with all numbers", async () => {
  const answer = await askJson(...FILES);
  expect(Object.keys(answer).slice(0, 4)).toEqual(["heapgraph", "kind", "schema", "snapshots"]);
  expect(answer).toMatchObject({
    kind: "growth",
    schema: 1,
    snapshots: [{ path: "a.heapsnapshot" }, { path: "b.heapsnapshot.gz" }, { nodeCount: 49 }],
    idSpace: {
      verdict: "same",
      order: "forward",
      steps: [
        { from: 1, to: 2 },
        { from: 2, to: 3 },
      ],
    },
    classes: [
      {
        name: "Leak",
        location: null,
        counts: [1, 4, 9],
        retainedSizes: [100, 400, 900],
        countDelta: 8,
        peak: 4,
        overPeak: 5,
        grewIn: 2,
        steps: 2,
        slope: 4,
      },
      {},
    ],
    artefacts: [{ name: "(compiled code)", counts: [3, 4, 5] }],
    leakSet: {
      count: 5,
      classes: [
        { name: "Leak", count: 3, heldBy: { code: "global.list1[*]", share: 1 } },
        { name: "Wave", count: 2 },
      ],
    },
    noLeakSet: null,
  });
  const foreign = await askJson("a.heapsnapshot", "other.heapsnapshot");
  expect(foreign.leakSet).toBeNull();
  expect(foreign.noLeakSet).toMatch(/^files 1 and 2: /);
});

it("growth as CSV, JSON lines and Markdown has a field or cell for each number", async () => {
  const csv = (await ask(...FILES, "--format", "csv")).split("\r\n");
  expect(csv[0]).toMatch(/^name,location,isArtefact,count1,count2,count3,retainedSize1,/);
  expect(csv[1]).toBe("Leak,,false,1,4,9,100,400,900,8,800,4,5,true,2,2,true,4");
  expect(csv[3]).toMatch(/^\(compiled code\),,true,3,4,5,/);
  const [line] = (await ask(...FILES, "--format", "ndjson")).split("\n");
  expect(JSON.parse(line)).toMatchObject({ name: "Leak", count3: 9, slope: 4 });
  expect(await ask(...FILES, "--format", "md")).toContain("| Leak | 1 → 9 | ▁▄█ |");
  const { err } = await run(...FILES, "--format", "csv", "--limit", "1");
  expect(err).toBe("heapgraph: … 1 more; --limit 0 shows all\n");
});

describe("the files of growth", () => {
  const series = join(folder, "series");
  mkdirSync(series);
  const names = [
    "Heap.20260102.090000.7.0.001.heapsnapshot",
    "Heap.20260102.080000.9.0.002.heapsnapshot",
    "Heap.20260102.080000.9.0.001.heapsnapshot",
  ];
  for (const [at, name] of names.entries()) {
    writeFileSync(join(series, name), STATES[0]);
    utimesSync(join(series, name), at, at);
  }
  writeFileSync(join(series, "notes.txt"), "not a snapshot");
  const ordered = names.toReversed().map((name) => join("series", name));

  it("of a folder or a pattern come in the order of time in their names", async () => {
    expect(pathsOf(await askJson("series"))).toEqual(ordered);
    expect(pathsOf(await askJson("series/Heap.*"))).toEqual(ordered);
    expect(pathsOf(await askJson("series/Heap.????????.08*"))).toEqual(ordered.slice(0, 2));
    const { out } = await runIn({ cwd: series }, ".", "--json");
    expect(pathsOf(JSON.parse(out) as Answer)).toEqual(names.toReversed());
  });

  it("come in the order of their last change where names tell no time", async () => {
    const plain = join(folder, "plain");
    mkdirSync(plain);
    for (const [at, name] of ["c", "a", "b"].entries()) {
      writeFileSync(join(plain, `${name}.heapsnapshot`), STATES[at]);
      utimesSync(join(plain, `${name}.heapsnapshot`), 1000 + at, 1000 + at);
    }
    expect(pathsOf(await askJson("plain"))).toEqual(
      ["c", "a", "b"].map((name) => join("plain", `${name}.heapsnapshot`)),
    );
  });

  it("come as given where they are named, folders in between", async () => {
    expect(pathsOf(await askJson("c.heapsnapshot", "series", "a.heapsnapshot"))).toEqual([
      "c.heapsnapshot",
      ...ordered,
      "a.heapsnapshot",
    ]);
  });

  it("may be called like a pattern", async () => {
    writeFileSync(join(folder, "x[1]*.heapsnapshot"), STATES[0]);
    expect(pathsOf(await askJson("x[1]*.heapsnapshot", "a.heapsnapshot"))).toEqual([
      "x[1]*.heapsnapshot",
      "a.heapsnapshot",
    ]);
  });

  it.each([
    [[], "growth compares two snapshots at least: name files, a folder"],
    [["a.heapsnapshot"], "growth compares two snapshots at least, got a.heapsnapshot"],
    [["series/*.gz"], "no file matches series/*.gz"],
    [["*/a.heapsnapshot"], "*/a.heapsnapshot: * and ? may only stand in the last part of a path"],
    [["a.heapsnapshot", "-"], "standard input cannot be one of them"],
    [["a.heapsnapshot", "@17"], "this command takes no object"],
    [[...FILES, "--between", "1"], "--between takes two positions of files such as 1,2"],
    [[...FILES, "--between", "2,4"], "--between takes two positions of 1 to 3, the earlier first"],
    [[...FILES, "--min-steps", "3"], "--min-steps 3: 3 files make 2 steps"],
    [[...FILES, "--min-steps", "x"], "--min-steps takes a whole number"],
    [[...FILES, "--sort", "size"], "--sort takes retained, count, slope, name"],
    [[...FILES, "--json", "--format", "csv"], "exclude each other"],
  ])("are refused with code 2: %j", async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  it("that cannot be read, and classes that do not exist, end with code 1", async () => {
    const missing = await run("a.heapsnapshot", "gone.heapsnapshot");
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining("gone.heapsnapshot")]);
    const broken = await run("a.heapsnapshot", "series/notes.txt");
    expect([broken.code, broken.err]).toEqual([1, expect.stringContaining("series/notes.txt")]);
    const unknown = await run(...FILES, "--filter", "Leek");
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining("nearest: Leak")]);
  });
});

describe("growth --svg", () => {
  it("writes a chart for its owner alone, and replaces its own files only", async () => {
    const { code, out, err } = await run(...FILES, "--svg", "out.svg");
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: "wrote out.svg\n" });
    expect(statSync(join(folder, "out.svg")).mode & 0o777).toBe(0o600);
    const { texts, titles, description } = readStrictly(
      readFileSync(join(folder, "out.svg"), "utf8"),
    );
    expect(titles[0]).toBe("What grows over 3 snapshots");
    expect(texts).toEqual(expect.arrayContaining(["0 B", "1.0 kB", "Leak  900 B", ...FILES]));
    expect(description).toContain("Leak: 100 B, 400 B, 900 B");
    expect((await run(...FILES, "--svg", "out.svg")).code).toBe(0);
    writeFileSync(join(folder, "mine.svg"), "<svg/>");
    const refused = await run(...FILES, "--svg", "mine.svg");
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("mine.svg exists")]);
    expect((await run(...FILES, "--svg", "mine.svg", "--force")).code).toBe(0);
    expect((await run(...FILES, "--svg", "b.heapsnapshot.gz", "--force")).code).toBe(1);
  });

  it("goes to the terminal, beside JSON, and is never empty", async () => {
    expect(await ask(...FILES, "--svg", "-")).toMatch(/^<svg [^>]*>\n<!-- Drawn by heapgraph -->/);
    const { out } = await run(...FILES, "--svg", "out.svg", "--json");
    expect(JSON.parse(out)).toMatchObject({ kind: "growth" });
    const still = readStrictly(await ask("a.heapsnapshot", "a.heapsnapshot", "--svg", "-"));
    expect(still.titles[0]).toBe("No class grows");
    expect(still.texts).toContain("whole heap  3.1 kB");
  });
});
