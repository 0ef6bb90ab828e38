import { expect, it } from "vitest";
import { plotRecording } from "../../src/analysis/recording/plot-recording.ts";
import { RecordingParser } from "../../src/recording/recording-parser.ts";

it("a million samples are read and made ready to be drawn in a few seconds at most", () => {
  const parser = new RecordingParser();
  const started = performance.now();
  // A thousand samples of which only the leading digits of the time change.
  const lines = Array.from(
    { length: 1000 },
    (_, at) => `MEM ${100 + (at % 50)}.123456 0000${(at / 10).toFixed(4).padStart(7, "0")}\n`,
  );
  const bytes = Buffer.from(lines.join(""));
  const length = lines[0].length;
  for (let block = 0; block < 1000; block++) {
    const digits = String(block).padStart(4, "0");
    for (let at = 0; at < 1000; at++) bytes.write(digits, at * length + 15, 4, "latin1");
    parser.push(bytes);
  }
  const plotted = plotRecording(parser.finish(), "x");
  expect(plotted?.sampleCount).toBe(1_000_000);
  expect(plotted?.total.length).toBeLessThanOrEqual(3200);
  expect(plotted?.peak.value).toBe(Math.round(149.123456 * 2 ** 20));
  expect(performance.now() - started).toBeLessThan(20_000);
});
