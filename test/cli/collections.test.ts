import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openSnapshot } from "../../src/snapshot.ts";
import { runCliIn } from "../support/cli.ts";
import { fixturePath } from "../support/real-files.ts";
import { samplePath } from "../support/samples.ts";

/** Paths in the answers are as written: short ones, from here. */
const AROUND = { cwd: fileURLToPath(new URL("../fixtures/", import.meta.url)) };

const NODE = "golden/node24-1.heapsnapshot.gz";
const PYTHON = ["suspects/py-plain_a.heapsnapshot.gz", "suspects/py-plain_b.heapsnapshot.gz"];

describe("collections", () => {
  it.each([
    ["node24.txt", [NODE, "--limit", "16"]],
    ["node24-entries.txt", [NODE, "--all", "--sort", "entries", "--type", "Map", "--limit", "4"]],
    ["node12.txt", ["golden/node12-1.heapsnapshot.gz", "--limit", "8"]],
    ["page.txt", ["change/detached-2.heapsnapshot.gz"]],
    ["hermes.txt", ["suspects/hermes-0.11.0-plain-1.heapsnapshot.gz", "--limit", "4"]],
    ["python-growth.txt", PYTHON],
    ["bun-growth.txt", ["change/bun-0.heapsnapshot.gz", "golden/bun-1.heapsnapshot.gz"]],
    ["python.csv", [PYTHON[1], "--format", "csv", "--min-entries", "300"]],
    ["python-growth.csv", [...PYTHON, "--format", "csv"]],
    ["python.md", [PYTHON[1], "--format", "md", "--limit", "4"]],
  ])("prints %s", async (name, args) => {
    const { code, out } = await runCliIn(AROUND, "collections", ...args);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(`../golden/collections/${name}`);
  });

  it("has room for keys on a wide terminal", async () => {
    const { out } = await runCliIn({ ...AROUND, width: 140 }, "collections", NODE, "--limit", "4");
    await expect(out).toMatchFileSnapshot("../golden/collections/node24-wide.txt");
  });

  it("gives the rows as JSON", async () => {
    const { out } = await runCliIn(AROUND, "collections", ...PYTHON, "--json", "--limit", "1");
    expect(JSON.parse(out)).toMatchObject({
      kind: "collections",
      schema: 1,
      snapshots: [{ path: PYTHON[0] }, { path: PYTHON[1] }],
      idSpace: { verdict: "address" },
      matching: "ids",
      collections: [{ type: "dict", entryCount: 600, past: { entryCount: 100 } }],
    });
  });

  it.each([
    [["a", "b", "c"], "too many files"],
    [["a", "--sort", "growth"], "compares two files"],
    [["-", "-"], "only one file can be stdin"],
    [["@1"], "takes no object"],
  ])("refuses %j", async (args, text) => {
    const { code, err } = await runCliIn(AROUND, "collections", ...args);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  it("names what there is when a type is none", async () => {
    const { code, err } = await runCliIn(AROUND, "collections", NODE, "--type", "Mop");
    expect(code).toBe(1);
    expect(err).toContain("Map");
  });
});

describe("what a leaky Node server keeps", async () => {
  const earlier = await openSnapshot(samplePath("leaky-server/warm"));
  const past = earlier.rememberCollections();
  const later = await openSnapshot(samplePath("leaky-server/leaking"));
  const { collections, matching } = later.collections({ past, limit: 0 });

  it.each([
    ["sessionCache.map", "Map", "Session"],
    ["sessionMeta", "WeakMap", "SessionMeta"],
    ["uploads", "Array", "Buffer"],
    ["handlers", "Array", "Function"],
    ["bus._events.update", "Array", "Function"],
    ["secrets", "Array", "Secret"],
  ])("at %s: a %s of 500, then 1,000 %s", (code, type, holds) => {
    expect(collections.find((row) => row.code === code)).toMatchObject({
      type,
      holds: { class: holds },
      entryCount: 1000,
      isAtLeast: false,
      past: { entryCount: 500 },
    });
    expect(matching).toBe("ids");
  });
});

it("a cache of reports is a Map with objects as keys, three quarters full", async () => {
  const { collections } = (await openSnapshot(samplePath("dataframe/after"))).collections();
  expect(collections[0]).toMatchObject({
    code: "cache.reports",
    type: "Map",
    entryCount: 200,
    capacity: 256,
    sampleKeys: expect.arrayContaining([expect.stringMatching(/^ReportKey @\d+$/)]),
  });
});

it("a page's lists are told by the global that holds them", async () => {
  const { collections } = (await openSnapshot(fixturePath("detached-1"))).collections();
  expect(collections.map(({ code, entryCount }) => [code, entryCount])).toEqual(
    expect.arrayContaining([
      ["window.detachedList", 100],
      ["window.widgets", 100],
    ]),
  );
});
