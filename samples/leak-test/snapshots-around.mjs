import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeHeapSnapshot } from "node:v8";

/**
 * Takes a snapshot, and one more after each of some rounds of work, and hands their paths to `check`. The first round
 * warms up: what is compiled and cached once is no leak.
 */
export async function snapshotsAround(work, check, { rounds = 1, times = 500 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "snapshots-"));
  try {
    const paths = [];
    for (let round = 0; round <= rounds; round++) {
      for (let time = 0; time < times; time++) await work(time);
      // It collects garbage first: what is in it is held by something.
      paths.push(writeHeapSnapshot(join(folder, `${round}.heapsnapshot`)));
    }
    await check(paths);
  } finally {
    await rm(folder, { recursive: true });
  }
}
