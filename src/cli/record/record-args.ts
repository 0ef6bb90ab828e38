import type { Argv } from "yargs";
import { parseDuration } from "../../analysis/quantities.ts";
import { TextSyntaxError } from "../../errors.ts";
import { UsageError } from "../command.ts";
import { readByteSize, readCount, STDIN_PLACEHOLDER } from "../options.ts";

export interface RecordArgs {
  command: string[];
  attach: number | undefined;
  output: string | undefined;
  force: boolean;
  /** ms; absent for the default, which gives way where sampling gets expensive. */
  interval: number | undefined;
  /** Bytes. */
  memoryLimit: number | undefined;
  wait: boolean;
  quiet: boolean;
}

/** ms between samples where none is asked for. */
export const DEFAULT_INTERVAL = 100;

/** Shorter ones measure the sampling. */
const LEAST_INTERVAL = 5;

export function recordOptions<A>(y: Argv<A>): Argv<A & RecordArgs> {
  return y
    .positional("command", {
      type: "string",
      array: true,
      default: [] as string[],
      describe: "The program to run and its arguments, after --",
    })
    .option("attach", {
      type: "string",
      requiresArg: true,
      describe: "Record a process that runs already, by its pid; Ctrl-C ends it",
      coerce: (text: string | undefined) =>
        text === undefined ? undefined : readCount("--attach", text),
    })
    .option("output", {
      type: "string",
      requiresArg: true,
      describe: "File to write; default recording_YYYYMMDDhhmmss.dat in this folder",
    })
    .option("force", {
      type: "boolean",
      default: false,
      describe: "Let --output replace an existing file",
    })
    .option("interval", {
      type: "string",
      requiresArg: true,
      describe: "Time between samples, such as 50ms or 1s; default 0.1s, more for many processes",
      coerce: (text: string | undefined) =>
        text === undefined ? undefined : readInterval("--interval", text),
    })
    .option("memory-limit", {
      type: "string",
      requiresArg: true,
      describe: "The limit to draw and to compare with; default that of the control group",
      coerce: (text: string | undefined) =>
        text === undefined ? undefined : readByteSize("--memory-limit", text),
    })
    .option("wait", {
      type: "boolean",
      default: false,
      describe: "Go on until all processes have ended, not only the first",
    })
    .option("quiet", {
      type: "boolean",
      default: false,
      describe: "No line about what was recorded",
    }) as unknown as Argv<A & RecordArgs>;
}

/** A duration; a number without unit is seconds, as mprof takes it. */
export function readDuration(option: string, text: string): number {
  try {
    return parseDuration(/^\s*\d+(?:\.\d+)?\s*$/.test(text) ? `${text.trim()}s` : text);
  } catch (error) {
    if (!(error instanceof TextSyntaxError)) throw error;
    throw new UsageError(`${option}: ${error.message}`);
  }
}

function readInterval(option: string, text: string): number {
  const interval = readDuration(option, text);
  if (interval >= LEAST_INTERVAL) return interval;
  throw new UsageError(`${option}: ${text} is less than ${LEAST_INTERVAL}ms`);
}

/**
 * The words of the command to run, undefined when a running process is to be recorded.
 * @param positionals - what yargs calls `_`: the name of this command, then what stands behind `--`.
 * @throws {UsageError} for none, and for both.
 */
export function commandOf(
  { command, attach }: RecordArgs,
  positionals: readonly (string | number)[],
): readonly string[] | undefined {
  const behind = positionals.slice(1).map(String);
  const words =
    command.length > 0 && behind.length > 0
      ? [...command, "--", ...behind]
      : [...command, ...behind];
  if (attach !== undefined) {
    if (words.length > 0) throw new UsageError("--attach and a command exclude each other");
    return undefined;
  }
  if (words.length === 0)
    throw new UsageError("name what to record: a command after --, or --attach PID");
  // It stood for `-` while yargs read the line.
  return words.map((word) => (word === STDIN_PLACEHOLDER ? "-" : word));
}
