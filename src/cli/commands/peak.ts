import { findPeaks } from "../../analysis/recording/find-peaks.ts";
import { measurePlot } from "../../analysis/recording/measure-plot.ts";
import type { PeakResult } from "../../analysis/recording/peak-result.ts";
import type { RecordingMeasures } from "../../analysis/recording/recording-gate.ts";
import { plotRecordings } from "../../plot-recordings.ts";
import { parseRecording, readRecording } from "../../recording/read-recording.ts";
import type { Recording } from "../../recording/recording.ts";
import { peakColumns, peakRows, renderPeakText } from "../../render/peak-text.ts";
import { type Command } from "../command.ts";
import { findRecordings } from "../find-recording.ts";
import {
  formatOf,
  type InputArgs,
  inputPositional,
  limitOption,
  type OutputArgs,
  tableOutput,
} from "../options.ts";
import {
  checkRecordings,
  concludeChecks,
  readRecordingGates,
  type RecordingArgs,
  recordingOptions,
  withChecks,
} from "../recording-options.ts";

import { writeTableAnswer } from "../table-answer.ts";

interface PeakArgs extends InputArgs, OutputArgs, RecordingArgs {
  limit: number;
  span: string | undefined;
}

export const peakCommand: Command<PeakArgs> = {
  name: "peak [inputs..]",
  summary: "Tell the most memory that each process of a recording took, and when",
  examples: [
    ["peak recording_20261125035700.dat", "all processes; without a file the newest recording"],
    ["peak soak.dat --span handle --fail-on 'peak>800MB'", "while a function or phase ran"],
  ],
  options: (y) =>
    limitOption(
      recordingOptions(
        tableOutput(
          inputPositional(
            y,
            "A recording of heapgraph or mprof; the newest in this folder when none is named",
          ),
        ),
      ).option("span", {
        type: "string",
        requiresArg: true,
        describe: "Only while the function or phase of this name ran",
      }),
      20,
      "processes",
    ),
  async run(args, io) {
    const [{ name, path }] = findRecordings(args.inputs, io, 1);
    const format = formatOf(args);
    const gates = readRecordingGates(args);
    const called = name === "-" ? "standard input" : name;
    const recording =
      path === "-"
        ? await parseRecording(io.stdin as AsyncIterable<Buffer>)
        : await readRecording(path, name);
    const { window, span, limit } = args;
    const result = findPeaks(recording, called, { window, span, limit });
    const checks =
      gates.length === 0 ? [] : checkRecordings(gates, [await measure(recording, result)]);
    const rows = peakRows(result);
    await writeTableAnswer(
      format,
      {
        result: withChecks(result, checks),
        snapshot: null,
        columns: peakColumns(rows, result.span === null && window === null),
        rows,
        text: () => renderPeakText(result, io.width),
      },
      result.omitted.count,
      io,
    );
    return concludeChecks(checks, io);
  },
};

/** What gates may ask: of the whole stretch, but for the peaks, which are those of the answer. */
async function measure(
  recording: Recording,
  { path, window, total }: PeakResult,
): Promise<{ readonly path: string; readonly measures: RecordingMeasures }> {
  const { recordings } = await plotRecordings([recording], { window, names: [path] });
  const [plotted] = recordings;
  const measures = {
    ...measurePlot(plotted),
    peak: total[plotted.metric]?.value ?? 0,
    rss: total.rss?.value ?? null,
    pss: total.pss?.value ?? null,
  };
  return { path, measures };
}
