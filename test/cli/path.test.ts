import { describe, expect, it } from "vitest";
import type { MergedPathResult, PathResult } from "../../src/analysis/path-result.ts";
import { runCli } from "../support/cli.ts";
import { fixturePath } from "../support/real-files.ts";
import { SESSION_HEAP_IDS } from "../support/session-heap.ts";
import { SnapshotFolder } from "../support/snapshot-folder.ts";

const folder = new SnapshotFolder();
const { global, cache, session, logger, tail } = SESSION_HEAP_IDS;

const ask = (...argv: string[]): Promise<string> => folder.ask("path", "app.heapsnapshot", ...argv);

const find = (...argv: string[]): Promise<PathResult> =>
  folder.askJson("path", "app.heapsnapshot", ...argv);

const codes = async (...argv: string[]): Promise<string[][]> =>
  (await find(...argv)).objects.map(({ paths }) => paths.map((path) => path.code));

describe("path", () => {
  it.each([
    ["sessions", ["--type", "Session"]],
    ["list", [`@${tail}`]],
    ["ways", [`@${session}`, "--k", "3"]],
    ["orphan", ["--type", "Orphan"]],
    ["many", ["--where", "type = object and not class = Orphan"]],
    ["merged", ["--type", "User", "--merge"]],
    ["merged-orphan", ["--type", "/Orphan|Tail/", "--merge"]],
    ["between", ["--from", `@${cache}`, "--to", "21"]],
  ])("tells the ways to objects: %s", async (name, argv) => {
    await expect(await ask(...argv)).toMatchFileSnapshot(`../golden/path/${name}.txt`);
  });

  it.each([
    ["hostile", ["@7", "--k", "3"]],
    ["hostile-merged", ["@7", "@5", "--merge"]],
  ])("escapes what would harm a terminal: %s", async (name, argv) => {
    const out = await folder.ask("path", "hostile.heapsnapshot", ...argv);
    // oxlint-disable-next-line no-control-regex -- the very thing
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    await expect(out).toMatchFileSnapshot(`../golden/path/${name}.txt`);
  });

  it("tells the ways to objects of a real file", async () => {
    const argv = ["path", fixturePath("py-mini_a"), "--type", "DataFrame", "--merge"];
    const { code, out, err } = await runCli(...argv);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot("../golden/path/python-merged.txt");
  });

  it("prints ways as JSON", async () => {
    const result = await find(`@${tail}`);
    expect(result).toMatchObject({
      heapgraph: expect.any(String),
      kind: "path",
      schema: 1,
      snapshot: { path: "app.heapsnapshot" },
      omitted: { count: 0 },
    });
    expect(result.objects).toHaveLength(1);
    const [{ paths, ...object }] = result.objects;
    expect(object).toEqual({
      id: tail,
      class: "Tail",
      name: "Tail",
      type: "object",
      retainedSize: 500,
    });
    expect(paths).toHaveLength(1);
    expect(paths[0]).toMatchObject({
      root: "global object",
      code: "global.head .next × 5 .value",
      length: 7,
    });
    expect(paths[0].steps.map((step) => [step.code, step.id, step.repeat])).toEqual([
      ["", global, 1],
      [".head", 31, 1],
      [".next", 41, 5],
      [".value", tail, 1],
    ]);
    expect(paths[0].steps[3]).toEqual({
      code: ".value",
      id: tail,
      ordinal: 21,
      type: "object",
      name: "Tail",
      class: "Tail",
      shallowSize: 500,
      retainedSize: 500,
      repeat: 1,
    });
  });

  it("tells what the objects below a merged row retain", async () => {
    const { rows } = await folder.askJson<MergedPathResult>(
      "path",
      "app.heapsnapshot",
      "--type",
      "/^(Cache|User)$/",
      "--merge",
    );
    const users = rows.find((row) => row.class === "User" && row.count === 2);
    expect(users?.retainedSize).toBe(3000);
  });

  it("prints merged ways as JSON", async () => {
    const result = await folder.askJson<MergedPathResult>(
      "path",
      "app.heapsnapshot",
      "--where",
      "class = User or class = Orphan",
      "--merge",
    );
    expect(result).toMatchObject({
      kind: "merged-path",
      schema: 1,
      count: 4,
      retainedSize: 6010,
      unreachable: { count: 1 },
      omitted: { count: 0 },
    });
    expect(result.rows.map((row) => [row.depth, row.code, row.class, row.reachedCount])).toEqual([
      [0, "global", "global", 3],
      [1, ".cache", "Cache", 2],
      [2, ".items", "Array", 2],
      [3, "[*]", "Session", 2],
      [4, ".user", "User", 2],
      [1, ".logger", "Logger", 1],
      [2, ".last", "Session", 1],
      [3, ".user", "User", 1],
    ]);
    expect(result.rows[4]).toEqual({
      depth: 4,
      code: ".user",
      root: null,
      class: "User",
      type: "object",
      name: "User",
      count: 2,
      shallowSize: 3000,
      repeat: 1,
      reachedCount: 2,
      retainedSize: 3000,
      ids: [23, 25],
      endCount: 2,
      omitted: { count: 0, reachedCount: 0 },
    });
  });
});

