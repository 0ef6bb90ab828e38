import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CyclesResult } from "../../src/analysis/cycles/find-cycles.ts";
import { buildSnapshot, type NodeInput } from "../support/snapshot-builder.ts";
import { SnapshotFolder } from "../support/snapshot-folder.ts";
import { readStrictly } from "../support/strict-svg.ts";

const folder = new SnapshotFolder();

/** Two families of a Parent and a Child each, a Ring of three, and a Self. */
const FAMILIES: readonly NodeInput[] = [
  { type: "synthetic", edges: [{ type: "shortcut", name: "1", to: 1 }] },
  {
    name: "global",
    selfSize: 80,
    edges: ["first", "second", "ring", "self"].map((name, at) => ({
      name,
      to: [2, 4, 6, 9][at],
    })),
  },
  { name: "Parent", selfSize: 100, edges: [{ name: "child", to: 3 }] },
  { name: "Child", selfSize: 10, edges: [{ name: "parent", to: 2 }] },
  { name: "Parent", selfSize: 100, edges: [{ name: "child", to: 5 }] },
  { name: "Child", selfSize: 10, edges: [{ name: "parent", to: 4 }] },
  { name: "Ring", selfSize: 1000, edges: [{ name: "next", to: 7 }] },
  { name: "Ring", selfSize: 1000, edges: [{ name: "next", to: 8 }] },
  { name: "Ring", selfSize: 1000, edges: [{ name: "next", to: 6 }] },
  { name: "Self", selfSize: 30, edges: [{ name: "me", to: 9 }] },
];

writeFileSync(folder.file("loops.heapsnapshot"), buildSnapshot(FAMILIES));

writeFileSync(
  folder.file("scopes.heapsnapshot"),
  buildSnapshot([
    { type: "synthetic", edges: [{ type: "shortcut", name: "1", to: 1 }] },
    { name: "global", edges: [{ name: "f", to: 2 }] },
    { type: "closure", name: "f", edges: [{ type: "internal", name: "context", to: 3 }] },
    { name: "system / Context / f", edges: [{ type: "context", name: "held", to: 4 }] },
    { name: "Held", edges: [{ name: "callback", to: 2 }] },
  ]),
);

const FAMILY = "Child.parent -> Parent.child -> Child";
const RING = "Ring.next -> Ring.next -> Ring.next -> Ring";
const SELF = "Self.me -> Self";

const ask = (...argv: string[]): Promise<string> =>
  folder.ask("cycles", "loops.heapsnapshot", ...argv);
const run = (...argv: string[]): ReturnType<typeof folder.run> =>
  folder.run("cycles", "loops.heapsnapshot", ...argv);
const codes = async (...argv: string[]): Promise<string[]> => {
  const { groups } = await folder.askJson<CyclesResult>("cycles", "loops.heapsnapshot", ...argv);
  return groups.map(({ code }) => code);
};

