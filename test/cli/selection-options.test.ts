import { describe, expect, it } from "vitest";
import { readSelection, type SelectionArgs } from "../../src/cli/selection-options.ts";
import { type CliResult, runCli } from "../support/cli.ts";
import { goldenSnapshotPath } from "../support/golden.ts";

const NONE: SelectionArgs = {
  type: [],
  where: [],
  id: [],
  pick: undefined,
  maxObjects: undefined,
};

describe("readSelection", () => {
  it("reads ids of every spelling, positionals first", () => {
    const args = { ...NONE, id: ["7", "@8", "0x7f3a5c801bd0"] };
    expect(readSelection(args, [5, 6])).toEqual({ ids: [5, 6, 7, 8, 0x7f3a5c801bd0 / 8] });
  });

  it("reads filters and how many of what they find", () => {
    const args = { ...NONE, type: ["Da*", "Map"], where: ["detached", "edges > 3"] };
    expect(readSelection({ ...args, pick: "newest", maxObjects: "20" }, [])).toMatchObject({
      type: ["Da*", "Map"],
      where: { kind: "all", terms: [{ field: "detached" }, { field: "edges" }] },
      pick: { by: "newest" },
      maxObjects: 20,
    });
    expect(readSelection({ ...NONE, type: ["Map"] }, [])).toEqual({ type: ["Map"] });
  });

  it.each([
    ["largest", { by: "largest" }],
    ["random:42", { by: "random", seed: 42 }],
    ["random", { by: "random", seed: 1 }],
  ])("reads --pick %s", (pick, expected) => {
    expect(readSelection({ ...NONE, pick }, [])).toEqual({ type: [], pick: expected });
  });

  it("means all only where a command allows it", () => {
    expect(() => readSelection(NONE, [])).toThrow(
      "say which objects: by id as in @1234, by --type CLASS or by --where",
    );
    expect(() => readSelection({ ...NONE, maxObjects: "3" }, [])).toThrow("say which objects");
    expect(readSelection(NONE, [], { allowsAll: true })).toEqual({ type: [] });
  });

  it.each<[Partial<SelectionArgs>, string]>([
    [{ pick: "oldest" }, '--pick takes largest, newest or random:SEED with a whole number, got "o'],
    [{ pick: "random:x" }, 'got "random:x"'],
    [{ pick: "random:-1" }, 'got "random:-1"'],
    [{ maxObjects: "few" }, '--max-objects takes a whole number, got "few"'],
    [{ id: ["12a"] }, '--id takes 1234 or 0x7f…, got "12a"'],
    [{ id: ["1"], type: ["Map"] }, "name objects by id, or choose them by --type and --where"],
    [{ id: ["1"], where: ["detached"] }, "not both"],
    [{ type: ["/(/"] }, "/(/ is no regular expression"],
    [{ where: ["retaned > 1"] }, "did you mean retained?"],
  ])("refuses %j", (args, message) => {
    expect(() => readSelection({ ...NONE, type: [], ...args }, [])).toThrow(message);
  });
});

const list = (...argv: string[]): Promise<CliResult> =>
  runCli("list", goldenSnapshotPath("detached-1"), "--ids", ...argv);

describe("list with a selection", () => {
  it("lists objects by id", async () => {
    const named = await list("@56161", "--id", "56163", "--id", "@1", "--sort", "id");
    expect(named).toEqual({ code: 0, out: "@1\n@56161\n@56163\n", err: "" });
  });

  it("lists what was picked", async () => {
    const all = await list("--type", "Detached <div>", "--sort", "id", "--limit", "0");
    const ids = all.out.split("\n");
    const pick = ["--type", "Detached <div>", "--sort", "id"];
    const newest = await list(...pick, "--pick", "newest", "--max-objects", "3");
    expect(newest.out.split("\n")).toEqual(ids.slice(-4));
    const random = await list(...pick, "--pick", "random:5", "--max-objects", "10");
    expect(random).toEqual(await list(...pick, "--pick=random:5", "--max-objects=10"));
    expect(random.out.split("\n")).toHaveLength(11);
  });

  it("prints nothing when none is as wanted", async () => {
    const none = await list("--where", "retained > 1TB", "--pick", "largest");
    expect(none).toEqual({ code: 0, out: "", err: "" });
  });

  it("says which id there is not", async () => {
    expect(await list("@2222222")).toEqual({
      code: 1,
      out: "",
      err: "heapgraph: no object has the id @2222222\n  `list --type CLASS` shows ids; ids of another snapshot mean nothing here\n",
    });
  });

  it("refuses the newest of a Python file", async () => {
    const python = goldenSnapshotPath("py-mini_a");
    expect(await runCli("list", python, "--type", "dict", "--pick", "newest")).toEqual({
      code: 1,
      out: "",
      err: "heapgraph: this file does not tell which objects are newest: its ids are addresses\n  --pick largest and --pick random:SEED need no ages\n",
    });
  });
});
