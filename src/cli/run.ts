import { existsSync } from "node:fs";
import { resolve } from "node:path";
import yargs, { type Argv } from "yargs";
import { AbortedError, HeapgraphError, SettingsError, TextSyntaxError } from "../errors.ts";
import { escapeText } from "../render/format.ts";
import { VERSION } from "../version.ts";
import { explain, pointAtColumn } from "./advice.ts";
import { type CliIo, ExitCode, toYargs, UsageError } from "./command.ts";
import { type AnyCommand, COMMANDS, loadCommands } from "./commands/index.ts";
import { SNAPSHOT_NAME } from "./find-snapshot.ts";
import { nearName } from "../analysis/near-name.ts";
import { STDIN_PLACEHOLDER } from "./options.ts";

const COMMAND_NAMES = COMMANDS.map((command) => command.name);

/** Exit code of a process ended by Ctrl-C. */
const INTERRUPTED = 130;

/** Runs one command line and returns the exit code; never exits the process. */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  let code: number = ExitCode.ok;
  try {
    // A leading `--` says that files follow, which is what is expected anyway.
    const given = argv[0] === "--" ? argv.slice(1) : argv;
    const words = withDefaultCommand(given, io).map((word) =>
      word === "-" ? STDIN_PLACEHOLDER : word,
    );
    const parser = createParser(await loadCommands(words[0]), io, (done) => {
      code = done;
    });
    await parser.parseAsync(words, {}, (_error, _args, output) => {
      if (output !== "") io.stdout.write(`${output}\n`);
    });
    return code;
  } catch (error) {
    return report(error, argv, io);
  }
}

function createParser(
  commands: readonly AnyCommand[],
  io: CliIo,
  done: (code: number) => void,
): Argv {
  const parser = yargs()
    .scriptName("heapgraph")
    .locale("en")
    .usage(
      "heapgraph COMMAND [FILE]\n\nAnswers what holds memory, from heap snapshots of any JavaScript runtime and of Python.",
    )
    .version(VERSION)
    .parserConfiguration({
      // Numbers are read by each option's own reader, so `--limit abc` is an error.
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "dot-notation": false,
      "greedy-arrays": false,
      "short-option-groups": false,
    })
    .option("color", {
      type: "boolean",
      describe: "Colour of messages on a terminal; --no-color turns it off",
    })
    .completion("completion", "Print a script that completes commands and options in bash or zsh")
    .alias("help", "h")
    .demandCommand(1, "name a command or a file; `heapgraph --help` lists the commands")
    .strict()
    .wrap(Math.min(io.width, 100))
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string, error: Error | undefined) => {
      throw error ?? new UsageError(message);
    });
  for (const command of commands) parser.command(toYargs(command, io, done));
  return parser;
}

/** `heapgraph FILE` is `heapgraph summary FILE`. */
function withDefaultCommand(argv: readonly string[], io: CliIo): readonly string[] {
  const [first] = argv;
  if (first === undefined || COMMAND_NAMES.includes(first)) return argv;
  const isFile =
    first === "-" ||
    SNAPSHOT_NAME.test(first) ||
    (/[./]/.test(first) && existsSync(resolve(io.cwd, first)));
  return isFile ? ["summary", ...argv] : argv;
}

async function report(error: unknown, argv: readonly string[], io: CliIo): Promise<number> {
  if (error instanceof AbortedError) return INTERRUPTED;
  const isUsage =
    error instanceof UsageError ||
    error instanceof SettingsError ||
    error instanceof TextSyntaxError ||
    isYargsError(error);
  if (!(error instanceof HeapgraphError) && !isUsage) throw error;
  const message = isUsage
    ? (await withSuggestion((error as Error).message, argv)) +
      (isPredicateFault(error) ? pointAtColumn(error) : "")
    : explain(error as HeapgraphError);
  const [first, ...rest] = message.split("\n");
  io.stderr.write(
    [`${prefix(io)} ${escapeText(first)}`, ...rest.map((line) => escapeText(line)), ""].join("\n"),
  );
  return isUsage ? ExitCode.usage : ExitCode.failed;
}

/** What every message begins with; red where that can be seen. */
function prefix(io: CliIo): string {
  return io.color && io.stderr.isTTY ? "\u001b[31mheapgraph:\u001b[39m" : "heapgraph:";
}

/** Other texts are too short to need a finger on the spot. */
function isPredicateFault(error: unknown): error is TextSyntaxError {
  return error instanceof TextSyntaxError && /^SYNTAX_(PREDICATE|QUERY)$/.test(error.code);
}

/** Yargs' own complaints are plain errors of this name. */
function isYargsError(error: unknown): boolean {
  return error instanceof Error && error.name === "YError";
}

/** Words that a command takes in first place, by what yargs calls them. */
const POSITIONALS: Readonly<Record<string, string>> = { what: "export", action: "budget" };

/** Yargs' complaints in our words: what is wrong, got and expected, and the name that was probably meant. */
async function withSuggestion(message: string, argv: readonly string[]): Promise<string> {
  const choices = /Argument: (?<name>\S+), Given: (?<given>.*), Choices: (?<choices>.*)/.exec(
    message,
  )?.groups;
  if (choices !== undefined) {
    const words = (choices["choices"] ?? "").replaceAll('"', "").split(", ");
    const given = (choices["given"] ?? "").replaceAll('"', "");
    const option = choices["name"] ?? "";
    const name = POSITIONALS[option] ?? `--${option}`;
    return `${name} takes ${words.join(", ")}; got "${given}"${didYouMean(nearName(given, words))}`;
  }
  if (message.startsWith("Not enough non-option arguments"))
    return argv[0] === "budget"
      ? "say what to do: budget init"
      : "say what to export: nodes or edges";
  const unknown = /^Unknown arguments?: (?<names>.+)$/.exec(message)?.groups?.["names"];
  if (unknown === undefined) return message;
  const [word] = unknown.split(", ");
  if (word === argv[0])
    return `unknown command: ${word}${didYouMean(nearName(word, COMMAND_NAMES))}`;
  const near = nearName(word, await listOptions(argv[0]));
  // Yargs names an option with hyphens a second time, without.
  const names = unknown.split(", ");
  const told = names.filter(
    (name) => !names.some((other) => other !== name && camelCase(other) === name),
  );
  return `unknown option: ${told.join(", ")}${didYouMean(near === undefined ? near : `--${near}`)}`;
}

function camelCase(option: string): string {
  return option.replaceAll(/-+(?<letter>[a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function didYouMean(near: string | undefined): string {
  return near === undefined ? "" : `; did you mean ${near}?`;
}

/** Names of a command's options; takes a while, and only mistakes need it. */
async function listOptions(name: string | undefined): Promise<string[]> {
  const names = new Set(["help", "version", "no-color"]);
  for (const command of await loadCommands(name)) {
    const options = command.options(yargs()) as unknown as {
      getOptions(): { key: Record<string, unknown> };
    };
    for (const option of Object.keys(options.getOptions().key)) names.add(option);
  }
  return [...names];
}
