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

/** Further files of series, for questions about leaks: name to path below `test/fixtures`. */
const SERIES_FILES = {
  "node20-0": "change/node20-0.heapsnapshot.br",
  "node20-1": "suspects/node20-1.heapsnapshot.gz",
  "node20-2": "change/node20-2.heapsnapshot.br",
  "node26-idle": "suspects/node26-idle.heapsnapshot.gz",
  "vm-contexts": "suspects/vm-contexts-node22.heapsnapshot.gz",
  "detached-0": "change/detached-0.heapsnapshot.gz",
  "detached-2": "change/detached-2.heapsnapshot.gz",
  "iframe-1": "lineage/iframe-1.heapsnapshot.gz",
  "bun-0": "change/bun-0.heapsnapshot.gz",
  "hermes-0.11.0-1": "suspects/hermes-0.11.0-plain-1.heapsnapshot.gz",
  "py-mini_b": "change/py-mini_b.heapsnapshot.gz",
  "py-plain_a": "suspects/py-plain_a.heapsnapshot.gz",
  "py-plain_b": "suspects/py-plain_b.heapsnapshot.gz",
  "py-cycles_nocollect": "cycles/unreachable.heapsnapshot.gz",
  "py-cycles_saveall": "suspects/py-cycles_saveall.heapsnapshot.gz",
} as const;

/** Real files that no reader can take whole. */
export const BROKEN_FILES = {
  "truncated-nodes-node22": "parser/truncated-nodes-node22.heapsnapshot.gz",
  "bun-jsc-1-start": "parser/bun-jsc-1-start.heapsnapshot.gz",
} as const;

export type RealFileName = keyof typeof REAL_FILES;
type FixtureName = RealFileName | keyof typeof SERIES_FILES | keyof typeof BROKEN_FILES;

export const REAL_FILE_NAMES: readonly RealFileName[] = Object.keys(REAL_FILES) as RealFileName[];

/** Path of a fixture, compressed as it lies there. */
export function fixturePath(name: FixtureName): string {
  const path = { ...REAL_FILES, ...SERIES_FILES, ...BROKEN_FILES }[name];
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

/** The decompressed bytes of a fixture. */
export function readFixture(name: FixtureName): Buffer {
  return gunzipSync(readFileSync(fixturePath(name)));
}
