import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openSnapshot } from "../../src/snapshot.ts";
import { runCliIn } from "../support/cli.ts";
import { fixturePath } from "../support/real-files.ts";

/** Paths in the answers are as written: short ones, from here. */
const AROUND = { cwd: fileURLToPath(new URL("../fixtures/", import.meta.url)) };

const NODE = "golden/node24-1.heapsnapshot.gz";

describe("buffers", () => {
  it.each([
    ["node24.txt", NODE, ["--limit", "8"]],
    ["node24-count.txt", NODE, ["--sort", "count", "--type", "Buffer"]],
    ["node12.txt", "golden/node12-1.heapsnapshot.gz", ["--limit", "6"]],
    ["huge.txt", "parser/huge-buffer-node22.heapsnapshot.gz", ["--limit", "4"]],
    ["bun.txt", "golden/bun-1.heapsnapshot.gz", []],
    ["hermes.txt", "suspects/hermes-0.11.0-plain-1.heapsnapshot.gz", []],
    ["page.txt", "golden/detached-1.heapsnapshot.gz", []],
    ["python.txt", "golden/py-mini_a.heapsnapshot.gz", ["--limit", "4"]],
    ["huge.csv", "parser/huge-buffer-node22.heapsnapshot.gz", ["--format", "csv", "--limit", "3"]],
    ["node24.md", NODE, ["--format", "md", "--limit", "3"]],
  ])("prints %s", async (name, file, options) => {
    const { code, out } = await runCliIn(AROUND, "buffers", file, ...options);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(`../golden/buffers/${name}`);
  });

  it("gives the rows as JSON, each with the places that hold them", async () => {
    const { out } = await runCliIn(AROUND, "buffers", NODE, "--json", "--limit", "1");
    expect(JSON.parse(out)).toMatchObject({
      kind: "buffers",
      schema: 1,
      buffers: [
        {
          class: "Buffer",
          count: 500,
          size: 4096,
          totalSize: 2_048_000,
          heldBy: [{ code: "uploads[*]", share: 1 }],
        },
      ],
    });
  });

  it("fails for a class of which there is none, and takes no object", async () => {
    const failed = await runCliIn(AROUND, "buffers", NODE, "--type", "Bufer");
    expect(failed).toMatchObject({ code: 1, out: "" });
    expect(failed.err).toContain("Buffer");
    expect((await runCliIn(AROUND, "buffers", "@1")).code).toBe(2);
  });
});

it("buffers of gigabytes are told to the byte", async () => {
  const { buffers } = (await openSnapshot(fixturePath("huge-buffer-node22"))).buffers({ limit: 3 });
  expect(buffers.map(({ size, class: name }) => [name, size])).toEqual([
    ["Uint8Array", 5_000_000_000],
    ["Uint8Array", 2_147_483_664],
    ["Uint8Array", 1_000_000],
  ]);
});
