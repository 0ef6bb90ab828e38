import { Readable } from "node:stream";
import type { CliIo, CliOutput } from "../../src/cli/command.ts";
import { run } from "../../src/cli/run.ts";

/** What one command line left behind. */
export interface CliResult {
  readonly code: number;
  /** All of stdout. */
  readonly out: string;
  /** All of stderr. */
  readonly err: string;
}

/** Surroundings of a command line; the defaults are those of a pipe in this folder. */
export interface CliSurroundings {
  /** Default 100. */
  readonly width?: number;
  /** Default false. */
  readonly color?: boolean;
  /** Default the folder the tests run in. */
  readonly cwd?: string;
  /** Default empty. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default empty. */
  readonly stdin?: Uint8Array | string;
  readonly signal?: AbortSignal;
  /** The reader of stdout goes away after so many characters, as `head` does. Default never. */
  readonly closesAfter?: number;
  /** Called after each piece written to stdout. */
  readonly onWrite?: (text: string) => void;
}

/**
 * Runs one command line in this process.
 * @example expect(await runCli("count", path, "--type", "Map")).toEqual({ code: 0, out: "3\n", err: "" });
 */
export function runCli(...argv: string[]): Promise<CliResult> {
  return runCliIn({}, ...argv);
}

/** Runs one command line in surroundings of the test's choice. */
export async function runCliIn(around: CliSurroundings, ...argv: string[]): Promise<CliResult> {
  const stdout = new CapturedOutput(around.closesAfter, around.onWrite);
  const stderr = new CapturedOutput();
  const { stdin = "" } = around;
  const io: CliIo = {
    stdin: Readable.from([Buffer.from(stdin)].filter((bytes) => bytes.length > 0)),
    stdout,
    stderr,
    width: around.width ?? 100,
    color: around.color ?? false,
    cwd: around.cwd ?? process.cwd(),
    env: around.env ?? {},
    signal: around.signal,
  };
  const code = await run(argv, io);
  return { code, out: stdout.text, err: stderr.text };
}

/** Keeps what is written; always fast, closed after a number of characters if so asked. */
class CapturedOutput implements CliOutput {
  readonly isTTY = false;
  readonly #pieces: string[] = [];
  readonly #closesAfter: number;
  readonly #onWrite: ((text: string) => void) | undefined;
  #length = 0;

  constructor(closesAfter = Infinity, onWrite?: (text: string) => void) {
    this.#closesAfter = closesAfter;
    this.#onWrite = onWrite;
  }

  get text(): string {
    return this.#pieces.join("");
  }

  get isClosed(): boolean {
    return this.#length >= this.#closesAfter;
  }

  write(text: string): boolean {
    this.#pieces.push(text);
    this.#length += text.length;
    this.#onWrite?.(text);
    return true;
  }

  async drained(): Promise<void> {}
}
