import { describeByte, isBlank } from "./json-bytes.ts";
import * as zlib from "node:zlib";
import { SnapshotFormatError, UnsupportedSnapshotError } from "../errors.ts";

export type Compression = "none" | "gzip" | "brotli" | "zstd";

/** Bytes from the start that decide what a file is. */
export const HEAD_BYTES: number = 64 * 1024;

const OPEN_BRACE = 0x7b;

/** Formats with the same extensions that are not V8 snapshots, by what their first bytes say. */
const FOREIGN_FORMATS: readonly { name: string; pattern: RegExp }[] = [
  {
    name: "JavaScriptCore heap snapshot",
    pattern: /^\s*\{\s*"version"\s*:\s*\d+\s*,\s*"type"\s*:\s*"(Inspector|GCDebugging)"/,
  },
  {
    name: "sampling heap profile (.heapprofile)",
    pattern: /^\s*\{\s*"head"\s*:\s*\{\s*"callFrame"/,
  },
  {
    name: "CPU profile (.cpuprofile)",
    pattern: /^\s*\{\s*"nodes"\s*:\s*\[\s*\{\s*"id"\s*:\s*\d+\s*,\s*"(callFrame|parent)"/,
  },
  { name: "Chrome trace", pattern: /^\s*\{\s*"traceEvents"\s*:/ },
];

/**
 * Tells how a file is compressed from its first bytes: gzip magic, zstd magic, `{` behind white space,
 * else a brotli trial (brotli has no magic).
 * @param start - the first stored bytes, up to {@link HEAD_BYTES}.
 * @returns the compression and the first decompressed bytes.
 * @throws {SnapshotFormatError} FORMAT_EMPTY, FORMAT_NOT_JSON
 * @throws {UnsupportedSnapshotError} UNSUPPORTED_COMPRESSION for zstd on a Node without it.
 */
export function detectCompression(
  start: Buffer,
  size: number,
): { compression: Compression; head: Buffer } {
  if (size === 0) {
    throw new SnapshotFormatError("FORMAT_EMPTY", "the file is empty", {
      byteOffset: 0,
      expected: "a heap snapshot",
      found: "0 bytes",
    });
  }
  if (start.length >= 2 && start[0] === 0x1f && start[1] === 0x8b) {
    const head = inflateHead(start, (bytes) =>
      zlib.gunzipSync(bytes, { finishFlush: zlib.constants.Z_SYNC_FLUSH }),
    );
    return { compression: "gzip", head: requireBrace(head ?? Buffer.from("{")) };
  }
  if (start.length >= 4 && start.readUInt32LE(0) === 0xfd2fb528) {
    if (!("createZstdDecompress" in zlib)) {
      throw new UnsupportedSnapshotError(
        "UNSUPPORTED_COMPRESSION",
        "zstd",
        `zstd needs Node 22.15 or newer, this is ${process.versions.node}`,
      );
    }
    return { compression: "zstd", head: Buffer.from("{") };
  }
  if (firstVisible(start) === OPEN_BRACE) return { compression: "none", head: start };
  const head = inflateHead(start, (bytes) =>
    zlib.brotliDecompressSync(bytes, { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  );
  if (head !== null && firstVisible(head) === OPEN_BRACE) return { compression: "brotli", head };
  return { compression: "none", head: requireBrace(start) };
}

/**
 * Refuses formats that share our extensions but are something else.
 * @throws {UnsupportedSnapshotError} UNSUPPORTED_FORMAT
 */
export function refuseForeignFormat(head: Buffer): void {
  const text = head.subarray(0, 512).toString("latin1");
  for (const { name, pattern } of FOREIGN_FORMATS) {
    if (!pattern.test(text)) continue;
    throw new UnsupportedSnapshotError(
      "UNSUPPORTED_FORMAT",
      name,
      `this is a ${name}, expected a V8 heap snapshot`,
    );
  }
}

/** The start of the decompressed bytes, or null when they are not of that compression. */
function inflateHead(start: Buffer, inflate: (bytes: Buffer) => Buffer): Buffer | null {
  try {
    return inflate(start).subarray(0, HEAD_BYTES);
  } catch {
    return null;
  }
}

function requireBrace(head: Buffer): Buffer {
  const byte = firstVisible(head);
  if (byte === OPEN_BRACE) return head;
  const at = byte < 0 ? head.length : head.indexOf(byte);
  throw new SnapshotFormatError("FORMAT_NOT_JSON", "not a heap snapshot", {
    byteOffset: at,
    expected: '"{"',
    found: byte < 0 ? "white space only" : describeByte(byte),
  });
}

/** The first byte that is not white space, -1 when there is none. */
function firstVisible(bytes: Buffer): number {
  for (const byte of bytes) {
    if (!isBlank(byte)) return byte;
  }
  return -1;
}
