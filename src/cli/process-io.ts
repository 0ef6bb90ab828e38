import type { CliIo, CliOutput } from "./command.ts";

/** Columns of text that goes into a file or a pipe. */
const DEFAULT_WIDTH = 120;

/** The real streams, environment and folder of this process, as commands see them. */
export function createProcessIo(argv: readonly string[]): CliIo {
  const { env, stdout } = process;
  const noColor = argv.includes("--no-color") || (env["NO_COLOR"] ?? "") !== "";
  return {
    stdin: process.stdin,
    stdout: wrap(stdout),
    stderr: wrap(process.stderr),
    width: stdout.isTTY ? Math.max(40, stdout.columns) : DEFAULT_WIDTH,
    color: stdout.isTTY && !noColor,
    cwd: process.cwd(),
    env,
    get signal() {
      return interruptSignal();
    },
  };
}

/** Output that turns a reader's early end (`| head`) into silence. */
function wrap(stream: NodeJS.WriteStream): CliOutput {
  let isClosed = false;
  let wake: (() => void) | undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    isClosed = true;
    wake?.();
  });
  stream.on("drain", () => wake?.());
  return {
    write: (text) => isClosed || stream.write(text),
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
