import type { ArgumentsCamelCase, Argv, CommandModule } from "yargs";
import { HeapgraphError } from "../errors.ts";

/** Where a command reads and writes. Tests pass buffers, main.ts the process' own. */
export interface CliIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: CliOutput;
  readonly stderr: CliOutput;
  /** Columns text may take. */
  readonly width: number;
  /** Whether colour is wanted where there is a terminal. */
  readonly color: boolean;
  /** Folder that relative paths and the newest snapshot are looked up in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Fires at Ctrl-C. Asking for it is a promise to look at it: until then Ctrl-C ends the process at once,
   * which is right as long as nothing is half-written.
   */
  readonly signal?: AbortSignal | undefined;
}

export interface CliOutput {
  /** Returns false when the reader is slow and `drained` is to be awaited. */
  write(text: string): boolean;
  /** Resolves when the reader has caught up, or has gone. */
  drained(): Promise<void>;
  /** The reader has closed its end: nothing more need be written. */
  readonly isClosed: boolean;
  readonly isTTY: boolean;
}

/** 0 done, 1 failed, 2 wrong usage, 3 findings of a gate. */
export const ExitCode = { ok: 0, failed: 1, usage: 2, findings: 3 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A mistake in how the command line was written; exit code 2. */
export class UsageError extends HeapgraphError {
  override name = "UsageError";

  constructor(message: string) {
    super("USAGE", message);
  }
}

/** One subcommand: its options, and what joins loading, analysis and rendering. */
export interface Command<A> {
  /** Name and positionals in yargs' notation, e.g. `summary [inputs..]`. */
  readonly name: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** At least two real command lines without the leading `heapgraph`, each with what it does. */
  readonly examples: readonly (readonly [commandLine: string, does: string])[];
  options(y: Argv): Argv<A>;
  /** @returns one of {@link ExitCode}, or that of a program that it ran. */
  run(args: ArgumentsCamelCase<A>, io: CliIo): Promise<number>;
}

export function toYargs<A>(
  command: Command<A>,
  io: CliIo,
  done: (code: number) => void,
): CommandModule<object, A> {
  return {
    command: command.name,
    describe: command.summary,
    builder: (y) =>
      command.examples.reduce(
        (all, [line, does]) => all.example(`heapgraph ${line}`, does),
        command.options(y).usage(`heapgraph ${command.name}\n\n${command.summary}`),
      ),
    handler: async (args) => done(await command.run(args, io)),
  };
}

/** Writes a long answer piece by piece at the reader's pace; stops when the reader has gone. */
export async function writeAll(
  output: CliOutput,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  for await (const piece of pieces) {
    if (output.isClosed) return;
    if (!output.write(piece)) await output.drained();
  }
}
