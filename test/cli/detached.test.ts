import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { NotFoundError } from "../../src/errors.ts";
import { openSnapshot } from "../../src/snapshot.ts";
import { runCliIn } from "../support/cli.ts";
import { fixturePath } from "../support/real-files.ts";

/** Paths in the answers are as written: short ones, from here. */
const AROUND = { cwd: fileURLToPath(new URL("../fixtures/", import.meta.url)) };

const PAGE = "golden/detached-1.heapsnapshot.gz";
const FRAMES = "lineage/iframe-1.heapsnapshot.gz";

describe("detached", () => {
  it.each([
    ["page.txt", PAGE, []],
    ["page-later.txt", "change/detached-2.heapsnapshot.gz", ["--sort", "count"]],
    ["page-clean.txt", "change/detached-0.heapsnapshot.gz", []],
    ["frames.txt", FRAMES, ["--limit", "5"]],
    ["runtime.txt", PAGE, ["--runtime", "--limit", "4"]],
    ["node.txt", "lineage/classic-node22.heapsnapshot.gz", []],
    ["node-runtime.txt", "lineage/classic-node22.heapsnapshot.gz", ["--runtime"]],
    ["hermes.txt", "parser/hermes-0.11.0-plain-0.heapsnapshot.gz", []],
    ["page.csv", PAGE, ["--format", "csv"]],
    ["page.md", PAGE, ["--format", "md", "--type", "<div>"]],
  ])("prints %s", async (name, file, options) => {
    const { code, out, err } = await runCliIn(AROUND, "detached", file, ...options);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`../golden/detached/${name}`);
  });

  it("gives the rows as JSON, limited like the text", async () => {
    const { out } = await runCliIn(AROUND, "detached", FRAMES, "--json", "--limit", "1");
    expect(JSON.parse(out)).toMatchObject({
      kind: "detached",
      schema: 1,
      totals: { window: { count: 10 }, document: { count: 10 } },
      classes: [{ class: "Detached Window", is: "window", holds: { javascript: 10 } }],
      omitted: { count: 30 },
    });
  });

  it("fails for a class that is not detached, and takes no object", async () => {
    const failed = await runCliIn(AROUND, "detached", PAGE, "--type", "<spam>");
    expect(failed).toMatchObject({ code: 1, out: "" });
    expect(failed.err).toContain("Detached <span>");
    expect((await runCliIn(AROUND, "detached", "@1")).code).toBe(2);
  });
});

describe("the detached elements of a page that keeps a hundred of each", async () => {
  const snapshot = await openSnapshot(fixturePath("detached-1"));
  const { classes, holds } = snapshot.detached();
  const of = (name: string) => classes.find((row) => row.class === `Detached ${name}`);

  it.each([
    ["<div>", 100, "javascript", "window.detachedList[*]"],
    ["<span>", 100, "tree", "window.detachedList[*][*]"],
    ["Text", 100, "tree", "window.detachedList[*][*][*]"],
    ["<button>", 100, "javascript", "window.widgets[*].el"],
    ["<fancy-box>", 10, "javascript", "window.attachedKeep[*]"],
  ] as const)("%s: %i, held by %s at %s", (name, count, hold, code) => {
    expect(of(name)).toMatchObject({ count, holds: { [hold]: count }, heldBy: { code, share: 1 } });
  });

  it("are counted with those that JavaScript holds apart", () => {
    expect(holds).toEqual({ javascript: 210, tree: 200, runtime: 0 });
  });

  it("are named with or without what marks them", () => {
    const named = snapshot.detached({ type: ["Detached <div>"] });
    expect(snapshot.detached({ type: ["<div>"] })).toEqual(named);
    expect(() => snapshot.detached({ type: ["Widget"] })).toThrow(NotFoundError);
  });
});

it("of frames that were removed, windows and five documents are held by JavaScript", async () => {
  const path = new URL("../fixtures/lineage/iframe-1.heapsnapshot.gz", import.meta.url);
  const { classes } = (await openSnapshot(fileURLToPath(path))).detached({ limit: 0 });
  expect(classes[0]).toMatchObject({
    class: "Detached Window",
    count: 10,
    holds: { javascript: 10, tree: 0 },
    heldBy: { code: "window.keptWindows[*]" },
  });
  expect(classes.find(({ class: name }) => name === "Detached HTMLDocument")).toMatchObject({
    holds: { javascript: 5, tree: 5 },
    heldBy: { code: "window.keptDocs[*]" },
  });
});
