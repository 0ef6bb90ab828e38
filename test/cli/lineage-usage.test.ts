import { utimesSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SESSION_SNAPSHOT } from "../support/session-heap.ts";
import { SnapshotFolder } from "../support/snapshot-folder.ts";

const folder = new SnapshotFolder();

describe("the file that backrefs reads", () => {
  it("is the newest snapshot of the folder, named on stderr", async () => {
    utimesSync(folder.file("hostile.heapsnapshot"), 1000, 1000);
    const { code, out, err } = await folder.run("backrefs", "@15");
    expect({ code, err }).toEqual({ code: 0, err: "reading app.heapsnapshot\n" });
    expect(out).toBe(await folder.ask("backrefs", "app.heapsnapshot", "@15"));
    writeFileSync(folder.file("newer.heapsnapshot"), SESSION_SNAPSHOT);
    utimesSync(folder.file("newer.heapsnapshot"), 4e9, 4e9);
    expect((await folder.run("backrefs", "@15")).err).toBe("reading newer.heapsnapshot\n");
  });

  it("is that of HEAPGRAPH_SNAPSHOT", async () => {
    const env = { HEAPGRAPH_SNAPSHOT: "hostile.heapsnapshot" };
    const { code, out, err } = await folder.runIn({ env }, "backrefs", "--type", "Target");
    expect({ code, err }).toEqual({ code: 0, err: "reading hostile.heapsnapshot\n" });
    expect(out).toMatch(/^Target @7, /);
  });

  it("is stdin", async () => {
    const { out } = await folder.runIn({ stdin: SESSION_SNAPSHOT }, "backrefs", "-", "@15");
    expect(out).toBe(await folder.ask("backrefs", "app.heapsnapshot", "@15"));
  });
});

describe("backrefs that cannot be answered", () => {
  const NO_CLASS = "  `summary --limit 0` lists all classes\n";

  it.each([
    [["--type", "Sesion"], `no class matches Sesion; nearest: Session, `],
    [["@15", "--ignore", "Loger"], "no class matches Loger; nearest: Logger, "],
    [["@15", "--cull", "Loger"], "no class matches Loger; nearest: Logger, "],
    [["@15", "--highlight", "Loger"], "no class matches Loger; nearest: Logger, "],
  ])("names five near classes: %j", async (argv, message) => {
    const { code, out, err } = await folder.run("backrefs", "app.heapsnapshot", ...argv);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err.startsWith(`heapgraph: ${message}`)).toBe(true);
    expect(err.endsWith(`\n${NO_CLASS}`)).toBe(true);
    expect(err.split("nearest: ")[1].split("\n")[0].split(", ")).toHaveLength(5);
  });

  it.each([
    [["@999"], "no object has the id @999"],
    [["@15", "@999"], "no object has the id @999 (1 of the 2 ids named are not there)"],
    [["--where", "retained > 1TB"], "no object matches: the predicate holds for none of 23"],
    [["--type", "User", "--where", "detached"], "none of 3 of User"],
  ])("exits 1 for %j", async (argv, message) => {
    const { code, out, err } = await folder.run("backrefs", "app.heapsnapshot", ...argv);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^heapgraph: .+\n {2}`list --type CLASS` shows .+\n$/);
    expect(err).toContain(message);
  });

  it.each([
    [[], "say which objects: by id as in @1234, by --type CLASS or by --where"],
    [["@15", "--dot", "-", "--json"], "--dot - and --json both write to stdout"],
    [["15"], '"15" is no file: an object is written @15'],
    [["@"], '"@" is no object: write @ and its id, as in @1234'],
    [["@x"], '"@x" is no object: write @ and its id, as in @1234'],
    [["@15", "other.heapsnapshot"], "too many files: expected 1, got 2"],
    [["@15", "--type", "User"], "name objects by id, or choose them by --type and --where"],
    [["@15", "--max-nodes", "0"], '--max-nodes takes 1 to 300, got "0"'],
    [["@15", "--max-nodes", "301"], '--max-nodes takes 1 to 300, got "301"'],
    [["@15", "--max-nodes", "x"], '--max-nodes takes a whole number, got "x"'],
    [["@15", "--max-nodes", "-1"], '--max-nodes takes a whole number, got "-1"'],
    [["@15", "--max-depth", "1.5"], '--max-depth takes a whole number, got "1.5"'],
    [["@15", "--too-many", "few"], '--too-many takes a whole number, got "few"'],
    [["@15", "--merge", "--each"], "--merge and --each exclude each other"],
    [["@15", "--extra", "size,age"], "--extra takes any of size,retained,id,location; got "],
    [["@15", "--svg", "a.svg", "--dot", "./a.svg"], "--svg and --dot name the same file"],
    [["@15", "--svg", "-", "--dot", "-"], "--svg and --dot name the same file"],
    [["@15", "--ignore", "/(/"], "/(/ is no regular expression"],
    [["--type", "User", "--pick", "oldest"], "--pick takes largest, newest or random:SEED"],
  ])("exits 2 for %j, without a stack", async (argv, message) => {
    const { code, out, err } = await folder.run("backrefs", "app.heapsnapshot", ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.startsWith(`heapgraph: ${message}`)).toBe(true);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("suggests an option of near name", async () => {
    const { code, err } = await folder.run(
      "backrefs",
      "app.heapsnapshot",
      "@15",
      "--max-nods",
      "3",
    );
    expect({ code, err }).toEqual({
      code: 2,
      err: "heapgraph: unknown option: max-nods; did you mean --max-nodes?\n",
    });
  });

  it("says what is wrong with a file in a line or two", async () => {
    writeFileSync(folder.file("half.json"), SESSION_SNAPSHOT.subarray(0, 900));
    const { code, out, err } = await folder.run("backrefs", "half.json", "@15");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^heapgraph: half\.json: .+\n {2}.+\n$/);
    expect((await folder.run("backrefs", "none.json", "@15")).err).toMatch(
      /^heapgraph: \S+none\.json does not exist\n$/,
    );
  });
});

