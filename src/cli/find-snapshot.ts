import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { escapeText } from "../render/format.ts";
import { type CliIo, UsageError } from "./command.ts";

/** File names taken for snapshots where none is named. */
export const SNAPSHOT_NAME: RegExp =
  /\.(heapsnapshot(\.gz|\.br|\.zst)?|heaptimeline(\.gz|\.br|\.zst)?)$/i;

/**
 * The file a command is to read when none is named: `HEAPGRAPH_SNAPSHOT`, else the newest snapshot in the
 * folder; says on stderr which.
 * @throws {UsageError} when there is none.
 */
export function findSnapshot(io: CliIo): string {
  const named = io.env["HEAPGRAPH_SNAPSHOT"];
  const found = named === undefined || named === "" ? newestFile(io.cwd, SNAPSHOT_NAME) : named;
  if (found === null) throw new UsageError("name a snapshot file: there is none in this folder");
  io.stderr.write(`reading ${escapeText(found)}\n`);
  return resolve(io.cwd, found);
}

/** Name of the file in a folder that was changed last, of those whose names match; null when there is none. */
export function newestFile(folder: string, pattern: RegExp): string | null {
  let newest: { name: string; time: number } | null = null;
  for (const name of readdirSync(folder)) {
    if (!pattern.test(name)) continue;
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    if (stat?.isFile() !== true) continue;
    const isNewer =
      newest === null ||
      stat.mtimeMs > newest.time ||
      (stat.mtimeMs === newest.time && name > newest.name);
    if (isNewer) newest = { name, time: stat.mtimeMs };
  }
  return newest?.name ?? null;
}
