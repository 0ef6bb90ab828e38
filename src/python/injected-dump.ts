import { execFile } from "node:child_process";
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { awaitFile } from "./await-file.ts";
import { gdbScript, injectedScript, REMOTE_EXEC } from "./injected-code.ts";
import { EXPORTER_PATH } from "./preload.ts";
import { PythonError } from "./python-error.ts";
import type { PythonProcess } from "./python-process.ts";

/** Ways into a process that knows nothing of the exporter. */
export type Injection = "remote-exec" | "gdb";

export interface InjectedDumpOptions {
  readonly redact: boolean;
  readonly collect: boolean;
  readonly fork: boolean;
  /** ms */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/** A snapshot that lies in a temporary folder of the process until `dispose` removes that. */
export interface InjectedDump {
  readonly path: string;
  dispose(): void;
}

/**
 * Has a process write a snapshot that was not prepared to.
 * @throws {PythonError} PYTHON_PERMISSION, PYTHON_NO_GDB, PYTHON_NO_SYMBOLS, PYTHON_INJECTION, PYTHON_FAILED,
 * PYTHON_ENDED, PYTHON_TIMEOUT
 */
export async function dumpByInjection(
  target: PythonProcess,
  way: Injection,
  options: InjectedDumpOptions,
): Promise<InjectedDump> {
  // Seen by the process under the same name without `root`, be it in a container or not.
  const folder = makeFolder(target);
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  const inside = folder.slice(target.root.length);
  const file = (name: string): string => join(folder, name);
  try {
    copyFileSync(EXPORTER_PATH, file("heapgraph_dump.py"));
    writeFileSync(file("inject.py"), injectedScript(inside, options));
    writeFileSync(file("inject.gdb"), gdbScript(inside));
    giveTo(target, folder, ["heapgraph_dump.py", "inject.py"].map(file));
    await (way === "gdb" ? runGdb(target, file("inject.gdb")) : runRemoteExec(target, inside));
    const path = file("out.heapsnapshot");
    const failure = await awaitFile(
      target.pid,
      options.timeout,
      () => (existsSync(path) ? "" : readIfThere(file("error"))),
      options.signal,
    );
    if (failure !== "")
      throw new PythonError("PYTHON_FAILED", `process ${target.pid} wrote no snapshot: ${failure}`);
    return { path, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function makeFolder({ root, pid }: PythonProcess): string {
  const parent = `${root}/tmp`;
  try {
    return mkdtempSync(`${parent}/heapgraph-`);
  } catch (error) {
    throw new PythonError("PYTHON_INJECTION", `process ${pid} has no folder /tmp to write to`, {
      cause: error,
    });
  }
}

/** The process must be able to read its script and write beside it; nobody else must. */
function giveTo({ uid, gid }: PythonProcess, folder: string, files: readonly string[]): void {
  if (process.getuid?.() !== 0 || uid === 0) return;
  for (const path of [folder, ...files]) chownSync(path, uid, gid);
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8").trim() || undefined : undefined;
}

async function runGdb({ pid, hasLibrary }: PythonProcess, script: string): Promise<void> {
  const library = hasLibrary ? ["-ex", "sharedlibrary libpython"] : [];
  const { error, output } = await run("gdb", [
    "-p",
    String(pid),
    "-batch",
    "-nx",
    "-iex",
    "set auto-solib-add off",
    "-iex",
    "set debuginfod enabled off",
    ...library,
    "-x",
    script,
  ]);
  if (error?.code === "ENOENT") throw new PythonError("PYTHON_NO_GDB", "there is no gdb");
  if (/ptrace: (?:Operation not permitted|Inappropriate)|Could not attach/.test(output))
    throw new PythonError("PYTHON_PERMISSION", `no permission to attach to process ${pid}`);
  if (/No symbol "Py|No symbol table is loaded/.test(output))
    throw new PythonError("PYTHON_NO_SYMBOLS", `the Python of process ${pid} exports no functions`);
  if (!output.includes("heapgraph: asked"))
    throw new PythonError("PYTHON_INJECTION", `gdb failed: ${lastLine(output)}`);
}

/** The helper is the very interpreter of the process: both sides must be of one version. */
async function runRemoteExec(
  { pid, executable, root }: PythonProcess,
  inside: string,
): Promise<void> {
  const { error, output } = await run(root + executable, [
    "-I",
    "-c",
    REMOTE_EXEC,
    String(pid),
    `${inside}/inject.py`,
  ]);
  if (error === null) return;
  if (output.includes("PermissionError"))
    throw new PythonError("PYTHON_PERMISSION", `no permission to attach to process ${pid}`);
  throw new PythonError("PYTHON_INJECTION", `sys.remote_exec failed: ${lastLine(output)}`);
}

function run(
  command: string,
  args: readonly string[],
): Promise<{ error: NodeJS.ErrnoException | null; output: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 60_000, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      // A failed start has a text for a code, a failed program a number.
      resolve({ error: error as NodeJS.ErrnoException | null, output: stdout + stderr });
    });
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
