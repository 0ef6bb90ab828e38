import { close, createReadStream, fstatSync, open, read, readSync } from "node:fs";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { SourceError } from "../errors.ts";
import {
  type Compression,
  detectCompression,
  HEAD_BYTES,
  refuseForeignFormat,
} from "./content-detection.ts";

/** What a snapshot can be read from. */
export type SnapshotSource =
  | string
  | URL
  | Uint8Array
  | AsyncIterable<Uint8Array>
  | NodeJS.ReadableStream;

/** An opened source whose kind is known. */
export interface ByteSource {
  /** Path as given, or a word for what has none. */
  readonly name: string;
  readonly compression: Compression;
  /** Bytes as stored; 0 when unknown. */
  readonly storedBytes: number;
  /** Open file whose bytes are the snapshot's own; null when they must be streamed. */
  readonly plainFile: number | null;
  /** The first bytes, decompressed. */
  readonly head: Buffer;
  /** The decompressed bytes from the start; each chunk is valid until the next is asked for. */
  chunks(): AsyncIterable<Buffer>;
  /** Bytes taken from the stored form so far, for progress. */
  storedPosition(): number;
  /** Whether `chunks` can be called again. */
  readonly rereadable: boolean;
  close(): Promise<void>;
}

const openAsync = promisify(open);
const readAsync = promisify(read);
const closeAsync = promisify(close);

/** Bytes read at once. */
const READ_BYTES = 256 * 1024;

/**
 * A buffer for file reads. The kernel copies several times slower to addresses that are not a multiple
 * of 32, which is what large allocations get: start a little behind the beginning.
 */
export function allocateReadBuffer(bytes: number): Buffer {
  return Buffer.from(new ArrayBuffer(bytes + 64), 48, bytes);
}

/**
 * Opens a source and looks at its first bytes: gzip, zstd, brotli or plain, by content and never by name.
 * @throws {SourceError} SOURCE_OPEN, SOURCE_DIRECTORY, SOURCE_PERMISSION, SOURCE_NOT_FOUND
 * @throws {SnapshotFormatError} FORMAT_EMPTY, FORMAT_NOT_JSON, FORMAT_COMPRESSED
 * @throws {UnsupportedSnapshotError} another format, or a compression this Node cannot read.
 */
export async function openByteSource(source: SnapshotSource): Promise<ByteSource> {
  if (typeof source === "string") return openFile(source);
  if (source instanceof URL) return openFile(fileURLToPath(source));
  if (source instanceof Uint8Array) return openBytes(source);
  if (typeof (source as AsyncIterable<unknown> | null)?.[Symbol.asyncIterator] !== "function") {
    throw new TypeError(
      `a snapshot is read from a path, a file URL, bytes or a stream, not from ${typeof source}`,
    );
  }
  return openStream(source);
}

async function openFile(path: string): Promise<ByteSource> {
  const fd = await openAsync(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw openFailure(path, error);
  });
  let isStreamed = false;
  try {
    const stat = fstatSync(fd);
    if (stat.isDirectory())
      throw new SourceError("SOURCE_DIRECTORY", path, `${path} is a directory`);
    if (!stat.isFile()) {
      // The stream closes the descriptor. Opening a pipe twice would break it for its writer.
      isStreamed = true;
      return await openStream(createReadStream(path, { fd }), path);
    }
    const raw = allocateReadBuffer(HEAD_BYTES);
    const { bytesRead } = await readAsync(fd, raw, 0, raw.length, 0);
    const { compression, head } = detectCompression(raw.subarray(0, bytesRead), stat.size);
    refuseForeignFormat(head);
    let position = 0;
    const stored = (): AsyncIterable<Buffer> =>
      readFile(fd, (count) => {
        position = count;
      });
    return {
      name: path,
      compression,
      storedBytes: stat.size,
      plainFile: compression === "none" ? fd : null,
      head,
      chunks: () => decompress(stored(), compression),
      storedPosition: () => position,
      rereadable: true,
      close: () => closeAsync(fd),
    };
  } catch (error) {
    if (!isStreamed) await closeAsync(fd).catch(() => {});
    throw error;
  }
}

async function* readFile(fd: number, onPosition: (bytes: number) => void): AsyncGenerator<Buffer> {
  const buffer = allocateReadBuffer(READ_BYTES);
  // Reading from the page cache is faster than the way through the thread pool and back.
  for (let position = 0; ;) {
    const count = readSync(fd, buffer, 0, buffer.length, position);
    if (count === 0) return;
    position += count;
    onPosition(position);
    yield buffer.subarray(0, count);
  }
}

