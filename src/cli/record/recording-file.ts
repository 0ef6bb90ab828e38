import {
  closeSync,
  existsSync,
  fchmodSync,
  ftruncateSync,
  openSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { resolve } from "node:path";
import type { CliIo } from "../command.ts";
import { OutputError, requireWritable } from "../output-file.ts";

/** A recording that is being written: what was written stays readable whenever the recorder dies. */
export class RecordingFile {
  readonly path: string;
  readonly #onFailure: (error: OutputError) => void;
  readonly #isNew: boolean;
  #file: number | null;
  #isEmptied = false;

  /**
   * @param onFailure - called once when the file cannot be written any more; the program that is recorded goes on.
   * @throws {OutputError}
   */
  constructor(path: string, onFailure: (error: OutputError) => void) {
    this.path = path;
    this.#onFailure = onFailure;
    this.#isNew = !existsSync(path);
    try {
      this.#file = openSync(path, "a", 0o600);
    } catch (error) {
      throw writeFailure(path, error);
    }
  }

  /** Whole lines, which are with the system when this returns. */
  write(lines: string): void {
    if (this.#file === null) return;
    try {
      if (!this.#isEmptied) {
        ftruncateSync(this.#file);
        fchmodSync(this.#file, 0o600);
        this.#isEmptied = true;
      }
      const bytes = Buffer.from(lines);
      for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    } catch (error) {
      this.close();
      this.#onFailure(writeFailure(this.path, error));
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  /** Leaves everything as it was before, when nothing has been written. */
  discard(): void {
    this.close();
    if (this.#isNew && !this.#isEmptied) unlinkSync(this.path);
  }
}

/**
 * Opens the file that `--output` names, else a new `recording_YYYYMMDDhhmmss.dat` in the folder; readable by its
 * owner only, since command lines may hold secrets.
 * @throws {OutputError}
 */
export async function openRecordingFile(
  output: string | undefined,
  force: boolean,
  io: CliIo,
  onFailure: (error: OutputError) => void,
): Promise<RecordingFile> {
  const path = resolve(io.cwd, output ?? newName(io.cwd, new Date()));
  await requireWritable(path, { force });
  return new RecordingFile(path, onFailure);
}

/** Local time, as mprof's names have it. */
function newName(folder: string, date: Date): string {
  const digits = [
    date.getFullYear(),
    date.getMonth() + 1,
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
    date.getSeconds(),
  ]
    .map((part) => String(part).padStart(2, "0"))
    .join("");
  for (let count = 1; ; count++) {
    const name = `recording_${digits}${count === 1 ? "" : `_${count}`}.dat`;
    if (!existsSync(resolve(folder, name))) return name;
  }
}

function writeFailure(path: string, error: unknown): OutputError {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  const [name, reason] =
    code === "ENOSPC"
      ? ["OUTPUT_WRITE", `no space left to write ${path}`]
      : code === "EACCES" || code === "EPERM" || code === "EROFS"
        ? ["OUTPUT_PERMISSION", `no permission to write ${path}`]
        : ["OUTPUT_WRITE", `${path} cannot be written: ${code}`];
  return new OutputError(name, path, reason, { cause: error });
}
