import { resolve } from "node:path";
import { describeFile } from "../../analysis/info.ts";
import { estimateMemory } from "../../parser/expected-memory.ts";
import { inspectFile } from "../../parser/inspect-file.ts";
import { renderInfoText } from "../../render/info-text.ts";
import { renderJson } from "../../render/json.ts";
import { VERSION } from "../../version.ts";
import { type CliIo, type Command, ExitCode } from "../command.ts";
import { findSnapshot } from "../find-snapshot.ts";
import { type InputArgs, inputPositional, jsonOutput, splitInputs } from "../options.ts";
import { ProgressLine } from "../progress.ts";

interface InfoArgs extends InputArgs {
  json: boolean;
  sections: boolean;
}

export const infoCommand: Command<InfoArgs> = {
  name: "info [inputs..]",
  summary: "Tell what wrote a file and what is in it, without loading it",
  examples: [
    [
      "info app.heapsnapshot",
      "producer, counts, fields, memory an analysis needs; reads the head only",
    ],
    ["info app.heapsnapshot --sections", "also the size and the true count of every section"],
  ],
  options: (y) =>
    jsonOutput(
      inputPositional(y, "The snapshot; the newest in this folder when none is named"),
    ).option("sections", {
      type: "boolean",
      default: false,
      describe: "Read the whole file: section sizes, true counts, where a cut file ends",
    }),
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const path = files[0] ?? findSnapshot(io);
    const result = describeFile(path, await inspect(path, args.sections, io), estimateMemory);
    io.stdout.write(
      args.json ? renderJson(result, VERSION, { path }) : renderInfoText(result, io.width),
    );
    return ExitCode.ok;
  },
};

async function inspect(path: string, sections: boolean, io: CliIo): ReturnType<typeof inspectFile> {
  const progress = new ProgressLine(io.stderr);
  try {
    return await inspectFile(path === "-" ? io.stdin : resolve(io.cwd, path), {
      sections,
      onProgress: ({ phase, fraction, bytes }) => progress.show(phase, fraction, bytes),
    });
  } finally {
    progress.clear();
  }
}
