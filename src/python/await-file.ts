import { setTimeout as sleep } from "node:timers/promises";
import { PythonError } from "./python-error.ts";
import { isAlive } from "./python-process.ts";

/** How long to wait between two looks, ms. */
const PAUSE = 40;

/**
 * Waits for what a process is to do.
 * @param find - looks once; undefined: not yet.
 * @throws {PythonError} PYTHON_ENDED, PYTHON_TIMEOUT
 * @throws {DOMException} AbortError when the signal fires.
 */
export async function awaitFile<T>(
  pid: number,
  timeout: number,
  find: () => T | undefined,
  signal: AbortSignal | undefined,
): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    // Asked before the look: what the process did last counts.
    const wasAlive = isAlive(pid);
    const found = find();
    if (found !== undefined) return found;
    if (!wasAlive)
      throw new PythonError("PYTHON_ENDED", `process ${pid} ended without writing a snapshot`);
    if (performance.now() > end) {
      throw new PythonError(
        "PYTHON_TIMEOUT",
        `process ${pid} has not written a snapshot within ${Math.round(timeout / 1000)} s`,
      );
    }
    await sleep(PAUSE, undefined, { signal });
  }
}
