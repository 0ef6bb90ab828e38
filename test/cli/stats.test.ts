import { describe, expect, it } from "vitest";
import { runCli, runCliIn } from "../support/cli.ts";
import { goldenSnapshotPath, readGolden } from "../support/golden.ts";
import { fixturePath, readFixture } from "../support/real-files.ts";

const GOLDEN = "../golden/stats";

describe("stats", () => {
  it.each(["node24-1", "detached-1", "py-mini_a"])(
    "prints readable blocks for %s",
    async (name) => {
      const { code, out, err } = await runCli("stats", goldenSnapshotPath(name));
      expect({ code, err }).toEqual({ code: 0, err: "" });
      await expect(out).toMatchFileSnapshot(`${GOLDEN}/${name}.txt`);
    },
  );

  it("gives the same numbers in bytes as JSON", async () => {
    const { code, out } = await runCli("stats", goldenSnapshotPath("bun-1"), "--json");
    expect(code).toBe(0);
    const answer = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(answer).slice(0, 4)).toEqual(["heapgraph", "kind", "schema", "snapshot"]);
    expect(answer).toMatchObject({ kind: "stats", schema: 1, ...readGolden("bun-1").statistics });
    delete answer["heapgraph"];
    delete answer["snapshot"];
    await expect(`${JSON.stringify(answer, null, 2)}\n`).toMatchFileSnapshot(
      `${GOLDEN}/bun-1.json`,
    );
  });

  it("reads standard input", async () => {
    const stdin = readFixture("hermes-0.11.0");
    const { code, out } = await runCliIn({ stdin }, "stats", "-");
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(`${GOLDEN}/hermes-0.11.0.txt`);
  });

  it("keeps its columns on a narrow terminal", async () => {
    const { out } = await runCliIn({ width: 50 }, "stats", goldenSnapshotPath("py-mini_a"));
    for (const line of out.split("\n").slice(2)) expect(line.length).toBeLessThanOrEqual(60);
  });

  it("fails on a cut file and takes one file only", async () => {
    const cut = await runCli("stats", fixturePath("truncated-nodes-node22"));
    expect(cut).toMatchObject({ code: 1, out: "" });
    expect(cut.err).toContain("cut short");
    expect((await runCli("stats", "a.heapsnapshot", "b.heapsnapshot")).code).toBe(2);
    expect((await runCli("stats", "@12")).code).toBe(2);
  });
});
