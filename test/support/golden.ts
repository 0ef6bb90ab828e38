import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** What Chrome DevTools computed for one snapshot; arrays under `nodes` are by ordinal. */
export interface Golden {
  readonly nodeCount: number;
  readonly totalSize: number;
  readonly statistics: {
    readonly total: number;
    readonly native: { readonly total: number; readonly typedArrays: number };
    readonly v8heap: {
      readonly total: number;
      readonly code: number;
      readonly jsArrays: number;
      readonly strings: number;
      readonly system: number;
    };
  };
  readonly classes: readonly GoldenClass[];
  readonly classNames: readonly string[];
  readonly nodes: {
    readonly id: readonly number[];
    readonly shallow: readonly number[];
    readonly retained: readonly number[];
    readonly distance: readonly number[];
    /** Ordinals; the root's is itself. */
    readonly dominator: readonly number[];
    /** Positions in `classNames`. */
    readonly class: readonly number[];
  };
}

/** A row of DevTools' summary; the key is `script,line,column,name` or `,name`. */
export interface GoldenClass {
  readonly key: string;
  readonly name: string;
  readonly count: number;
  readonly shallow: number;
  readonly retained: number;
  readonly distance: number;
}

/** The snapshots whose results by DevTools lie in `test/fixtures/golden`. */
export const GOLDEN_NAMES = ["node12-1", "node24-1", "detached-1", "bun-1", "py-mini_a"] as const;

/** Path of the snapshot that a golden result belongs to. */
export function goldenSnapshotPath(name: string): string {
  return fixturePath(`${name}.heapsnapshot.gz`);
}

export function readGolden(name: string): Golden {
  return JSON.parse(
    gunzipSync(readFileSync(fixturePath(`${name}.golden.json.gz`))).toString(),
  ) as Golden;
}

function fixturePath(file: string): string {
  return fileURLToPath(new URL(`../fixtures/golden/${file}`, import.meta.url));
}
