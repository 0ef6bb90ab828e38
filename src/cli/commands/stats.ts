import { Analyses } from "../../analysis/analyses.ts";
import { computeStatistics } from "../../analysis/statistics.ts";
import { renderJson } from "../../render/json.ts";
import { renderStatsText } from "../../render/stats-text.ts";
import { VERSION } from "../../version.ts";
import { type Command, ExitCode } from "../command.ts";
import { identify, loadGraph } from "../load.ts";
import { type InputArgs, inputPositional, jsonOutput, splitInputs } from "../options.ts";

interface StatsArgs extends InputArgs {
  json: boolean;
}

export const statsCommand: Command<StatsArgs> = {
  name: "stats [inputs..]",
  summary: "Show what kinds of memory the heap is made of",
  examples: [
    ["stats app.heapsnapshot", "strings, arrays, code, native memory; nodes by type and size"],
    ["stats app.heapsnapshot --json", "the same in bytes, for a script"],
  ],
  options: (y) =>
    jsonOutput(inputPositional(y, "The snapshot; the newest in this folder when none is named")),
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const { path, graph } = await loadGraph(files[0], io);
    const result = computeStatistics(new Analyses(graph));
    io.stdout.write(
      args.json
        ? renderJson(result, VERSION, identify(path, graph))
        : renderStatsText(result, io.width),
    );
    return ExitCode.ok;
  },
};
