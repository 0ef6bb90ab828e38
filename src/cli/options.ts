import { resolve } from "node:path";
import type { Argv } from "yargs";
import type { TimeInterval } from "../analysis/allocation-times.ts";
import { parseByteSize, parseDuration } from "../analysis/quantities.ts";
import { TextSyntaxError } from "../errors.ts";
import { UsageError } from "./command.ts";

/** Stands for `-` while yargs reads the command line: it would take it for an option. */
export const STDIN_PLACEHOLDER = "\u0000stdin";

/** Ways to print a table. */
export const TABLE_FORMATS = ["text", "json", "ndjson", "csv", "md"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export interface InputArgs {
  inputs: string[];
}

export interface OutputArgs {
  format: TableFormat;
  json: boolean;
}

/** An option that takes one of some words. */
export function choice<T extends string>(
  choices: readonly T[],
  fallback: T,
  describe: string,
): { choices: readonly T[]; default: T; requiresArg: true; describe: string } {
  return { choices, default: fallback, requiresArg: true, describe };
}

/** An option that may be given several times; each takes one pattern. */
export function patternsOption(describe: string): {
  type: "string";
  array: true;
  nargs: 1;
  default: string[];
  describe: string;
} {
  return { type: "string", array: true, nargs: 1, default: [], describe };
}

/** Files and `@ids`, in any order. */
export function inputPositional<A>(y: Argv<A>, describe: string): Argv<A & InputArgs> {
  return y.positional("inputs", { type: "string", array: true, default: [] as string[], describe });
}

/** `--format` and its short form `--json`. */
export function tableOutput<A>(y: Argv<A>): Argv<A & OutputArgs> {
  return y
    .option("format", choice(TABLE_FORMATS, "text", "How to print the answer"))
    .option("json", { type: "boolean", default: false, describe: "Same as --format json" });
}

/** `--json` alone, where the answer is no table. */
export function jsonOutput<A>(y: Argv<A>): Argv<A & { json: boolean }> {
  return y.option("json", { type: "boolean", default: false, describe: "Print one JSON object" });
}

/** @throws {UsageError} when both ask for different things. */
export function formatOf(args: OutputArgs): TableFormat {
  if (args.json && args.format !== "text" && args.format !== "json") {
    throw new UsageError(`--json and --format ${args.format} exclude each other`);
  }
  return args.json ? "json" : args.format;
}

/** `--limit N`: rows to print, 0 for all. */
export function limitOption<A>(
  y: Argv<A>,
  rows: number,
  what = "rows",
): Argv<A & { limit: number }> {
  return y.option("limit", {
    type: "string",
    default: String(rows),
    requiresArg: true,
    describe: `Print at most N ${what}; 0 prints all`,
    coerce: (text: string) => readCount("--limit", text),
  });
}

/** A whole number of at least 0, else a usage error that names the option. */
export function readCount(option: string, text: string | readonly string[]): number {
  const last = typeof text === "string" ? text : (text.at(-1) ?? "");
  if (!/^\d{1,15}$/.test(last))
    throw new UsageError(`${option} takes a whole number, got "${last}"`);
  return Number(last);
}

/** A size such as `500`, `64kB`, `1.5MB`, `2GiB`, else a usage error that names the option. */
export function readByteSize(option: string, text: string): number {
  try {
    return parseByteSize(text);
  } catch (error) {
    if (!(error instanceof TextSyntaxError)) throw error;
    throw new UsageError(`${option}: ${error.message}`);
  }
}

/** `--allocated-between T1,T2`: a stretch of a timeline. */
export function allocatedBetweenOption<A>(
  y: Argv<A>,
): Argv<A & { allocatedBetween: TimeInterval | undefined }> {
  return y.option("allocated-between", {
    type: "string",
    requiresArg: true,
    describe: "Only objects allocated then, in a timeline: T1,T2 such as 2s,5s",
    coerce: (text: string | undefined) =>
      text === undefined ? undefined : readInterval("--allocated-between", text),
  }) as unknown as Argv<A & { allocatedBetween: TimeInterval | undefined }>;
}

/** Two durations such as `2s,5s`, the earlier first, else a usage error that names the option. */
export function readInterval(option: string, text: string): TimeInterval {
  const [from, to, ...rest] = text.split(",");
  if (to === undefined || rest.length > 0) {
    throw new UsageError(`${option} takes two times such as 2s,5s, got "${text}"`);
  }
  try {
    // Nothing is nothing in any unit.
    const fromMilliseconds = /^\s*0\s*$/.test(from) ? 0 : parseDuration(from);
    const interval = { fromMilliseconds, toMilliseconds: parseDuration(to) };
    if (interval.fromMilliseconds < interval.toMilliseconds) return interval;
  } catch (error) {
    if (!(error instanceof TextSyntaxError)) throw error;
    throw new UsageError(`${option}: ${error.message}`);
  }
  throw new UsageError(`${option}: ${to} is not later than ${from}`);
}

/** What a command line's positionals name. */
export interface Inputs {
  readonly files: readonly string[];
  /** Ids of `@123` arguments. */
  readonly objects: readonly number[];
}

/**
 * Tells `@ids` from files.
 * @throws {UsageError} for more than `maxFiles` or `maxObjects`, or an `@` without a number.
 */
export function splitInputs(inputs: readonly string[], maxFiles: number, maxObjects = 0): Inputs {
  const files: string[] = [];
  const objects: number[] = [];
  for (const input of inputs) {
    if (!input.startsWith("@")) files.push(input === STDIN_PLACEHOLDER ? "-" : input);
    else if (/^@\d{1,16}$/.test(input)) objects.push(Number(input.slice(1)));
    else throw new UsageError(`"${input}" is no object: write @ and its id, as in @1234`);
  }
  const number = files.find((file) => /^\d+$/.test(file));
  if (files.length > maxFiles && number !== undefined) {
    throw new UsageError(`"${number}" is no file: an object is written @${number}`);
  }
  if (files.length > maxFiles)
    throw new UsageError(
      `too many files: expected ${maxFiles}, got ${files.length} (${files.join(", ")})`,
    );
  if (objects.length > maxObjects) {
    throw new UsageError(
      maxObjects === 0
        ? "this command takes no object"
        : `too many objects: expected ${maxObjects}, got ${objects.length}`,
    );
  }
  return { files, objects };
}

/** `--id`: an object by id, or in Python's files by the address that `id(obj)` prints. */
export function objectOption<A>(y: Argv<A>): Argv<A & { id: string | undefined }> {
  return y.option("id", {
    type: "string",
    requiresArg: true,
    describe: "The object, as 1234 or, in a Python file, by its address 0x7f…",
  });
}

/**
 * The object that a command line names, by `@1234` or `--id`; undefined when it names none.
 * @throws {UsageError} for two objects, or what is no id.
 */
export function objectOf(objects: readonly number[], id: string | undefined): number | undefined {
  if (id === undefined) return objects[0];
  if (objects.length > 0) throw new UsageError("name one object, by @1234 or by --id");
  return readObjectId(id);
}

/** The id that `--id` names, as 1234, @1234 or Python's address, else a usage error. */
export function readObjectId(text: string, option = "--id"): number {
  // Python's exporter writes addresses without their last three bits, which are always 0.
  if (/^0x[0-9a-f]{1,16}$/i.test(text)) return Number(BigInt(text) >> 3n);
  if (/^@?\d{1,16}$/.test(text)) return Number(text.replace("@", ""));
  throw new UsageError(`${option} takes 1234 or 0x7f…, got "${text}"`);
}

/** Where `--svg F` and the like write: absolute path, "-" for stdout, null for nowhere. */
export function outputTarget(name: string | undefined, cwd: string): string | null {
  if (name === undefined) return null;
  return name === "-" || name === STDIN_PLACEHOLDER ? "-" : resolve(cwd, name);
}
