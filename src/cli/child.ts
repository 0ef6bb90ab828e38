import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { HeapgraphError } from "../errors.ts";
import type { CliIo } from "./command.ts";

/** A program cannot be started. Code `COMMAND_*`. */
export class CommandError extends HeapgraphError {
  override name = "CommandError";
  /** As a shell would return it: 127 for no such command, 126 for one that may not be run. */
  readonly exitCode: number;

  constructor(code: string, message: string, exitCode: number, options?: ErrorOptions) {
    super(code, message, options);
    this.exitCode = exitCode;
  }
}

/** How a program ended. */
export interface ChildEnd {
  /** Exit code, or name of the signal that ended it. */
  readonly status: number | string;
  /** What a shell would return: the code, or 128 and the signal's number. */
  readonly exitCode: number;
}

/** Signals that ask a program for something, and that a terminal does not send. */
const FORWARDED = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGCONT"] as const;
/** Keys of a terminal send these to all processes in front of it. */
const FROM_KEYS = ["SIGINT", "SIGQUIT"] as const;

/**
 * Starts a program that takes our place: our streams, our folder, signals we get. Once this returns it runs.
 * @throws {CommandError} COMMAND_NOT_FOUND, COMMAND_NOT_RUN
 */
export async function startChild(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  io: CliIo,
): Promise<{ readonly pid: number; readonly end: Promise<ChildEnd> }> {
  const [file, ...args] = words;
  const child = spawn(file, args, { stdio: "inherit", cwd: io.cwd, env: environment });
  const end = new Promise<ChildEnd>((resolve) => {
    child.once("exit", (code, signal) => {
      resolve(
        signal === null
          ? { status: code ?? 0, exitCode: code ?? 0 }
          : { status: signal, exitCode: 128 + constants.signals[signal] },
      );
    });
  });
  const stopForwarding = forwardSignals(child);
  void end.then(stopForwarding);
  if (child.pid === undefined) throw startFailure(file, await failureOf(child));
  return { pid: child.pid, end };
}

function failureOf(child: ChildProcess): Promise<NodeJS.ErrnoException> {
  return new Promise((resolve) => void child.once("error", resolve));
}

function startFailure(file: string, error: NodeJS.ErrnoException): CommandError {
  const options = { cause: error };
  return error.code === "ENOENT"
    ? new CommandError("COMMAND_NOT_FOUND", `there is no command ${file}`, 127, options)
    : new CommandError(
        "COMMAND_NOT_RUN",
        `${file} cannot be started: ${error.code ?? error.message}`,
        126,
        options,
      );
}

/** @returns what ends it. */
function forwardSignals(child: ChildProcess): () => void {
  const hasTerminal = process.stdin.isTTY || process.stderr.isTTY;
  const handlers = [...FORWARDED, ...FROM_KEYS].map((signal) => {
    const isDelivered = hasTerminal && FROM_KEYS.some((key) => key === signal);
    const handler = (): void => {
      if (!isDelivered) child.kill(signal);
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}
