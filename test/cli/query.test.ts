import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CliResult, runCli, runCliIn } from "../support/cli.ts";
import { buildSnapshot } from "../support/snapshot-builder.ts";

/** Objects with properties of all kinds, and names that are trouble for terminals and tables. */
const SNAPSHOT = buildSnapshot([
  {
    type: "synthetic",
    edges: [
      { name: "a", to: 1 },
      { name: "b", to: 2 },
    ],
  },
  {
    name: "Point",
    selfSize: 2400,
    edges: [
      { name: "label", to: 3 },
      { name: "next", to: 2 },
      { name: "k|y", to: 4 },
    ],
  },
  { name: "Point", selfSize: 16, edges: [{ name: "label", to: 4 }] },
  { type: "string", name: "=SUM(A1) \u001b[31mred|", selfSize: 32 },
  { type: "string", name: "plain", selfSize: 16 },
]);

const folder = mkdtempSync(join(tmpdir(), "heapgraph-query-"));
writeFileSync(join(folder, "app.heapsnapshot"), SNAPSHOT);

const query = (...argv: string[]): Promise<CliResult> =>
  runCliIn({ stdin: SNAPSHOT }, "query", "-", ...argv);

const QUERY = 'class = Point order by id show id, shallow, .label, .next as "the next", ["k|y"]';

describe("query", () => {
  it.each(["text", "json", "ndjson", "csv", "md"])("prints an answer as %s", async (format) => {
    const { code, out, err } = await query(QUERY, "--format", format);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`../golden/query/points.${format}`);
  });

  it("says what its limit cut off, where the format does not", async () => {
    const text = await query("limit 2 show id");
    expect(text).toMatchObject({ code: 0, err: "" });
    expect(text.out).toContain("… 3 more; end the query with limit 0 to see all\n");
    expect(await query("limit 2 order by ordinal show ordinal", "--format", "csv")).toEqual({
      code: 0,
      out: "ordinal\r\n0\r\n1\r\n",
      err: "heapgraph: … 3 more; end the query with limit 0 to see all\n",
    });
  });

  it("prints no rows when nothing matches", async () => {
    const out = "no objects match\n";
    expect(await query("class = Point and shallow > 1GB")).toEqual({ code: 0, out, err: "" });
    expect(await query("class = Piont or class = Point and shallow > 1GB")).toEqual({
      code: 0,
      out,
      err: "heapgraph: no class matches Piont; nearest: Point, (string), (synthetic)\n",
    });
  });

  it("points into a query that it does not understand", async () => {
    expect(await query("class = Point show nme")).toEqual({
      code: 2,
      out: "",
      err: 'heapgraph: unknown field "nme"; did you mean name?\n  class = Point show nme\n                     ^\n',
    });
  });

  it("tells the file from the query wherever they stand", async () => {
    const answer = "class  count\nPoint      2\n";
    const text = "class = Point group by class show class, count";
    const results = await Promise.all([
      runCliIn({ cwd: folder }, "query", "app.heapsnapshot", text),
      runCliIn({ cwd: folder }, "query", text, "app.heapsnapshot"),
      runCliIn({ cwd: folder }, "query", text),
    ]);
    for (const { code, out } of results) {
      expect(code).toBe(0);
      expect(out).toContain(answer);
    }
    expect(results[2].err).toBe("reading app.heapsnapshot\n");
  });

  it.each([
    [[], "say what to look for, as in"],
    [["app.heapsnapshot"], "say what to look for in app.heapsnapshot, as in"],
    [["gone.heapsnapshot"], "say what to look for in gone.heapsnapshot, as in"],
    [
      ["class", "=", "Point"],
      "expected a file and a query, got 3 words: put the query into quotes",
    ],
    [["app.heapsnapshot", "limit x"], 'expected a whole number after "limit", got "x"'],
  ])("refuses %j", async (argv, message) => {
    const { code, out, err } = await runCliIn({ cwd: folder }, "query", ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  it("says that a file does not exist", async () => {
    const { code, err } = await runCliIn({ cwd: folder }, "query", "gone.heapsnapshot", "limit 1");
    expect(code).toBe(1);
    expect(err).toContain("gone.heapsnapshot does not exist");
  });

  it("lends its paths to --where of the other commands", async () => {
    const file = join(folder, "app.heapsnapshot");
    expect(await runCli("count", file, "--where", ".label ~ plain")).toMatchObject({ out: "1\n" });
    const { err } = await runCli("list", file, "--where", ".label.");
    expect(err).toContain('expected the name of a property after "."');
  });
});
