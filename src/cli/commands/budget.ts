import { resolve } from "node:path";
import { draftBudget } from "../../gates/budget-draft.ts";
import { BUDGET_MARK, renderBudgetDraft } from "../../render/budget-text.ts";
import { type Command, ExitCode, UsageError } from "../command.ts";
import { loadSnapshot } from "../load.ts";
import { type InputArgs, inputPositional, splitInputs } from "../options.ts";
import {
  type FileOutputArgs,
  fileOutput,
  outputPath,
  requireWritable,
  writeAnswer,
} from "../output-file.ts";

interface BudgetArgs extends InputArgs, FileOutputArgs {
  action: "init";
  headroom: string;
}

export const budgetCommand: Command<BudgetArgs> = {
  name: "budget <action> [inputs..]",
  summary: "Write a budget, limits for --budget, from what a snapshot has now",
  examples: [
    ["budget init app.heapsnapshot", "a budget with half as much again, to look at"],
    ["budget init app.heapsnapshot --headroom 20% --output heapgraph.yml", "a tighter one, kept"],
  ],
  options: (y) =>
    fileOutput(
      inputPositional(
        y.positional("action", {
          choices: ["init"] as const,
          demandOption: true,
          describe: "What to do: write a budget to begin with",
        }),
        "The snapshot; the newest in this folder when none is named",
      ),
    ).option("headroom", {
      type: "string",
      default: "50%",
      requiresArg: true,
      describe: "What to allow beyond what there is now",
    }),
  async run(args, io) {
    const { files } = splitInputs(args.inputs, 1);
    const headroom = readPercent("--headroom", args.headroom);
    const path = outputPath(args, io);
    const inputs = files.map((file) => resolve(io.cwd, file));
    const options = { ownMark: BUDGET_MARK, input: inputs };
    if (path !== null) await requireWritable(path, { ...options, force: args.force });
    const { analyses, identity } = await loadSnapshot(files[0], io);
    const text = renderBudgetDraft(draftBudget(analyses, headroom), identity.path);
    await writeAnswer([text], args, io, options);
    return ExitCode.ok;
  },
};

/** A share written as `50%` or `50`, else a usage error that names the option. */
function readPercent(option: string, text: string): number {
  const percent = /^(?<number>\d{1,6}(?:\.\d+)?)\s*%?$/.exec(text)?.groups?.["number"];
  if (percent === undefined) throw new UsageError(`${option} takes a percentage, got "${text}"`);
  return Number(percent) / 100;
}
