import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { DiffResult } from "../../src/analysis/change/diff.ts";
import { createDiffFolder, PAIR } from "../support/diff-folder.ts";
import { AFTER_SNAPSHOT, BEFORE_SNAPSHOT } from "../support/grown-heap.ts";

const folder = createDiffFolder();

const ask = (...argv: string[]): Promise<string> => folder.ask("diff", ...PAIR, ...argv);

/** The names of classes among the lines of an answer. */
function classesIn(text: string): string[] {
  return [...text.matchAll(/^(Session|User|Job|Blob|\(string\)) /gm)].map(([, name]) => name);
}

describe("what the ids of both files mean", () => {
  it("is said first: two files in the wrong order", async () => {
    const out = await folder.ask("diff", PAIR[1], PAIR[0]);
    expect(out).toMatch(/^WRONG ORDER: .* the second is the older one.*; swap the files\n/);
    expect(out).toContain("\nno class grows\n4 classes that do not grow are left out;");
  });

  it("is said first: ids that no file shares", async () => {
    const out = await folder.ask("diff", PAIR[0], "foreign.heapsnapshot");
    expect(out).toMatch(/^NOT BY ID: .*; compared by class, size and the way to each object\n/);
    // The log's text only is of another size.
    expect(classesIn(out)).toEqual(["Session", "User", "(string)"]);
  });

  it("is said first: ids that are other objects", async () => {
    const out = await folder.ask("diff", PAIR[0], "renumbered.heapsnapshot");
    expect(out).toMatch(
      /^NOT BY ID: ids are not the same objects in both files: .*common ids agree/,
    );
    expect(out).toContain("\nno object is new or gone\n");
  });

  it.each([
    ["foreign.heapsnapshot", "hardly an id stands in both files, "],
    ["renumbered.heapsnapshot", "ids are not the same objects in both files: "],
  ])("is a warning where the format has no place for it: %s", async (later, reason) => {
    for (const format of ["csv", "ndjson", "md"]) {
      const { code, err } = await folder.run("diff", PAIR[0], later, "--format", format);
      expect(code).toBe(0);
      expect(err.startsWith(`heapgraph: warning: ${reason}`)).toBe(true);
      expect(err.split("\n")).toHaveLength(2);
    }
    const { idSpace } = await folder.askJson<DiffResult>("diff", PAIR[0], later);
    expect(idSpace.reason.startsWith(reason)).toBe(true);
  });

  it("fails with --require-same-ids, unless it is one process", async () => {
    expect(
      await folder.run("diff", PAIR[0], "renumbered.heapsnapshot", "--require-same-ids"),
    ).toEqual({
      code: 1,
      out: "",
      err:
        "heapgraph: ids are not the same objects in both files: two processes, or one whose ids were issued anew\n" +
        "  take both snapshots in one process, without a debugger session ending in between\n",
    });
    const foreign = await folder.run("diff", PAIR[0], "foreign.heapsnapshot", "--require-same-ids");
    expect(foreign.code).toBe(1);
    expect(await ask("--require-same-ids")).toBe(await ask());
  });

  // Only the lists of ids come without it.
  it("is a warning beside bare ids, too", async () => {
    const argv = ["--objects", "Session", "--ids-only"];
    const { code, err } = await folder.run("diff", PAIR[0], "foreign.heapsnapshot", ...argv);
    expect(code).toBe(0);
    expect(err).toContain("heapgraph: warning: hardly an id stands in both files");
  });
});

