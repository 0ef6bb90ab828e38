import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runCliIn } from "../support/cli.ts";
import { readFixture } from "../support/real-files.ts";

const GOLDEN = "../golden/info";
/** Paths in the answers are as written: short ones, from here. */
const AROUND = { cwd: fileURLToPath(new URL("../fixtures/", import.meta.url)) };

const FILES = [
  ["node12", "golden/node12-1.heapsnapshot.gz"],
  ["node24", "golden/node24-1.heapsnapshot.gz"],
  ["chrome", "golden/detached-1.heapsnapshot.gz"],
  ["bun", "golden/bun-1.heapsnapshot.gz"],
  ["python", "golden/py-mini_a.heapsnapshot.gz"],
  ["hermes-0.7", "parser/hermes-0.7.2-plain-1.heapsnapshot.gz"],
  ["timeline", "parser/node24-alloc.heaptimeline.gz"],
  ["cut", "parser/truncated-nodes-node22.heapsnapshot.gz"],
] as const;

describe("info", () => {
  it.each(FILES)("tells from the head of %s", async (name, file) => {
    const { code, out, err } = await runCliIn(AROUND, "info", file);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`${GOLDEN}/${name}.txt`);
  });

  it.each(FILES)("counts the sections of %s", async (name, file) => {
    const { code, out, err } = await runCliIn(AROUND, "info", file, "--sections");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`${GOLDEN}/${name}-sections.txt`);
  });

  it("gives the same as JSON", async () => {
    const file = "golden/py-mini_a.heapsnapshot.gz";
    const { out } = await runCliIn(AROUND, "info", file, "--sections", "--json");
    const answer = JSON.parse(out) as Record<string, unknown>;
    expect(answer).toMatchObject({ kind: "info", schema: 1, snapshot: { path: file } });
    delete answer["heapgraph"];
    await expect(`${JSON.stringify(answer, null, 2)}\n`).toMatchFileSnapshot(
      `${GOLDEN}/python.json`,
    );
  });

  it("reads standard input", async () => {
    const { code, out } = await runCliIn({ stdin: readFixture("hermes-0.11.0") }, "info", "-");
    expect(code).toBe(0);
    expect(out).toMatch(/^standard input\n\nProducer +Hermes/);
  });

  it("names a foreign format and fails", async () => {
    const result = await runCliIn(AROUND, "info", "parser/bun-jsc-1-start.heapsnapshot.gz");
    expect(result).toMatchObject({ code: 1, out: "" });
    expect(result.err).toContain("JavaScriptCore heap snapshot");
  });

  it("fails when there is no such file", async () => {
    const result = await runCliIn(AROUND, "info", "absent.heapsnapshot");
    expect(result).toMatchObject({ code: 1, out: "" });
    expect(result.err).toContain("does not exist");
  });
});