describe("cycles", () => {
  it("prints loops, the first in full", async () => {
    expect(await ask()).toBe(
      `${[
        "4 loops of 8 objects, 3.3 kB; the largest has 3",
        "",
        "Loops  Objects  Shallow  Retained  Held by  Loop                                         Example",
        `  1 ×        3   3.0 kB    3.0 kB        1  ${RING}      @13`,
        `  2 ×        4    220 B     220 B        2  ${FAMILY}             @7`,
        `  1 ×        1     30 B      30 B        1  ${SELF}                                  @19`,
        "",
        RING,
        "held from outside by",
        "  global @3 .ring -> @13",
        "",
      ].join("\n")}\n`,
    );
  });

  it("says that there are none", async () => {
    const { code, out, err } = await folder.run("cycles", "app.heapsnapshot");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.startsWith("no loops of references\n")).toBe(true);
  });

  it("gives the result as JSON", async () => {
    const result = await folder.askJson<CyclesResult>("cycles", "loops.heapsnapshot");
    expect(result).toMatchObject({
      kind: "cycles",
      schema: 1,
      snapshot: { path: "loops.heapsnapshot" },
      sort: "retained",
      totals: { componentCount: 4, nodeCount: 8, largest: 3, shallowSize: 3250 },
      filtered: { plumbing: 0, scopes: 0, loose: 0 },
      omitted: { count: 0, componentCount: 0 },
    });
    expect(result.groups[1]).toMatchObject({
      code: FAMILY,
      count: 2,
      entryCount: 2,
      unheldCount: 0,
      example: { entries: [{ class: "global", code: ".first", toId: 5 }] },
    });
  });

  it("gives the rows as CSV, Markdown and JSON lines", async () => {
    const csv = (await ask("--format", "csv")).trimEnd().split(/\r?\n/);
    expect(csv[0]).toBe(
      "count,nodeCount,shallowSize,retainedSize,entryCount,unheldCount,length,code,exampleId",
    );
    expect(csv[2]).toBe(`2,4,220,220,2,0,2,${FAMILY},7`);
    expect(await ask("--format", "md")).toContain("| 2 × |");
    const lines = (await ask("--format", "ndjson")).trimEnd().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ code: SELF, length: 1, exampleId: 19 });
  });

  it("orders, limits and chooses", async () => {
    expect(await codes()).toEqual([RING, FAMILY, SELF]);
    expect(await codes("--sort", "count")).toEqual([FAMILY, RING, SELF]);
    expect(await codes("--sort", "shallow")).toEqual([RING, FAMILY, SELF]);
    expect(await codes("--limit", "1")).toEqual([RING]);
    expect(await codes("--max-length", "2")).toEqual([FAMILY, SELF]);
    expect(await codes("--type", "Parent", "--type", "S*")).toEqual([FAMILY, SELF]);
    expect(await ask("--limit", "1")).toContain(
      "… 2 more kinds of loop (3 loops); --limit 0 shows all\n",
    );
  });

  it("follows what it is told to", async () => {
    expect(await folder.ask("cycles", "scopes.heapsnapshot")).toBe(
      "no loops of references\nreferences not followed: 1 into scopes of functions " +
        "(--scopes follows them); --all follows everything but weak ones\n",
    );
    const scopes = ["cycles", "scopes.heapsnapshot", "--scopes"];
    const { groups, filtered } = await folder.askJson<CyclesResult>(...scopes);
    expect(groups).toMatchObject([{ count: 1, nodeCount: 3 }]);
    expect(filtered).toMatchObject({ scopes: 0 });
    const all = await folder.askJson<CyclesResult>("cycles", "loops.heapsnapshot", "--all");
    expect(all.filtered).toEqual({ plumbing: 0, scopes: 0, loose: 0 });
  });

  it.each([
    [["--sort", "size"], "--sort"],
    [["--max-length", "two"], "--max-length"],
    [["--max-length", "0"], "--max-length takes 1 or more"],
    [["--svg", "-", "--json"], "--svg - and --json both write to stdout"],
    [["--dot", "-", "--format", "csv"], "--dot - and --format csv both write to stdout"],
    [["--limit", "-1"], "--limit"],
    [["--format", "xml"], "--format"],
    [["@5"], "takes no object"],
    [["--type", "/(/"], "regular expression"],
  ])("refuses %j", async (argv, what) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(what);
  });

  it("fails for a class that is not there, with near names", async () => {
    const { code, err } = await run("--type", "Parents");
    expect(code).toBe(1);
    expect(err).toContain("no class matches Parents");
    expect(err).toContain("Parent");
  });
});

describe("the picture of a loop", () => {
  it("is the ring of the first kind and what holds it", async () => {
    const result = await run("--type", "Parent", "--svg", "family.svg");
    expect(result).toEqual({
      code: 0,
      out: "",
      err: "wrote family.svg: 3 boxes, 3 references\n",
    });
    expect(folder.modeOf("family.svg")).toBe(0o600);
    const { texts } = readStrictly(readFileSync(folder.file("family.svg"), "utf8"));
    expect(texts).toEqual(
      expect.arrayContaining(["Parent", "Child", "global", ".child", ".parent", ".first"]),
    );
    expect(texts.join(" ")).toContain("one of 2 loops like it");
  });

  it("goes to the terminal as DOT", async () => {
    const dot = await ask("--type", "Self", "--dot", "-");
    expect(dot.match(/^ {2}n\d+ -> n\d+ \[/gm)).toHaveLength(2);
    expect(dot).toMatch(/^ {2}n0 -> n0 \[/m);
  });

  it("is none where there is no loop", async () => {
    const { code, err } = await run("--type", "global", "--svg", "none.svg");
    expect(code).toBe(2);
    expect(err).toContain("there is no loop to draw");
  });
});
