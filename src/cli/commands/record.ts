import type { Command } from "../command.ts";
import { commandOf, type RecordArgs, recordOptions } from "../record/record-args.ts";
import { ProgramRecorder } from "../record/record-program.ts";
import { type TriggerArgs, triggerOptions } from "../record/trigger-args.ts";

export const recordCommand: Command<RecordArgs & TriggerArgs> = {
  name: "record [command..]",
  summary: "Run a program, or join one that runs, and record its memory over time",
  examples: [
    ["record -- node server.js", "the program and all processes that come from it"],
    ["record --output night.dat -- python3 job.py --workers 4", "any program, into a named file"],
    [
      "record --when 'rss>500MB' --every 1m --then snapshot -- node server.js",
      "and heap snapshots while it has more than 500 MB",
    ],
    ["record --attach 4711", "a process that runs already, until it ends or Ctrl-C"],
  ],
  options: (y) => triggerOptions(recordOptions(y)),
  run: async (args, io) => await new ProgramRecorder(args, io).record(commandOf(args, args._)),
};
