import { resolve } from "node:path";
import { Analyses } from "../../analysis/analyses.ts";
import { formatBytes } from "../../render/format.ts";
import {
  EXPORT_FORMATS,
  exportEdges,
  type ExportFormat,
  exportNodes,
} from "../../render/export-rows.ts";
import { type Command, ExitCode } from "../command.ts";
import { findSnapshot } from "../find-snapshot.ts";
import { loadGraph, loadSnapshot } from "../load.ts";
import { choice, type InputArgs, inputPositional, splitInputs } from "../options.ts";
import {
  fileOutput,
  type FileOutputArgs,
  outputPath,
  requireWritable,
  writeAnswer,
} from "../output-file.ts";

interface ExportArgs extends InputArgs, FileOutputArgs {
  what: "nodes" | "edges";
  format: ExportFormat;
}

export const exportCommand: Command<ExportArgs> = {
  name: "export <what> [inputs..]",
  summary: "Write all nodes or edges as lines, for databases and data frames",
  examples: [
    ["export nodes app.heapsnapshot --output nodes.ndjson", "every node, one JSON object a line"],
    ["export edges app.heapsnapshot --format csv | gzip > edges.csv.gz", "every edge, compressed"],
  ],
  options: (y) =>
    fileOutput(
      inputPositional(
        y.positional("what", {
          choices: ["nodes", "edges"] as const,
          demandOption: true,
          describe: "What to write",
        }),
        "The snapshot; the newest in this folder when none is named",
      ).option("format", choice(EXPORT_FORMATS, "ndjson", "How to write it")),
    ),
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const path = outputPath(args, io);
    const file = files[0] ?? findSnapshot(io);
    const input = resolve(io.cwd, file);
    if (path !== null) await requireWritable(path, { force: args.force, input });
    const pieces =
      args.what === "nodes"
        ? exportNodes((await loadSnapshot(file, io)).analyses, args.format)
        : exportEdges(new Analyses((await loadGraph(file, io)).graph), args.format);
    const bytes = await writeAnswer(pieces, args, io, { input });
    if (bytes !== null) io.stderr.write(`wrote ${args.output}, ${formatBytes(bytes)}\n`);
    return ExitCode.ok;
  },
};
