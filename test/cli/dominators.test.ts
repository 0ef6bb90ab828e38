import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runCliIn } from "../support/cli.ts";

/** Paths in the answers are as written: short ones, from here. */
const AROUND = { cwd: fileURLToPath(new URL("../fixtures/", import.meta.url)) };
const PYTHON = "golden/py-mini_a.heapsnapshot.gz";

describe("dominators", () => {
  it.each([
    ["python.txt", PYTHON, ["--limit", "5"]],
    ["chrome.txt", "golden/detached-1.heapsnapshot.gz", ["--limit", "5"]],
    ["python.folded", PYTHON, ["--format", "folded", "--min-size", "20kB"]],
  ])("prints %s", async (name, file, options) => {
    const { code, out, err } = await runCliIn(AROUND, "dominators", file, ...options);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`../golden/dominators/${name}`);
  });

  it("gives the rows as JSON", async () => {
    const { out } = await runCliIn(
      AROUND,
      "dominators",
      PYTHON,
      "@7",
      "--json",
      "--limit",
      "2",
      "--depth",
      "1",
    );
    expect(JSON.parse(out)).toMatchObject({
      kind: "dominators",
      schema: 1,
      by: "object",
      depth: 1,
      limit: 2,
      rows: [
        { depth: 0, parent: null, id: 7, name: "(Native roots)", count: 1 },
        { depth: 1, parent: 0 },
        { depth: 1, parent: 0 },
      ],
    });
  });

  it("fails for an id that is not there and refuses what is no size", async () => {
    expect((await runCliIn(AROUND, "dominators", PYTHON, "@4")).code).toBe(1);
    const { code, err } = await runCliIn(AROUND, "dominators", PYTHON, "--min-size", "big");
    expect(code).toBe(2);
    expect(err).toContain("--min-size");
  });
});
