import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { summarize } from "../../src/analysis/summary.ts";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { HelperThread } from "../../src/parallel/helper-thread.ts";
import { prepareAnalyses } from "../../src/parallel/prepare.ts";
import { openByteSource } from "../../src/parser/byte-source.ts";
import { readInParallel } from "../../src/parser/parallel-reader.ts";
import { readFixture } from "../support/real-files.ts";

const NAMES = ["node24-1", "detached-1", "bun-1"] as const;

const folder = mkdtempSync(join(tmpdir(), "heapgraph-parallel-"));
const files = new Map<string, string>();

beforeAll(() => {
  for (const name of NAMES) {
    const file = join(folder, `${name}.heapsnapshot`);
    writeFileSync(file, readFixture(name));
    files.set(name, file);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readShared(name: string): Promise<HeapGraph> {
  const source = await openByteSource(files.get(name) ?? "");
  const graph = await readInParallel(source, {});
  await source.close();
  if (graph === null) throw new Error("two threads gave up");
  return graph;
}

it("has the helper thread's program", () => {
  expect(HelperThread.isAvailable()).toBe(true);
  expect(existsSync("dist/parallel/helper-worker.js")).toBe(true);
});

describe.each(NAMES)("%s", (name) => {
  it("gives the same summary with two threads, and in reused memory", async () => {
    const plain = summarize(new Analyses(await readShared(name)));
    const parallel = await prepareAnalyses(await readShared(name), { threads: 2 });
    expect(summarize(parallel)).toEqual(plain);
    const consumed = await prepareAnalyses(await readShared(name), { threads: 2, consume: true });
    expect(summarize(consumed)).toEqual(plain);
    const alone = await prepareAnalyses(await readShared(name), { threads: 1, consume: true });
    expect(summarize(alone)).toEqual(plain);
  });
});
