import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** Whole snapshots of real producers among the fixtures: name to path below `test/fixtures`. */
export const REAL_FILES = {
  "node12-1": "golden/node12-1.heapsnapshot.gz",
  "node24-1": "golden/node24-1.heapsnapshot.gz",
  "detached-1": "golden/detached-1.heapsnapshot.gz",
  "bun-1": "golden/bun-1.heapsnapshot.gz",
  "py-mini_a": "golden/py-mini_a.heapsnapshot.gz",
  "hermes-0.7.2": "parser/hermes-0.7.2-plain-1.heapsnapshot.gz",
  "hermes-0.11.0": "parser/hermes-0.11.0-plain-0.heapsnapshot.gz",
  "huge-buffer-node22": "parser/huge-buffer-node22.heapsnapshot.gz",
  "node24-alloc": "parser/node24-alloc.heaptimeline.gz",
} as const;

/** Real files that no reader can take whole. */
export const BROKEN_FILES = {
  "truncated-nodes-node22": "parser/truncated-nodes-node22.heapsnapshot.gz",
  "bun-jsc-1-start": "parser/bun-jsc-1-start.heapsnapshot.gz",
} as const;

export type RealFileName = keyof typeof REAL_FILES;

export const REAL_FILE_NAMES: readonly RealFileName[] = Object.keys(REAL_FILES) as RealFileName[];

/** Path of a fixture, compressed as it lies there. */
export function fixturePath(name: RealFileName | keyof typeof BROKEN_FILES): string {
  const path = { ...REAL_FILES, ...BROKEN_FILES }[name];
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

/** The decompressed bytes of a fixture. */
export function readFixture(name: RealFileName | keyof typeof BROKEN_FILES): Buffer {
  return gunzipSync(readFileSync(fixturePath(name)));
}
