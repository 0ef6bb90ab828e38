import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { HeapgraphError, RecordingFormatError, SourceError } from "../errors.ts";
import { openFailure } from "../parser/byte-source.ts";
import { RecordingParser } from "./recording-parser.ts";
import type { Recording } from "./recording.ts";

/** Bytes read at once. */
const READ_BYTES = 256 * 1024;

/**
 * Reads a recording, plain or gzip'd, of heapgraph or of memory_profiler's `mprof`. Takes one pass and a few
 * numbers of 8 bytes for each line.
 *
 * @param name - what errors call the file.
 * @throws {RecordingFormatError} RECORDING_NONE when it is something else; RECORDING_NUMBER and RECORDING_FIELDS with
 *   the line. A last line that is cut off is no error.
 * @throws {SourceError}
 */
export async function readRecording(path: string, name: string = path): Promise<Recording> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw openFailure(name, error);
  });
  try {
    const stat = await file.stat();
    if (stat.isDirectory())
      throw new SourceError("SOURCE_DIRECTORY", name, `${name} is a directory`);
    const stored = createReadStream(path, {
      fd: file,
      autoClose: false,
      highWaterMark: READ_BYTES,
    });
    // Without `start` a stream reads on from where the last read ended, pipes too.
    return (await isGzip(file, stat.isFile()))
      ? await parseUnpacked(stored)
      : await parseRecording(stored);
  } catch (error) {
    if (error instanceof RecordingFormatError) error.path = name;
    throw isSystemError(error) ? readFailure(name, error) : error;
  } finally {
    await file.close();
  }
}

async function parseUnpacked(stored: Readable): Promise<Recording> {
  let fault: unknown;
  try {
    return await pipeline(stored, createGunzip(), (chunks) =>
      parseRecording(chunks).catch((error: unknown) => {
        fault = error;
        throw error;
      }),
    );
  } catch (error) {
    // A pipeline that is stopped in the middle tells only that it was.
    throw fault ?? error;
  }
}

/** By the first two bytes; a pipe cannot be asked twice. */
async function isGzip(file: FileHandle, isFile: boolean): Promise<boolean> {
  if (!isFile) return false;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && !(error instanceof HeapgraphError) && "code" in error;
}

function readFailure(name: string, error: NodeJS.ErrnoException): SourceError {
  return error.code?.startsWith("Z_") === true
    ? new SourceError("SOURCE_COMPRESSED", name, `${name} is no whole gzip file`, { cause: error })
    : openFailure(name, error);
}

/**
 * Reads a recording from a stream of its bytes.
 * @throws {RecordingFormatError}
 */
export async function parseRecording(
  chunks: AsyncIterable<Uint8Array | string>,
): Promise<Recording> {
  const parser = new RecordingParser();
  for await (const chunk of chunks)
    parser.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return parser.finish();
}
