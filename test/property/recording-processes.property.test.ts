import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPeaks } from "../../src/analysis/recording/find-peaks.ts";
import { plotRecording } from "../../src/analysis/recording/plot-recording.ts";
import { residentAt, slowPeak, slowSum } from "../oracle/slow-processes.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";
import { readText } from "../support/recordings.ts";

const START = 1_795_376_400;

/** What happens to one of nine pids at a tick. */
const event = fc.record({
  pid: fc.integer({ min: 2, max: 10 }),
  kind: fc.constantFrom("line", "line", "line", "exit", "restart"),
  mib: fc.integer({ min: 0, max: 400 }),
});

/** A recording of ticks a second apart; what does not change has no line. */
const recordings = fc
  .array(fc.array(event, { maxLength: 5 }), { minLength: 1, maxLength: 12 })
  .map((ticks) => {
    const lines = ['META {"format":"heapgraph-mem/1","mem":"tree"}', "PROC 1 0 1 main"];
    const alive = new Set<number>();
    let starts = 10;
    for (const [at, events] of ticks.entries()) {
      lines.push(`MEM 500.000000 ${START + at}`, `MAIN 1 ${at * 10}.000 ${START + at} - -`);
      for (const { pid, kind, mib } of events) {
        if (kind === "exit") {
          if (alive.delete(pid)) lines.push(`EXIT ${pid} 0 ${START + at + 0.5}`);
          continue;
        }
        if (kind === "restart" || !alive.has(pid))
          lines.push(`PROC ${pid} 1 ${starts++} child ${pid}`);
        alive.add(pid);
        lines.push(`CHLD ${pid} ${mib}.000 ${START + at} - -`);
      }
    }
    return `${lines.join("\n")}\n`;
  });

const key = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row));

describe("processes of a recording", () => {
  it("have their peaks where a slow look at each sample finds them", () => {
    fc.assert(
      fc.property(recordings, fc.nat(20), fc.nat(20), (text, a, b) => {
        const recording = readText(text);
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 0.5];
        const { processes } = findPeaks(recording, "x", { window: { from, to } });
        const all = Array.from({ length: recording.samples.count }, (_, sample) => sample);
        const slow = recording.processes.flatMap((process) => {
          const peak = slowPeak(
            process,
            all.filter((sample) => sample >= from && sample <= to),
          );
          return peak === null ? [] : [[process.startTicks, peak.sample, peak.value]];
        });
        const found = processes.map((row) => {
          const own = recording.processes.filter(
            ({ pid, command, times }) =>
              pid === row.pid && command === row.command && (times[0] ?? 0) - START === row.from,
          );
          return own.map((process) => [process.startTicks, row.rss?.time, row.rss?.value]);
        });
        // Two of one pid may begin at one tick: then both stand for either.
        for (const row of key(slow)) expect(key(found.flat())).toContain(row);
        expect(processes).toHaveLength(slow.length);
      }),
      RANDOM_RUNS,
    );
  });

  it("are drawn as they were at each sample, and the rest as its sum", () => {
    fc.assert(
      fc.property(recordings, (text) => {
        const recording = readText(text);
        const plotted = plotRecording(recording, "x", { metric: "rss" });
        if (plotted === null) throw new Error("there are samples");
        const { processes, rest } = plotted;
        const total = slowSum(recording, recording.processes);
        const drawn = Array.from({ length: recording.samples.count }, () => 0);
        for (const { points } of [...processes, ...(rest === null ? [] : [rest])])
          for (const [time, value] of points) drawn[time] += value;
        if (recording.processes.length > 1) expect(drawn).toEqual(total);
        for (const { pid, points } of processes)
          for (const [time, value] of points)
            expect(
              recording.processes.some((one) => one.pid === pid && residentAt(one, time) === value),
            ).toBe(true);
        // Whoever has no line of its own is small, or one of many.
        if (recording.processes.length > 1 && processes.length < 6)
          for (const one of recording.processes) {
            const peak = Math.max(...one.rss);
            if (!processes.some(({ pid }) => pid === one.pid))
              expect(peak).toBeLessThan(0.02 * plotted.peak.value);
          }
      }),
      RANDOM_RUNS,
    );
  });
});
