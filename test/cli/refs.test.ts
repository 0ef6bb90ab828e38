import { describe, expect, it } from "vitest";
import type { LineageResult } from "../../src/analysis/lineage-picture.ts";
import { runCli } from "../support/cli.ts";
import { drawnReferences } from "../support/lineage-facts.ts";
import { fixturePath } from "../support/real-files.ts";
import { SnapshotFolder } from "../support/snapshot-folder.ts";

const folder = new SnapshotFolder();

const ask = (...argv: string[]): Promise<string> => folder.ask("refs", "app.heapsnapshot", ...argv);

const trace = (...argv: string[]): Promise<LineageResult> =>
  folder.askJson("refs", "app.heapsnapshot", ...argv);

describe("refs", () => {
  it.each([
    ["cache", ["--type", "Cache"]],
    ["global", ["@5"]],
    ["nothing", ["--type", "WeakRef"]],
    ["limits", ["@5", "--max-depth", "2", "--ignore", "WeakRef", "--highlight", "Logger"]],
  ])("tells what objects keep alive: %s", async (name, argv) => {
    await expect(await ask(...argv)).toMatchFileSnapshot(`../golden/refs/${name}.txt`);
  });

  it("escapes what would harm a terminal", async () => {
    const out = await folder.ask("refs", "hostile.heapsnapshot", "@3");
    // oxlint-disable-next-line no-control-regex -- the very thing
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    await expect(out).toMatchFileSnapshot("../golden/refs/hostile.txt");
  });

  it("tells what real objects keep alive", async () => {
    const argv = ["--type", "Widget", "--max-depth", "4"];
    const { code, out, err } = await runCli("refs", fixturePath("detached-1"), ...argv);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/\b100 {2}├─ \.el {2}Detached <button> @/);
    await expect(out).toMatchFileSnapshot("../golden/refs/widgets.txt");
  });

  it("prints the picture as JSON", async () => {
    const result = await trace("@9");
    expect(result).toMatchObject({
      kind: "refs",
      schema: 1,
      snapshot: { path: "app.heapsnapshot" },
      isMerged: true,
      objects: { count: 1, shallowSize: 40, retainedSize: 3320 },
    });
    expect(Object.keys(result).toSorted()).toEqual(
      [
        "boxes",
        "edges",
        "folded",
        "heapgraph",
        "isMerged",
        "kind",
        "objects",
        "omitted",
        "schema",
        "snapshot",
      ].toSorted(),
    );
  });
});

describe("what refs draws", () => {
  it("is what objects keep alive; what others hold too is not followed", async () => {
    expect(drawnReferences(await trace("@9")).toSorted()).toEqual([
      "Array [*] 2 Session",
      "Array [0] 1 Session",
      "Cache .items 1 Array",
      "Session .user 2 User",
    ]);
  });

  it("shares boxes unless --each is given", async () => {
    const argv = ["--type", "/^(Cache|Session)$/"];
    const merged = await trace(...argv, "--merge");
    expect(await trace(...argv)).toEqual(merged);
    expect(drawnReferences(merged)).toContain("Session .user 3 User");
    const each = await trace(...argv, "--each");
    expect(each.isMerged).toBe(false);
    expect(drawnReferences(each).filter((line) => line === "Session .user 1 User")).toHaveLength(3);
  });

  it("has equal rows of a list as one box", async () => {
    const { boxes } = await trace("@31");
    expect(boxes.map((box) => box.count)).toEqual([1, 5, 1]);
  });

  it("has weak references with --weak", async () => {
    expect((await trace("--type", "WeakRef")).folded.weak).toBe(1);
    const result = await trace("--type", "WeakRef", "--weak");
    expect(drawnReferences(result)).toEqual(["WeakRef <weak 1> 1 Session (weak)"]);
    expect(result.folded.weak).toBe(0);
  });

  it("has tables and maps with --all-edges", async () => {
    const result = await trace("@9", "--all-edges");
    expect(drawnReferences(result)).toEqual(
      expect.arrayContaining([
        "Array <elements> 1 (array)",
        "Session <map> 1 (system)",
        "(array) <[*]> 2 Session",
      ]),
    );
    expect(result.folded).toMatchObject({ internals: 0, plumbing: 0 });
  });

  it("goes no further than --max-depth", async () => {
    const result = await trace("@5", "--max-depth", "1");
    expect(result.omitted.tooDeep).toBe(4);
    expect(drawnReferences(result).every((line) => line.startsWith("global ."))).toBe(true);
  });

  it("has fewer boxes beside one with --too-many, what retains most first", async () => {
    const result = await trace("@5", "--max-depth", "1", "--too-many", "2");
    expect(drawnReferences(result)).toEqual([
      "global .cache 1 Cache",
      "global .head 1 Node",
      "global (more)",
    ]);
    expect(result.omitted.tooMany).toEqual({ boxes: 2, count: 2 });
  });

  it("tells what the rest retains", async () => {
    const { edges, boxes } = await trace("@5", "--max-depth", "1", "--too-many", "1");
    const rest = edges.find(({ to }) => boxes[to].kind === "more");
    // Node, Logger and WeakRef.
    expect(rest?.retainedSize).toBe(620 + 24 + 24);
  });

  it("has at most --max-nodes boxes", async () => {
    const result = await trace("@5", "--max-nodes", "4");
    expect(result.boxes.filter(({ kind }) => kind === "objects")).toHaveLength(4);
    const { unexplored, tooMany } = result.omitted;
    expect(unexplored + tooMany.boxes).toBeGreaterThan(0);
  });

  it("leaves out, ends at and marks classes", async () => {
    const result = await trace(
      "@5",
      "--ignore",
      "Node",
      "--cull",
      "Cache",
      "--highlight",
      "Logger",
    );
    expect(result.folded.ignored).toBe(1);
    const lines = drawnReferences(result);
    expect(lines).toContain("global .cache 1 Cache");
    expect(lines.filter((line) => /^Cache|Node/.test(line))).toEqual([]);
    const boxes = result.boxes.filter((box) => box.kind === "objects");
    expect(boxes.filter((box) => box.isHighlighted)).toMatchObject([{ class: "Logger" }]);
    expect(boxes.filter((box) => box.class === "Cache")).toMatchObject([{ isCut: true }]);
  });
});
