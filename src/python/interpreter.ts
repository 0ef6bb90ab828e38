import { execFile } from "node:child_process";
import { PythonError } from "./python-error.ts";

/** First version of CPython that the exporter knows. */
export const OLDEST_VERSION = "3.8";

/** Of these versions on, `sys.remote_exec` runs a script in another process. */
export const REMOTE_EXEC_VERSION = "3.14";

/** Prints implementation and version; runs in any Python, without what the environment adds. */
const ASK = "import sys; print(sys.implementation.name, '.'.join(map(str, sys.version_info[:2])))";

/**
 * Refuses an interpreter that the exporter does not run in.
 * @returns its version, as in `3.11`.
 * @throws {PythonError} PYTHON_MISSING, PYTHON_VERSION
 */
export async function requireInterpreter(
  python: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const answer = await new Promise<string>((resolve, reject) => {
    execFile(python, ["-I", "-c", ASK], { env, timeout: 20_000 }, (error, stdout) => {
      if (error === null) resolve(stdout.trim());
      else if (error.code === "ENOENT")
        reject(new PythonError("PYTHON_MISSING", `there is no ${python}`, { cause: error }));
      else reject(new PythonError("PYTHON_MISSING", `${python} is no Python`, { cause: error }));
    });
  });
  const [implementation = "", version = ""] = answer.split(" ");
  if (implementation !== "cpython" || isOlder(version, OLDEST_VERSION)) {
    throw new PythonError(
      "PYTHON_VERSION",
      `${python} is ${implementation} ${version}: expected CPython ${OLDEST_VERSION} or later`,
    );
  }
  return version;
}

/** Compares versions of two numbers. */
export function isOlder(version: string, than: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  const [otherMajor, otherMinor] = than.split(".").map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