describe("the files of a diff", () => {
  it("may be compressed, each as it likes", async () => {
    const plain = await ask("--all");
    for (const pair of [
      ["before.heapsnapshot", "after.heapsnapshot.gz"],
      ["before.heapsnapshot.br", "after.heapsnapshot"],
      ["before.heapsnapshot.br", "after.heapsnapshot.gz"],
    ])
      expect(await folder.ask("diff", ...pair, "--all")).toBe(plain);
  });

  it("may come through stdin, one of them", async () => {
    const plain = await ask();
    const first = await folder.runIn({ stdin: BEFORE_SNAPSHOT }, "diff", "-", PAIR[1]);
    expect(first).toEqual({ code: 0, out: plain, err: "" });
    const second = await folder.runIn({ stdin: gzipSync(AFTER_SNAPSHOT) }, "diff", PAIR[0], "-");
    expect(second).toEqual({ code: 0, out: plain, err: "" });
  });

  it("of two processes are read once where one comes through stdin", async () => {
    const { code, out } = await folder.runIn(
      { stdin: BEFORE_SNAPSHOT },
      "diff",
      "-",
      "foreign.heapsnapshot",
    );
    expect(code).toBe(0);
    expect(classesIn(out)).toEqual(["Session", "User", "(string)"]);
  });

  // Without a second look at the first file there are no ways to compare.
  it("are not said to be compared by ways that nobody looked at", async () => {
    const { out } = await folder.runIn(
      { stdin: BEFORE_SNAPSHOT },
      "diff",
      "-",
      "foreign.heapsnapshot",
    );
    expect(out).not.toContain("the way to each object");
  });

  it("are named when they cannot be read", async () => {
    writeFileSync(folder.file("half.heapsnapshot"), AFTER_SNAPSHOT.subarray(0, 900));
    for (const pair of [
      [PAIR[0], "half.heapsnapshot"],
      ["half.heapsnapshot", PAIR[1]],
    ]) {
      const { code, out, err } = await folder.run("diff", ...pair);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(/^heapgraph: half\.heapsnapshot: /);
    }
    const { code, err } = await folder.run("diff", PAIR[0], "none.heapsnapshot");
    expect({ code, err }).toEqual({
      code: 1,
      err: `heapgraph: ${folder.file("none.heapsnapshot")} does not exist\n`,
    });
  });
});

describe("a diff that cannot be made", () => {
  it.each([
    [[], "diff compares two files, got none"],
    [["a.heapsnapshot"], "diff compares two files, got only a.heapsnapshot"],
    [["a", "b", "c"], "too many files: expected 2, got 3 (a, b, c)"],
    [["-", "-"], "only one file can be stdin"],
    [["a", "@5"], "this command takes no object"],
    [["a", "b", "--ids-only"], "--ids-only and --change go with --objects CLASS"],
    [["a", "b", "--change", "new"], "--ids-only and --change go with --objects CLASS"],
    [["a", "b", "--objects", "X", "--ids-only", "--json"], "--ids-only is a format of its own"],
    [["a", "b", "--objects", "X", "--ids-only", "--format", "csv"], "--ids-only is a format"],
    [
      ["a", "b", "--objects", "X", "--change", "old"],
      "--change takes new, deleted, persisting; got",
    ],
    [["a", "b", "--sort", "delta"], '--sort takes retained, size, count, new, name; got "delta"'],
    [["a", "b", "--limit", "-1"], '--limit takes a whole number, got "-1"'],
    [["a", "b", "--limit", "few"], '--limit takes a whole number, got "few"'],
    [["a", "b", "--json", "--format", "csv"], "--json and --format csv exclude each other"],
    [["a", "b", "--svg", "x", "--dot", "x"], "--svg and --dot name the same file"],
    [["a", "b", "--extra", "age"], "--extra takes any of "],
  ])("exits 2 for %j, without a stack", async (argv, message) => {
    const { code, out, err } = await folder.run("diff", ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.slice(0, 11 + message.length)).toBe(`heapgraph: ${message}`);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it.each([
    [["--filter", "Sesion"], 1, "no class matches Sesion; nearest: Session, "],
    [["--objects", "Sesion"], 1, "no class matches Sesion; nearest: Session, "],
    [["--filter", "/(/"], 2, "/(/ is no regular expression"],
    [["--filter", ""], 2, "an empty pattern names no class"],
  ])("explains %j", async (argv, code, message) => {
    const result = await folder.run("diff", ...PAIR, ...argv);
    expect({ code: result.code, out: result.out }).toEqual({ code, out: "" });
    expect(result.err.slice(0, 11 + message.length)).toBe(`heapgraph: ${message}`);
  });
});
