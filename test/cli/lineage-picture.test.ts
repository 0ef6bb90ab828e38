import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SnapshotFolder } from "../support/snapshot-folder.ts";
import { readStrictly } from "../support/strict-svg.ts";

const folder = new SnapshotFolder();

const run = folder.run.bind(folder);
const draw = (...argv: string[]): ReturnType<typeof run> =>
  run("backrefs", "app.heapsnapshot", "@15", ...argv);
const read = (name: string): string => readFileSync(folder.file(name), "utf8");

describe.each([
  ["backrefs", ["--type", "Session"], 5, 5],
  ["refs", ["@9"], 5, 4],
  ["path", ["@15", "--k", "2"], 5, 5],
  ["path", ["--type", "User", "--merge"], 8, 7],
  ["path", ["--from", "@9", "--to", "21"], 4, 3],
] as const)("a picture of %s %j", (command, argv, boxes, references) => {
  it("has a node for each box and an edge for each reference in DOT", async () => {
    const dot = await folder.ask(command, "app.heapsnapshot", ...argv, "--dot", "-");
    expect(dot).toMatch(/^\/\/ Drawn by heapgraph\n[^]*\ndigraph heapgraph \{\n[^]+\n\}\n$/);
    expect(dot.match(/^ {2}n\d+ \[/gm)).toHaveLength(boxes);
    expect(dot.match(/^ {2}n\d+ -> n\d+ \[/gm)).toHaveLength(references);
  });
});

describe("the file of a picture", () => {
  it("is harmless and for its owner's eyes only; nothing else is printed", async () => {
    const argv = ["--type", "User", "--merge", "--svg", "ways.svg"];
    const result = await run("path", "app.heapsnapshot", ...argv);
    expect(result).toEqual({ code: 0, out: "", err: "wrote ways.svg: 8 boxes, 7 references\n" });
    expect(folder.modeOf("ways.svg")).toBe(0o600);
    const { texts, description } = readStrictly(read("ways.svg"));
    expect(texts).toEqual(expect.arrayContaining(["app.heapsnapshot", "Session"]));
    expect(description.startsWith("8 boxes and 7 references")).toBe(true);
  });

  it.each(["--svg", "--dot"])("of %s replaces no other without --force", async (option) => {
    const name = `mine${option}.out`;
    writeFileSync(folder.file(name), "mine");
    expect(await draw(option, name)).toEqual({
      code: 1,
      out: "",
      err: `heapgraph: ${folder.file(name)} exists\n  --force replaces it\n`,
    });
    expect(read(name)).toBe("mine");
    expect((await draw(option, name, "--force")).code).toBe(0);
    expect(read(name)).toContain("Drawn by heapgraph");
  });

  it("is replaced when heapgraph drew it, a picture of the same kind", async () => {
    expect((await draw("--dot", "own.dot")).code).toBe(0);
    const first = read("own.dot");
    expect((await draw("--dot", "own.dot", "--extra", "id")).code).toBe(0);
    expect(read("own.dot")).not.toBe(first);
    expect((await draw("--svg", "own.dot")).err).toContain("own.dot exists");
    expect(read("own.dot")).toContain("digraph");
    expect((await draw("--svg", "mine--svg.out", "--extra", "id")).code).toBe(0);
  });

  it("is refused before the snapshot is read", async () => {
    writeFileSync(folder.file("foreign.svg"), "<svg/>");
    const { err } = await run("backrefs", "no-such-file", "@15", "--svg", "foreign.svg");
    expect(err).toContain("foreign.svg exists");
  });

  it("is never the snapshot, and never a folder", async () => {
    const before = read("app.heapsnapshot");
    const self = await draw("--svg", "app.heapsnapshot", "--force");
    expect(self.err).toMatch(/app\.heapsnapshot is the file that is being read\n$/);
    expect({ code: self.code, out: self.out }).toEqual({ code: 1, out: "" });
    expect(read("app.heapsnapshot")).toBe(before);
    mkdirSync(folder.file("folder.svg"));
    expect((await draw("--svg", "folder.svg", "--force")).err).toMatch(/is a directory\n/);
    const nowhere = await draw("--svg", "no/where.svg");
    expect(nowhere.code).toBe(1);
    expect(nowhere.err).toContain(`there is no folder ${folder.file("no")}`);
    expect(readdirSync(folder.path).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("may be two, beside the answer as JSON", async () => {
    const { code, out, err } = await draw("--svg", "a.svg", "--dot", "a.dot", "--json");
    expect({ code, err }).toEqual({
      code: 0,
      err: "wrote a.dot: 5 boxes, 5 references\nwrote a.svg: 5 boxes, 5 references\n",
    });
    expect(JSON.parse(out)).toMatchObject({ kind: "backrefs", objects: { count: 1 } });
    expect(folder.modeOf("a.dot")).toBe(0o600);
    expect(read("a.svg")).toContain("<svg ");
    expect(read("a.dot")).toContain("digraph");
  });
});

const dot = (...argv: string[]): Promise<string> => folder.ask(...argv, "--dot", "-");

/** What is written in the boxes of a DOT text. */
const labelsIn = (text: string): string =>
  [...text.matchAll(/label=<(?<label>.*?)>, tooltip/g)]
    .map(({ groups }) => (groups?.["label"] ?? "").replaceAll(/<[^>]+>/g, " "))
    .join("\n");

const highlightsIn = (text: string): string[] => text.match(/class="[^"]*\bhighlight\b/g) ?? [];

const labelsOfHostile = async (...argv: string[]): Promise<string> =>
  labelsIn(await dot("refs", "hostile.heapsnapshot", "@5", ...argv));

const labelsOfSessions = async (...argv: string[]): Promise<string> =>
  labelsIn(await dot("backrefs", "app.heapsnapshot", "--type", "Session", ...argv));

describe("what boxes of a picture say", () => {
  it("is chosen by --extra", async () => {
    const plain = await labelsOfSessions();
    expect(plain).toContain("300 B");
    expect(plain).toContain("retained 6.3 kB");
    expect(plain).not.toContain("@17");
    const ids = await labelsOfSessions("--extra", "id");
    expect(ids).toContain("@15 @17 @19");
    expect(ids).not.toMatch(/300 B|retained/);
    const sizes = await labelsOfSessions("--extra", "size, id");
    expect(sizes).toContain("300 B");
    expect(sizes).not.toContain("retained");
  });

  it("is cut to a width unless --long-names is given", async () => {
    expect(await labelsOfHostile()).not.toContain("202e");
    expect(await labelsOfHostile("--long-names")).toContain("202e");
  });

  it.each([
    ["backrefs", "@7", "--long-names"],
    ["path", "@7", "@5", "--merge"],
  ])("cannot break out of a DOT file: %s %s %s", async (command, ...argv) => {
    const text = await dot(command, "hostile.heapsnapshot", ...argv);
    expect(text).toContain("Evil");
    // oxlint-disable-next-line no-control-regex -- the very thing
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|<script>/);
  });

  it.each([
    ["backrefs", "@7", "--long-names"],
    ["path", "@7", "--k", "3"],
  ])("cannot break out of an SVG: %s %s %s", async (command, ...argv) => {
    const svg = await folder.ask(command, "hostile.heapsnapshot", ...argv, "--svg", "-");
    const { texts, titles } = readStrictly(svg);
    expect([...texts, ...titles].join("\n")).toContain("Evil\\u001b[31m");
  });

  it("marks what --highlight names", async () => {
    const argv = ["backrefs", "app.heapsnapshot", "--type", "Session"];
    expect(highlightsIn(await dot(...argv))).toEqual([]);
    expect(highlightsIn(await dot(...argv, "--highlight", "Logger"))).toHaveLength(1);
  });

  it("tells what is left out below the picture", async () => {
    const argv = ["backrefs", "app.heapsnapshot", "--type", "Session", "--too-many", "1"];
    const { texts, titles } = readStrictly(await folder.ask(...argv, "--svg", "-"));
    expect(titles[0]).toMatch(/^What holds 3 Session, 300 B shallow/);
    expect(texts.join(" ")).toContain("1 weak reference not drawn; --weak draws it");
    expect(texts.join(" ")).toContain("1 object not drawn; --too-many N draws more");
    expect(texts).toContain("more objects that are left out");
  });

  it("calls no object a root that is none", async () => {
    const text = await dot("path", "app.heapsnapshot", "--from", "@9", "--to", "21");
    expect(text).not.toContain("root: kept alive by the runtime");
  });

  it("marks all objects asked for, those too that others are reached through", async () => {
    const asked = (await dot("path", "app.heapsnapshot", "@15", "@21")).match(/asked for/g);
    expect(asked).toHaveLength(2);
  });

  it("marks them in any order", async () => {
    const asked = (await dot("path", "app.heapsnapshot", "@21", "@15")).match(/asked for/g);
    expect(asked).toHaveLength(2);
  });

  it("has a caption that can be run again", async () => {
    const between = await dot("path", "app.heapsnapshot", "--from", "@9", "--to", "21");
    expect(between).toContain("heapgraph path --from @9 --to 21");
    const picked = await dot("refs", "app.heapsnapshot", "--type", "User", "--pick", "newest");
    expect(picked).toContain("heapgraph refs --type User --pick newest");
  });
});