describe("refs that cannot be answered", () => {
  it.each([
    [2, [], "say which objects: by id as in @1234"],
    [2, ["@15", "--merge", "--each"], "--merge and --each exclude each other"],
    [2, ["@15", "--max-nodes", "0"], '--max-nodes takes 1 to 300, got "0"'],
    [1, ["--type", "Sesion"], "no class matches Sesion; nearest: Session, "],
    [1, ["@15", "--ignore", "Loger"], "no class matches Loger; nearest: Logger, "],
    [1, ["@999"], "no object has the id @999"],
  ])("exits %i for %j", async (exitCode, argv, message) => {
    const { code, out, err } = await folder.run("refs", "app.heapsnapshot", ...argv);
    expect({ code, out }).toEqual({ code: exitCode, out: "" });
    expect(err.startsWith(`heapgraph: ${message}`)).toBe(true);
  });
});

describe("path that cannot be answered", () => {
  it.each([
    [["--type", "Sesion"], "no class matches Sesion; nearest: Session, "],
    [["@999"], "no object has the id @999"],
    [["--from", "5", "--to", "999"], "no object has the id @999"],
    [["--where", "retained > 1TB"], "no object matches"],
  ])("exits 1 for %j", async (argv, message) => {
    const { code, out, err } = await folder.run("path", "app.heapsnapshot", ...argv);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err.startsWith(`heapgraph: ${message}`)).toBe(true);
    expect(err.trimEnd().split("\n")).toHaveLength(2);
  });

  it.each([
    [[], "say which objects: by id as in @1234"],
    [["@15", "--k", "0"], '--k takes 1 to 100, got "0"'],
    [["@15", "--k", "101"], '--k takes 1 to 100, got "101"'],
    [["@15", "--k", "x"], '--k takes a whole number, got "x"'],
    [["@15", "--k", "2", "--merge"], "--merge takes the shortest way to each object: no --k"],
    [["--from", "5"], "--from and --to go together: name both objects"],
    [["--to", "5"], "--from and --to go together: name both objects"],
    [["--from", "5", "--to", "9", "@15"], "--from and --to name the objects; nothing else"],
    [["--from", "5", "--to", "9", "--merge"], "--from and --to name the objects; nothing else"],
    [["--from", "5", "--to", "9", "--k", "2"], "--from and --to name the objects; nothing else"],
    [["@15", "--svg", "a", "--dot", "a"], "--svg and --dot name the same file"],
    [["@15", "--extra", ""], '--extra takes any of size,retained,id,location; got ""'],
    [["15"], '"15" is no file: an object is written @15'],
  ])("exits 2 for %j, without a stack", async (argv, message) => {
    const { code, out, err } = await folder.run("path", "app.heapsnapshot", ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.startsWith(`heapgraph: ${message}`)).toBe(true);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it.each([
    ["--pick", "largest"],
    ["--max-objects", "3"],
  ])("exits 2 for %s %s beside --from and --to", async (...argv) => {
    const around = ["app.heapsnapshot", "--from", "5", "--to", "9"];
    expect((await folder.run("path", ...around, ...argv)).code).toBe(2);
  });

  it("names the option whose object it cannot read", async () => {
    const { code, err } = await folder.run("path", "app.heapsnapshot", "--from", "x", "--to", "9");
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("--from") });
  });
});
