import { existsSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { constants } from "node:os";
import { basename } from "node:path";
import { isOlder, OLDEST_VERSION } from "./interpreter.ts";
import { PythonError } from "./python-error.ts";

/** A running Python process, as far as Linux' /proc tells. */
export interface PythonProcess {
  readonly pid: number;
  /** Its number in its own container. */
  readonly innerPid: number;
  /** Path of the program, as the process sees it. */
  readonly executable: string;
  /** As in `3.11`. */
  readonly version: string;
  /** Whether the interpreter is a shared library of the program. */
  readonly hasLibrary: boolean;
  readonly uid: number;
  readonly gid: number;
  readonly folder: string;
  /** What its paths begin with for us: "" unless it has files of its own, as in a container. */
  readonly root: string;
  readonly environment: ReadonlyMap<string, string>;
  /** Numbers of the signals that it has handlers for. */
  readonly caught: ReadonlySet<number>;
}

/**
 * Looks at a process.
 * @throws {PythonError} PYTHON_NO_PROC, PYTHON_NO_PROCESS, PYTHON_PERMISSION, PYTHON_NOT_PYTHON, PYTHON_VERSION
 */
export function inspectProcess(pid: number): PythonProcess {
  if (!existsSync("/proc/self/stat"))
    throw new PythonError("PYTHON_NO_PROC", "this system has no /proc, which tells of processes");
  const folder = `/proc/${pid}`;
  if (!existsSync(folder)) throw new PythonError("PYTHON_NO_PROCESS", `there is no process ${pid}`);
  try {
    const executable = readlinkSync(`${folder}/exe`);
    const maps = readFileSync(`${folder}/maps`, "utf8");
    const status = readFileSync(`${folder}/status`, "utf8");
    const owner = statSync(folder);
    const isApart =
      readlinkSync(`${folder}/ns/mnt`) !== readlinkSync("/proc/self/ns/mnt") ||
      readlinkSync(`${folder}/root`) !== "/";
    return {
      pid,
      innerPid: Number(/^NSpid:.*?(\d+)$/m.exec(status)?.[1] ?? pid),
      executable,
      ...versionOf(pid, executable, maps),
      uid: owner.uid,
      gid: owner.gid,
      folder: readlinkSync(`${folder}/cwd`),
      root: isApart ? `${folder}/root` : "",
      environment: readEnvironment(`${folder}/environ`),
      caught: readMask(/^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"),
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EPERM")
      throw new PythonError("PYTHON_PERMISSION", `no permission to look into process ${pid}`, {
        cause: error,
      });
    if (code === "ENOENT" || code === "ESRCH")
      throw new PythonError("PYTHON_NO_PROCESS", `process ${pid} has ended`, { cause: error });
    throw error;
  }
}

/** Whether a process is still there, and not just a zombie that nobody has asked about. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

/** The number of `USR2`, `SIGUSR2`, `RTMIN+3` or `12`; undefined for what is no signal. */
export function signalNumber(name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  const realTime = /^(?:SIG)?RTMIN(?:\+(?<offset>\d+))?$/i.exec(name);
  // The C library keeps the first two for itself.
  if (realTime !== null) return 34 + Number(realTime.groups?.["offset"] ?? 0);
  const full = name.toUpperCase().replace(/^(?:SIG)?/, "SIG");
  return Object.entries(constants.signals).find(([signal]) => signal === full)?.[1];
}

function versionOf(
  pid: number,
  executable: string,
  maps: string,
): { version: string; hasLibrary: boolean } {
  const library = /\/libpython(?<version>3\.\d+)[^/\n]*\.so/.exec(maps)?.groups?.["version"];
  const version =
    library ?? /^python(?<version>\d\.\d+)/.exec(basename(executable))?.groups?.["version"];
  if (version === undefined)
    throw new PythonError(
      "PYTHON_NOT_PYTHON",
      `process ${pid} runs ${executable}: expected CPython`,
    );
  if (isOlder(version, OLDEST_VERSION)) {
    throw new PythonError(
      "PYTHON_VERSION",
      `process ${pid} is CPython ${version}: expected ${OLDEST_VERSION} or later`,
    );
  }
  return { version, hasLibrary: library !== undefined };
}

function readEnvironment(path: string): ReadonlyMap<string, string> {
  const lines = readFileSync(path, "utf8").split("\0");
  return new Map(
    lines
      .filter((line) => line.includes("="))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

function readMask(hexadecimal: string): ReadonlySet<number> {
  const mask = BigInt(`0x${hexadecimal}`);
  const numbers = new Set<number>();
  for (let number = 1; number <= 64; number++) {
    if (((mask >> BigInt(number - 1)) & 1n) === 1n) numbers.add(number);
  }
  return numbers;
}
