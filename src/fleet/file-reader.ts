import { type ChildProcess, fork } from "node:child_process";
import { findWorkerProgram } from "../worker-program.ts";
import type { FileOutcome } from "./file-report.ts";
import { readFileReport } from "./read-file-report.ts";

/** What is sent to a reader. */
export interface ReaderRequest {
  readonly path: string;
  readonly threads: number;
}

/** What comes back: a fault is a mistake of ours. */
export type ReaderReply = { readonly outcome: FileOutcome } | { readonly fault: string };

/**
 * Reads files one after the other in a process of its own: whatever a file does to it, only that file is lost, and
 * the next one gets a new process. Sources that were never built read in this process.
 */
export class FileReader {
  readonly #threads: number;
  readonly #program = findWorkerProgram("fleet/reader-process");
  #child: ChildProcess | null = null;

  constructor(threads: number) {
    this.#threads = threads;
  }

  /** @throws {Error} a fault of the program itself. */
  async read(path: string): Promise<FileOutcome> {
    if (this.#program === null) return await readFileReport(path, this.#threads);
    const child = (this.#child ??= start(this.#program));
    const reply = await new Promise<ReaderReply>((resolve) => {
      const settle = (message: ReaderReply): void => {
        child.removeAllListeners();
        resolve(message);
      };
      child.once("message", (message) => settle(message as ReaderReply));
      child.once("error", (error) => settle({ outcome: ended(error.message) }));
      child.once("exit", (code, signal) => settle({ outcome: ended(signal ?? `code ${code}`) }));
      child.send({ path, threads: this.#threads } satisfies ReaderRequest, (error) => {
        if (error !== null) settle({ outcome: ended(error.message) });
      });
    });
    if ("fault" in reply) throw new Error(`${path}: ${reply.fault}`);
    if (child.exitCode !== null || child.signalCode !== null || !child.connected)
      this.#child = null;
    return reply.outcome;
  }

  /** Ends the process; what it still reads is given up. */
  close(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill("SIGKILL");
    this.#child = null;
  }
}

function start(program: string): ChildProcess {
  return fork(program, [], { execArgv: [], stdio: ["ignore", "ignore", "ignore", "ipc"] });
}

function ended(how: string): FileOutcome {
  return {
    status: "failed",
    code: "READER_ENDED",
    message: `the process that read it ended (${how}), probably for want of memory`,
  };
}
