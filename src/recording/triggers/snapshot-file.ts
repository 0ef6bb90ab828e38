import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Bytes at the end that are looked at. */
const TAIL = 16;

/**
 * Whether a file ends as a heap snapshot does; while it is written it may seem to, so ask twice for the same size.
 * @returns its size, null when it does not, or is not there.
 */
export function wholeSnapshotSize(path: string): number | null {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(TAIL);
    const read = readSync(file, tail, 0, TAIL, Math.max(0, size - TAIL));
    return /[\]}]\s*\}\s*$/.test(tail.toString("latin1", 0, read)) ? size : null;
  } finally {
    closeSync(file);
  }
}
