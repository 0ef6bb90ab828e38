import { fileURLToPath } from "node:url";
import { Analyses } from "../../src/analysis/analyses.ts";
import { type DiffOptions, type DiffResult, diffHeaps } from "../../src/analysis/change/diff.ts";
import { compareSnapshots, type ComparedSnapshots } from "../../src/compare-snapshots.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { goldenSnapshotPath } from "./golden.ts";
import { fixturePath } from "./real-files.ts";
import { samplePath } from "./samples.ts";

/** Path of a fixture of diffs by its name. */
function changeFixturePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/change/${name}.heapsnapshot.gz`, import.meta.url));
}

/** Two real snapshots each, the earlier first. */
export const SNAPSHOT_PAIRS: Readonly<
  Record<"leaky-server" | "dataframe" | "hermes" | "python" | "bun", readonly [string, string]>
> = {
  "leaky-server": [samplePath("leaky-server/idle"), samplePath("leaky-server/leaking")],
  dataframe: [samplePath("dataframe/before"), samplePath("dataframe/after")],
  hermes: [fixturePath("hermes-0.11.0"), samplePath("react-native-hermes/app")],
  python: [goldenSnapshotPath("py-mini_a"), changeFixturePath("py-mini_b")],
  bun: [changeFixturePath("bun-0"), goldenSnapshotPath("bun-1")],
};

/** Two files side by side. */
export interface ComparedPair extends ComparedSnapshots {
  readonly analyses: Analyses;
  diff(options?: DiffOptions): DiffResult;
}

export async function comparePair([before, now]: readonly [string, string]): Promise<ComparedPair> {
  const compared = await compareSnapshots(
    { read: () => readSnapshot(before), canRepeat: true },
    async () => new Analyses(await readSnapshot(now)),
  );
  const { past, analyses, comparison } = compared;
  return { ...compared, diff: (options) => diffHeaps(past, analyses, comparison, options) };
}
