import { describe, expect, it } from "vitest";
import type { CutResult } from "../../src/analysis/cut/find-cuts.ts";
import type { RemovalResult } from "../../src/analysis/cut/remove-references.ts";
import type { ShowResult } from "../../src/analysis/show.ts";
import { SESSION_HEAP_IDS } from "../support/session-heap.ts";
import { SnapshotFolder } from "../support/snapshot-folder.ts";

const folder = new SnapshotFolder();

const ask = (...argv: string[]): Promise<string> => folder.ask("cut", "app.heapsnapshot", ...argv);
const run = (...argv: string[]): ReturnType<typeof folder.run> =>
  folder.run("cut", "app.heapsnapshot", ...argv);
const tryIt = (...argv: string[]): Promise<RemovalResult> =>
  folder.askJson<RemovalResult>("cut", "app.heapsnapshot", ...argv);

describe("cut", () => {
  it("prints the reference whose removal frees an object", async () => {
    expect(await ask("--type", "Tail", "--limit", "2")).toBe(
      `${[
        "1 object, 500 B retained",
        "Removing one reference frees it.",
        "",
        "Frees  of it  Objects  in all  Without                  which is",
        "500 B  100 %        1   500 B  global.head.next….value  @41 .value → @43",
        "500 B  100 %        1   520 B  global.head.next….next   @39 .next → @41",
        "… 5 more; --limit 0 shows all",
      ].join("\n")}\n`,
    );
  });

  it("prints a set where none is enough alone", async () => {
    const out = await ask("@15");
    expect(out).toContain(
      "No single reference frees them; these 2 together do, 3.1 kB in 2 objects:",
    );
    expect(out).toContain("  global.cache.items[0]   (Array @11 [0] → @15)\n");
    expect(out).toContain("  global.logger.last   (Logger @27 .last → @15)\n");
  });

  it("gives the result as JSON, the rows as CSV and JSON lines", async () => {
    const argv = ["cut", "app.heapsnapshot", "--type", "User", "--limit", "2"];
    const result = await folder.askJson<CutResult>(...argv);
    expect(result).toMatchObject({
      kind: "cut",
      schema: 1,
      verdict: "set",
      objects: { count: 3, retainedSize: 6000, omitted: { count: 0 } },
      set: { freed: { count: expect.any(Number) as number } },
    });
    expect(result.cuts).toHaveLength(2);
    expect(result.omitted.count).toBeGreaterThan(0);
    const csv = await folder.run(...argv, "--format", "csv");
    expect(csv.out.split(/\r?\n/)[0]).toBe(
      "freedChosenSize,share,freedCount,freedSize,code,from,edge,to",
    );
    expect(csv.err).toContain("--limit 0");
    const { out } = await folder.run(...argv, "--format", "ndjson");
    expect(JSON.parse(out.split("\n")[0])).toEqual({
      freedChosenSize: result.cuts[0].freedChosenSize,
      share: result.cuts[0].share,
      freedCount: result.cuts[0].freedCount,
      freedSize: result.cuts[0].freedSize,
      code: result.cuts[0].code,
      from: result.cuts[0].from.id,
      edge: result.cuts[0].edge,
      to: result.cuts[0].to.id,
    });
  });

  it("chooses objects by where and takes the first of many", async () => {
    const { objects } = await folder.askJson<CutResult>(
      "cut",
      "app.heapsnapshot",
      "--type",
      "User",
      "--where",
      "shallow > 1500",
      "--max-objects",
      "1",
    );
    expect(objects).toMatchObject({ count: 1, omitted: { count: 1 } });
  });
});

