import { resolve } from "node:path";
import type { Argv } from "yargs";
import { SEVERITIES, type Severity, type Suspect } from "../analysis/suspects/suspect.ts";
import { SourceError } from "../errors.ts";
import { type BaselineEntry, parseBaseline, writeBaseline } from "../gates/baseline.ts";
import { readSettings } from "../read-settings.ts";
import { escapeText, formatCount, formatQuantity } from "../render/format.ts";
import { type CliIo, UsageError } from "./command.ts";
import { writeOutputFile } from "./output-file.ts";

export interface BaselineArgs {
  baseline: string | undefined;
  updateBaseline: boolean;
  minSeverity: Severity | undefined;
}

/** `--baseline`, `--update-baseline` and `--min-severity`. */
export function baselineOptions<A>(y: Argv<A>): Argv<A & BaselineArgs> {
  return y
    .option("min-severity", {
      choices: SEVERITIES,
      requiresArg: true,
      describe: "Exit with 3 when a suspect is of this severity or a higher one",
    })
    .option("baseline", {
      type: "string",
      requiresArg: true,
      describe: "Accept the suspects of this file; exit with 3 for others, from medium on",
    })
    .option("update-baseline", {
      type: "boolean",
      default: false,
      describe: "Write what was found into the baseline, for review",
    }) as unknown as Argv<A & BaselineArgs>;
}

/**
 * Reads the baseline that a command line names; null for none, empty where it is yet to be written.
 * @throws {UsageError | SettingsError | SourceError}
 */
export async function readBaseline(
  { baseline, updateBaseline }: BaselineArgs,
  io: CliIo,
): Promise<readonly BaselineEntry[] | null> {
  if (baseline === undefined) {
    if (updateBaseline) throw new UsageError("--update-baseline goes with --baseline FILE");
    return null;
  }
  try {
    return parseBaseline(await readSettings(resolve(io.cwd, baseline), baseline), baseline);
  } catch (error) {
    const isMissing = error instanceof SourceError && error.code === "SOURCE_NOT_FOUND";
    if (isMissing && updateBaseline) return [];
    if (isMissing)
      throw new SourceError(
        error.code,
        error.path,
        `${error.message}; --update-baseline writes it`,
        { cause: error.cause },
      );
    throw error;
  }
}

/** Writes the baseline that accepts some suspects, and says on stderr what changed; returns its entries. */
export async function rewriteBaseline(
  file: string,
  suspects: readonly Pick<Suspect, "fingerprint">[],
  old: readonly BaselineEntry[],
  io: CliIo,
): Promise<readonly BaselineEntry[]> {
  const text = writeBaseline(suspects, old);
  const entries = parseBaseline(text, file);
  // What is there was read as a baseline: it may be replaced.
  await writeOutputFile(resolve(io.cwd, file), [text], { force: true, signal: io.signal });
  const had = new Set(old.map(({ fingerprint }) => fingerprint));
  const has = new Set(entries.map(({ fingerprint }) => fingerprint));
  const added = entries.filter(({ fingerprint }) => !had.has(fingerprint)).length;
  const removed = old.filter(({ fingerprint }) => !has.has(fingerprint)).length;
  io.stderr.write(
    `wrote ${escapeText(file)}: ${formatQuantity(entries.length, "suspect")}, ${formatCount(added)} new, ${formatCount(removed)} removed\n`,
  );
  return entries;
}
