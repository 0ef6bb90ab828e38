import { escapeText } from "../render/format.ts";
import type { CliIo, CliOutput } from "./command.ts";

/** Columns of text that goes into a file or a pipe. */
const DEFAULT_WIDTH = 120;

/** The real streams, environment and folder of this process, as commands see them. */
export function createProcessIo(argv: readonly string[]): CliIo {
  const { env, stdout } = process;
  const noColor = argv.includes("--no-color") || (env["NO_COLOR"] ?? "") !== "";
  return {
    stdin: process.stdin,
    stdout: wrap(stdout, "standard output"),
    stderr: wrap(process.stderr, "standard error"),
    width: stdout.isTTY ? Math.max(40, stdout.columns) : DEFAULT_WIDTH,
    color: !noColor,
    cwd: process.cwd(),
    env,
    get signal() {
      return interruptSignal();
    },
  };
}

/**
 * Output that turns a reader's early end (`| head`) into silence and other faults into one line and exit
 * code 1. What goes to a terminal is stripped of control characters once more, whatever the format.
 */
function wrap(stream: NodeJS.WriteStream, name: string): CliOutput {
  let isClosed = false;
  let wake: (() => void) | undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && !isClosed) {
      process.exitCode = 1;
      const reason = error.code === "ENOSPC" ? "no space left" : (error.code ?? error.message);
      if (stream !== process.stderr)
        process.stderr.write(`heapgraph: cannot write to ${name}: ${reason}\n`);
    }
    isClosed = true;
    wake?.();
  });
  stream.on("drain", () => wake?.());
  const isAnswerOnTerminal = stream.isTTY && stream !== process.stderr;
  return {
    write: (text) => isClosed || stream.write(isAnswerOnTerminal ? escapeControls(text) : text),
    drained: () =>
      isClosed || !stream.writableNeedDrain
        ? Promise.resolve()
        : new Promise((resolve) => {
            wake = resolve;
          }),
    get isClosed() {
      return isClosed;
    },
    isTTY: stream.isTTY,
  };
}

/** Line breaks and tabs pass, everything else that could steer a terminal becomes visible. */
function escapeControls(text: string): string {
  return text
    .split(/(\r?\n|\t)/)
    .map((part, at) => (at % 2 === 0 ? escapeText(part) : part))
    .join("");
}

let interrupt: AbortController | undefined;

/** From the first call on, Ctrl-C fires the signal instead of ending the process. */
function interruptSignal(): AbortSignal {
  if (interrupt === undefined) {
    const controller = new AbortController();
    process.on("SIGINT", () => controller.abort());
    interrupt = controller;
  }
  return interrupt.signal;
}
