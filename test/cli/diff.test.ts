import { describe, expect, it } from "vitest";
import type { DiffResult, DiffRow } from "../../src/analysis/change/diff.ts";
import { runCli } from "../support/cli.ts";
import { createDiffFolder, HOSTILE, PAIR } from "../support/diff-folder.ts";
import { SNAPSHOT_PAIRS } from "../support/snapshot-pairs.ts";

const folder = createDiffFolder();

const ask = (...argv: string[]): Promise<string> => folder.ask("diff", ...PAIR, ...argv);

interface DiffJson extends Omit<DiffResult, "kind"> {
  readonly kind: string;
  readonly schema: number;
  readonly snapshots: readonly { readonly path: string; readonly nodeCount: number }[];
}

const askJson = (...argv: string[]): Promise<DiffJson> =>
  folder.askJson<DiffJson>("diff", ...PAIR, ...argv);

describe("diff", () => {
  it.each([
    ["growing", []],
    ["all", ["--all"]],
    ["limited", ["--all", "--limit", "2"]],
    ["by-name", ["--all", "--sort", "name"]],
  ])("prints the classes of a small heap: %s", async (name, argv) => {
    await expect(await ask(...argv)).toMatchFileSnapshot(`../golden/diff/${name}.txt`);
  });

  it.each(["json", "ndjson", "csv", "md"])("prints all rows as %s", async (format) => {
    await expect(await ask("--format", format)).toMatchFileSnapshot(
      `../golden/diff/small.${format}`,
    );
  });

  it("prints what grew in a real program", async () => {
    const { code, out, err } = await runCli("diff", ...SNAPSHOT_PAIRS.hermes, "--limit", "12");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot("../golden/diff/hermes.txt");
  });

  it("is as narrow as the terminal", async () => {
    const { out } = await folder.runIn({ width: 60 }, "diff", ...PAIR, "--all");
    for (const line of out.split("\n").slice(3)) expect(line.length).toBeLessThanOrEqual(60);
  });

  it.each([
    ["retained", ["Session", "User", "Blob", "Job"]],
    ["size", ["User", "Session", "Blob", "Job"]],
    ["count", ["Session", "User", "Blob", "Job"]],
    ["new", ["Session", "User", "Job", "Blob"]],
    ["name", ["Blob", "Job", "Session", "User"]],
  ])("sorts by %s", async (sort, names) => {
    const csv = await ask("--format", "csv", "--sort", sort);
    const rows = csv.trim().split("\r\n").slice(1);
    expect(rows.map((line) => line.split(",")[0])).toEqual(names);
  });

  it("cuts off at the limit and says how many and how much", async () => {
    const text = await ask("--limit", "1");
    expect(text).not.toMatch(/^(User|Job|Blob) /m);
    expect(text).toContain("… 1 more, +3.0 kB shallow; --limit 0 shows all\n");
    const { classes, omitted } = await askJson("--limit", "1");
    expect(classes).toHaveLength(1);
    expect(omitted).toEqual({ count: 3, sizeDelta: 3000, shrinking: 0 });
    const { out, err } = await folder.run("diff", ...PAIR, "--limit", "1", "--format", "ndjson");
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(err).toBe("heapgraph: … 3 more; --limit 0 shows all\n");
    expect((await askJson("--limit", "0")).omitted.count).toBe(0);
  });

  it("shows the classes of some names only", async () => {
    const { classes } = await askJson("--filter", "Us*", "--filter", "/^jo/i");
    expect(classes.map(({ name }) => name)).toEqual(["User", "Job"]);
    expect(await ask("--filter", "Config")).toContain("\nno object is new or gone\n");
    expect(await ask("--filter", "Job")).toContain(
      "\nno class grows\n1 class that does not grow is left out; --all shows them\n",
    );
  });

  it("names both files in JSON", async () => {
    const { kind, schema, snapshots, classes } = await askJson();
    expect({ kind, schema }).toEqual({ kind: "diff", schema: 1 });
    expect(snapshots.map(({ path, nodeCount }) => [path, nodeCount])).toEqual([
      ["before.heapsnapshot", 16],
      ["after.heapsnapshot", 22],
    ]);
    const fields: readonly (keyof DiffRow)[] = [
      "name",
      "location",
      "newCount",
      "deletedCount",
      "countDelta",
      "newSize",
      "deletedSize",
      "sizeDelta",
      "retainedDelta",
      "retainedSize",
      "sampleIds",
    ];
    for (const row of classes)
      expect(Object.keys(row)).toEqual(expect.arrayContaining([...fields]));
  });

  it("says that nothing changed", async () => {
    const same = await folder.ask("diff", PAIR[0], PAIR[0]);
    expect(same).toBe(
      "Same process: ids are the same objects, 100 % of 14 common ids agree\n" +
        "2.7 kB → 2.7 kB (0): 0 new objects of 0 B, 0 gone of 0 B\n\nno object is new or gone\n",
    );
    const csv = await folder.ask("diff", PAIR[0], PAIR[0], "--format", "csv");
    expect(csv.trim().split("\r\n")).toHaveLength(1);
    expect(await folder.ask("diff", PAIR[0], PAIR[0], "--format", "ndjson")).toBe("");
  });
});

