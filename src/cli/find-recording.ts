import { resolve } from "node:path";
import { RECORDING_NAME } from "../recording/recording-format.ts";
import { escapeText } from "../render/format.ts";
import { type CliIo, UsageError } from "./command.ts";
import { newestFile } from "./find-snapshot.ts";
import { splitInputs } from "./options.ts";

/** A recording that a command line names. */
export interface RecordingInput {
  /** As the user wrote it. */
  readonly name: string;
  /** Absolute, `-` for standard input. */
  readonly path: string;
}

/**
 * The recordings that a command line names, else the newest in the folder, ours or mprof's; says on stderr which.
 * @throws {UsageError} for an object, more than `most` files, standard input beside others, or when there is none.
 */
export function findRecordings(
  inputs: readonly string[],
  io: CliIo,
  most: number = Infinity,
): readonly RecordingInput[] {
  const { files } = splitInputs(inputs, most);
  if (files.includes("-") && files.length > 1) throw new UsageError("standard input is read alone");
  if (files.length > 0)
    return files.map((name) => ({ name, path: name === "-" ? "-" : resolve(io.cwd, name) }));
  const found = newestFile(io.cwd, RECORDING_NAME);
  if (found === null)
    throw new UsageError(
      "name a recording: there is none in this folder, such as recording_20261125035700.dat",
    );
  io.stderr.write(`reading ${escapeText(found)}\n`);
  return [{ name: found, path: resolve(io.cwd, found) }];
}
