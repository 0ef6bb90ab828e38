import { statSync } from "node:fs";
import { resolve } from "node:path";
import { DEFAULT_SUSPECTS } from "../../analysis/suspects/find-suspects.ts";
import type { TriageResult } from "../../analysis/suspects/suspect.ts";
import { renderJson } from "../../render/json.ts";
import { renderTriageText } from "../../render/triage-text.ts";
import { triageOne, triageSnapshots } from "../../triage.ts";
import { VERSION } from "../../version.ts";
import { type CliIo, type Command, ExitCode, UsageError, writeAll } from "../command.ts";
import { findSnapshot } from "../find-snapshot.ts";
import { loadSnapshot, threadsOf, warnOfMemory } from "../load.ts";
import {
  type InputArgs,
  inputPositional,
  jsonOutput,
  limitOption,
  splitInputs,
} from "../options.ts";
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
    const files = inputsOf(args.inputs, io);
    const result =
      files.length === 1
        ? await triageFile(files[0], args, io)
        : await triageSeries(files, args, io);
    await writeAll(io.stdout, [
      args.json ? answerJson(result) : renderTriageText(result, io.width),
    ]);
    return ExitCode.ok;
  },
};

async function triageFile(file: string, { limit }: TriageArgs, io: CliIo): Promise<TriageResult> {
  const { analyses, identity } = await loadSnapshot(file, io);
  return triageOne(analyses, identity, { limit });
}

async function triageSeries(
  files: readonly string[],
  { limit }: TriageArgs,
  io: CliIo,
): Promise<TriageResult> {
  const progress = new ProgressLine(io.stderr);
  try {
    const paths = files.map((file) => resolve(io.cwd, file));
    for (const [at, path] of paths.entries()) await warnOfMemory(path, files[at], io);
    return await triageSnapshots(paths, {
      limit,
      names: files,
      threads: threadsOf(io),
      onProgress: ({ file, files: count, phase, fraction, bytes }) =>
        progress.show(`${file} of ${count}: ${phase}`, fraction, bytes),
    });
  } finally {
    progress.clear();
  }
}

/** Several files, a folder or a pattern are a series; one file, or standard input, is itself. */
function inputsOf(inputs: readonly string[], io: CliIo): readonly string[] {
  const object = inputs.find((input) => input.startsWith("@"));
  if (object !== undefined) throw new UsageError(`triage takes snapshots, got ${object}`);
  const { files } = splitInputs(inputs, Infinity);
  if (files.length === 0) return [findSnapshot(io)];
  const [first] = files;
  const isFolder = statSync(resolve(io.cwd, first), { throwIfNoEntry: false })?.isDirectory();
  if (files.length === 1 && isFolder !== true && !/[*?]/.test(first)) return files;
  return findSeries(files, io.cwd);
}

function answerJson({ snapshots, ...result }: TriageResult): string {
  return renderJson(result, VERSION, snapshots.length === 1 ? snapshots[0] : snapshots);
}
