import { describe, expect, it } from "vitest";
import type { ClosuresResult } from "../../src/analysis/closures/find-closures.ts";
import { runCli, runCliIn } from "../support/cli.ts";
import { samplePath } from "../support/samples.ts";
import { suspectPath } from "../support/suspect-files.ts";

const WORKERD = suspectPath("closures-workerd");

describe("closures", () => {
  it.each([
    ["workerd.txt", [WORKERD], 100],
    ["workerd-narrow.txt", [WORKERD, "--unused"], 60],
    ["leaky-server.txt", [samplePath("leaky-server/leaking"), "--limit", "4"], 100],
  ] as const)("reads as in %s", async (name, argv, width) => {
    const { code, out, err } = await runCliIn({ width }, "closures", ...argv);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`../golden/closures/${name}`);
  });

  it("writes one line a variable as CSV and says on stderr what is left out", async () => {
    const { code, out, err } = await runCli("closures", WORKERD, "--format", "csv", "--limit", "2");
    expect(code).toBe(0);
    expect(err).toBe("heapgraph: … 3 more; --limit 0 shows all\n");
    const lines = out.trimEnd().split("\r\n");
    expect(lines[0]).toBe(
      "function,location,scopeCount,scopeRetainedSize,variable,class,retainedSize,unusedCount,wastedSize,functions",
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^prepare,closures\.js:23:17,200,\d+,report,Report,115600,200,115600,/),
    );
  });

  it("answers with the library's object as JSON", async () => {
    const { out } = await runCli("closures", WORKERD, "--json", "--limit", "1");
    const answer = JSON.parse(out) as ClosuresResult;
    expect(answer).toMatchObject({ kind: "closures", schema: 1, omitted: { count: 4 } });
    expect(answer.scopes).toHaveLength(1);
  });

  it("says in one line and an advice that a file does not tell what is used", async () => {
    const { code, out, err } = await runCli(
      "closures",
      samplePath("leaky-server/idle"),
      "--unused",
    );
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/does not tell which variables functions use\n.*V8 15\.6/);
    expect(err.trimEnd().split("\n")).toHaveLength(2);
  });
});
