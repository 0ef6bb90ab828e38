import { describe, expect, it } from "vitest";
import type { LineageResult } from "../../src/analysis/lineage-picture.ts";
import { runCli } from "../support/cli.ts";
import { drawnReferences } from "../support/lineage-facts.ts";
import { fixturePath } from "../support/real-files.ts";
import { SnapshotFolder } from "../support/snapshot-folder.ts";

const folder = new SnapshotFolder();

const ask = (...argv: string[]): Promise<string> =>
  folder.ask("backrefs", "app.heapsnapshot", ...argv);

const trace = (...argv: string[]): Promise<LineageResult> =>
  folder.askJson("backrefs", "app.heapsnapshot", ...argv);

const drawn = async (...argv: string[]): Promise<string[]> =>
  drawnReferences(await trace(...argv)).toSorted();

/** How many objects stand in each box of those asked for. */
const startCounts = ({ boxes }: LineageResult): number[] =>
  boxes.filter((box) => box.kind === "objects" && box.isStart).map(({ count }) => count);

describe("backrefs", () => {
  it.each([
    ["sessions", ["--type", "Session"]],
    ["one-session", ["@15"]],
    ["each-session", ["--type", "Session", "--each"]],
    ["orphan", ["--type", "Orphan"]],
    [
      "limits",
      ["--type", "User", "--highlight", "User", "--too-many", "1", "--cull", "Array", "--weak"],
    ],
  ])("tells who holds objects: %s", async (name, argv) => {
    await expect(await ask(...argv)).toMatchFileSnapshot(`../golden/backrefs/${name}.txt`);
  });

  it("escapes what would harm a terminal", async () => {
    const out = await folder.ask("backrefs", "hostile.heapsnapshot", "--type", "Target");
    // oxlint-disable-next-line no-control-regex -- the very thing
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    await expect(out).toMatchFileSnapshot("../golden/backrefs/hostile.txt");
  });

  it("tells who holds a real leak", async () => {
    const result = await runCli(
      "backrefs",
      fixturePath("node24-1"),
      "--type",
      "RequestContext",
      "--max-nodes",
      "16",
    );
    expect(result).toMatchObject({ code: 0, err: "" });
    await expect(result.out).toMatchFileSnapshot("../golden/backrefs/request-context.txt");
  });

  it("prints the picture as JSON", async () => {
    const result = await trace("--type", "Session");
    expect(result).toMatchObject({
      heapgraph: expect.stringMatching(/^\d+\.\d+\.\d+/),
      kind: "backrefs",
      schema: 1,
      snapshot: { path: "app.heapsnapshot", nodeCount: 23 },
      isMerged: true,
      objects: {
        count: 3,
        shallowSize: 300,
        retainedSize: 6300,
        retainedShare: 6300 / 7250,
        omitted: { count: 0 },
        prototypes: { count: 0 },
      },
      folded: {
        internals: 3,
        plumbing: 0,
        backReferences: 0,
        weak: 1,
        loose: 0,
        ignored: 0,
      },
      omitted: { tooMany: { boxes: 0, count: 0 }, unexplored: 0, tooDeep: 0 },
    });
    expect(result.boxes[0]).toEqual({
      kind: "objects",
      class: "Session",
      type: "object",
      name: "Session",
      count: 3,
      shallowSize: 300,
      retainedSize: 6300,
      ids: [15, 17, 19],
      newCount: null,
      distance: 3,
      location: null,
      depth: 0,
      isStart: true,
      isRoot: false,
      isModule: false,
      isHighlighted: false,
      isCut: false,
    });
    expect(result.edges[0]).toEqual({
      from: expect.any(Number),
      to: 0,
      labels: ["[*]"],
      omittedLabels: 0,
      count: 3,
      targetCount: 3,
      retainedSize: 6300,
      hold: "strong",
      cut: null,
    });
  });
});

