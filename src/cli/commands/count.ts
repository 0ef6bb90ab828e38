import { Analyses } from "../../analysis/analyses.ts";
import { countMatches, countNodes } from "../../analysis/list-nodes.ts";
import { renderJson } from "../../render/json.ts";
import { VERSION } from "../../version.ts";
import { type Command, ExitCode } from "../command.ts";
import { identify, loadGraph } from "../load.ts";
import { type InputArgs, inputPositional, jsonOutput, splitInputs } from "../options.ts";
import { type FilterArgs, filterOptions, readWhere } from "../selection-options.ts";

interface CountArgs extends InputArgs, FilterArgs {
  json: boolean;
}

export const countCommand: Command<CountArgs> = {
  name: "count [inputs..]",
  summary: "Count objects, for scripts: prints a number, 0 when nothing matches",
  examples: [
    ["count app.heapsnapshot --type Session", "how many sessions are alive"],
    ["count app.heapsnapshot --where 'detached' --json", "detached objects, with their sizes"],
  ],
  options: (y) =>
    filterOptions(
      jsonOutput(inputPositional(y, "The snapshot; the newest in this folder when none is named")),
    ),
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const where = readWhere(args.where);
    const { path, graph } = await loadGraph(files[0], io);
    // A number alone needs few of the analyses, often not even sizes.
    const analyses = new Analyses(graph);
    const selection = { type: args.type, ...(where && { where }) };
    io.stdout.write(
      args.json
        ? renderJson(countNodes(analyses, selection), VERSION, identify(path, graph))
        : `${countMatches(analyses, selection)}\n`,
    );
    return ExitCode.ok;
  },
};
