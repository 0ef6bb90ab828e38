import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openSnapshot } from "../../src/snapshot.ts";
import { runCliIn } from "../support/cli.ts";
import { fixturePath } from "../support/real-files.ts";

/** Paths in the answers are as written: short ones, from here. */
const AROUND = { cwd: fileURLToPath(new URL("../fixtures/", import.meta.url)) };

const NODE = "golden/node24-1.heapsnapshot.gz";
const HERMES = "parser/hermes-0.11.0-plain-0.heapsnapshot.gz";
const PYTHON = "golden/py-mini_a.heapsnapshot.gz";

describe("strings", () => {
  it.each([
    ["node24.txt", NODE, ["--limit", "8"]],
    ["node24-large.txt", NODE, ["--large", "--limit", "6"]],
    ["node24-pattern.txt", NODE, ["--pattern", "/^sess-0003\\d\\d$/", "--limit", "3"]],
    ["hermes.txt", HERMES, []],
    ["bun.txt", "golden/bun-1.heapsnapshot.gz", ["--limit", "3"]],
    ["no-match.txt", HERMES, ["--pattern", "nowhere\u001b[31m"]],
    ["python.csv", PYTHON, ["--format", "csv", "--limit", "3"]],
    ["python.md", PYTHON, ["--large", "--format", "md", "--limit", "3"]],
  ])("prints %s", async (name, file, options) => {
    const { code, out } = await runCliIn(AROUND, "strings", file, ...options);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(`../golden/strings/${name}`);
  });

  it("gives the rows as JSON, text and sizes in full", async () => {
    const { out } = await runCliIn(AROUND, "strings", NODE, "--json", "--limit", "1");
    expect(JSON.parse(out)).toMatchObject({
      kind: "strings",
      schema: 1,
      view: "equal",
      strings: [{ count: 500, size: 136, wastedSize: 136 * 499, isCut: false, ids: { length: 3 } }],
      omitted: { count: 361 },
    });
  });

  it("takes no object, and no two views at once", async () => {
    for (const options of [
      ["@1"],
      ["--large", "--sort", "wasted"],
      ["--large", "--min-count", "3"],
      ["--sort", "retained"],
      ["--pattern", "/(/"],
    ])
      expect(await runCliIn(AROUND, "strings", ...options)).toMatchObject({ code: 2, out: "" });
  });
});

describe("the strings of a Node server that keeps 500 sessions", async () => {
  const snapshot = await openSnapshot(fixturePath("node24-1"));

  it("have each user agent as often as there are sessions", () => {
    const [first] = snapshot.strings({ limit: 1 }).strings;
    expect(first.text).toMatch(/^Mozilla\/5\.0 \(X11/);
    expect(first).toMatchObject({ count: 500, heldBy: { holder: { class: "Map" } } });
  });

  it("are all there with a pattern, in any number", () => {
    const { totals, strings } = snapshot.strings({ pattern: "/^sess-\\d+$/", limit: 0 });
    expect(totals.count).toBe(strings.reduce((sum, { count }) => sum + count, 0));
    expect(strings.length).toBeGreaterThanOrEqual(500);
  });

  it("count a rope once, as what it retains", () => {
    const { strings } = snapshot.strings({ large: true, limit: 0 });
    const rope = strings.find(({ type }) => type === "concatenated string");
    expect(rope?.retainedSize).toBeGreaterThan(rope?.shallowSize ?? 0);
  });
});
