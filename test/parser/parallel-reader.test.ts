import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { HelperThread } from "../../src/parallel/helper-thread.ts";
import { openByteSource } from "../../src/parser/byte-source.ts";
import { canReadInParallel, readInParallel } from "../../src/parser/parallel-reader.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { readFixture, type RealFileName } from "../support/real-files.ts";
import {
  buildSnapshot,
  LAYOUTS,
  type NodeInput,
  type SnapshotFile,
  TEXTS,
} from "../support/snapshot-builder.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "heapgraph-parallel-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Reads bytes with two threads from a plain file, whatever their number. */
async function readWithTwo(bytes: Uint8Array): Promise<HeapGraph | null> {
  const path = join(folder, "parallel.heapsnapshot");
  writeFileSync(path, bytes);
  const source = await openByteSource(path);
  try {
    return await readInParallel(source, {});
  } finally {
    await source.close();
  }
}

/** Names of the columns that differ; shared memory counts as equal to plain memory. */
function differences(one: HeapGraph, two: HeapGraph | null): string[] {
  if (two === null) return ["no graph"];
  const [first, second] = [flatten(one.data), flatten(two.data)];
  return [...new Set([...first.keys(), ...second.keys()])].filter((key) => {
    const [a, b] = [first.get(key), second.get(key)];
    if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b))
      return JSON.stringify(a) !== JSON.stringify(b);
    return a.constructor !== b.constructor || !bytesOf(a).equals(bytesOf(b));
  });
}

function bytesOf(view: ArrayBufferView): Buffer {
  return Buffer.from(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

function flatten(value: object, prefix = "", into = new Map<string, unknown>()) {
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== "object" || item === null || ArrayBuffer.isView(item))
      into.set(prefix + key, item);
    else flatten(item as object, `${prefix}${key}.`, into);
  }
  return into;
}

/** Enough edges for two blocks of 128 KB. */
function manyEdges(change?: (file: SnapshotFile) => void, text = TEXTS.oneLine): Buffer {
  const nodes: NodeInput[] = Array.from({ length: 500 }, (_, ordinal) => ({
    name: `n${ordinal}`,
    edges: Array.from({ length: 40 }, (__, edge) =>
      edge % 2 === 0
        ? { type: "element", name: edge * 1000, to: (ordinal * 7 + edge) % 500 }
        : { name: `e${edge}`, to: (ordinal + edge) % 500 },
    ),
  }));
  return buildSnapshot(nodes, { layout: LAYOUTS.node22, text, ...(change ? { change } : {}) });
}

