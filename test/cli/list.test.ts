import { describe, expect, it } from "vitest";
import { type CliResult, runCli, runCliIn } from "../support/cli.ts";
import { goldenSnapshotPath } from "../support/golden.ts";
import { buildSnapshot } from "../support/snapshot-builder.ts";
import { dirname } from "node:path";

const FILE = "detached-1.heapsnapshot.gz";
const cwd = dirname(goldenSnapshotPath("detached-1"));

const list = (...argv: string[]): Promise<CliResult> => runCliIn({ cwd }, "list", FILE, ...argv);

/** Few objects whose names are trouble for terminals and tables. */
const ODD = buildSnapshot([
  {
    type: "synthetic",
    edges: [
      { name: "a", to: 1 },
      { name: "b", to: 2 },
      { name: "c", to: 3 },
    ],
  },
  { name: 'we"ird 漢\n\u001b[31m name|x', selfSize: 24 },
  { name: "Long".repeat(60), selfSize: 16, id: 4000001 },
  { type: "string", name: `=SUM(A1) ${"text ".repeat(200)}`, selfSize: 5_000_000_000 },
]);

const odd = (...argv: string[]): Promise<CliResult> =>
  runCliIn({ stdin: ODD }, "list", "-", ...argv);

describe("list", () => {
  it.each([
    ["biggest", ["--limit", "12"]],
    ["class", ["--type", "Detached <div>", "--limit", "6"]],
    ["strings", ["--type", "(string)", "--sort", "shallow", "--limit", "5"]],
    ["near", ["--sort", "distance", "--where", "type = object", "--limit", "4"]],
    ["detached", ["--where", "detached and not class = 'Detached <div>'", "--limit", "5"]],
  ])("prints the %s objects", async (name, argv) => {
    const { code, out, err } = await list(...argv);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`../golden/list/${name}.txt`);
  });

  it.each(["text", "json", "ndjson", "csv", "md"])("prints odd names as %s", async (format) => {
    const { code, out } = await odd("--format", format);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(`../golden/list/odd.${format}`);
  });

  it("is as narrow as the terminal", async () => {
    const { out } = await runCliIn(
      { cwd, width: 80 },
      "list",
      FILE,
      "--type",
      "(string)",
      "--limit",
      "9",
    );
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("prints ids alone, and tells on stderr what it left out", async () => {
    const some = await list("--type", "Detached <div>", "--ids", "--limit", "2");
    expect(some).toEqual({
      code: 0,
      out: "@56161\n@56163\n",
      err: "heapgraph: … 98 more, 10.2 kB shallow; --limit 0 shows all\n",
    });
    const all = await list("--type", "Detached <div>", "--ids", "--limit", "0", "--sort", "id");
    expect(all.err).toBe("");
    expect(all.out.split("\n")).toHaveLength(101);
  });

  it("writes every row of a long list, the heading once", async () => {
    const { out } = await list(
      "--where",
      "ordinal < 3000",
      "--sort",
      "id",
      "--limit",
      "0",
      "--format",
      "csv",
    );
    const lines = out.split("\r\n");
    expect(lines.filter((line) => line.startsWith("id,"))).toHaveLength(1);
    expect(lines).toHaveLength(3002);
    expect(new Set(lines).size).toBe(3002);
  });

  it("says that nothing is as wanted", async () => {
    const where = ["--where", "retained > 1TB"];
    expect(await list(...where)).toEqual({ code: 0, out: "no objects match\n", err: "" });
    expect(JSON.parse((await list(...where, "--json")).out)).toMatchObject({
      kind: "list",
      count: 0,
      objects: [],
    });
    expect((await list(...where, "--format", "csv")).out).toBe(
      "id,ordinal,class,name,type,distance,shallowSize,retainedSize\r\n",
    );
    expect((await list(...where, "--format", "ndjson")).out).toBe("");
    expect((await list(...where, "--ids")).out).toBe("");
  });

  it("means all of several --where and any of several --type", async () => {
    const { out } = await list(
      "--type",
      "Map",
      "--type",
      "Array",
      "--where",
      "distance < 9",
      "--where",
      "shallow > 1",
      "--ids",
      "--limit",
      "0",
    );
    const one = await list(
      "--where",
      "(class = Map or class = Array) and distance < 9 and shallow > 1",
      "--ids",
      "--limit",
      "0",
    );
    expect(out).toBe(one.out);
    expect(out).not.toBe("");
  });

  it("names near classes when there is none of that name", async () => {
    expect(await list("--type", "Mapp")).toEqual({
      code: 1,
      out: "",
      err: "heapgraph: no class matches Mapp; nearest: Map, blink::GeometryMapperClipCache, blink::GeometryMapperTransformCache, Math, <p>\n  `summary --limit 0` lists all classes\n",
    });
  });

  it("points at what it cannot read, before it reads the file", async () => {
    expect(await runCli("list", "no-such-file", "--where", "not\tretaned > 1MB")).toEqual({
      code: 2,
      out: "",
      err: 'heapgraph: unknown field "retaned"; did you mean retained?\n  not\\tretaned > 1MB\n       ^\n',
    });
  });

  it("tells of the shell's redirection", async () => {
    const { code, err } = await runCli("list", "no-such-file", "--where", "retained");
    expect(code).toBe(2);
    expect(err).toBe(
      'heapgraph: nothing after "retained", expected a comparison such as retained > 1MB; quote the expression, ' +
        "or the shell takes > and < for redirections\n  retained\n          ^\n",
    );
  });

  it("takes the newest file and says which", async () => {
    const { err, code } = await runCliIn(
      { cwd, env: { HEAPGRAPH_SNAPSHOT: FILE } },
      "list",
      "--limit",
      "1",
    );
    expect({ err, code }).toEqual({ err: `reading ${FILE}\n`, code: 0 });
  });

  it("stops when its reader has gone", async () => {
    const { code, out } = await runCliIn(
      { cwd, closesAfter: 1 },
      "list",
      FILE,
      "--ids",
      "--limit",
      "0",
    );
    expect(code).toBe(0);
    expect(out.split("\n")).toHaveLength(1025);
  });

  it("refuses an unknown sort, and objects together with classes", async () => {
    expect((await list("--sort", "size")).code).toBe(2);
    expect((await list("@5", "--type", "Map")).err).toBe(
      "heapgraph: name objects by id, or choose them by --type and --where; not both\n",
    );
  });
});