describe("what backrefs draws", () => {
  const ALL = [
    "Array [*] 3 Session",
    "Cache .items 1 Array",
    "Logger .last 1 Session",
    "global .cache 1 Cache",
    "global .logger 1 Logger",
  ];

  it("is the way to the roots from all holders", async () => {
    expect(await drawn("--type", "Session")).toEqual(ALL);
  });

  it("has weak references with --weak", async () => {
    const result = await trace("--type", "Session", "--weak");
    expect(drawnReferences(result).toSorted()).toEqual([
      ...ALL.slice(0, 3),
      "WeakRef <weak 1> 1 Session (weak)",
      ...ALL.slice(3),
      "global .ref 1 WeakRef",
    ]);
    expect(result.folded.weak).toBe(0);
  });

  it("has tables and maps with --all-edges", async () => {
    const result = await trace("--type", "Session", "--all-edges");
    expect(drawnReferences(result)).toEqual(
      expect.arrayContaining(["(array) <[*]> 3 Session", "Array <elements> 1 (array)"]),
    );
    expect(result.folded).toMatchObject({ internals: 0, plumbing: 0, weak: 1 });
  });

  it("has fewer holders with --too-many", async () => {
    const result = await trace("--type", "Session", "--too-many", "1");
    expect(drawnReferences(result).toSorted()).toEqual([
      "(more) Session",
      ...ALL.slice(0, 2),
      ALL[3],
    ]);
    expect(result.omitted.tooMany).toEqual({ boxes: 1, count: 1 });
    expect(await drawn("--type", "Session", "--too-many", "0")).toEqual(ALL);
  });

  it("goes no further than --max-depth", async () => {
    const result = await trace("--type", "User", "--max-depth", "1");
    expect(drawnReferences(result)).toEqual(["Session .user 3 User"]);
    expect(result.omitted.tooDeep).toBe(1);
    expect(result.boxes[1]).toMatchObject({ class: "Session", isCut: true });
    expect((await trace("--type", "User", "--max-depth", "9")).omitted.tooDeep).toBe(0);
  });

  it("has at most --max-nodes boxes", async () => {
    const result = await trace("--type", "User", "--max-nodes", "3");
    expect(result.boxes.filter(({ kind }) => kind === "objects")).toHaveLength(3);
    expect(result.omitted.unexplored + result.omitted.tooMany.boxes).toBeGreaterThan(0);
    expect(await ask("--type", "User", "--max-nodes", "3")).toContain("--max-nodes N makes room");
  });

  it("leaves out what --ignore names", async () => {
    const result = await trace("--type", "Session", "--ignore", "Logger", "--ignore", "WeakRef");
    expect(drawnReferences(result).toSorted()).toEqual([...ALL.slice(0, 2), ALL[3]]);
    expect(result.folded.ignored).toBe(1);
  });

  it("does not follow what --cull names", async () => {
    const result = await trace("--type", "Session", "--cull", "Arr*");
    expect(drawnReferences(result).toSorted()).toEqual([ALL[0], ALL[2], ALL[4]]);
    expect(result.boxes).toContainEqual(expect.objectContaining({ class: "Array", isCut: true }));
  });

  it("marks what --highlight names, and nothing else", async () => {
    const { boxes } = await trace("--type", "Session", "--highlight", "Logger");
    const marked = boxes.filter((box) => box.kind === "objects" && box.isHighlighted);
    expect(marked).toMatchObject([{ class: "Logger" }]);
  });

  it("does not take objects that it has no room for as holders", async () => {
    const argv = ["--type", "Session", "--each", "--max-nodes", "2"];
    expect(drawnReferences(await trace(...argv))).not.toContain("(more) Session");
    expect(await ask(...argv)).not.toContain("--too-many");
  });

  it("has a box for each object with --each, and for one class with --merge", async () => {
    expect(startCounts(await trace("--type", "Session"))).toEqual([3]);
    expect(startCounts(await trace("--type", "Session", "--merge"))).toEqual([3]);
    expect(startCounts(await trace("--type", "Session", "--each"))).toEqual([1, 1, 1]);
    expect((await trace("@15")).isMerged).toBe(false);
    expect((await trace("@15", "--merge")).isMerged).toBe(true);
  });
});

describe("the objects that backrefs is asked for", () => {
  it("are named before or after the file, once", async () => {
    const named = await ask("@15", "@17");
    expect(await folder.ask("backrefs", "@15", "app.heapsnapshot", "@17", "@15")).toBe(named);
    expect(await folder.ask("backrefs", "@15", "@17", "app.heapsnapshot")).toBe(named);
    expect(await ask("--id", "15", "--id", "@17")).toBe(named);
    expect(named).toMatch(/^2 Session, 200 B shallow/);
  });

  it("are drawn at random, always the same", async () => {
    const argv = ["--type", "User", "--pick", "random:7", "--max-objects", "2"];
    const result = await trace(...argv);
    expect(result.objects).toMatchObject({ count: 2, omitted: { count: 1 } });
    expect(await trace(...argv)).toEqual(result);
    expect(await ask(...argv)).toContain("1 more object matches; --max-objects 0 takes all");
  });

  it.each<[string[], number[]]>([
    [
      ["--where", "class = Session and retained < 3kB"],
      [17, 19],
    ],
    [["--type", "User", "--pick", "newest"], [25]],
    [["--pick", "largest", "--where", "name = User"], [21]],
    [
      ["--type", "/^(Tail|Logger)$/", "--each"],
      [43, 27],
    ],
  ])("are those of %j", async (argv, ids) => {
    const { boxes } = await trace(...argv);
    const starts = boxes.flatMap((box) => (box.kind === "objects" && box.isStart ? box.ids : []));
    expect(starts).toEqual(ids);
  });
});