describe("diff --objects", () => {
  it("lists new, deleted and persisting ones", async () => {
    await expect(await ask("--objects", "Job")).toMatchFileSnapshot("../golden/diff/objects.txt");
  });

  it.each(["json", "ndjson", "csv", "md"])("lists them as %s", async (format) => {
    await expect(await ask("--objects", "Job", "--format", format)).toMatchFileSnapshot(
      `../golden/diff/objects.${format}`,
    );
  });

  it.each([
    ["new", "@1101\n@1103\n"],
    ["deleted", "@201\n@203\n"],
    ["persisting", "@205\n"],
  ])("lists the %s ones alone, as bare ids, however many", async (change, ids) => {
    const argv = ["--objects", "Job", "--change", change];
    expect(await ask(...argv, "--ids-only")).toBe(ids);
    expect(await ask(...argv, "--ids-only", "--limit", "1")).toBe(ids);
    const { objects } = await folder.askJson<{ objects: { change: string; id: number }[] }>(
      "diff",
      ...PAIR,
      ...argv,
    );
    expect(objects.map((object) => `@${object.id}\n`).join("")).toBe(ids);
    expect(objects.every((object) => object.change === change)).toBe(true);
  });

  it("prints the ids of new ones unless told otherwise, nothing where there are none", async () => {
    expect(await ask("--objects", "Job", "--ids-only")).toBe("@1101\n@1103\n");
    expect(await ask("--objects", "Config", "--ids-only")).toBe("");
    expect(await ask("--objects", "Session", "--objects", "User", "--ids-only")).toBe(
      "@1001\n@1005\n@1009\n@1003\n@1007\n@1011\n",
    );
  });

  it("cuts off each kind at the limit", async () => {
    const text = await ask("--objects", "Job", "--limit", "1");
    expect(text).toContain("\n2 new, 2 deleted, 1 persisting\n");
    expect(text).toContain("… 2 more; --limit 0 shows all\n");
    const { err } = await folder.run(
      "diff",
      ...PAIR,
      "--objects",
      "Job",
      "--limit",
      "1",
      "--format",
      "csv",
    );
    expect(err).toBe("heapgraph: … 2 more; --limit 0 shows all\n");
  });
});

const odd = (...argv: string[]): Promise<string> =>
  folder.ask("diff", "odd-1.heapsnapshot", "odd-2.heapsnapshot", ...argv);

describe("a diff of odd names", () => {
  it.each(["text", "md"])("prints them harmlessly as %s", async (format) => {
    const out = await odd("--format", format);
    // oxlint-disable-next-line no-control-regex -- raw control characters are what must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    await expect(out).toMatchFileSnapshot(`../golden/diff/odd.${format}`);
  });

  it.each(["json", "ndjson", "csv"])("quotes them as %s", async (format) => {
    await expect(await odd("--format", format)).toMatchFileSnapshot(`../golden/diff/odd.${format}`);
  });

  it("keeps them as they are in JSON", async () => {
    const { classes } = JSON.parse(await odd("--json")) as DiffJson;
    expect(classes.map(({ name }) => name)).toEqual([HOSTILE, "=SUM(A1:A9)", "Long".repeat(60)]);
  });

  it("finds them by name", async () => {
    expect(await odd("--objects", HOSTILE, "--ids-only")).toBe("@101\n");
    const { code, err } = await folder.run(
      "diff",
      "odd-1.heapsnapshot",
      "odd-2.heapsnapshot",
      "--filter",
      `${HOSTILE}!`,
    );
    expect(code).toBe(1);
    // oxlint-disable-next-line no-control-regex -- raw control characters are what must not be there
    expect(err).not.toMatch(/[\u001b\u202e]/);
  });
});
