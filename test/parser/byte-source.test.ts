import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SourceError, UnsupportedSnapshotError } from "../../src/errors.ts";
import { openByteSource } from "../../src/parser/byte-source.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { fixturePath } from "../support/real-files.ts";
import { buildSnapshot } from "../support/snapshot-builder.ts";
import { errorOf, expectFormatError, inPieces } from "./error-of.ts";

const SMALL = buildSnapshot([{ edges: [{ name: "a", to: 1 }] }, { name: "A", selfSize: 16 }]);
const hasZstd = "createZstdDecompress" in zlib;
const isRoot = process.getuid?.() === 0;
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "heapgraph-source-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function expectSmall(source: Parameters<typeof readSnapshot>[0]): Promise<void> {
  const graph = await readSnapshot(source);
  expect([graph.nodeCount, graph.edgeName(0), graph.rawName(1)]).toEqual([2, "a", "A"]);
}

/** Hex digits that no compression makes smaller than a half. */
function incompressible(length: number): string {
  let text = "";
  for (let part = 0; text.length < length; part++)
    text += createHash("sha256").update(String(part)).digest("hex");
  return text.slice(0, length);
}

/** Yields the bytes and then neither more nor an end. */
async function* silent(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
  await new Promise(() => {});
}

describe("openByteSource", () => {
  it.each([
    ["plain", SMALL, "none"],
    ["plain behind white space", Buffer.concat([Buffer.from(" \r\n\t"), SMALL]), "none"],
    ["gzip", gzipSync(SMALL), "gzip"],
    ["brotli", brotliCompressSync(SMALL), "brotli"],
  ] as const)("recognises %s by content in files, bytes and streams", async (name, bytes, kind) => {
    const misnamed = write(`${kind === "gzip" ? "x" : "x.gz"}-${name}.heapsnapshot.gz`, bytes);
    for (const source of [misnamed, bytes, inPieces(bytes, 3), Readable.from([bytes])]) {
      const opened = await openByteSource(source);
      expect(opened.compression).toBe(kind);
      await opened.close();
    }
    await expectSmall(misnamed);
    await expectSmall(bytes);
    await expectSmall(inPieces(bytes, 1));
    await expectSmall(Readable.from([bytes]));
  });

  it("reads members of gzip one after the other", async () => {
    const halves = [SMALL.subarray(0, 300), SMALL.subarray(300)];
    await expectSmall(Buffer.concat(halves.map((half) => gzipSync(half))));
  });

  it("reads brotli that is larger than the bytes looked at first", async () => {
    const packed = brotliCompressSync(buildSnapshot([{ name: incompressible(200_000) }]));
    expect(packed.length).toBeGreaterThan(64 * 1024);
    expect((await readSnapshot(packed)).nodeCount).toBe(1);
  });

  it("reads a part of a larger buffer", async () => {
    const around = Buffer.concat([Buffer.from("xx"), SMALL, Buffer.from("yy")]);
    await expectSmall(around.subarray(2, 2 + SMALL.length));
  });

  it("reads a stream of texts", async () => {
    await expectSmall(
      Readable.from([SMALL.toString("latin1", 0, 50), SMALL.toString("latin1", 50)]),
    );
  });

  it.skipIf(process.platform === "win32")("reads a named pipe", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const writer = spawn("sh", ["-c", 'cat "$1" > "$2"', "sh", write("p", SMALL), pipe]);
    const ended = new Promise((resolve) => void writer.on("close", resolve));
    await expectSmall(pipe);
    expect(await ended).toBe(0);
  });

  it("refuses zstd where Node cannot read it", async () => {
    if (hasZstd) return;
    const error = await errorOf(readSnapshot(Buffer.from("28b52ffd2000010000", "hex")));
    expect(error).toBeInstanceOf(UnsupportedSnapshotError);
    expect(error).toMatchObject({ code: "UNSUPPORTED_COMPRESSION", formatName: "zstd" });
  });

  it.runIf(hasZstd)("reads zstd where Node can", async () => {
    const { zstdCompressSync } = zlib as unknown as Record<string, (bytes: Buffer) => Buffer>;
    await expectSmall(zstdCompressSync(SMALL));
  });

  it.each([
    ["JavaScriptCore heap snapshot", '{"version":3,"type":"Inspector","nodes":[]}'],
    ["JavaScriptCore heap snapshot", '{"version":2,"type":"GCDebugging","nodes":[]}'],
    ["sampling heap profile (.heapprofile)", '{"head":{"callFrame":{"functionName":"(root)"}}}'],
    ["CPU profile (.cpuprofile)", '{"nodes":[{"id":1,"callFrame":{"functionName":"(root)"}}]}'],
    ["Chrome trace", '{"traceEvents":[]}'],
  ])("tells a %s from a snapshot", async (formatName, text) => {
    for (const source of [Buffer.from(text), Buffer.from(`\n ${text}`), gzipSync(text)]) {
      const error = await errorOf(readSnapshot(source));
      expect(error).toBeInstanceOf(UnsupportedSnapshotError);
      expect(error).toMatchObject({ code: "UNSUPPORTED_FORMAT", formatName });
    }
  });

  it("tells a real JavaScriptCore snapshot from a snapshot", async () => {
    const error = await errorOf(readSnapshot(fixturePath("bun-jsc-1-start")));
    expect(error).toBeInstanceOf(UnsupportedSnapshotError);
    expect(error).toMatchObject({ code: "UNSUPPORTED_FORMAT" });
  });

  it("says that a file does not exist", async () => {
    const path = join(folder, "none.heapsnapshot");
    const error = await errorOf(readSnapshot(path));
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ code: "SOURCE_NOT_FOUND", path, cause: { code: "ENOENT" } });
  });

  it("says that a path is a directory", async () => {
    const error = await errorOf(readSnapshot(folder));
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ code: "SOURCE_DIRECTORY", path: folder });
  });

  it("says that a path leads through a file", async () => {
    const path = join(write("file", SMALL), "below");
    const error = await errorOf(readSnapshot(path));
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ code: "SOURCE_OPEN", path, cause: { code: "ENOTDIR" } });
  });

  // Root may read everything.
  it.skipIf(isRoot || process.platform === "win32")("says that it may not read", async () => {
    const path = join(folder, "secret");
    closeSync(openSync(path, "w", 0o000));
    const error = await errorOf(readSnapshot(path));
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ code: "SOURCE_PERMISSION", path });
  });

  it("passes on what a stream fails with", async () => {
    const failure = new Error("cable pulled");
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield SMALL.subarray(0, 10);
      throw failure;
    };
    expect(await errorOf(readSnapshot(broken()))).toBe(failure);
  });

  it("does not wait for a stream that stays silent behind a fault", async () => {
    const packed = gzipSync(`{"a" "b" "${incompressible(200_000)}"}`);
    await expectFormatError(silent(packed), { code: "FORMAT_JSON", section: "a" });
  });
});
