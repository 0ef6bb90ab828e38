import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runCliIn } from "../support/cli.ts";

/** Paths in the answers are as written: short ones, from here. */
const AROUND = { cwd: fileURLToPath(new URL("../fixtures/", import.meta.url)) };

describe("roots", () => {
  it.each([
    ["node24.txt", "golden/node24-1.heapsnapshot.gz", ["--reachable"]],
    ["chrome.txt", "golden/detached-1.heapsnapshot.gz", []],
    ["bun.txt", "golden/bun-1.heapsnapshot.gz", []],
    ["hermes.txt", "parser/hermes-0.7.2-plain-1.heapsnapshot.gz", []],
    ["hermes-0.11.txt", "parser/hermes-0.11.0-plain-0.heapsnapshot.gz", []],
    ["python.txt", "golden/py-mini_a.heapsnapshot.gz", ["--limit", "4"]],
    ["python.csv", "golden/py-mini_a.heapsnapshot.gz", ["--format", "csv"]],
    ["python.md", "golden/py-mini_a.heapsnapshot.gz", ["--format", "md"]],
  ])("prints %s", async (name, file, options) => {
    const { code, out, err } = await runCliIn(AROUND, "roots", file, ...options);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`../golden/roots/${name}`);
  });

  it("gives the rows as JSON", async () => {
    const file = "golden/py-mini_a.heapsnapshot.gz";
    const { out } = await runCliIn(AROUND, "roots", file, "--json", "--limit", "2");
    expect(JSON.parse(out)).toMatchObject({
      kind: "roots",
      schema: 1,
      snapshot: { path: file },
      roots: [{ category: "Native roots", type: "synthetic" }, { category: "sys.modules" }],
    });
  });

  it("takes no object", async () => {
    const { code, err } = await runCliIn(AROUND, "roots", "@1");
    expect(code).toBe(2);
    expect(err).toContain("takes no object");
  });
});
