import type { RecordedProcess, Recording } from "../../src/recording/recording.ts";

/** What a process had at a sample: its last line up to then, as long as it lived; null otherwise. */
export function residentAt(process: RecordedProcess, sample: number): number | null {
  if (sample > process.lastSample) return null;
  let found: number | null = null;
  for (let at = 0; at < process.count; at++)
    if (process.samples[at] <= sample) found = process.rss[at];
  return found;
}

/** The highest value of a process over some samples, with the first of them that has it. */
export function slowPeak(
  process: RecordedProcess,
  samples: readonly number[],
): { sample: number; value: number } | null {
  let best: { sample: number; value: number } | null = null;
  for (const sample of samples) {
    const value = residentAt(process, sample);
    if (value !== null && (best === null || value > best.value)) best = { sample, value };
  }
  return best;
}

/** What some processes had together at each sample. */
export function slowSum({ samples }: Recording, processes: readonly RecordedProcess[]): number[] {
  return Array.from({ length: samples.count }, (_, sample) =>
    processes.reduce((sum, process) => sum + (residentAt(process, sample) ?? 0), 0),
  );
}
