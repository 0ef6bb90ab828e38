import { randomBytes } from "node:crypto";
import { type FileHandle, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Argv } from "yargs";
import { HeapgraphError } from "../errors.ts";
import { type CliIo, writeAll } from "./command.ts";
import { STDIN_PLACEHOLDER } from "./options.ts";
import { pace } from "./pace.ts";

/** A file cannot be written; `cause` is the system's error where there is one. Code `OUTPUT_*`. */
export class OutputError extends HeapgraphError {
  override name = "OutputError";
  readonly path: string;

  constructor(code: string, path: string, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.path = path;
  }
}

export interface WriteOptions {
  /** Replace whatever file is there. */
  readonly force?: boolean | undefined;
  /** A text that files of this kind have among their first 1024 bytes when heapgraph wrote them: those are replaced. */
  readonly ownMark?: string | undefined;
  /** Files that are being read, which are never replaced. */
  readonly input?: string | readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FileOutputArgs {
  output: string | undefined;
  force: boolean;
}

/** `--output FILE` and `--force`. */
export function fileOutput<A>(y: Argv<A>): Argv<A & FileOutputArgs> {
  return y
    .option("output", {
      type: "string",
      requiresArg: true,
      describe: "Write to this file instead of the terminal; - is the terminal",
    })
    .option("force", {
      type: "boolean",
      default: false,
      describe: "Let --output replace an existing file",
    });
}

/** Absolute path of `--output`, null for stdout. */
export function outputPath(args: FileOutputArgs, io: CliIo): string | null {
  if (args.output === undefined || args.output === STDIN_PLACEHOLDER || args.output === "-")
    return null;
  return resolve(io.cwd, args.output);
}

/**
 * Writes an answer to `--output`, else to stdout at the reader's pace.
 * @returns bytes written to a file, null when it went to stdout.
 */
export async function writeAnswer(
  pieces: Iterable<string> | AsyncIterable<string>,
  args: FileOutputArgs,
  io: CliIo,
  options: Pick<WriteOptions, "ownMark" | "input"> = {},
): Promise<number | null> {
  const path = outputPath(args, io);
  if (path !== null)
    return await writeOutputFile(path, pieces, {
      ...options,
      force: args.force,
      signal: io.signal,
    });
  await writeAll(io.stdout, pace(pieces, io.signal));
  return null;
}

/**
 * Writes a file under a temporary name in the same folder, readable by its owner only, and renames it when
 * it is complete. Whatever goes wrong, the temporary file is removed and an old file stays as it was.
 *
 * @returns bytes written.
 * @throws {OutputError} OUTPUT_EXISTS, OUTPUT_NOT_A_FILE, OUTPUT_FOLDER, OUTPUT_PERMISSION, OUTPUT_WRITE
 * @throws {AbortedError} the signal fired.
 */
export async function writeOutputFile(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string>,
  options: WriteOptions = {},
): Promise<number> {
  await requireWritable(path, options);
  // Through a link, so that it stays one.
  const target = await realpath(path).catch(() => path);
  const temporary = join(
    dirname(target),
    `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`,
  );
  const file = await open(temporary, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    throw writeFailure(path, error);
  });
  try {
    const bytes = await writePieces(file, path, pace(pieces, options.signal));
    await rename(temporary, target).catch((error: NodeJS.ErrnoException) => {
      throw writeFailure(path, error);
    });
    return bytes;
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
}

/**
 * Refuses a path that must not be written; ask before long work.
 * @throws {OutputError} OUTPUT_EXISTS, OUTPUT_NOT_A_FILE, OUTPUT_IS_INPUT, OUTPUT_FOLDER
 */
export async function requireWritable(path: string, options: WriteOptions = {}): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    const folder = dirname(path);
    if ((await stat(folder).catch(() => null)) === null)
      throw new OutputError("OUTPUT_FOLDER", path, `there is no folder ${folder}`);
    return;
  }
  if (!found.isFile()) {
    const what = found.isDirectory() ? "a directory" : "no regular file";
    throw new OutputError("OUTPUT_NOT_A_FILE", path, `${path} is ${what}`);
  }
  for (const name of [options.input ?? []].flat()) {
    const input = await stat(name).catch(() => null);
    if (input !== null && input.ino === found.ino && input.dev === found.dev)
      throw new OutputError("OUTPUT_IS_INPUT", path, `${path} is the file that is being read`);
  }
  if (options.force === true) return;
  if (options.ownMark !== undefined && (await readHead(path)).includes(options.ownMark)) return;
  throw new OutputError("OUTPUT_EXISTS", path, `${path} exists`);
}

/** Writes and closes; errors of the pieces pass through as they are. */
async function writePieces(
  file: FileHandle,
  path: string,
  pieces: AsyncIterable<string>,
): Promise<number> {
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      const chunk = Buffer.from(piece);
      bytes += chunk.length;
      await writeFully(file, chunk).catch((error: NodeJS.ErrnoException) => {
        throw writeFailure(path, error);
      });
    }
  } finally {
    await file.close();
  }
  return bytes;
}

async function writeFully(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
}

async function readHead(path: string): Promise<string> {
  const file = await open(path, "r").catch(() => null);
  if (file === null) return "";
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

function writeFailure(path: string, error: NodeJS.ErrnoException): OutputError {
  const options = { cause: error };
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return new OutputError("OUTPUT_FOLDER", path, `there is no folder ${dirname(path)}`, options);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new OutputError("OUTPUT_PERMISSION", path, `no permission to write ${path}`, options);
    case "ENOSPC":
      return new OutputError("OUTPUT_WRITE", path, `no space left to write ${path}`, options);
    default:
      return new OutputError(
        "OUTPUT_WRITE",
        path,
        `${path} cannot be written: ${error.code ?? error.message}`,
        options,
      );
  }
}