function openBytes(bytes: Uint8Array): ByteSource {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { compression, head } = detectCompression(all.subarray(0, HEAD_BYTES), all.length);
  refuseForeignFormat(head);
  let position = 0;
  return {
    name: "bytes",
    compression,
    storedBytes: all.length,
    plainFile: null,
    head,
    chunks: () =>
      decompress(
        slices(all, (count) => {
          position = count;
        }),
        compression,
      ),
    storedPosition: () => position,
    rereadable: true,
    close: async () => {},
  };
}

async function* slices(all: Buffer, onPosition: (bytes: number) => void): AsyncGenerator<Buffer> {
  for (let at = 0; at < all.length; at += READ_BYTES) {
    onPosition(Math.min(all.length, at + READ_BYTES));
    yield all.subarray(at, at + READ_BYTES);
  }
}

async function openStream(
  stream: AsyncIterable<Uint8Array> | NodeJS.ReadableStream,
  name = "stream",
): Promise<ByteSource> {
  const iterator = (stream as AsyncIterable<Uint8Array | string>)[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  const stop = (): void => {
    // Not awaited: a stream that waits for bytes answers only when some come.
    Promise.resolve(iterator.return?.()).catch(() => {});
  };
  let detected: { compression: Compression; head: Buffer };
  try {
    for (let length = 0; length < HEAD_BYTES;) {
      const { done, value } = await iterator.next();
      if (done === true) break;
      const chunk = asBuffer(value);
      first.push(chunk);
      length += chunk.length;
    }
    const start = Buffer.concat(first);
    detected = detectCompression(start, start.length);
    refuseForeignFormat(detected.head);
  } catch (error) {
    stop();
    throw error;
  }
  const { compression, head } = detected;
  let position = 0;
  const rest = async function* (): AsyncGenerator<Buffer> {
    for (const chunk of first) {
      position += chunk.length;
      yield chunk;
    }
    first.length = 0;
    for (;;) {
      const { done, value } = await iterator.next();
      if (done === true) return;
      const chunk = asBuffer(value);
      position += chunk.length;
      yield chunk;
    }
  };
  return {
    name,
    compression,
    storedBytes: 0,
    plainFile: null,
    head,
    chunks: () => decompress(rest(), compression),
    storedPosition: () => position,
    rereadable: false,
    close: async () => stop(),
  };
}

function asBuffer(chunk: Uint8Array | string): Buffer {
  return typeof chunk === "string"
    ? Buffer.from(chunk)
    : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function decompress(
  stored: AsyncIterable<Buffer>,
  compression: Compression,
): AsyncIterable<Buffer> {
  const decoder = createDecoder(compression);
  if (decoder === null) return stored;
  // The reader reuses its buffer while the decoder may still hold the last one: copy.
  const input = Readable.from(copies(stored), { objectMode: false, highWaterMark: READ_BYTES });
  input.on("error", (error) => decoder.destroy(error));
  return input.pipe(decoder);
}

async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

function createDecoder(
  compression: Compression,
): (NodeJS.ReadWriteStream & { destroy(error: Error): unknown } & AsyncIterable<Buffer>) | null {
  const options = { chunkSize: READ_BYTES };
  switch (compression) {
    case "none":
      return null;
    case "gzip":
      return zlib.createGunzip(options);
    case "brotli":
      return zlib.createBrotliDecompress(options);
    case "zstd":
      // Present from Node 22.15 on; detectCompression has refused the file elsewhere.
      return (
        zlib as unknown as { createZstdDecompress(o: object): zlib.Gunzip }
      ).createZstdDecompress(options);
  }
}

/** The error of a file that the system does not open. */
export function openFailure(path: string, error: NodeJS.ErrnoException): SourceError {
  const options = { cause: error };
  switch (error.code) {
    case "ENOENT":
      return new SourceError("SOURCE_NOT_FOUND", path, `${path} does not exist`, options);
    case "EACCES":
    case "EPERM":
      return new SourceError("SOURCE_PERMISSION", path, `no permission to read ${path}`, options);
    case "EISDIR":
      return new SourceError("SOURCE_DIRECTORY", path, `${path} is a directory`, options);
    default:
      return new SourceError(
        "SOURCE_OPEN",
        path,
        `${path} cannot be opened: ${error.code ?? error.message}`,
        options,
      );
  }
}