// The second thread runs the built program.
describe.skipIf(!HelperThread.isAvailable())("readInParallel", () => {
  const REAL: readonly RealFileName[] = ["node12-1", "detached-1", "hermes-0.7.2", "node24-alloc"];

  it.each(REAL)("reads the same columns of %s as one thread", async (name) => {
    const bytes = readFixture(name);
    const parallel = await readWithTwo(bytes);
    expect(differences(await readSnapshot(bytes), parallel)).toEqual([]);
    expect(parallel?.isShared).toBe(true);
  });

  it.each([
    ["one line", TEXTS.oneLine],
    ["a record a line", TEXTS.lines],
    ["white space everywhere", { blank: () => " \n" }],
  ])("reads the same columns of %s as one thread", async (_, text) => {
    const bytes = manyEdges(undefined, text);
    expect(differences(await readSnapshot(bytes), await readWithTwo(bytes))).toEqual([]);
  });

  it("reads the same columns when the header stands behind the records or says nothing", async () => {
    const order = ["strings", "edges", "nodes", "snapshot"];
    const bytes = manyEdges(
      (file) => {
        file.snapshot["node_count"] = 0;
        file.snapshot["edge_count"] = 0;
      },
      { ...TEXTS.oneLine, order },
    );
    const parallel = await readWithTwo(bytes);
    const differing = parallel === null ? [] : differences(await readSnapshot(bytes), parallel);
    expect(differing).toEqual([]);
  });

  it("reads a snapshot without edges", async () => {
    const bytes = buildSnapshot([{ name: "alone" }]);
    expect(differences(await readSnapshot(bytes), await readWithTwo(bytes))).toEqual([]);
  });

  it("reads as many edges as there are when the header promises more", async () => {
    const bytes = manyEdges((file) => (file.snapshot["edge_count"] = 1e9));
    const parallel = await readWithTwo(bytes);
    expect(parallel?.edgeCount).toBe(20_000);
  });

  it.each<[string, (file: SnapshotFile) => void]>([
    ["the header promises fewer edges", (file) => (file.snapshot["edge_count"] = 19_999)],
    ["a to_node is no node", (file) => (file.edges[45_002] = 3)],
    ["a to_node is out of range", (file) => (file.edges[45_002] = 14_000)],
    ["a to_node is negative", (file) => (file.edges[45_002] = -7)],
    ["a string index is out of range", (file) => (file.edges[45_004] = 5e6)],
    ["a string index is negative", (file) => (file.edges[45_004] = -6)],
    ["an edge type is too large", (file) => (file.edges[45_003] = 300)],
    ["the edges end inside a record", (file) => void file.edges.pop()],
    ["the nodes end inside a record", (file) => void file.nodes.pop()],
    ["an edge count is wrong", (file) => (file.nodes[4] = 41)],
    ["a node is negative", (file) => (file.nodes[700] = -1)],
    ["a node's name is out of range", (file) => (file.nodes[701] = 5e6)],
    ["there are no strings", (file) => delete (file as Record<string, unknown>)["strings"]],
    ["there are no edges", (file) => delete (file as Record<string, unknown>)["edges"]],
    ["there is no header", (file) => delete (file as Record<string, unknown>)["snapshot"]],
    ["a field is missing", (file) => (file.snapshot.meta["node_fields"] = ["type"])],
  ])("leaves it to one thread when %s", async (_, change) => {
    expect(await readWithTwo(manyEdges(change))).toBeNull();
  });

  it.each([
    ["a comma too many", ","],
    ["a comma and white space too many", " , "],
    ["a minus", "-"],
    ["a letter", "x"],
    ["a fraction", ".5"],
    ["a number without comma", " 7"],
  ])("leaves it to one thread when the edges end in %s", async (_, stray) => {
    const text = manyEdges().toString("latin1");
    const end = text.indexOf("]", text.indexOf('"edges":['));
    const bytes = Buffer.from(text.slice(0, end) + stray + text.slice(end), "latin1");
    expect(await readWithTwo(bytes)).toBeNull();
  });

  it("leaves it to one thread wherever in the edges a byte is wrong", async () => {
    const text = manyEdges().toString("latin1");
    const start = text.indexOf('"edges":[') + 9;
    // Around the border of the first block and in the second.
    for (const place of [start, start + 130_944, start + 130_945, start + 200_000]) {
      const at = text.indexOf(",", place);
      const bytes = Buffer.from(`${text.slice(0, at)},${text.slice(at)}`, "latin1");
      expect(await readWithTwo(bytes)).toBeNull();
    }
  });

  it("leaves a file cut short to one thread", async () => {
    const bytes = manyEdges();
    for (const share of [0.05, 0.5, 0.999])
      expect(await readWithTwo(bytes.subarray(0, bytes.length * share))).toBeNull();
  });

  it("reads numbers that lie on the borders of blocks", async () => {
    for (let shift = 0; shift < 16; shift += 3) {
      const bytes = manyEdges((file) => {
        // Makes the text of the first number longer, digit by digit.
        for (let edge = 0; edge < shift; edge++) file.edges[6 * edge + 1] = 123_456_789;
      });
      expect(differences(await readSnapshot(bytes), await readWithTwo(bytes))).toEqual([]);
    }
  });
});

describe("canReadInParallel", () => {
  it("is not for small files, bytes and compressed files", async () => {
    const source = await openByteSource(buildSnapshot([{}]));
    expect(canReadInParallel(source, {})).toBe(false);
    expect(canReadInParallel({ ...source, plainFile: 3 }, {})).toBe(false);
    expect(canReadInParallel({ ...source, storedBytes: 1e9 }, {})).toBe(false);
  });

  it("is for large plain files unless one thread is asked for", async () => {
    const source = {
      ...(await openByteSource(buildSnapshot([{}]))),
      plainFile: 3,
      storedBytes: 1e9,
    };
    expect(canReadInParallel(source, {})).toBe(HelperThread.isAvailable());
    expect(canReadInParallel(source, { threads: 1 })).toBe(false);
  });
});
