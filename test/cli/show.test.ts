import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runCliIn } from "../support/cli.ts";

/** Paths in the answers are as written: short ones, from here. */
const AROUND = { cwd: fileURLToPath(new URL("../fixtures/", import.meta.url)) };
const PYTHON = "golden/py-mini_a.heapsnapshot.gz";
const MODULES = "@17537316348528";

describe("show", () => {
  it("prints what is known of an object", async () => {
    const { code, out, err } = await runCliIn(AROUND, "show", PYTHON, MODULES, "--limit", "8");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot("../golden/show/python-modules.txt");
  });

  it("gives the same as JSON, the object before the file or behind it", async () => {
    const { out } = await runCliIn(AROUND, "show", MODULES, PYTHON, "--json");
    expect(JSON.parse(out)).toMatchObject({
      kind: "show",
      schema: 1,
      snapshot: { path: PYTHON },
      object: { id: 17537316348528, class: "dict", type: "object", distance: 1 },
      dominator: { id: 1, type: "synthetic" },
      references: { omitted: { count: expect.any(Number) as number } },
      retainers: { count: expect.any(Number) as number },
    });
  });

  it("fails for an id that is not there", async () => {
    const { code, out, err } = await runCliIn(AROUND, "show", PYTHON, "@4");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("no object has the id @4");
  });

  it.each([
    [[PYTHON], "name an object"],
    [[PYTHON, "@x"], "no object"],
    [[PYTHON, "@1", "@3"], "too many objects"],
    [[PYTHON, "@1", "--limit", "few"], "--limit takes a whole number"],
  ])("refuses %j", async (words, message) => {
    const { code, out, err } = await runCliIn(AROUND, "show", ...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });
});