describe("a removal that is tried", () => {
  const { cache, logger, session } = SESSION_HEAP_IDS;

  it("tells what would be free, as text and as JSON", async () => {
    expect(await ask("--edge", `@${cache}.items`)).toMatch(
      /^Without 1 edge, 3\.\d kB in \d objects become free\n\nShallow {2}Objects {2}Class\n/,
    );
    expect(await tryIt("--edge", `@${cache}.items`)).toMatchObject({
      kind: "cut-simulation",
      schema: 1,
      removedEdges: 1,
      removedNodes: 0,
      matched: [],
      freed: { count: 6 },
    });
  });

  it("takes several references, objects and patterns together", async () => {
    const both = await tryIt("--edge", `@${cache}.items`, "--edge", `@${logger}.last`);
    expect(both).toMatchObject({ removedEdges: 2, freed: { count: 8 } });
    expect(await tryIt("--node", `@${session}`)).toMatchObject({
      removedNodes: 1,
      freed: { count: 2, size: 3100 },
    });
    expect(await tryIt("--edges-matching", "Session.user -> *")).toMatchObject({
      removedEdges: 3,
      matched: [{ text: "Session.user -> User", count: 3 }],
      freed: { count: 3, size: 6000, classes: [{ class: "User", count: 3, size: 6000 }] },
    });
  });

  it("takes an element with its place in the backing store", async () => {
    expect(await tryIt("--edge", "@11[1]")).toMatchObject({ removedEdges: 2, freed: { count: 2 } });
  });

  it("says that nothing becomes free", async () => {
    expect(await ask("--edge", `@${logger}.last`)).toBe(
      "Without 1 edge, nothing becomes free: other references still hold everything\n",
    );
  });

  it("fails for a reference that is not there, with those that are", async () => {
    const { code, out, err } = await run("--edge", `@${cache}.item`);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(`@${cache} has no reference .item`);
    expect(err).toContain(".items");
    expect((await run("--edge", "@4711.x")).code).toBe(1);
    expect((await run("--node", "@4711")).code).toBe(1);
    expect((await run("--edges-matching", "No.such -> *")).err).toContain("no reference matches");
  });
});

describe("the command line of cut", () => {
  it.each([
    [["--edge", "9.items"], "as in @1234.cache"],
    [["--edge", "@9"], "as in @1234.cache"],
    [["--edge", "@9.items", "--type", "User"], "choose no objects"],
    [["--node", "@9", "@15"], "choose no objects"],
    [["--edges-matching", "* -> *", "--where", "shallow > 1"], "choose no objects"],
    [["--edge", "@9.items", "--format", "csv"], "as text or json, not as csv"],
    [["--node", "nine"], "nine"],
    [["--edges-matching", "/(/"], "regular expression"],
    [["--limit", "many", "--type", "User"], "--limit"],
    [[], "object"],
  ])("refuses %j", async (argv, what) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(what);
  });

  it("fails for a class that is not there", async () => {
    const { code, err } = await run("--type", "Usr");
    expect(code).toBe(1);
    expect(err).toContain("User");
  });
});

describe("other commands", () => {
  it("show tells the loop an object lies in, and its best cut", async () => {
    const tail = await folder.ask("show", "app.heapsnapshot", "@43");
    expect(tail).toMatch(/best cut +global\.head\.next….value \(@41 \.value\), frees 500 B/);
    expect(tail).not.toMatch(/^ *loop/m);
    const { loop, bestCut } = await folder.askJson<ShowResult>("show", "app.heapsnapshot", "@15");
    expect({ loop, bestCut }).toEqual({ loop: null, bestCut: null });
  });

  it("backrefs draws the reference to cut by itself", async () => {
    const svg = await folder.ask("backrefs", "app.heapsnapshot", "@43", "--svg", "-");
    // The legend explains it with one more that has no title.
    expect(svg.match(/<g class="edge cut">\n<title>Node → Tail\n/g)).toHaveLength(1);
    expect(svg.match(/<g class="edge cut">/g)).toHaveLength(2);
    expect(svg).toContain(">cut: frees 500 B<");
    const held = await folder.ask("backrefs", "app.heapsnapshot", "@15", "--svg", "-");
    expect(held).not.toMatch(/class="[^"]*\bcut\b/);
  });
});
