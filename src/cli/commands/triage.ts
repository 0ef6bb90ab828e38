import { resolve } from "node:path";
import { DEFAULT_SUSPECTS } from "../../analysis/suspects/find-suspects.ts";
import type { TriageResult } from "../../analysis/suspects/suspect.ts";
import { renderJson } from "../../render/json.ts";
import { renderTriageText } from "../../render/triage-text.ts";
import { triageSnapshots } from "../../triage.ts";
import { VERSION } from "../../version.ts";
import { type CliIo, type Command, ExitCode, UsageError, writeAll } from "../command.ts";
import { findSnapshot } from "../find-snapshot.ts";
import { threadsOf, warnOfMemory, withPath } from "../load.ts";
import { type InputArgs, inputPositional, jsonOutput, limitOption } from "../options.ts";
import { ProgressLine } from "../progress.ts";
import { findSeries } from "../series-inputs.ts";

interface TriageArgs extends InputArgs {
  json: boolean;
  limit: number;
}

export const triageCommand: Command<TriageArgs> = {
  name: "triage [inputs..]",
  summary: "Say what leaks: suspects in words, most urgent first",
  examples: [
    ["triage app.heapsnapshot", "what looks like a leak in one snapshot"],
    ["triage idle.heapsnapshot warm.heapsnapshot late.heapsnapshot", "with growth as evidence"],
  ],
  options: (y) =>
    limitOption(
      jsonOutput(
        inputPositional(
          y,
          "One snapshot, or several in order of time; the newest in this folder when none is named",
        ),
      ),
      DEFAULT_SUSPECTS,
      "suspects",
    ),
  async run(args, io) {
    const files = await inputsOf(args.inputs, io);
    const progress = new ProgressLine(io.stderr);
    try {
      const paths = files.map((file) => resolve(io.cwd, file));
      for (const [at, path] of paths.entries()) await warnOfMemory(path, files[at], io);
      const result = await triageSnapshots(paths, {
        limit: args.limit,
        names: files,
        threads: threadsOf(io),
        onProgress: ({ file, files: count, phase, fraction, bytes }) =>
          progress.show(count > 1 ? `${file} of ${count}: ${phase}` : phase, fraction, bytes),
      });
      progress.clear();
      const text = args.json ? answerJson(result) : renderTriageText(result, io.width);
      await writeAll(io.stdout, [text]);
      return ExitCode.ok;
    } catch (error) {
      throw files.length === 1 ? withPath(error, files[0]) : error;
    } finally {
      progress.clear();
    }
  },
};

/** Several files, a folder or a pattern are a series; one file is itself. */
async function inputsOf(inputs: readonly string[], io: CliIo): Promise<readonly string[]> {
  const object = inputs.find((input) => input.startsWith("@"));
  if (object !== undefined) throw new UsageError(`triage takes snapshots, got ${object}`);
  if (inputs.length === 0) return [findSnapshot(io)];
  if (inputs.length === 1 && /\.(heapsnapshot|heaptimeline)(\.\w+)?$/.test(inputs[0]))
    return inputs;
  return findSeries(inputs, io.cwd);
}

function answerJson({ snapshots, ...result }: TriageResult): string {
  return renderJson(result, VERSION, snapshots.length === 1 ? snapshots[0] : snapshots);
}
