import type { Argv } from "yargs";
import { PYTHON_ACTIONS, type PythonArgs, requireOwnOptions } from "../python/python-args.ts";
import { dumpPython, runPython, writeAgent } from "../python/python-actions.ts";
import { type Command, UsageError } from "../command.ts";
import { readByteSize, STDIN_PLACEHOLDER } from "../options.ts";
import { readDuration } from "../record/record-args.ts";

export const pythonCommand: Command<PythonArgs> = {
  name: "python [action] [words..]",
  summary: "Take heap snapshots of Python programs, started or running",
  examples: [
    ["python run --at-exit -- job.py --all", "run a script; snapshots at SIGUSR2 and at its end"],
    ["python run --rss 500MB -- gunicorn app:app", "any command; a snapshot when it gets that big"],
    ["python dump 4711 --output now.heapsnapshot", "a process that runs already"],
    ["python agent --output heapgraph_dump.py", "the exporter, to put into a container image"],
  ],
  options: (y) => pythonOptions(y),
  async run(args, io) {
    const { action } = args;
    // Yargs keeps what stands behind `--` apart: its first word is the name of this command.
    const words = [...args.words, ...args._.slice(1).map(String)].map((word) =>
      word === STDIN_PLACEHOLDER ? "-" : word,
    );
    requireOwnOptions(args);
    switch (action) {
      case "agent":
        if (words.length > 0) throw new UsageError(`python agent takes no "${words[0]}"`);
        return await writeAgent(args, io);
      case "run":
        return await runPython(words, args, io);
      case "dump":
        return await dumpPython(words, args, io);
      default:
        throw new UsageError(
          `python takes ${PYTHON_ACTIONS.join(", ")}${action === undefined ? "" : `; got "${action}"`}`,
        );
    }
  },
};

function pythonOptions<A>(y: Argv<A>): Argv<A & PythonArgs> {
  return y
    .positional("action", {
      type: "string",
      describe: `${PYTHON_ACTIONS.join(", ")}: write the exporter, run a program with it, ask a process`,
    })
    .positional("words", {
      type: "string",
      array: true,
      default: [] as string[],
      describe: "run: a script or a command with its arguments, after --; dump: a pid",
    })
    .option("output", {
      alias: "o",
      type: "string",
      requiresArg: true,
      describe:
        "agent, dump: file to write. run: file or folder for snapshots; default this folder",
    })
    .option("force", {
      type: "boolean",
      default: false,
      describe: "Let --output replace an existing file",
    })
    .option("signal", {
      type: "string",
      requiresArg: true,
      describe: "run: the signal to write a snapshot at; default USR2",
    })
    .option("rss", {
      type: "string",
      requiresArg: true,
      describe: "run: write a snapshot when a process gets that big, such as 500MB",
      coerce: (text: string | undefined) =>
        text === undefined ? undefined : readByteSize("--rss", text),
    })
    .option("at-exit", { type: "boolean", describe: "run: write a snapshot at the end" })
    .option("track", {
      type: "string",
      array: true,
      nargs: 1,
      describe: "run: a type whose objects get an exact identity; may be repeated",
    })
    .option("python", {
      type: "string",
      requiresArg: true,
      describe: "run: the interpreter for a script; default python3",
    })
    .option("redact", { type: "boolean", describe: "run, dump: write no contents of texts" })
    .option("collect", {
      type: "boolean",
      describe: "run, dump: collect garbage first; --no-collect shows what waits for it",
    })
    .option("fork", {
      type: "boolean",
      describe: "run, dump: write in a child; --no-fork stops the process meanwhile",
    })
    .option("method", {
      type: "string",
      requiresArg: true,
      choices: ["signal", "remote-exec", "gdb"] as const,
      describe: "dump: how to ask; default the first that the process allows",
    })
    .option("timeout", {
      type: "string",
      requiresArg: true,
      describe: "dump: how long to wait for the snapshot; default 60s",
      coerce: (text: string | undefined) =>
        text === undefined ? undefined : readDuration("--timeout", text),
    }) as unknown as Argv<A & PythonArgs>;
}
