import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createDiffFolder, PAIR } from "../support/diff-folder.ts";
import { AFTER_SNAPSHOT, BEFORE_SNAPSHOT } from "../support/grown-heap.ts";
import { readStrictly } from "../support/strict-svg.ts";

const folder = createDiffFolder();

describe("diff --svg", () => {
  it("draws what holds the new objects of the class that grew most, and says it", async () => {
    const { code, out, err } = await folder.run("diff", ...PAIR, "--svg", "grown.svg");
    expect({ code, out, err }).toEqual({
      code: 0,
      out: "",
      err: "wrote grown.svg: 4 boxes, 3 references\n",
    });
    const svg = readFileSync(folder.file("grown.svg"), "utf8");
    expect(svg).toContain("What holds 3 new objects of Session");
    expect(svg).toContain("before.heapsnapshot → after.heapsnapshot");
    expect(folder.modeOf("grown.svg")).toBe(0o600);
  });

  it("writes DOT to the terminal", async () => {
    const dot = await folder.ask("diff", ...PAIR, "--dot", "-");
    expect(dot).toMatch(/^\/\/.*heapgraph|^digraph|^\/\*/);
    expect(dot).toContain("Session");
  });

  it("replaces a file of its own", async () => {
    for (const name of ["Session", "User"]) {
      const { code } = await folder.run("diff", ...PAIR, "--dot", "own.dot", "--filter", name);
      expect(code).toBe(0);
      expect(readFileSync(folder.file("own.dot"), "utf8")).toContain(`3 new objects of ${name}`);
    }
  });

  it("leaves files alone that it did not write", async () => {
    writeFileSync(folder.file("mine.svg"), "<svg/>");
    const refused = await folder.run("diff", ...PAIR, "--svg", "mine.svg");
    expect(refused).toEqual({
      code: 1,
      out: "",
      err: `heapgraph: ${folder.file("mine.svg")} exists\n  --force replaces it\n`,
    });
    expect(readFileSync(folder.file("mine.svg"), "utf8")).toBe("<svg/>");
    writeFileSync(folder.file("mine.dot"), "digraph {}");
    expect((await folder.run("diff", ...PAIR, "--dot", "mine.dot")).code).toBe(1);
    expect((await folder.run("diff", ...PAIR, "--dot", "mine.dot", "--force")).code).toBe(0);
    expect(readFileSync(folder.file("mine.dot"), "utf8")).toContain("new objects of Session");
  });

  it("refuses a file before it reads the snapshots", async () => {
    writeFileSync(folder.file("other.txt"), "text");
    const { code, err } = await folder.run("diff", "none-1", "none-2", "--svg", "other.txt");
    expect(code).toBe(1);
    expect(err).toContain("other.txt exists\n");
  });

  it("never replaces the later snapshot", async () => {
    writeFileSync(folder.file("later.heapsnapshot"), AFTER_SNAPSHOT);
    const argv = ["later.heapsnapshot", "--svg", "later.heapsnapshot", "--force"];
    const { code, err } = await folder.run("diff", PAIR[0], ...argv);
    expect(code).toBe(1);
    expect(err).toContain("later.heapsnapshot is the file that is being read\n");
    expect(readFileSync(folder.file("later.heapsnapshot"))).toEqual(AFTER_SNAPSHOT);
  });

  // Only the later one is protected: with --force the earlier one is lost.
  it("never replaces the earlier snapshot", async () => {
    writeFileSync(folder.file("earlier.heapsnapshot"), BEFORE_SNAPSHOT);
    const argv = ["--dot", "earlier.heapsnapshot", "--force"];
    const { code } = await folder.run("diff", "earlier.heapsnapshot", PAIR[1], ...argv);
    expect(readFileSync(folder.file("earlier.heapsnapshot"))).toEqual(BEFORE_SNAPSHOT);
    expect(code).toBe(1);
  });

  it("has nothing to draw where nothing grew", async () => {
    for (const files of [
      [PAIR[0], PAIR[0]],
      [PAIR[1], PAIR[0]],
    ]) {
      const { code, out, err } = await folder.run("diff", ...files, "--svg", "nothing.svg");
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toBe("heapgraph: no class grew: there is nothing to draw\n");
    }
    expect(() => folder.modeOf("nothing.svg")).toThrow("ENOENT");
  });

  it("draws the objects that are named", async () => {
    const dot = await folder.ask("diff", ...PAIR, "--objects", "User", "--dot", "-");
    expect(dot).toContain("3 new objects of User");
  });

  // As many Jobs went as came: the class does not grow, but two are new.
  it("draws the new objects of a class that is named, whether or not it grew", async () => {
    const dot = await folder.ask("diff", ...PAIR, "--objects", "Job", "--dot", "-");
    expect(dot).toContain("2 new objects of Job");
  });

  // Notes are written for `backrefs`, whose options these are.
  it("advises no option that it does not have", async () => {
    const out = await folder.ask("diff", "odd-1.heapsnapshot", "odd-2.heapsnapshot", "--dot", "-");
    expect(out).toContain("1 weak reference not drawn");
    expect(out).not.toMatch(/--all-edges|--weak/);
  });

  it("draws odd names as strict SVG", async () => {
    const { code } = await folder.run(
      "diff",
      "odd-1.heapsnapshot",
      "odd-2.heapsnapshot",
      "--svg",
      "odd.svg",
    );
    expect(code).toBe(0);
    const { texts } = readStrictly(readFileSync(folder.file("odd.svg"), "utf8"));
    expect(texts.join("\n")).toContain("Evil");
    expect(texts.join("\n")).not.toMatch(/\u202e/);
  });
});