describe("the ways that path finds", () => {
  it("are as many as --k says, the shortest first, and no more than there are", async () => {
    expect(await codes(`@${session}`)).toEqual([["global.logger.last"]]);
    const both = [["global.logger.last", "global.cache.items[0]"]];
    expect(await codes(`@${session}`, "--k", "2")).toEqual(both);
    expect(await codes(`@${session}`, "--k", "100")).toEqual(both);
  });

  it("are those to the objects named, in their order, before or after the file", async () => {
    expect(await codes(`@${tail}`, `@${logger}`, "--id", "5")).toEqual([
      ["global.head .next × 5 .value"],
      ["global.logger"],
      ["global"],
    ]);
    expect(await folder.ask("path", `@${tail}`, "app.heapsnapshot", `@${logger}`)).toBe(
      await ask(`@${tail}`, `@${logger}`),
    );
  });

  it("are those to the object at an address of a Python process", async () => {
    // Ids are addresses without their last three bits, which are 0.
    const id = 17_537_316_056_696;
    const argv = ["path", fixturePath("py-mini_a")];
    const { out } = await runCli(...argv, "--id", `0x${(BigInt(id) * 8n).toString(16)}`);
    expect(out).toMatch(/^dict @17537316056696, .+\n {2}sys\.modules\["__main__"\]\.RESULTS /);
    expect((await runCli(...argv, `@${id}`)).out).toBe(out);
  });

  it("are those to ten objects unless told otherwise", async () => {
    const all = ["--where", "type = object"];
    const some = await find(...all);
    expect(some.objects).toHaveLength(10);
    expect(some.omitted.count).toBe(9);
    expect(await ask(...all)).toContain("… 9 more objects; --max-objects 0 takes all");
    expect((await find(...all, "--max-objects", "0")).objects).toHaveLength(19);
    const picked = ["--type", "User", "--pick", "random:7", "--max-objects", "2"];
    expect((await find(...picked)).omitted.count).toBe(1);
    expect(await find(...picked)).toEqual(await find(...picked));
  });

  it("lead from one object to another with --from and --to", async () => {
    expect(await codes("--from", `${cache}`, "--to", "@21")).toEqual([["Cache @9.items[0].user"]]);
    expect(await codes("--from", "@5", "--to", "@5")).toEqual([["global"]]);
  });

  it("do not lead back", async () => {
    expect(await folder.run("path", "app.heapsnapshot", "--from", "21", "--to", "9")).toEqual({
      code: 1,
      out: "",
      err: "heapgraph: nothing leads from @21 to @9\n  `path @id` shows what holds an object; `refs @id` what it leads to\n",
    });
  });

  it("are those in the newest file of the folder where none is named", async () => {
    const { err, code } = await folder.run("path", "--type", "Orphan", "--merge");
    expect(code).toBe(err === "reading app.heapsnapshot\n" ? 0 : 1);
    expect(err).toMatch(/^reading \w+\.heapsnapshot\n/);
    const env = { HEAPGRAPH_SNAPSHOT: "app.heapsnapshot" };
    expect(await folder.runIn({ env }, "path", `@${tail}`)).toEqual({
      code: 0,
      out: await ask(`@${tail}`),
      err: "reading app.heapsnapshot\n",
    });
  });
});
