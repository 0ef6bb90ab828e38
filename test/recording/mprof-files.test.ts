import { describe, expect, it } from "vitest";
import { findPeaks } from "../../src/analysis/recording/find-peaks.ts";
import { plotRecording } from "../../src/analysis/recording/plot-recording.ts";
import { readRecording } from "../../src/recording/read-recording.ts";

const MIB = 2 ** 20;

// Written by memory_profiler 0.61: `mprof run --python app.py`, whose functions are timed, and
// `mprof run -M -C app.py`, which starts three children. The slopes are numpy's, as `mprof plot --slope` takes
// them, the peaks those of `mprof peak`.
describe.each([
  ["mprof-functions", 12.323368853537572, 95.93, {}],
  ["mprof-children", -11.568437448506558, 228.605, { 13034: 47.711, 13035: 95.395, 13036: 10.52 }],
])("%s", (name, slope, peak, children) => {
  const read = readRecording(`test/fixtures/recordings/${name}.dat`);

  it("has the slope that mprof plot shows", async () => {
    const plotted = plotRecording(await read, name);
    expect((plotted?.trend.mean?.slope ?? NaN) / MIB).toBeCloseTo(slope, 5);
  });

  it("has the peaks that mprof peak prints", async () => {
    const { processes } = findPeaks(await read, name);
    const { samples } = await read;
    expect((samples.rss.toSorted().at(-1) ?? NaN) / MIB).toBeCloseTo(peak, 3);
    const own = processes.map(({ pid, rss }) => [pid, (rss?.value ?? NaN) / MIB] as const);
    expect(new Map(own.map(([pid, value]) => [pid, Number(value.toFixed(3))]))).toEqual(
      new Map(Object.entries(children).map(([pid, value]) => [Number(pid), value])),
    );
  });
});
