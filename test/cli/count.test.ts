import { describe, expect, it } from "vitest";
import { runCli } from "../support/cli.ts";
import { goldenSnapshotPath } from "../support/golden.ts";

const FILE = goldenSnapshotPath("detached-1");

describe("count", () => {
  it("prints just the number", async () => {
    expect(await runCli("count", FILE, "--type", "Array")).toEqual({
      code: 0,
      out: "5\n",
      err: "",
    });
    const all = await runCli("count", FILE);
    expect(all.out).toBe("32045\n");
  });

  it("prints 0 for a class that does not exist", async () => {
    expect(await runCli("count", FILE, "--type", "Nope")).toEqual({ code: 0, out: "0\n", err: "" });
  });

  it("takes predicates", async () => {
    const { out } = await runCli("count", FILE, "--type", "Array", "--where", "retained > 10kB");
    expect(out).toBe("1\n");
  });

  it("prints sizes as JSON", async () => {
    const { out } = await runCli("count", FILE, "--type", "Array", "--json");
    expect(JSON.parse(out)).toMatchObject({
      kind: "count",
      schema: 1,
      snapshot: { path: FILE, nodeCount: 32045 },
      count: 5,
      shallowSize: 80,
      retainedSize: 46284,
    });
  });

  it("refuses a predicate it cannot read", async () => {
    const { code, out } = await runCli("count", FILE, "--where", "retained >");
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });
});
