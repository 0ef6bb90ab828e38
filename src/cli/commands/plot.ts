import { METRICS, type Metric } from "../../analysis/recording/series.ts";
import type { PlotResult } from "../../analysis/recording/plot-result.ts";
import { measurePlot } from "../../analysis/recording/measure-plot.ts";
import { plotRecordings } from "../../plot-recordings.ts";
import { parseRecording } from "../../recording/read-recording.ts";
import { escapeText } from "../../render/format.ts";
import { renderJson } from "../../render/json.ts";
import { renderRecordingText } from "../../render/recording-text.ts";
import { VERSION } from "../../version.ts";
import { type CliIo, type Command, writeAll } from "../command.ts";
import { findRecordings, type RecordingInput } from "../find-recording.ts";
import { threadsOf } from "../load.ts";
import { type InputArgs, inputPositional, jsonOutput, readByteSize } from "../options.ts";
import { ProgressLine } from "../progress.ts";
import {
  checkRecordings,
  concludeChecks,
  readRecordingGates,
  type RecordingArgs,
  recordingOptions,
  withChecks,
} from "../recording-options.ts";
import {
  type RecordingPictureArgs,
  recordingPictures,
  requirePictures,
  wantsPicture,
  writePictures,
} from "../recording-pictures.ts";

interface PlotArgs extends InputArgs, RecordingArgs, RecordingPictureArgs {
  json: boolean;
  metric: Metric | undefined;
  memoryLimit: string | undefined;
  heap: boolean;
}

export const plotCommand: Command<PlotArgs> = {
  name: "plot [inputs..]",
  summary: "Draw memory over time from a recording, and tell where it is going",
  examples: [
    ["plot recording_20261125035700.dat", "as text; without a file the newest recording"],
    ["plot before.dat after.dat --svg memory.svg", "two recordings laid over each other"],
    ["plot soak.dat --window 5m,2h --fail-on 'floor-slope>1MB/min'", "exits with 3 on a leak"],
  ],
  options: (y) =>
    recordingPictures(
      recordingOptions(
        jsonOutput(
          inputPositional(
            y,
            "Recordings of heapgraph or mprof; the newest in this folder when none is named",
          ),
        ),
      ),
    )
      .option("metric", {
        choices: METRICS,
        requiresArg: true,
        describe: "What to measure memory as; default PSS where it was sampled, else RSS",
      })
      .option("memory-limit", {
        type: "string",
        requiresArg: true,
        describe: "What memory must not reach, such as 512MB; default what the recording says",
      })
      .option("heap", {
        type: "boolean",
        default: true,
        describe: "Read the snapshots that marks name for the size of the heap; --no-heap does not",
      }) as unknown as ReturnType<Command<PlotArgs>["options"]>,
  async run(args, io) {
    const inputs = findRecordings(args.inputs, io);
    const gates = readRecordingGates(args);
    await requirePictures(args, inputs, io);
    const result = await plot(inputs, args, io);
    const measured = result.recordings.map((one) => ({
      path: one.path,
      measures: measurePlot(one),
    }));
    const checks = checkRecordings(gates, measured);
    await writePictures(result, args, inputs, io);
    if (args.json)
      await writeAll(io.stdout, [renderJson(withChecks(result, checks), VERSION, null)]);
    else if (args.term || !wantsPicture(args))
      await writeAll(io.stdout, [
        renderRecordingText(result, { width: io.width, title: args.title }),
      ]);
    return concludeChecks(checks, io);
  },
};

async function plot(
  inputs: readonly RecordingInput[],
  args: PlotArgs,
  io: CliIo,
): Promise<PlotResult> {
  const { memoryLimit, metric, window, heap } = args;
  const progress = new ProgressLine(io.stderr);
  const limit = memoryLimit === undefined ? undefined : readByteSize("--memory-limit", memoryLimit);
  try {
    const sources = await Promise.all(
      inputs.map(async ({ path }) =>
        path === "-" ? await parseRecording(io.stdin as AsyncIterable<Buffer>) : path,
      ),
    );
    return await plotRecordings(sources, {
      names: inputs.map(({ name }) => (name === "-" ? "standard input" : name)),
      window,
      metric,
      memoryLimit: limit,
      heaps: heap,
      threads: threadsOf(io),
      onFile: (name) => progress.show(`reading ${escapeText(name)}`),
      onUnreadable: (name, error) => {
        progress.clear();
        io.stderr.write(`heapgraph: warning: ${escapeText(`${name}: ${error.message}`)}\n`);
      },
    });
  } finally {
    progress.clear();
  }
}
