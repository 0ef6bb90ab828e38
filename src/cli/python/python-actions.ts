import { createReadStream, readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { escapeText, formatBytes } from "../../render/format.ts";
import { dumpByInjection, type Injection } from "../../python/injected-dump.ts";
import { isOlder, REMOTE_EXEC_VERSION, requireInterpreter } from "../../python/interpreter.ts";
import { EXPORTER_PATH, preloadEnvironment, type PreloadOptions } from "../../python/preload.ts";
import { PythonError } from "../../python/python-error.ts";
import { inspectProcess, type PythonProcess, signalNumber } from "../../python/python-process.ts";
import { dumpBySignal, dumpSignal } from "../../python/signal-dump.ts";
import { AbortedError } from "../../errors.ts";
import { type CliIo, ExitCode, UsageError } from "../command.ts";
import { outputPath, requireWritable, writeAnswer, writeOutputFile } from "../output-file.ts";
import { CommandError, startChild } from "../child.ts";
import type { PythonArgs } from "./python-args.ts";

/** ms */
const DEFAULT_TIMEOUT = 60_000;

/** Prints the exporter, or writes it to a file. */
export async function writeAgent(args: PythonArgs, io: CliIo): Promise<number> {
  const bytes = await writeAnswer([readFileSync(EXPORTER_PATH, "utf8")], args, io, {
    ownMark: "Write the object graph of a live CPython process",
  });
  if (bytes !== null) io.stderr.write(`wrote ${args.output}, ${formatBytes(bytes)}\n`);
  return ExitCode.ok;
}

/** Runs a script, or a command that is or starts Python, with the exporter preloaded. */
export async function runPython(
  words: readonly string[],
  args: PythonArgs,
  io: CliIo,
): Promise<number> {
  if (words.length === 0) throw new UsageError("name a script or a command after --");
  const { signal = "USR2", python = "python3" } = args;
  if (signalNumber(signal) === undefined)
    throw new UsageError(`--signal: there is no signal ${signal}`);
  const preload = preloadEnvironment(
    {
      signal: signal.replace(/^SIG/i, ""),
      rssBytes: args.rss,
      atExit: args.atExit,
      ...placeOfSnapshots(args, io),
      fork: args.fork,
      collect: args.collect,
      redact: args.redact,
      track: args.track,
    },
    io.env["PYTHONPATH"],
  );
  const [first] = words;
  const isScript = /\.pyw?$/.test(first) || first.startsWith("-");
  if (!isScript && args.python !== undefined)
    throw new UsageError(`--python is for scripts, not for the command ${first}`);
  const command = isScript ? [python, ...words] : words;
  if (isScript || /^python[\d.]*$/.test(basename(first)))
    await requireInterpreter(command[0], io.env);
  try {
    const { end } = await startChild(command, { ...io.env, ...preload }, io);
    return (await end).exitCode;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    io.stderr.write(`heapgraph: ${escapeText(error.message)}\n`);
    return error.exitCode;
  }
}

/** `--output` names a folder if there is one of that name or it ends as folders do. */
function placeOfSnapshots({ output }: PythonArgs, io: CliIo): PreloadOptions {
  const path = resolve(io.cwd, output ?? ".");
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return { folder: path };
  if (output?.endsWith("/") === true) throw new UsageError(`--output: there is no folder ${path}`);
  return { file: path };
}

/** Has a running process write a snapshot. */
export async function dumpPython(
  words: readonly string[],
  args: PythonArgs,
  io: CliIo,
): Promise<number> {
  const [word, ...more] = words;
  if (word === undefined || !/^[1-9]\d{0,9}$/.test(word) || more.length > 0)
    throw new UsageError(
      `python dump takes one pid${word === undefined ? "" : `, got "${words.join(" ")}"`}`,
    );
  const path = outputPath(args, io);
  if (path !== null) await requireWritable(path, { force: args.force });
  const target = inspectProcess(Number(word));
  const signal = io.signal;
  try {
    const written = await take(target, path, args, io, signal);
    const { size } = statSync(written);
    io.stderr.write(`wrote ${escapeText(written)}, ${formatBytes(size)}\n`);
    return ExitCode.ok;
  } catch (error) {
    if (signal?.aborted === true) throw new AbortedError({ cause: error });
    throw error;
  }
}

async function take(
  target: PythonProcess,
  path: string | null,
  args: PythonArgs,
  io: CliIo,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { timeout = DEFAULT_TIMEOUT, redact, collect, fork, method, force } = args;
  const number = dumpSignal(target);
  if (method === "signal" || (method === undefined && number !== undefined && asPreloaded(args))) {
    if (number === undefined)
      throw new PythonError(
        "PYTHON_NO_SIGNAL",
        `process ${target.pid} was not started by \`python run\`, or has taken the signal for itself`,
      );
    const written = await dumpBySignal(target, number, { timeout, signal });
    if (path === null) return written;
    await copy(written, path, force, signal);
    return path;
  }
  const way: Injection =
    method ?? (isOlder(target.version, REMOTE_EXEC_VERSION) ? "gdb" : "remote-exec");
  const destination = path ?? resolve(io.cwd, `heap-${target.pid}-${Date.now()}.heapsnapshot`);
  const dump = await dumpByInjection(target, way, {
    redact: redact === true,
    collect: collect !== false,
    fork: fork !== false,
    timeout,
    signal,
  });
  try {
    await copy(dump.path, destination, force, signal);
  } finally {
    dump.dispose();
  }
  return destination;
}

/** What a preloaded process does was said when it was started: other wishes need another way. */
function asPreloaded({ redact, collect, fork }: PythonArgs): boolean {
  return redact === undefined && collect === undefined && fork === undefined;
}

async function copy(
  from: string,
  to: string,
  force: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  await writeOutputFile(to, createReadStream(from, "utf8"), { force, signal });
}
